"""The real server with the shipped model, driven by Debian's Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PATIENCE = 120_000  # milliseconds; a first visit loads the model, on a machine that may be busy


@contextmanager
def serving(log_file: Path, model: str = "") -> Iterator[str]:
    """Address of a server that runs the app as `scripts/run` does, until the context ends.

    model: another checkpoint than the shipped one.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = log_file.open("w")
    command = [sys.executable, "-m", "emolit.ui.serve", "--server.port", str(port)]
    environment = {**os.environ, "EMOLIT_MODEL": model}
    process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/_stcore/health", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)
        log.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the server that the tests share."""
    with serving(tmp_path_factory.mktemp("server") / "log.txt") as address:
        yield address


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        assert process.poll() is None, "the server ended before it answered"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.5)
    raise AssertionError("the server did not answer within two minutes")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "scripts/test installs chromium; run it once"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, server: str) -> Iterator[Page]:
    """The app's first page in English, at 1280 px, after its first run."""
    context = chromium.new_context(viewport={"width": 1280, "height": 1000}, locale="en-US", accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page = context.new_page()
    page.goto(server)
    settle(page)
    yield page
    context.close()


def settle(page: Page) -> None:
    """Wait until a run that is under way has ended."""
    page.wait_for_timeout(300)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_selector("h1")


def click_point(page: Page, point: Locator) -> None:
    """Click a point of a chart as a hand does: Plotly takes a click for the point that it has shown the hover of."""
    point.hover(force=True)
    expect(page.locator(".js-plotly-plot .hoverlayer :is(.hovertext, .legend)").first).to_be_visible()
    point.click(force=True)


def expect_selected(page: Page, text: str) -> None:
    """The Trajectory page's box of the selected line says so; on a busy machine the box of before stands beside it."""
    expect(page.locator(".st-key-trajectory_selected").filter(has_text=text).first).to_be_visible()

"""Start the app as the image does, visit it as a stranger would, and print memory and times as Markdown."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
from playwright.sync_api import Browser, BrowserContext, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))
from emolit.ui.poem import WINDOW
from tests.browser.conftest import PATIENCE, QUIET, settle

PORT = 8629
ADDRESS = f"http://127.0.0.1:{PORT}"
LINES = 1_000
VISITS = 7


def environment(home: Path) -> dict[str, str]:
    """What the Dockerfile sets, its home folder replaced."""
    text = (Path(__file__).parents[1] / "Dockerfile").read_text(encoding="utf-8")
    block = re.search(r"^ENV (.*?)\nEXPOSE", text, re.DOTALL | re.MULTILINE)
    assert block
    pairs = re.findall(r'(\w+)=("[^"]*"|\S+)', block.group(1))
    told = {name: value.strip('"').replace("/home/emolit", str(home)) for name, value in pairs}
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **told, "PORT": str(PORT)}


def memory(process: psutil.Process) -> float:
    """Megabytes of the server and its children."""
    family = [process, *process.children(recursive=True)]
    return sum(member.memory_info().rss for member in family if member.is_running()) / 1e6


def wait_until_healthy(process: subprocess.Popen[bytes]) -> float:
    started = time.perf_counter()
    while time.perf_counter() - started < 180:
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(f"{ADDRESS}/_stcore/health", timeout=4) as answer:
                assert answer.read() == b"ok"
                return time.perf_counter() - started
        except OSError:
            time.sleep(0.2)
    raise AssertionError("not healthy within three minutes")


def interactive(context: BrowserContext, path: str, mark: str) -> float:
    """Seconds from asking for a page, in a tab that is open, until its run has ended and what it is about is drawn."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    started = time.perf_counter()
    page.goto(f"{ADDRESS}/{path}")
    page.locator(mark).first.wait_for()
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    seconds = time.perf_counter() - started
    page.close()
    return seconds


def upload(browser: Browser, folder: Path) -> None:
    """A thousand lines, read, traced and mapped: the most that one visitor usually asks for."""
    file = folder / "many.txt"
    file.write_text("\n".join(f"{number}번째 밤에 비가 온다" for number in range(LINES)), encoding="utf-8")
    page = browser.new_context(locale="en-US").new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(ADDRESS)
    settle(page)
    page.get_by_role("tab", name="Upload").click()
    page.locator("input[type=file]").first.set_input_files(file)
    page.get_by_role("option").nth(WINDOW - 1).wait_for(state="attached")  # as many as are drawn of a long text
    for name in ("Trajectory", "Emotion space", "Take away"):
        page.get_by_role("link", name=name).click()
        page.get_by_role("heading", name=name, level=1).wait_for()
        settle(page)
    with page.expect_download() as event:
        page.get_by_role("button", name="Download the report").click()
    event.value.path()
    page.context.close()


def main(folder: Path, python: str) -> None:
    command = [python, "-m", "emolit.ui.serve", "--server.address=127.0.0.1", f"--server.port={PORT}"]
    as_stranger = {"user": 1000, "group": 1000, "extra_groups": []}
    log = (folder / "log.txt").open("wb")
    process = subprocess.Popen(
        command, cwd=folder / "app", env=environment(folder / "home"), stdout=log, stderr=log, **as_stranger
    )
    try:
        healthy = wait_until_healthy(process)
        server = psutil.Process(process.pid)
        rows = [
            ("start until healthy, warm-up included", f"{healthy:.1f} s"),
            ("memory, idle", f"{memory(server):.0f} MB"),
        ]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
            for name, path, mark in (
                ("Read", "", "[role=option]"),
                ("About", "about", "[data-testid=stDataFrame]"),
                ("Trajectory", "trajectory", ".stPlotlyChart"),
                ("Take away", "share", "[data-testid=stDownloadButton]"),
            ):
                times = []
                for _ in range(VISITS):  # each with a browser that has nothing of Streamlit's page yet
                    context = browser.new_context(locale="en-US")
                    times.append(interactive(context, path, mark))
                    again = interactive(context, path, mark)
                    context.close()
                told = f"{statistics.median(times):.1f} s ({min(times):.1f} to {max(times):.1f})"
                rows += [(f"{name}, interactive", told), (f"{name}, once more in the last of these", f"{again:.1f} s")]
            peak = [memory(server)]
            import threading

            done = threading.Event()
            watch = threading.Thread(
                target=lambda: [peak.append(memory(server)) for _ in iter(lambda: done.wait(0.5), True)]
            )
            watch.start()
            upload(browser, folder)
            done.set()
            watch.join()
            rows.append((f"memory, peak while {LINES:,} lines are read, mapped and reported", f"{max(peak):.0f} MB"))
            browser.close()
        rows.append(("load of the machine meanwhile (1 min)", f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"))
        written = [path for path in (folder / "app").rglob("__pycache__")]
        assert not written, "the tree was written to"
        sys.stdout.write("| what | measured |\n|---|---|\n" + "".join(f"| {a} | {b} |\n" for a, b in rows))
    finally:
        process.terminate()
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            sys.stderr.write("The server did not end within a minute of being asked to.\n")
        sys.stderr.write((folder / "log.txt").read_text(encoding="utf-8")[-1500:])


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])

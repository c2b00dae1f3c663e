"""Close reading on the Read page, with a tiny model: what is looked at is the page, not the reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PATIENCE, serving, settle

POEM = "마당을 쓸다 말고 하늘을 본다\n기러기가 두 줄로 간다\n\n너는 오늘도 오지 않는구나\n문고리가 차다"
LINES = [line for line in POEM.split("\n") if line]


@pytest.fixture(scope="package")
def quick_server(tiny_checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("quick") / "log.txt", model=str(tiny_checkpoint)) as address:
        yield address


def context_of(chromium: Browser, **settings: Any) -> BrowserContext:
    wanted = {"viewport": {"width": 1280, "height": 1000}, "locale": "en-US", "accept_downloads": True} | settings
    context = chromium.new_context(**wanted)
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    return context


def visit(context: BrowserContext, server: str) -> Page:
    page = context.new_page()
    page.goto(server)
    page.get_by_role("option").first.wait_for()
    settle(page)
    return page


@pytest.fixture
def page(chromium: Browser, quick_server: str) -> Iterator[Page]:
    context = context_of(chromium)
    yield visit(context, quick_server)
    context.close()


def paste(page: Page, text: str = POEM) -> None:
    page.get_by_label("Poem", exact=True).first.fill(text)
    page.get_by_label("Title", exact=True).fill("문고리")
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("option", name=LINES[0])).to_be_visible()
    settle(page)


def read_corpus(page: Page) -> None:
    """Once one visitor has read the samples, they are read for all."""
    ask = page.get_by_role("button", name=re.compile("Read the corpus"))
    if ask.count():
        ask.first.click()
    expect(page.get_by_text("Lift is the score")).to_be_visible()
    settle(page)


def ranking(page: Page) -> Any:
    return page.locator(".em-ranking")

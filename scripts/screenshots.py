"""Pictures of each page for the README, in Korean and English, light and dark, at 1280 px and at phone width.

python scripts/screenshots.py ADDRESS [name ...]    those pictures only
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {"read": "/", **{name: f"/{name}" for name in ("corpus", "trajectory", "space", "compare", "share", "about")}}
PATIENCE = 300_000  # milliseconds
SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'

# name, page and after a colon its view, width, height, locale, colour scheme, work to choose (a part of its title)
SHOTS = [
    ("read", "read", 1280, 1150, "ko-KR", "light", "감자"),
    ("corpus", "corpus", 1280, 900, "ko-KR", "light", ""),
    ("corpus-en", "corpus", 1280, 900, "en-US", "light", ""),
    ("trajectory", "trajectory", 1280, 1400, "en-US", "light", "열두 나루"),
    ("trajectory-grid", "trajectory:격자", 1280, 1450, "ko-KR", "light", "열두 나루"),
    ("trajectory-works", "trajectory:Works", 1280, 1250, "en-US", "dark", "열두 나루"),
    ("space", "space", 1280, 1500, "ko-KR", "light", ""),
    ("share", "share", 1280, 1000, "en-US", "light", ""),
    ("share-ko", "share", 1280, 1000, "ko-KR", "light", ""),
    ("compare", "compare", 1280, 1500, "en-US", "light", ""),
    ("about", "about", 1280, 900, "en-US", "light", ""),
    ("read-dark-en", "read", 1280, 1000, "en-US", "dark", "Flood"),
    ("trajectory-dark-ko", "trajectory", 1280, 900, "ko-KR", "dark", ""),
    ("space-dark-en", "space", 1280, 1500, "en-US", "dark", ""),
    ("read-phone-ko", "read", 390, 1400, "ko-KR", "light", ""),
    ("read-judging", "read:judge", 1280, 1150, "en-US", "light", "열두 나루"),
    ("trajectory-phone-ko", "trajectory", 390, 1100, "ko-KR", "dark", ""),
]


def settle(page: Page) -> None:
    page.wait_for_timeout(1500)
    page.wait_for_selector(SETTLED)
    page.wait_for_selector("h1")
    page.wait_for_timeout(1500)


def read_closely(page: Page, *, judging: bool) -> None:
    """The samples read, a line selected, the poem at the top of the picture."""
    ask = page.get_by_role("button", name=re.compile("말뭉치 읽기|Read the corpus"))
    if ask.count():
        ask.first.click()
        page.get_by_text(re.compile("배율은|Lift is the score")).wait_for()
        settle(page)
    if judging:
        page.get_by_text("Judge lines myself").first.click()
        settle(page)
    page.get_by_role("option").nth(3).click()
    settle(page)
    for key in ("a", "a", "2") if judging else ():
        page.keyboard.press(key)
        settle(page)
    page.locator("[class*='st-key-read-emotion']").first.evaluate(
        "node => { node.scrollIntoView({ block: 'start' }); node.closest('[data-testid=stMain]').scrollBy(0, -70); }"
    )
    page.wait_for_timeout(500)


def main(address: str, wanted: list[str]) -> None:
    """wanted: names of pictures, all of them where it is empty."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for name, shown, width, height, locale, scheme, work in SHOTS:
            if wanted and name not in wanted:
                continue
            context = browser.new_context(
                viewport={"width": width, "height": height}, locale=locale, color_scheme=scheme
            )
            context.set_default_timeout(PATIENCE)
            page = context.new_page()
            page_name, _, view = shown.partition(":")
            page.goto(address + PAGES[page_name])
            settle(page)
            if work:
                page.get_by_test_id("stSidebar").get_by_role("combobox").first.fill(work)
                page.keyboard.press("Enter")
                settle(page)
            if page_name == "read":
                read_closely(page, judging=view == "judge")
            elif view:
                page.get_by_test_id("stButtonGroup").get_by_text(view, exact=True).click()
                settle(page)
            if page_name == "space":
                page.wait_for_selector(".contourlayer path", state="attached")
                settle(page)
            page.screenshot(path=DOCS / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])

"""Pictures of each page for the README, in Korean and English, light and dark, at 1280 px and at phone width."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {
    "read": "/",
    "corpus": "/corpus",
    "trajectory": "/trajectory",
    "space": "/space",
    "compare": "/compare",
    "about": "/about",
}
PATIENCE = 120_000  # milliseconds
SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'

# name, page and after a colon its view, width, height, locale, colour scheme, work to choose (a part of its title)
SHOTS = [
    ("read", "read", 1280, 1150, "ko-KR", "light", "감자"),
    ("corpus", "corpus", 1280, 900, "ko-KR", "light", ""),
    ("trajectory", "trajectory", 1280, 1400, "en-US", "light", "열두 나루"),
    ("trajectory-grid", "trajectory:격자", 1280, 1450, "ko-KR", "light", "열두 나루"),
    ("trajectory-works", "trajectory:Works", 1280, 1250, "en-US", "dark", "열두 나루"),
    ("space", "space", 1280, 1050, "ko-KR", "light", ""),
    ("compare", "compare", 1280, 1500, "en-US", "light", ""),
    ("about", "about", 1280, 900, "en-US", "light", ""),
    ("read-dark-en", "read", 1280, 1000, "en-US", "dark", "Flood"),
    ("trajectory-dark-ko", "trajectory", 1280, 900, "ko-KR", "dark", ""),
    ("space-dark-en", "space", 1280, 1000, "en-US", "dark", ""),
    ("read-phone-ko", "read", 390, 1400, "ko-KR", "light", ""),
    ("trajectory-phone-ko", "trajectory", 390, 1100, "ko-KR", "dark", ""),
]


def settle(page: Page) -> None:
    page.wait_for_timeout(1500)
    page.wait_for_selector(SETTLED)
    page.wait_for_selector("h1")
    page.wait_for_timeout(1500)


def main(address: str) -> None:
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for name, shown, width, height, locale, scheme, work in SHOTS:
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
            if view:
                page.get_by_test_id("stButtonGroup").get_by_text(view, exact=True).click()
                settle(page)
            if page_name == "space":
                page.wait_for_selector(".contourlayer path", state="attached")
                settle(page)
            page.screenshot(path=DOCS / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])

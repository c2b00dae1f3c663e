"""Long texts, small screens, and readers who do not see the page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.close_reading.conftest import context_of, visit
from tests.browser.conftest import settle

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[1] / "axe" / "axe.min.js"


def test_of_a_long_text_a_window_is_drawn_that_moves_with_the_reader(
    chromium: Browser, quick_server: str, tmp_path: Path
) -> None:
    context = context_of(chromium)
    page = visit(context, quick_server)
    path = tmp_path / "긴 글.txt"
    path.write_text("".join(f"{'물불흙'[i % 3]} {i}\n" + "\n" * (i % 40 == 39) for i in range(3000)), "utf-8")
    page.get_by_role("tab", name="Upload").click()
    page.locator('input[type="file"]').first.set_input_files(path)
    expect(page.get_by_text("Read 1 work(s), 3000 lines")).to_be_visible()
    settle(page)
    expect(page.get_by_role("option")).to_have_count(300)
    page.get_by_role("button", name="Later lines (301–600)").click()
    expect(page.get_by_role("option", name="물 300", exact=False).first).to_be_visible()
    expect(page.get_by_role("option")).to_have_count(300)
    page.get_by_label("Line", exact=True).fill("2001")
    page.keyboard.press("Enter")
    selected = page.locator('.line[aria-selected="true"]')
    expect(selected).to_contain_text("2000")
    expect(page.locator(".em-ranking caption")).to_contain_text("line 2001")
    last = page.get_by_role("option").last
    number = int(last.locator(".number").inner_text())
    last.focus()
    page.keyboard.press("ArrowDown")
    expect(selected.locator(".number")).to_have_text(str(number + 1))
    expect(selected).to_be_focused()
    context.close()


def test_on_a_phone_nothing_is_wider_than_the_screen(chromium: Browser, quick_server: str) -> None:
    context = context_of(chromium, viewport={"width": 390, "height": 844})
    page = visit(context, quick_server)
    page.get_by_role("option").nth(1).click()
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for part in (".em-ranking", ".poem"):
        box = page.locator(part).first.bounding_box()
        assert box
        assert box["width"] <= 390
    context.close()


# Streamlit draws captions at 60 % of the text's colour (about 4:1), and a chosen segment and a primary button in the
# dark theme's primary colour (.streamlit/config.toml says why none does better). Whatever else is found is ours.
UPSTREAM = {"color-contrast"}
OURS = (".poem", ".em-ranking", ".em-words", "st-key-judge_box", "st-key-read")


def violations(page: Page) -> list[tuple[str, str, str]]:
    """(rule, impact, where) of each serious or critical violation."""
    page.add_script_tag(path=AXE)
    found = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    return [
        (one["id"], one["impact"], json.dumps(node["target"]) + " " + node["html"][:200])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.mark.parametrize(("locale", "scheme"), [("en-US", "light"), ("ko-KR", "dark")])
def test_axe_finds_nothing_serious_of_ours(chromium: Browser, quick_server: str, locale: str, scheme: str) -> None:
    context = context_of(chromium, locale=locale, color_scheme=scheme)
    page = visit(context, quick_server)
    page.get_by_text(re.compile("Judge lines myself|나의 판단 적기")).first.click()
    expect(page.locator(".st-key-judge_box")).to_be_visible()
    settle(page)
    page.get_by_role("option").nth(0).focus()
    page.keyboard.press("a")
    expect(page.get_by_role("option").nth(0).locator(".judged")).to_contain_text("✓")
    found = violations(page)
    ours = [one for one in found if one[0] not in UPSTREAM or any(part in one[2] for part in OURS)]
    assert ours == []
    context.close()

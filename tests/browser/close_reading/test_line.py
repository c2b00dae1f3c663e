"""One line: chosen by keys, explained word by word, and selected on every page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.close_reading.conftest import LINES, paste, ranking, read_corpus
from tests.browser.conftest import click_point, settle

pytestmark = pytest.mark.browser


def test_keys_move_focus_enter_selects_and_escape_goes_back(page: Page) -> None:
    options = page.get_by_role("option")
    options.nth(0).click()
    expect(page.locator(".em-ranking caption")).to_contain_text("line 1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(2)).to_be_focused()
    outline = options.nth(2).evaluate("node => getComputedStyle(node).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Escape")
    expect(options.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(page.locator(".em-ranking caption")).to_contain_text("line 2")
    expect(options.nth(1)).to_be_focused()


def test_no_more_emotions_stand_beside_a_line_than_asked_for_and_a_weak_one_is_not_put_first(page: Page) -> None:
    counts = page.get_by_role("option").evaluate_all("all => all.map(one => one.querySelectorAll('.mark').length)")
    assert max(counts) <= 3
    scores = [float(text.split()[-1]) for text in page.get_by_role("option").first.locator(".mark").all_inner_texts()]
    assert scores == sorted(scores, reverse=True)


def test_the_panel_ranks_all_emotions_with_family_definition_and_both_readings(page: Page) -> None:
    rows = ranking(page).locator("tbody tr")
    expect(rows).to_have_count(44)
    first = rows.first
    expect(first.locator("small")).to_be_hidden()
    first.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(first.locator("small")).to_be_visible()
    assert len(first.locator("small").inner_text()) > 40
    cells = [float(text) for text in first.locator("td").all_inner_texts()[:2]]
    assert cells[0] != cells[1]


def test_words_say_what_they_add_and_the_sum_is_the_line_s_logit(page: Page) -> None:
    paste(page)
    page.get_by_role("option").nth(0).click()
    expect(page.locator(".em-ranking caption")).to_contain_text("line 1")
    settle(page)
    words = page.locator(".em-words .w")
    assert [text.split("\n")[0] for text in words.all_inner_texts()] == LINES[0].split()
    told = page.locator(".em-words small").all_inner_texts()
    total = sum(float(text.replace("−", "-").split()[0].strip("\u00a0▲▼=")) for text in told)
    sentence = page.get_by_text("add up to").inner_text().replace("−", "-")
    found = re.search(r"add up to ([+-][\d.]+)", sentence)
    assert found
    assert total == pytest.approx(float(found.group(1)), abs=0.03)


def test_a_near_line_is_one_click_away_and_the_trajectory_and_the_space_follow(page: Page) -> None:
    read_corpus(page)
    near = page.locator("[class*='st-key-read-near-0'] button")
    text = near.inner_text().split("  (")[0].split(" (")[0]
    near.click()
    settle(page)
    selected = page.locator('.line[aria-selected="true"]')
    expect(selected).to_contain_text(text)
    number = selected.locator(".number").inner_text()
    told = {"Trajectory": f"line {number}", "Emotion space": text}
    for name, box in (("Trajectory", "trajectory_selected"), ("Emotion space", "space_selected")):
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()
        if name == "Emotion space":
            own_lines(page)
        expect(page.locator(f".st-key-{box}")).to_contain_text(told[name])


def own_lines(page: Page) -> None:
    """The page opens with works among the poets of the atlas."""
    for name in ("my texts alone", "lines"):
        page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True).click()
        settle(page)


def test_a_point_of_the_space_is_the_selected_line_on_the_read_page(page: Page) -> None:
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Emotion space").click()
    expect(page.get_by_role("heading", level=1, name="Emotion space")).to_be_visible()
    own_lines(page)
    page.get_by_test_id("stButtonGroup").get_by_text("PCA", exact=True).click()
    points = page.locator(".js-plotly-plot .scatterlayer .trace").first.locator(".points path")
    expect(points.nth(30)).to_be_attached()
    settle(page)
    before = page.locator(".st-key-space_selected").inner_text()
    click_point(page, points.nth(30))
    expect(page.locator(".st-key-space_selected")).not_to_have_text(before)
    settle(page)
    line = page.locator(".st-key-space_selected [data-testid='stText']").inner_text()
    page.locator(".st-key-space_selected").get_by_role("button", name="Open it on the Read page").click()
    expect(page.get_by_role("heading", level=1, name="Read")).to_be_visible()
    settle(page)
    expect(page.locator('.line[aria-selected="true"]')).to_contain_text(line)

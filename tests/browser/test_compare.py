"""The Compare page in the browser: open, choose groups, see the differences, take them away."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settle

pytestmark = pytest.mark.browser


def open_compare(page: Page) -> None:
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Compare").click()
    expect(page.get_by_role("heading", level=1, name="Compare")).to_be_visible()
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    settle(page)


def choose(page: Page, name: str, group: str) -> None:
    page.get_by_test_id("stMain").get_by_role("combobox", name=name).click()
    page.get_by_role("option", name=group).click()
    settle(page)


def take(page: Page, kind: str) -> bytes:
    with page.expect_download() as download:
        page.locator("[class*='_files']").first.get_by_role("button", name=re.compile(kind)).click()
    assert download.value.suggested_filename.endswith(f".{kind.lower()}")
    return Path(download.value.path()).read_bytes()


def test_two_poets_are_chosen_their_differences_seen_and_taken_away(page: Page) -> None:
    open_compare(page)
    choose(page, "Group A", "이랑")
    choose(page, "Group B", "everything else")
    expect(page.get_by_test_id("stMain")).to_contain_text("44 labels were tested")
    points = page.locator(".js-plotly-plot .scatterlayer .trace .points path")
    expect(points).to_have_count(44)
    record = json.loads(take(page, "JSON"))
    assert [record["groups"][side]["name"] for side in "ab"] == ["표본 시인 이랑", "*"]
    assert len(record["labels"]) == record["tests"] == 44
    rows = take(page, "CSV").decode("utf-8-sig").splitlines()
    assert len(rows) == 45
    assert rows[0].startswith("emotion,mean A,mean B,difference,95 % low,95 % high")
    svg = take(page, "SVG").decode()
    assert svg.startswith("<svg")
    assert "표본 시인 이랑" in svg
    assert take(page, "PNG").startswith(b"\x89PNG")


def test_the_choice_of_groups_outlives_a_change_of_language_and_a_look_at_another_page(page: Page) -> None:
    open_compare(page)
    choose(page, "Group A", "이랑")
    page.get_by_test_id("stSidebar").get_by_text("한국어").click()
    expect(page.get_by_role("heading", level=1, name="비교")).to_be_visible()
    expect(page.get_by_test_id("stMain")).to_contain_text("표본 시인 이랑 작품 5편")
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="소개").click()
    settle(page)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="비교").click()
    expect(page.get_by_test_id("stMain")).to_contain_text("표본 시인 이랑 작품 5편")


def test_the_line_that_sets_a_poet_apart_opens_on_the_read_page(page: Page) -> None:
    open_compare(page)
    page.get_by_test_id("stButtonGroup").get_by_text("Typical", exact=True).click()
    settle(page)
    page.get_by_role("button", name="Open the line at the top on the Read page").click()
    page.get_by_role("listbox").first.wait_for()
    settle(page)
    expect(page.get_by_role("option", selected=True).first).to_be_visible()


def test_words_that_carry_the_difference_are_seen_and_taken_away(page: Page) -> None:
    open_compare(page)
    page.get_by_test_id("stButtonGroup").get_by_text("Words", exact=True).click()
    expect(page.get_by_test_id("stMain")).to_contain_text("add up to exactly this")
    expect(page.locator(".js-plotly-plot .barlayer .point")).to_have_count(24)
    rows = take(page, "CSV").decode("utf-8-sig").splitlines()
    assert rows[0].startswith("word,part (logit),in A,in B,works,Work,Line,first line")
    record = json.loads(take(page, "JSON"))
    assert len(record["words"]) == len(rows) - 1
    assert record["words_in_all"] >= len(record["words"])


def test_on_a_phone_no_view_is_wider_than_the_screen(page: Page) -> None:
    open_compare(page)
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("Profiles", "Distances", "Words", "Together", "Differences"):
        page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True).click()
        settle(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        box = page.locator(".js-plotly-plot").first.bounding_box()
        assert box
        assert box["width"] <= 390

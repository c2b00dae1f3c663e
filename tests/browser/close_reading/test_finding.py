"""Finding lines by what they feel like."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.close_reading.conftest import read_corpus
from tests.browser.conftest import settle

pytestmark = pytest.mark.browser


def test_a_combination_finds_lines_and_a_row_leads_to_its_line(page: Page) -> None:
    read_corpus(page)
    page.get_by_label("Emotions", exact=True).fill("sadness over 0.1 and joy over 0.1")
    page.keyboard.press("Enter")
    page.get_by_label("Text contains").fill("물소리")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"of \d+ lines, \d+ of them shown"))).to_be_visible()
    settle(page)
    table = page.get_by_test_id("stDataFrame").last
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box
    page.mouse.click(box["x"] + 15, box["y"] + 38 + 35 + 17)  # the box before the second row
    expect(page.locator('.line[aria-selected="true"]')).to_contain_text("물소리")


def test_a_condition_that_is_none_gets_a_sentence_and_what_was_typed_stays(page: Page) -> None:
    read_corpus(page)
    page.get_by_label("Emotions", exact=True).fill("sadness or joy")
    page.keyboard.press("Enter")
    expect(page.get_by_text("'sadness or joy' is no condition")).to_be_visible()
    expect(page.get_by_label("Emotions", exact=True)).to_have_value("sadness or joy")

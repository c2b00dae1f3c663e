"""The main job as a scholar does it, with the mouse, the keyboard and files."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from emolit.corpus import read_corpus
from tests.browser.conftest import click_point, expect_selected, serving, settle

pytestmark = pytest.mark.browser

POEM = "마당을 쓸다 말고 하늘을 본다\n기러기가 두 줄로 간다\n\n- 너는 오늘도 오지 않는구나\n문고리가 차다"
LINES = [line for line in POEM.split("\n") if line]


def paste(page: Page, text: str = POEM, title: str = "문고리") -> None:
    page.get_by_label("Poem", exact=True).first.fill(text)
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("option", name=LINES[0])).to_be_visible()
    settle(page)


def go(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    settle(page)


def test_a_pasted_poem_is_annotated_and_a_click_on_its_trajectory_shows_the_line(page: Page) -> None:
    paste(page)
    first = page.get_by_role("option", name=LINES[0])
    assert re.search(r"\d\.\d\d", first.inner_text())
    go(page, "Trajectory")
    points = page.locator(".js-plotly-plot .scatterlayer .trace").filter(has=page.locator(".points path"))
    expect(points.first.locator(".points path")).to_have_count(len(LINES))
    click_point(page, points.first.locator(".points path").nth(2))
    expect_selected(page, LINES[2])


def test_a_line_is_selected_with_the_mouse_and_with_the_keyboard(page: Page) -> None:
    paste(page)
    page.get_by_role("option", name=LINES[1]).click()
    expect(page.get_by_role("option", name=LINES[1])).to_have_attribute("aria-selected", "true")
    settle(page)
    page.get_by_role("option", name=LINES[1]).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("option", name=LINES[2])).to_have_attribute("aria-selected", "true")


def test_a_cp949_file_is_uploaded_and_read(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "옛 파일.txt"
    path.write_bytes(POEM.encode("cp949"))
    page.get_by_role("tab", name="Upload").click()
    page.locator('input[type="file"]').set_input_files(path)
    expect(page.get_by_role("option", name=LINES[3])).to_be_visible()
    expect(page.get_by_text("txt, cp949")).to_be_visible()


def test_the_downloaded_csv_is_read_back_to_the_same_lines(page: Page) -> None:
    paste(page)
    page.get_by_text("Table and downloads").click()
    for button, guarded in (("Download CSV", False), ("CSV for spreadsheets", True)):
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        data = Path(download.value.path()).read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        (work,) = read_corpus("back.csv", data).works
        assert list(work.texts) == LINES
        assert len(work.stanzas) == 2
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        assert rows[2]["text"].startswith("'-") is guarded


def test_the_page_says_which_language_it_is_in(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("radio", name="한국어").or_(page.get_by_role("button", name="한국어")).first.click()
    expect(page.get_by_role("heading", level=1, name="읽기")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "ko")


def test_a_change_of_language_keeps_every_choice_also_on_the_runs_after_it(page: Page) -> None:
    page.get_by_test_id("stSelectbox").filter(has_text="Chosen emotion").get_by_role("combobox").fill("despair")
    page.keyboard.press("Enter")
    settle(page)
    page.get_by_test_id("stSidebar").get_by_text("한국어").click()
    settle(page)
    emotion = page.get_by_test_id("stSelectbox").filter(has_text="고른 감정").get_by_role("combobox")
    expect(emotion).to_have_value("절망")
    page.get_by_role("option").nth(3).click()
    settle(page)
    expect(emotion).to_have_value("절망")
    expect(page.locator(".poem .glass").first).to_have_attribute("title", re.compile("절망"))


def test_nothing_is_fetched_from_anywhere_else(page: Page, server: str) -> None:
    elsewhere: list[str] = []
    page.on("request", lambda request: elsewhere.append(request.url))
    page.goto(f"{server}/about")
    settle(page)
    assert [url for url in elsewhere if not url.startswith((server, "data:", "blob:"))] == []


def test_on_a_phone_nothing_is_wider_than_the_screen(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    paste(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.get_by_role("option", name=LINES[0])).to_be_visible()


def test_the_first_visitor_of_a_new_server_may_come_by_a_link_to_a_page(chromium: Browser, tmp_path: Path) -> None:
    with serving(tmp_path / "log.txt") as address:
        page = chromium.new_page(locale="en-US")
        page.goto(f"{address}/about")
        expect(page.get_by_role("heading", level=1, name="About")).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.close()

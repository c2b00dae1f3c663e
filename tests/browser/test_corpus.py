"""The Corpus page in the browser: files in, works in order, and a hostile file that stalls nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE, settle
from tests.browser.test_main_job import go
from tests.documents import docx, zipped
from tests.hostile import endless_pdf

pytestmark = pytest.mark.browser

THREE = "# 하나\n봄이 온다\n\n비가 온다\n# 둘\n눈이 온다\n# 셋\n영변(寧邊)의 별\n"


def bring(page: Page, path: Path) -> None:
    page.locator('input[type="file"]').set_input_files(path)
    expect(page.get_by_text(path.name, exact=True).first).to_be_visible()
    settle(page)


def take(page: Page) -> None:
    page.get_by_role("button", name="Add to my corpus").click()
    expect(page.get_by_role("heading", name="What was read")).to_be_visible()
    settle(page)


@pytest.fixture
def corpus_page(page: Page, tmp_path: Path) -> Page:
    """The Corpus page with three works taken in."""
    go(page, "Corpus")
    (tmp_path / "시.md").write_text(THREE, encoding="utf-8")
    bring(page, tmp_path / "시.md")
    take(page)
    return page


def cell(page: Page, row: int, x: int) -> dict[str, float]:
    """Where a cell of the table of works lies on the page; rows are 35 pixels high."""
    table = page.get_by_test_id("stDataFrame").nth(1)
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box
    return {"x": box["x"] + x, "y": box["y"] + 35 * (row + 0.5)}


def works(page: Page) -> list[str]:
    page.get_by_test_id("stSidebar").get_by_role("combobox").first.click()
    found = page.get_by_role("option").all_inner_texts()
    page.keyboard.press("Escape")
    return found


def test_a_title_is_changed_in_the_table_and_the_change_taken_back(corpus_page: Page) -> None:
    corpus_page.mouse.dblclick(**cell(corpus_page, 1, 130), delay=50)
    corpus_page.locator(".gdg-input").fill("봄비")
    corpus_page.keyboard.press("Enter")
    expect(corpus_page.get_by_role("button", name="Undo (2)")).to_be_visible()
    settle(corpus_page)
    assert "봄비" in works(corpus_page)
    corpus_page.get_by_role("button", name="Undo (2)").click()
    expect(corpus_page.get_by_role("button", name="Undo (1)")).to_be_visible()
    settle(corpus_page)
    assert "하나" in works(corpus_page)


def test_two_works_chosen_in_the_table_become_one(corpus_page: Page) -> None:
    for row in (1, 2):
        corpus_page.mouse.click(**cell(corpus_page, row, 40), delay=50)
        expect(corpus_page.get_by_role("button", name=f"Remove ({row})")).to_be_visible()
        settle(corpus_page)
    corpus_page.get_by_role("button", name="Merge (2)").click()
    expect(corpus_page.get_by_role("button", name="Undo (2)")).to_be_visible()
    settle(corpus_page)
    assert "둘" not in works(corpus_page)
    expect(corpus_page.get_by_text("3 │ 눈이 온다")).to_be_visible()


def test_a_thousand_poems_in_a_zip_are_read(page: Page, tmp_path: Path) -> None:
    go(page, "Corpus")
    path = tmp_path / "천 편.zip"
    poem = "번째 봄이 온다\n비가 온다\n\n눈이 온다\n"
    path.write_bytes(zipped({f"{number % 9}/{number}.txt": f"{number}{poem}" * 4 for number in range(1000)}))
    page.locator('input[type="file"]').set_input_files(path)
    expect(page.get_by_text("1000 work(s)")).to_be_visible()
    take(page)
    expect(page.get_by_text("1,000", exact=True)).to_be_visible()


def test_another_visitor_is_answered_while_a_hostile_file_is_still_read(
    page: Page, chromium: Browser, server: str, tmp_path: Path
) -> None:
    other = chromium.new_context(locale="en-US").new_page()
    other.set_default_timeout(PATIENCE)
    other.goto(f"{server}/about")
    settle(other)
    go(page, "Corpus")
    path = tmp_path / "끝없는.pdf"
    path.write_bytes(endless_pdf())
    page.locator('input[type="file"]').set_input_files(path)
    page.wait_for_timeout(3000)
    for language, heading in [("한국어", "소개"), ("English", "About"), ("한국어", "소개"), ("English", "About")]:
        other.get_by_role("radio", name=language).or_(other.get_by_role("button", name=language)).first.click()
        expect(other.get_by_role("heading", level=1, name=heading)).to_be_visible()
    too_long = page.get_by_text("could not be read within 30 seconds")
    expect(too_long).to_be_hidden(timeout=1)  # the four answers came before the file was given up
    expect(too_long).to_be_visible()
    other.context.close()


def test_on_a_phone_the_corpus_page_is_not_wider_than_the_screen(page: Page, tmp_path: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(page.url.split("?")[0].rstrip("/") + "/corpus")
    settle(page)
    path = tmp_path / "긴 이름의 시집 파일.docx"
    path.write_bytes(docx(["# 봄", "비가 온다 " * 30, "", "눈"]))
    bring(page, path)
    take(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

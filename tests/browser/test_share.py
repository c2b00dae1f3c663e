"""Take away, come back, share a view: in the browser, with the real server."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from emolit.corpus import read_corpus
from tests.browser.conftest import PATIENCE, serving, settle
from tests.documents import tei

pytestmark = pytest.mark.browser

TEXT = "마당을 쓸다 말고\n하늘을 본다\n\n기러기가 간다\n"
EDITION = tei(
    '<body><div type="poem"><head>가</head><lg><l xml:id="a7">봄이 온다</l><l>비가 온다</l></lg></div></body>'
)


def upload(page: Page, path: Path) -> None:
    if not page.get_by_role("tab", name="Upload").is_visible():
        page.get_by_text("Add your own text").click()
    page.get_by_role("tab", name="Upload").click()
    page.locator("input[type=file]").first.set_input_files(path)
    expect(page.get_by_text(f"from '{path.name}'")).to_be_visible()  # said when it has been read
    settle(page)


def go(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    settle(page)


def taken(page: Page, label: str, path: Path) -> Path:
    with page.expect_download() as event:
        page.get_by_role("button", name=label, exact=True).click()
    event.value.save_as(path)
    return path


def visitor(browser: Browser, **about: object) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, locale="en-US", **about)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def shown(page: Page) -> list[str]:
    """What a visitor would compare: the work, the view, the signals, the selected line."""
    sidebar = page.locator("[data-testid=stSidebar]")
    work = sidebar.locator("[data-testid=stSelectbox]").first.inner_text()
    chosen = page.locator("[data-testid=stMain] button[aria-checked=true]").all_inner_texts()
    signals = page.locator("[data-testid=stMultiSelect]").first.inner_text()
    line = page.locator("[data-testid=stMain] [data-testid=stSelectbox]").last.inner_text()
    return [work, *chosen, signals, line]


def test_a_link_opened_in_a_second_browser_is_the_same_view(page: Page, chromium: Browser) -> None:
    page.get_by_role("option").nth(3).click()
    settle(page)
    go(page, "Trajectory")
    page.get_by_text("Panels", exact=True).click()
    settle(page)
    page.get_by_role("button", name="Copy link").click()
    address = page.get_by_role("dialog").locator("code").first.inner_text()
    assert "/trajectory?" in address
    page.keyboard.press("Escape")
    settle(page)
    other = visitor(chromium)
    other.goto(address)
    settle(other)
    other.locator(".stPlotlyChart").first.wait_for()
    settle(other)
    assert shown(other) == shown(page)
    other.context.close()


def test_an_embedded_view_has_neither_sidebar_nor_toolbar(server: str, chromium: Browser) -> None:
    page = visitor(chromium)
    page.goto(f"{server}/trajectory?lang=en&embed=true")
    settle(page)
    page.locator(".stPlotlyChart").first.wait_for()
    expect(page.locator("[data-testid=stSidebar]")).to_have_count(0)
    expect(page.get_by_role("button", name="Copy link")).to_have_count(0)
    page.context.close()


def test_a_session_is_there_again_after_the_app_was_restarted(page: Page, chromium: Browser, tmp_path: Path) -> None:
    poem = tmp_path / "봄.txt"
    poem.write_text(TEXT, encoding="utf-8")
    upload(page, poem)
    page.get_by_role("option").nth(2).click()
    settle(page)
    go(page, "Take away")
    session = taken(page, "Save the session", tmp_path / "봄.emolit")
    with serving(tmp_path / "log.txt") as address:
        again = visitor(chromium)
        again.goto(f"{address}/share")
        settle(again)
        again.locator("input[type=file]").last.set_input_files(session)
        expect(again.get_by_text("Opened '봄.emolit'")).to_be_visible()
        go(again, "Read")
        expect(again.get_by_role("option", selected=True)).to_contain_text("기러기가 간다")
        again.context.close()


def test_a_session_cut_short_is_one_sentence_and_the_text_stays(page: Page, tmp_path: Path) -> None:
    poem = tmp_path / "봄.txt"
    poem.write_text(TEXT, encoding="utf-8")
    upload(page, poem)
    go(page, "Take away")
    session = taken(page, "Save the session", tmp_path / "봄.emolit")
    session.write_bytes(session.read_bytes()[:-50])
    page.locator("input[type=file]").last.set_input_files(session)
    alert = page.locator("[data-testid=stAlert]").filter(has_text="cut short")
    expect(alert).to_have_count(1)
    go(page, "Read")
    expect(page.get_by_role("option")).to_have_count(3)


def test_a_report_opens_from_the_disk_without_a_network(page: Page, chromium: Browser, tmp_path: Path) -> None:
    go(page, "Take away")
    report = taken(page, "Download the report", tmp_path / "report.html")
    reader = visitor(chromium, offline=True)
    asked, told = [], []
    reader.on("request", lambda request: asked.append(request.url))
    reader.on("console", lambda message: told.append(message.text))
    reader.goto(report.as_uri())
    assert asked == [report.as_uri()]
    assert told == []
    expect(reader.locator("table.verse tr").first).to_be_visible()
    drawn = reader.locator("figure svg").first.bounding_box()
    assert drawn
    assert drawn["height"] > 100
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert reader.evaluate(width) <= 0
    reader.context.close()


def test_an_uploaded_edition_comes_back_with_its_ids(page: Page, tmp_path: Path) -> None:
    edition = tmp_path / "판본.xml"
    edition.write_bytes(EDITION)
    upload(page, edition)
    go(page, "Take away")
    expect(page.get_by_text("Your edition '판본.xml'")).to_be_visible()
    data = taken(page, "Download TEI", tmp_path / "out.xml").read_bytes()
    assert b'<l xml:id="a7">' in data
    assert [line.id for line in read_corpus("out.xml", data).works[0].lines] == ["a7", "emolit-l1"]

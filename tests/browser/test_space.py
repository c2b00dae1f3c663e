"""The Emotion space in the browser: five poets, a poem placed among them, what is drawn around, and the way back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.atlases import POETS, write_atlas
from tests.browser.conftest import PATIENCE, click_point, serving, settle

pytestmark = pytest.mark.browser

POEM = "마당을 쓸다 말고 하늘을 본다\n기러기가 두 줄로 간다\n\n너는 오늘도 오지 않는구나\n문고리가 차다"
LONG = "\n".join(f"{what} {how}" for what in ("강물이", "바람이", "불빛이", "새벽이") for how in
                  ("멀어진다", "돌아온다", "나를 부른다", "말이 없다", "식어 간다"))  # fmt: skip


@pytest.fixture(scope="module")
def space_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with a small atlas of made-up poets."""
    folder = write_atlas(tmp_path_factory.mktemp("atlas"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EMOLIT_ATLAS", str(folder))
        with serving(tmp_path_factory.mktemp("server") / "log.txt") as address:
            yield address


def visit(chromium: Browser, address: str, width: int = 1280) -> Page:
    context = chromium.new_context(viewport={"width": width, "height": 1000}, locale="en-US", accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page = context.new_page()
    page.goto(f"{address}/space")
    settle(page)
    return page


@pytest.fixture
def space(chromium: Browser, space_server: str) -> Iterator[Page]:
    page = visit(chromium, space_server)
    yield page
    page.context.close()


def points(page: Page) -> Locator:
    return page.locator(".js-plotly-plot .scatterlayer .points path.point")


def paste(page: Page, text: str = POEM, title: str = "문고리") -> None:
    page.get_by_text("Add your own text").click()
    settle(page)  # a click goes astray while the form still unfolds, on a machine that is busy
    page.get_by_label("Poem", exact=True).fill(text)
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_role("button", name="Read it").click()
    expect(page.locator(".js-plotly-plot .legendtext").filter(has_text="(mine)").first).to_be_visible()
    settle(page)


def choose(page: Page, name: str) -> None:
    page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True).click()
    settle(page)


def draw_around_all(page: Page) -> None:
    choose(page, "lasso")
    area = page.locator(".js-plotly-plot .nsewdrag").first
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    assert box
    corners = [(0.01, 0.01), (0.99, 0.02), (0.98, 0.99), (0.02, 0.98), (0.01, 0.02)]
    at = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in corners]
    page.mouse.move(*at[0])
    page.mouse.down()
    for corner in at[1:]:
        page.mouse.move(*corner, steps=10)
    page.mouse.up()
    settle(page)


def test_open_see_five_poets_paste_a_poem_draw_around_it_and_read_it(space: Page) -> None:
    for poet in POETS:
        expect(space.locator(".js-plotly-plot .legendtext").filter(has_text=poet)).to_be_visible()
    expect(space.get_by_text("only nearness means something")).to_be_visible()
    before = points(space).count()
    paste(space)
    expect(points(space)).to_have_count(before + 2)  # the poem, and the ring around it
    draw_around_all(space)
    group = space.locator(".st-key-space_group")
    expect(group).to_contain_text(re.compile(r"\d+ points chosen"))
    expect(group.get_by_text("Mean profile")).to_be_visible()
    expect(group.get_by_test_id("stDataFrame")).to_have_count(2)
    selected = space.locator(".st-key-space_selected")
    expect(selected).to_contain_text("문고리")
    expect(selected.get_by_test_id("stDataFrame")).to_have_count(2)
    selected.get_by_role("button", name="Open it on the Read page").click()
    expect(space.get_by_role("option", name="마당을 쓸다 말고 하늘을 본다")).to_have_attribute("aria-selected", "true")


def test_a_click_on_a_poet_s_point_shows_it_and_its_true_neighbours(space: Page) -> None:
    choose(space, "PCA")
    click_point(space, points(space).nth(3))
    selected = space.locator(".st-key-space_selected")
    expect(selected).to_contain_text("KPoEM")
    expect(selected).to_contain_text("The text is not shipped")
    expect(selected).to_contain_text(re.compile(r"\d of the 8 true ones are neighbours on the map too"))


def test_a_map_is_taken_away_as_pictures_values_and_a_record(space: Page) -> None:
    choose(space, "PCA")

    def take(kind: str) -> bytes:
        with space.expect_download() as download:
            space.locator(".st-key-space_files").get_by_role("button", name=re.compile(kind)).click()
        return Path(download.value.path()).read_bytes()

    assert take("SVG").startswith(b"<svg")
    assert take("PNG").startswith(b"\x89PNG")
    assert take("PDF").startswith(b"%PDF")
    rows = take("CSV").decode("utf-8-sig").splitlines()
    assert len(rows) == 41
    assert rows[0].startswith("Author,point,text,strongest emotions,x,y")
    record = json.loads(take("JSON"))
    assert (record["map"], record["method"], record["atlas"]["seed"]) == ("among", "PCA", 7)


def test_two_visitors_get_their_own_umap_at_the_same_time(chromium: Browser, space_server: str) -> None:
    visitors = [visit(chromium, space_server) for _ in range(2)]
    for number, page in enumerate(visitors):
        paste(page, "\n".join(f"{line} {number}" for line in LONG.split("\n")), f"시 {number}")
        choose(page, "my texts alone")
        choose(page, "lines")
    for page in visitors:
        expect(page.get_by_text("only nearness means something")).to_be_visible(timeout=240_000)
        expect(page.locator(".js-plotly-plot .legendtext")).to_have_text("no author")
        page.context.close()


def test_on_a_phone_nothing_is_wider_than_the_screen(chromium: Browser, space_server: str) -> None:
    page = visit(chromium, space_server, width=390)
    for name in ("lines", "authors", "PCA", "my axes"):
        choose(page, name)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.context.close()


def test_the_browser_has_the_library_for_charts_before_a_page_draws_the_first(page: Page) -> None:
    fetched = "performance.getEntriesByType('resource').filter(each => /PlotlyChart[^/]*[.]js/.test(each.name)).length"
    expect(page.locator(".stPlotlyChart")).to_have_count(0)
    page.wait_for_function(f"() => {fetched} === 1")
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Emotion space").click()
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    assert page.evaluate(fetched) == 1

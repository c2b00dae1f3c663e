"""The Trajectory page in the browser: linked lines, things to take away, and no waiting."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import plotly
import pytest
from playwright.sync_api import Browser, Page, expect

from emolit.figures import Frame, Track, for_screen, trajectory_figure
from tests.browser.conftest import click_point, expect_selected, serving, settle

pytestmark = pytest.mark.browser

MIDDLE = "node => { const box = node.getBoundingClientRect(); return box.left + box.width / 2; }"
WORK = "열두 나루"  # a sample of more than sixty lines


def open_trajectory(page: Page, work: str = WORK) -> None:
    page.get_by_test_id("stSidebar").get_by_role("combobox").first.fill(work)
    page.keyboard.press("Enter")
    settle(page)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Trajectory").click()
    expect(page.get_by_role("heading", level=1, name="Trajectory")).to_be_visible()
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    settle(page)


def view(page: Page, name: str) -> None:
    page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True).click()
    settle(page)


def test_a_click_on_a_point_selects_its_line_here_and_on_the_read_page(page: Page) -> None:
    open_trajectory(page)
    trace = page.locator(".js-plotly-plot .scatterlayer .trace").filter(has=page.locator(".points path")).first
    click_point(page, trace.locator(".points path").nth(11))
    expect_selected(page, "line 12")
    settle(page)
    text = page.locator(".st-key-trajectory_selected").inner_text().split("\n")[-1]
    page.get_by_role("link", name="Open it on the Read page").click()
    expect(page.get_by_role("option", name=text).first).to_have_attribute("aria-selected", "true")


def test_a_line_selected_on_the_read_page_is_marked_in_the_figure(page: Page) -> None:
    page.get_by_role("option").nth(4).click()
    settle(page)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Trajectory").click()
    expect_selected(page, "line 5")


def test_a_square_of_the_grid_selects_its_line(page: Page) -> None:
    open_trajectory(page)
    view(page, "Grid of 44")
    squares = page.locator(".js-plotly-plot .scatterlayer .trace .points path")
    expect(squares.nth(44 * 60)).to_be_attached()
    click_point(page, squares.nth(20))
    expect_selected(page, "line 21")


def take(page: Page, kind: str) -> bytes:
    """What the button under the figure gives, after a look at the file's name."""
    with page.expect_download() as download:
        page.locator("[class*='_files']").first.get_by_role("button", name=re.compile(kind)).click()
    assert download.value.suggested_filename.endswith(f".{kind.lower()}")
    return Path(download.value.path()).read_bytes()


def test_every_view_is_taken_away_as_pictures_with_legend_and_korean_and_as_page_and_data(
    page: Page, chromium: Browser, tmp_path: Path
) -> None:
    open_trajectory(page)
    page.get_by_test_id("stSidebar").get_by_text("한국어").click()
    expect(page.get_by_role("heading", level=1, name="흐름")).to_be_visible()
    for name in ("곡선", "칸 나누기", "창 크기", "격자", "쌓기", "작품 비교", "움직임"):
        view(page, name)
        legend = page.locator(".js-plotly-plot .legendtext").evaluate_all("all => all.map(node => node.textContent)")
        svg = take(page, "SVG").decode()
        assert svg.startswith("<svg")
        assert all(text in svg for text in legend)
        assert re.search("[가-힣]", svg)
        assert take(page, "PNG").startswith(b"\x89PNG")
        assert re.match("[가-힣]", take(page, "CSV").decode("utf-8-sig"))  # its header, in the page's language
        assert json.loads(take(page, "JSON"))
    path = tmp_path / "figure.html"
    path.write_bytes(take(page, "HTML"))
    alone = chromium.new_page()
    alone.goto(path.as_uri())
    expect(alone.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    expect(alone.locator("html")).to_have_attribute("lang", "ko")
    alone.close()


def test_the_works_of_one_author_run_on_and_a_point_of_another_work_turns_to_it(page: Page) -> None:
    open_trajectory(page)
    view(page, "all works of this author")
    trace = page.locator(".js-plotly-plot .scatterlayer .trace").filter(has=page.locator(".points path")).first
    click_point(page, trace.locator(".points path").nth(0))
    expect_selected(page, "둑 너머, line 1")
    expect(page.get_by_test_id("stSidebar").get_by_role("combobox", name="Work")).to_have_value(re.compile("둑 너머"))


def test_on_a_phone_no_view_is_wider_than_the_screen(page: Page) -> None:
    open_trajectory(page)
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("Curves", "Grid of 44", "Works"):
        view(page, name)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        box = page.locator(".js-plotly-plot").first.bounding_box()
        assert box
        assert box["width"] <= 390


def test_what_streamlit_does_after_the_first_drawing_draws_no_point_anew(page: Page) -> None:
    """It hands Plotly a copy of data and layout; with a template, or arrays as bytes, all of it is drawn again."""
    frame = Frame([f"줄 {number}" for number in range(60)], [1] * 60, ("줄", "몫"))
    score = np.linspace(0, 1, 60)
    figure = for_screen(trajectory_figure([Track("슬픔", "#0072b2", score, score)], frame))
    page.goto("about:blank")
    page.set_content("<div id=place></div>")
    page.add_script_tag(path=Path(plotly.__file__).parent / "package_data" / "plotly.min.js")
    changed = page.evaluate(
        """async spec => {
          const { data, layout } = JSON.parse(spec);
          await Plotly.newPlot("place", data, layout);
          let changed = 0;
          new MutationObserver(found => { changed += found.length; }).observe(
            document.querySelector("#place .points"), { subtree: true, childList: true, attributes: true });
          const copy = JSON.parse(JSON.stringify({ data, layout }));
          await Plotly.react("place", copy.data, copy.layout);
          await new Promise(requestAnimationFrame);
          return changed;
        }""",
        figure.to_json(),
    )
    assert changed == 0


def test_another_line_is_marked_without_drawing_the_figure_again(page: Page) -> None:
    open_trajectory(page)
    plot = page.locator(".js-plotly-plot")
    plot.evaluate("plot => { plot.isTheSame = true; }")
    page.get_by_label("Choose a line").first.click()
    page.keyboard.type("30  ")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect_selected(page, "line 30")
    point = plot.locator(".scatterlayer .trace .points path").nth(29)
    assert plot.locator(".emolit-mark").count() == 1
    assert abs(plot.locator(".emolit-mark").evaluate(MIDDLE) - point.evaluate(MIDDLE)) < 1
    assert plot.evaluate("plot => plot.isTheSame")


def test_the_mark_stands_on_the_new_figure_when_another_signal_comes_into_focus(page: Page) -> None:
    open_trajectory(page)
    plot = page.locator(".js-plotly-plot")
    expect(plot.locator(".emolit-mark")).to_have_count(1)
    plot.evaluate("plot => { plot.isTheSame = true; }")
    page.get_by_test_id("stButtonGroup").filter(has_text="In focus").get_by_role("radio").nth(1).click()
    expect(page.locator(".legendtext").filter(has_text="between lines, 95 % (family: joy)")).to_be_visible()
    expect(plot).to_have_count(1)  # the old one stands beside the new one for a moment
    assert not plot.evaluate("plot => plot.isTheSame")
    expect(plot.locator(".emolit-mark")).to_have_count(1)


def test_a_line_chosen_beneath_the_three_windows_is_marked_in_each(page: Page) -> None:
    open_trajectory(page)
    view(page, "Windows")
    marks = page.locator(".js-plotly-plot .emolit-mark")
    expect(marks).to_have_count(3)
    before = marks.first.evaluate(MIDDLE)
    page.get_by_label("Choose a line").first.click()
    page.keyboard.type("30  ")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect_selected(page, "line 30")
    assert marks.first.evaluate(MIDDLE) > before


def test_a_mark_stands_in_every_panel_and_follows_the_width_of_the_page(page: Page) -> None:
    open_trajectory(page)
    view(page, "Panels")
    marks = page.locator(".js-plotly-plot .emolit-mark")
    expect(marks).to_have_count(3)
    page.set_viewport_size({"width": 800, "height": 1000})
    page.wait_for_timeout(1000)
    point = page.locator(".js-plotly-plot .scatterlayer .trace .points path").first
    assert abs(marks.first.evaluate(MIDDLE) - point.evaluate(MIDDLE)) < 1


# A novel-long text, with a tiny model: what is looked at is the page, not the reading


@pytest.fixture(scope="module")
def quick_server(tiny_checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("quick") / "log.txt", model=str(tiny_checkpoint)) as address:
        yield address


def test_a_text_of_thousands_of_lines_shows_its_curve_at_once_and_its_bands_when_they_are_ready(
    chromium: Browser, quick_server: str, tmp_path: Path
) -> None:
    path = tmp_path / "긴 글.txt"
    path.write_text("".join(f"{'물불흙'[i % 3]} {i % 97}\n" + "\n" * (i % 40 == 39) for i in range(4000)), "utf-8")
    page = chromium.new_page(viewport={"width": 1280, "height": 1000}, locale="en-US")
    page.set_default_timeout(120_000)
    page.goto(f"{quick_server}/about")
    settle(page)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Read").click()
    page.get_by_role("tab", name="Upload").click()
    page.locator('input[type="file"]').set_input_files(path)
    expect(page.get_by_text("Read 1 work(s), 4000 lines")).to_be_visible()
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Trajectory").click()
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    settle(page)
    expect(page.locator(".js-plotly-plot .legendtext").filter(has_text="between lines")).to_be_visible()
    page.get_by_label("Choose a line").fill("3999")
    page.keyboard.press("Enter")
    expect_selected(page, "긴 글, line 3999")
    page.close()

"""Close reading on the Read page, with a tiny model: what is looked at is the page, not the reading."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PATIENCE, serving, settle

pytestmark = pytest.mark.browser

POEM = "마당을 쓸다 말고 하늘을 본다\n기러기가 두 줄로 간다\n\n너는 오늘도 오지 않는구나\n문고리가 차다"
LINES = [line for line in POEM.split("\n") if line]
HOSTILE = "<img src=x onerror=\"document.title='hurt'\"> **bold** [x](javascript:1) $x$ :material/home:"
AXE = Path(__file__).parent / "axe" / "axe.min.js"


@pytest.fixture(scope="module")
def quick_server(tiny_checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("quick") / "log.txt", model=str(tiny_checkpoint)) as address:
        yield address


def context_of(chromium: Browser, **settings: Any) -> BrowserContext:
    wanted = {"viewport": {"width": 1280, "height": 1000}, "locale": "en-US", "accept_downloads": True} | settings
    context = chromium.new_context(**wanted)
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    return context


def visit(context: BrowserContext, server: str) -> Page:
    page = context.new_page()
    page.goto(server)
    page.get_by_role("option").first.wait_for()
    settle(page)
    return page


@pytest.fixture
def page(chromium: Browser, quick_server: str) -> Iterator[Page]:
    context = context_of(chromium)
    yield visit(context, quick_server)
    context.close()


def paste(page: Page, text: str = POEM) -> None:
    page.get_by_label("Poem", exact=True).first.fill(text)
    page.get_by_label("Title", exact=True).fill("문고리")
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("option", name=LINES[0])).to_be_visible()
    settle(page)


def read_corpus(page: Page) -> None:
    """Once one visitor has read the samples, they are read for all."""
    ask = page.get_by_role("button", name=re.compile("Read the corpus"))
    if ask.count():
        ask.first.click()
    expect(page.get_by_text("Lift is how many times")).to_be_visible()
    settle(page)


def ranking(page: Page) -> Any:
    return page.locator(".em-ranking")


# A line


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
    for name, box in (("Trajectory", "trajectory_selected"), ("Emotion space", "space_selected")):
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()
        expect(page.locator(f".st-key-{box}")).to_contain_text(f"line {number}")


def test_a_point_of_the_space_is_the_selected_line_on_the_read_page(page: Page) -> None:
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Emotion space").click()
    expect(page.get_by_role("heading", level=1, name="Emotion space")).to_be_visible()
    page.get_by_test_id("stButtonGroup").get_by_text("PCA", exact=True).click()
    points = page.locator(".js-plotly-plot .scatterlayer .trace").first.locator(".points path")
    expect(points.nth(30)).to_be_attached()
    settle(page)
    before = page.locator(".st-key-space_selected").inner_text()
    points.nth(30).click(force=True)
    expect(page.locator(".st-key-space_selected")).not_to_have_text(before)
    settle(page)
    line = page.locator(".st-key-space_selected [data-testid='stText']").inner_text()
    page.locator(".st-key-space_selected").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1, name="Read")).to_be_visible()
    settle(page)
    expect(page.locator('.line[aria-selected="true"]')).to_contain_text(line)


# Finding


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


# Judging


def judge(page: Page) -> None:
    page.get_by_text("Judge lines myself").first.click()
    expect(page.locator(".st-key-judge_box")).to_be_visible()
    settle(page)


def kept(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.evaluate("localStorage.getItem('emolit.judgements')"))
    return found


def test_lines_are_judged_with_single_keys_and_a_step_is_taken_back(page: Page) -> None:
    paste(page)
    judge(page)
    options = page.get_by_role("option")
    options.nth(0).click()
    settle(page)
    page.keyboard.press("a")
    expect(options.nth(0).locator(".judged")).to_contain_text("✓")
    expect(options.nth(1)).to_be_focused()
    page.keyboard.press("x")
    expect(options.nth(1).locator(".judged")).to_have_text("✓ none")
    expect(options.nth(2)).to_be_focused()
    page.keyboard.press("2")
    second = options.nth(2).locator(".mark").nth(1).inner_text()
    expect(options.nth(2).locator(".judged")).to_contain_text(" ".join(second.split()[1:-1]))
    page.keyboard.press("u")
    expect(options.nth(2).locator(".judged")).to_have_count(0)
    expect(options.nth(2)).to_be_focused()


def test_judgements_outlive_a_reload_without_the_text_and_with_it_when_the_visitor_says_so(
    chromium: Browser, quick_server: str
) -> None:
    context = context_of(chromium)
    page = visit(context, quick_server)
    paste(page)
    judge(page)
    page.locator(".st-key-judge_box textarea").fill(HOSTILE)
    page.keyboard.press("Control+Enter")
    settle(page)
    page.get_by_role("option").nth(1).click()
    settle(page)
    page.keyboard.press("a")
    expect(page.get_by_role("option").nth(1).locator(".judged")).to_contain_text("✓")
    settle(page)
    assert len(kept(page)["judgements"]) == 2
    assert LINES[1] not in page.evaluate("localStorage.getItem('emolit.judgements')")
    page.reload()
    expect(page.get_by_text("2 judgement(s) and 0 text(s)")).to_be_visible()
    settle(page)
    paste(page)
    expect(page.get_by_role("option").nth(1).locator(".judged")).to_contain_text("✓")
    page.get_by_role("option").nth(0).click()
    expect(page.locator(".st-key-judge_box textarea")).to_have_value(HOSTILE)
    assert page.title() != "hurt"
    page.get_by_role("tab", name="My judgement").click()
    page.get_by_text("Keep my texts in this browser too").click()
    settle(page)
    page.get_by_role("option").nth(2).click()
    settle(page)
    page.reload()
    expect(page.get_by_role("option", name=LINES[0])).to_be_visible()
    expect(page.get_by_role("option").nth(1).locator(".judged")).to_contain_text("✓")
    context.close()


def test_what_is_taken_away_comes_back_in_another_browser_with_nothing_lost(
    chromium: Browser, quick_server: str, tmp_path: Path
) -> None:
    context = context_of(chromium)
    page = visit(context, quick_server)
    judge(page)
    page.get_by_role("option").nth(0).click()
    settle(page)
    page.keyboard.press("a")
    expect(page.get_by_role("option").nth(0).locator(".judged")).to_contain_text("✓")
    page.get_by_role("tab", name="My judgement").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="All (JSON)").click()
    path = tmp_path / "judgements.json"
    path.write_bytes(Path(download.value.path()).read_bytes())
    context.close()
    other = context_of(chromium)
    page = visit(other, quick_server)
    page.get_by_role("tab", name="My judgement").click()
    page.locator("[class*='st-key-judge-upload'] input[type='file']").set_input_files(path)
    expect(page.get_by_text("The judgements were brought back.")).to_be_visible()
    judge(page)
    expect(page.get_by_role("option").nth(0).locator(".judged")).to_contain_text("✓")
    settle(page)
    assert kept(page)["judgements"] == json.loads(path.read_text("utf-8"))["judgements"]
    other.close()


# Long texts, small screens, everybody


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

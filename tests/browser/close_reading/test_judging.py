"""Judging lines oneself: single keys, what the browser keeps, what is taken away and comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.close_reading.conftest import LINES, context_of, paste, visit
from tests.browser.conftest import settle

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=\"document.title='hurt'\"> **bold** [x](javascript:1) $x$ :material/home:"


def judge(page: Page) -> None:
    page.get_by_text("Judge lines myself").first.click()
    expect(page.locator(".st-key-judge_box")).to_be_visible()
    settle(page)


def confirm(page: Page, place: int) -> None:
    """Agree with the model on a line, by its key."""
    line = page.get_by_role("option").nth(place)
    line.click()
    settle(page)
    page.keyboard.press("a")
    expect(line.locator(".judged")).to_contain_text("✓")
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
    confirm(page, 1)
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
    page.reload()
    expect(page.get_by_role("option", name=LINES[0])).to_be_visible()
    expect(page.get_by_role("option").nth(1).locator(".judged")).to_contain_text("✓")
    context.close()


def test_two_windows_keep_what_was_judged_in_either(chromium: Browser, quick_server: str) -> None:
    context = context_of(chromium)
    windows = [visit(context, quick_server), visit(context, quick_server)]
    for place, window in enumerate(windows):
        paste(window)
        judge(window)
        confirm(window, place)
    expect(windows[1].get_by_text("Judgements made in another window")).to_be_visible()
    expect(windows[1].get_by_role("option").nth(0).locator(".judged")).to_contain_text("✓")
    assert [each["line"] for each in kept(windows[1])["judgements"]] == [1, 2]
    windows[0].keyboard.press("x")  # the first window has not seen the second line
    expect(windows[0].get_by_role("option").nth(1).locator(".judged")).to_contain_text("✓")
    settle(windows[0])
    assert len(kept(windows[0])["judgements"]) == 2
    context.close()


def test_what_is_counted_handed_out_and_kept_is_what_has_been_judged_by_then(page: Page) -> None:
    paste(page)
    judge(page)
    confirm(page, 0)
    page.get_by_role("tab", name="My judgement").click()
    expect(page.get_by_text(f"1 of the {len(LINES)} lines")).to_be_visible()
    confirm(page, 1)
    expect(page.get_by_text(f"2 of the {len(LINES)} lines")).to_be_visible()
    expect(page.get_by_role("option").nth(2)).to_be_focused()
    page.get_by_placeholder("me", exact=True).fill("나래")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"0 of the {len(LINES)} lines")).to_be_visible()
    settle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="All (JSON)").click()
    assert len(json.loads(Path(download.value.path()).read_bytes())["judgements"]) == 2
    page.get_by_role("button", name="Forget all").click()
    expect(page.get_by_text("There are no judgements yet")).to_be_visible()
    settle(page)
    assert page.evaluate("localStorage.getItem('emolit.judgements')") is None


def test_what_is_taken_away_comes_back_in_another_browser_with_nothing_lost(
    chromium: Browser, quick_server: str, tmp_path: Path
) -> None:
    context = context_of(chromium)
    page = visit(context, quick_server)
    judge(page)
    confirm(page, 0)
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


def test_a_new_session_of_the_same_window_is_told_what_is_kept_and_wipes_nothing(
    chromium: Browser, quick_server: str
) -> None:
    """As when the server was started anew: the window's script goes on, and the session knows nothing."""
    context = context_of(chromium)
    page = visit(context, quick_server)
    paste(page)
    judge(page)
    confirm(page, 0)
    before = page.evaluate("localStorage.getItem('emolit.judgements')")
    page.add_init_script(f"globalThis.emolitKeeper = {{ session: 'before', last: {json.dumps(before)} }}")
    page.reload()
    expect(page.get_by_text("1 judgement(s) and 0 text(s)")).to_be_visible()
    settle(page)
    assert kept(page)["judgements"] == json.loads(before)["judgements"]
    context.close()

"""The Trajectory page: every view, what each control changes, and what is said beneath."""

from __future__ import annotations

import json
from threading import Event
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from emolit.analysis.trajectory import Method, trace
from emolit.corpus import Corpus, read_corpus, read_paste, sample_corpus
from emolit.emotions import load_scheme
from emolit.figures import MOST_POINTS
from emolit.ui import takeaway
from emolit.ui.trajectory import curves, drawing
from emolit.ui.trajectory.controls import View
from emolit.ui.trajectory.drawing import MOST_TURNS, drawn_turns
from emolit.ui.trajectory.traced import Computing
from tests.app.conftest import OpenApp

LONG = next(work for work in sample_corpus() if len(work) >= 60)
VOTED = """work,text,votes,readers
시,강물이 온다,"{""슬픔"": 3}",5
시,밤이 깊다,"{""기쁨"": 5}",5
시,아무도 없다,,
시,새벽,"{}",5
"""


def figures(app: AppTest) -> list[dict[str, Any]]:
    return [json.loads(element.proto.spec) for element in app.get("plotly_chart")]


def names(figure: dict[str, Any]) -> list[str]:
    return [trace.get("name", "") for trace in figure["data"]]


def said(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.caption, *app.markdown, *app.info))


def open_trajectory(open_app: OpenApp, corpus: Corpus | None = None, language: str = "en") -> AppTest:
    """The page with the longest sample, or with the visitor's own text."""
    app = open_app(language)
    if corpus:
        app.session_state["emolit.corpus"] = corpus
    app.session_state["emolit.turn"] = (corpus or Corpus((LONG,))).works[0].id
    app.run()
    return app.switch_page("pages/trajectory_page.py").run()


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("view", list(View))
def test_every_view_opens_in_both_languages_with_a_figure_that_says_what_it_shows(
    open_app: OpenApp, view: View, language: str
) -> None:
    app = open_trajectory(open_app, language=language)
    app.get_by_key("trajectory.view").set_value(str(view)).run()
    assert not app.exception
    assert not app.error
    assert app.get_by_key("trajectory.view").value == str(view)
    charts = app.get("plotly_chart")
    assert charts
    assert all(len(chart.proto.alt) > 20 for chart in charts)


def test_raw_points_stand_under_every_smooth_and_the_axis_is_fixed(open_app: OpenApp) -> None:
    (figure,) = figures(open_trajectory(open_app))
    raw = [trace for trace in figure["data"] if trace["mode"] == "markers" and trace.get("hoverinfo") != "skip"]
    assert [len(trace["text"]) for trace in raw] == [len(LONG)] * 3
    assert figure["layout"]["yaxis"]["range"] == [0, 1]


@pytest.mark.parametrize(("n_lines", "with_points"), [(500, 3), (501, 1)])
def test_of_a_long_text_the_signal_in_focus_alone_shows_its_points_and_that_is_said(
    open_app: OpenApp, n_lines: int, with_points: int
) -> None:
    text = "\n".join(f"강물이 {number}번 굽이친다" for number in range(n_lines))
    app = open_trajectory(open_app, Corpus(tuple(read_paste(text, title="강"))))
    (figure,) = figures(app)
    raw = [trace for trace in figure["data"] if trace["mode"] == "markers" and trace.get("hoverinfo") != "skip"]
    assert [len(trace["text"]) for trace in raw] == [n_lines] * with_points
    assert raw[0]["name"] == "family: sorrow"
    assert ("only the signal in focus shows its points" in said(app)) == (with_points == 1)


def test_bands_are_those_of_the_signal_in_focus_and_go_when_they_are_not_wanted(open_app: OpenApp) -> None:
    app = open_trajectory(open_app)
    (figure,) = figures(app)
    whose = " (family: sorrow)"
    bands = {f"chance alone (simultaneous 95 %){whose}", f"between lines, 95 %{whose}"}
    bands.add(f"smooth of lines read alone{whose}")
    assert bands <= set(names(figure))
    app.get_by_key("trajectory.band").set_value("none").run()
    app.toggle(key="trajectory.chance.True").set_value(False).run()
    assert not bands & set(names(figures(app)[0]))
    assert "999 random orders" not in said(app)
    assert "nothing shows that a rise or fall is more than chance" in said(app)


def test_a_refrain_read_alone_has_nothing_that_moves_together_and_says_so(open_app: OpenApp) -> None:
    app = open_trajectory(open_app, Corpus(tuple(read_paste("\n".join(["강물이 굽이친다"] * 12), title="강"))))
    app.sidebar.toggle(key="app.context").set_value(False).run()
    app.get_by_key("trajectory.view").set_value("dynamics").run()
    assert not app.exception
    assert not app.error
    assert any("nothing to compare" in info.value for info in app.info)


def test_nothing_smoothed_has_no_band_no_turn_and_nothing_to_compare(open_app: OpenApp) -> None:
    app = open_trajectory(open_app)
    app.selectbox(key="trajectory.smoother").set_value("none").run()
    assert set(names(figures(app)[0])) == {"family: sorrow", "family: joy", "family: anger and aversion"}
    assert "Nothing is smoothed" in said(app)
    assert "of their variance" not in said(app)


def test_the_sentence_beneath_says_smoother_window_draws_and_seed(open_app: OpenApp) -> None:
    app = open_trajectory(open_app)
    app.selectbox(key="trajectory.smoother").set_value("lowess").run()
    told = said(app)
    for part in ("LOWESS over 7 neighbours (10 %)", "999 draws, blocks of 4 lines", "999 random orders", "Seed 42"):
        assert part in told


def test_a_short_poem_is_told_to_be_too_short_before_any_figure(open_app: OpenApp) -> None:
    app = open_app("en", "trajectory")
    work = sample_corpus().works[0]
    assert f"Too short for an arc (lines: {len(work)})" in app.info[0].value
    assert "Too short" not in said(open_trajectory(open_app))


def test_another_axis_is_written_on_the_axis(open_app: OpenApp) -> None:
    app = open_trajectory(open_app)
    app.get_by_key("trajectory.axis").set_value("close").run()
    (close,) = figures(app)
    assert "axis cut at" in close["layout"]["yaxis"]["title"]["text"]
    app.get_by_key("trajectory.axis").set_value("z").run()
    (scaled,) = figures(app)
    assert "z-score" in scaled["layout"]["yaxis"]["title"]["text"]


def test_the_balance_of_valences_has_its_own_axis_and_says_whose_it_is(open_app: OpenApp) -> None:
    app = open_trajectory(open_app)
    app.multiselect(key="trajectory.signals").set_value(["valence"]).run()
    (figure,) = figures(app)
    assert figure["layout"]["yaxis"]["range"] == [-1, 1]
    assert "emolit's own" in figure["layout"]["yaxis"]["title"]["text"]


def test_readers_votes_are_a_signal_with_a_gap_where_nobody_was_asked(open_app: OpenApp) -> None:
    app = open_trajectory(open_app, read_corpus("votes.csv", VOTED.encode()))
    app.multiselect(key="trajectory.signals").set_value(["슬픔"]).run()
    assert not app.exception
    app.get_by_key("trajectory.reading.context.votes").set_value("votes").run()
    assert not app.exception
    assert "Votes of the readers" in said(app)
    assert "share of readers who chose it" in figures(app)[0]["layout"]["yaxis"]["title"]["text"]
    (points,) = [trace for trace in figures(app)[0]["data"] if trace.get("text")]
    assert points["y"] == [0.6, 0, None, 0]


def test_the_works_of_an_author_run_as_sections_and_a_line_leads_to_its_work(open_app: OpenApp) -> None:
    app = open_trajectory(open_app)
    app.get_by_key("trajectory.scope").set_value("author").run()
    together = [work for work in sample_corpus() if work.author == LONG.author]
    (figure,) = figures(app)
    (breaks,) = figure["layout"]["shapes"]
    ends = [sum(len(work) for work in together[: k + 1]) + 0.5 for k in range(len(together) - 1)]
    assert breaks["path"] == " ".join(f"M{end},0L{end},1" for end in ends)
    (line,) = [box for box in app.selectbox if box.label == "Choose a line"] or app.number_input
    first = together[0]
    line.set_value(2).run()
    assert first.texts[2] in [text.value for text in app.text]
    assert app.sidebar.selectbox(key="app.work").value == first.id


def test_no_signal_chosen_says_what_to_do(open_app: OpenApp) -> None:
    app = open_app("en", "trajectory")
    app.multiselect(key="trajectory.signals").set_value([]).run()
    assert "Choose at least one emotion or family." in [info.value for info in app.info]


def test_a_single_line_is_drawn_and_its_curve_is_itself(open_app: OpenApp) -> None:
    app = open_trajectory(open_app, read_corpus("one.txt", "강물".encode()))
    assert not app.exception
    for view in View:
        app.get_by_key("trajectory.view").set_value(str(view)).run()
        assert not app.exception
        assert not app.error


def test_what_is_computed_ahead_is_given_before_its_turn_and_after_it_was_left() -> None:
    gate = Event()
    running, waiting, left = Computing(gate.wait), Computing(lambda: 7), Computing(lambda: 8)
    left.leave()
    assert not waiting.is_done()
    assert not left.is_done()
    assert (waiting.result(), left.result()) == (7, 8)
    assert waiting.is_done()
    assert left.is_done()
    gate.set()
    assert running.result()


def test_one_signal_of_several_is_in_focus_and_its_choice_names_it_in_sentence_and_bands(open_app: OpenApp) -> None:
    app = open_trajectory(open_app)
    focus = app.get_by_key("trajectory.focus.family:sorrow,family:joy,family:anger")
    assert list(focus.options) == ["family: sorrow", "family: joy", "family: anger and aversion"]
    focus.set_value("family:joy").run()
    assert "**family: joy**" in said(app)
    assert "chance alone (simultaneous 95 %) (family: joy)" in names(figures(app)[0])
    app.get_by_key("trajectory.view").set_value("panels").run()
    assert not [group for group in app.button_group if group.label == "In focus"]


def long_corpus() -> Corpus:
    lines = [f"강물이 {number}번 {'굽이친다' if number % 3 else '온다'}" for number in range(MOST_POINTS + 1)]
    return Corpus(tuple(read_paste("\n".join(lines), title="강")))


def test_of_a_very_long_text_points_and_turns_are_thinned_and_that_is_said(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (drawing, curves):
        monkeypatch.setattr(module, "MOST_TURNS", 2)
    app = open_trajectory(open_app, long_corpus())
    (figure,) = figures(app)
    raw, turns = [trace for trace in figure["data"] if trace["mode"] == "markers"][:2]
    assert MOST_POINTS // 3 < len(raw["x"]) < MOST_POINTS
    assert len(turns["x"]) == 2
    assert f"Of the {MOST_POINTS + 1:,} lines" in said(app)
    assert "the 2 most prominent turning points" in said(app)


def test_a_point_of_a_very_long_text_chooses_its_own_line(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    point = {"curve_number": 0, "point_index": 4, "x": 300, "y": 0.5}
    monkeypatch.setattr(takeaway, "draw", lambda *_, **__: point)
    app = open_trajectory(open_app, long_corpus())
    assert not app.exception
    assert app.number_input[0].value == 300


def test_the_most_prominent_turns_are_drawn_in_the_order_of_their_lines() -> None:
    scheme = load_scheme()
    values = np.random.default_rng(0).random((4_000, len(scheme.names)))
    found = trace(values, scheme.names[0], scheme, Method())
    drawn = drawn_turns(found)
    assert len(found.turns) > len(drawn) == MOST_TURNS
    assert [turn.line for turn in drawn] == sorted(turn.line for turn in drawn)
    assert min(turn.prominence for turn in drawn) >= sorted(turn.prominence for turn in found.turns)[-MOST_TURNS]

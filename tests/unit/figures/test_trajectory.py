"""Signals along a work: raw points under every smooth, stanza breaks, a fixed axis."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest

from emolit.figures import MOST_POINTS, Frame, Ribbon, Track, figure_page, panels_figure, trajectory_figure
from emolit.figures.trajectory import pointed_lines

TEXTS = ["봄이 온다", "<b>비</b>", '<a href="x">밤</a>', "아침"]
STANZAS = [1, 1, 2, 3]


def track(name: str, colour: str, seed: int = 0) -> Track:
    random = np.random.default_rng(seed)
    return Track(name, colour, random.random(4), random.random(4))


TRACKS = [track("슬픔", "#0072b2", 1), track("서러움", "#0072b2", 2), track("기쁨", "#d77900", 3)]


def drawn(tracks: list[Track] = TRACKS) -> go.Figure:
    return trajectory_figure(tracks, Frame(TEXTS, STANZAS, ("행", "몫")))


def parts(figure: go.Figure, mode: str) -> list[go.Scatter]:
    return [trace for trace in figure.data if trace.mode == mode]


def test_under_each_smooth_stand_its_raw_points_that_know_their_line() -> None:
    lines, points = parts(drawn(), "lines"), parts(drawn(), "markers")
    for one, line, raw in zip(TRACKS, lines, points, strict=True):
        assert line.name == raw.name == line.legendgroup == raw.legendgroup == one.name
        np.testing.assert_allclose(line.y, one.smooth, rtol=1e-6)
        np.testing.assert_allclose(raw.y, one.raw, rtol=1e-6)
        assert list(line.x) == list(raw.x) == [1, 2, 3, 4]  # a point's place is its line
        assert line.line.color == raw.marker.color == one.colour


@pytest.mark.parametrize("height", [0.001, 1.0])
def test_the_vertical_axis_runs_from_zero_to_one_whatever_the_scores(height: float) -> None:
    flat = np.full(4, height)
    axis = drawn([Track("슬픔", "#0072b2", flat, flat)]).layout.yaxis
    assert tuple(axis.range) == (0, 1)


def test_every_stanza_break_is_a_line_between_lines() -> None:
    (breaks,) = drawn().layout.shapes
    assert (breaks.xref, breaks.yref, breaks.path) == ("x", "y domain", "M2.5,0L2.5,1 M3.5,0L3.5,1")


def test_members_of_one_family_differ_in_dash_and_marker_and_others_begin_anew() -> None:
    dashes = [trace.line.dash for trace in parts(drawn(), "lines")]
    symbols = [trace.marker.symbol for trace in parts(drawn(), "markers")]
    assert dashes[0] == dashes[2] == "solid" != dashes[1]
    assert symbols[0] == symbols[2] == "circle" != symbols[1]


def test_six_signals_of_one_colour_all_differ() -> None:
    figure = drawn([track(str(number), "#0072b2", number) for number in range(6)])
    assert len({trace.line.dash for trace in parts(figure, "lines")}) == 6
    assert len({trace.marker.symbol for trace in parts(figure, "markers")}) == 6


def test_a_line_s_text_is_shown_on_its_point_and_its_tags_are_not_obeyed() -> None:
    for points in parts(drawn(), "markers"):
        assert points.text[0] == "봄이 온다"
        assert points.text[1] == "&lt;b&gt;비&lt;/b&gt;"
        assert not re.search("<b|<a", "".join(points.text))


def test_a_work_of_one_line_is_drawn() -> None:
    one = np.array([0.4])
    figure = trajectory_figure([Track("슬픔", "#0072b2", one, one)], Frame(["봄"], [1], ("", "")))
    assert [trace.y.tolist() for trace in figure.data] == [[np.float32(0.4)], [np.float32(0.4)]]
    assert not figure.layout.shapes


# Bands and turns


def banded(n: int = 4) -> Track:
    middle = np.full(n, 0.5)
    band = Ribbon("between lines", middle - 0.1, middle + 0.1)
    null = Ribbon("chance", middle - 0.2, middle + 0.2, middle + 0.01, "read alone")
    return Track("슬픔", "#0072b2", middle, middle, band, null, ((1, True), (2, False)))


def named(figure: go.Figure, name: str) -> list[go.Scatter]:
    return [trace for trace in figure.data if trace.name == name]


def test_each_band_is_drawn_under_its_own_name_and_the_null_band_with_the_curve_it_belongs_to() -> None:
    figure = drawn([banded()])
    for name, half in (("between lines", 0.1), ("chance", 0.2)):
        (ribbon,) = named(figure, name)
        assert ribbon.fill == "toself"
        np.testing.assert_allclose(ribbon.y, [0.5 + half] * 4 + [0.5 - half] * 4, rtol=1e-6)
    (alone,) = named(figure, "read alone")
    np.testing.assert_allclose(alone.y, np.full(4, 0.51), rtol=1e-6)


def test_a_turn_beyond_chance_is_filled_and_another_is_hollow() -> None:
    (turns,) = [trace for trace in drawn([banded()]).data if trace.marker.symbol == "diamond"]
    assert list(turns.x) == [2, 3]
    assert list(turns.marker.color) == ["#0072b2", "rgba(0,0,0,0)"]


def test_raw_points_come_before_every_band_and_curve_so_that_none_hides_a_curve() -> None:
    modes = [trace.mode for trace in drawn([banded(), banded()]).data if trace.marker.symbol != "diamond"]
    assert modes == ["markers"] * 2 + ["lines"] * (len(modes) - 2)


def test_lines_that_nobody_judged_leave_a_gap() -> None:
    values = np.array([0.1, np.nan, 0.3, 0.2])
    figure = drawn([Track("슬픔", "#0072b2", values, values, Ribbon("band", values, values))])
    assert all(np.isnan(trace.y[1]) for trace in named(figure, "슬픔"))
    assert not np.isnan(named(figure, "band")[0].y).any()


def test_a_balance_has_an_axis_from_minus_one_to_one_with_zero_marked() -> None:
    figure = trajectory_figure(TRACKS, Frame(TEXTS, STANZAS, ("행", "균형"), (-1.0, 1.0)))
    assert tuple(figure.layout.yaxis.range) == (-1, 1)
    assert 0 in [shape.y0 for shape in figure.layout.shapes if shape.y0 == shape.y1]


def test_of_a_long_work_the_lines_that_stand_out_are_points_and_curves_are_no_finer_than_a_screen() -> None:
    n = 20_000
    long = banded(n)
    raw = np.random.default_rng(0).random(n)
    raw[[7, 12_345]] = (2.0, -1.0)  # the highest and the lowest of their parts
    raw[500:620] = np.nan  # whole parts that nobody judged
    figure = trajectory_figure(
        [replace(long, raw=raw)], Frame([f"행 {number}" for number in range(n)], [1] * n, ("", ""))
    )
    (points,) = [trace for trace in parts(figure, "markers") if trace.hoverinfo != "skip"]
    assert MOST_POINTS * 0.9 < len(points.x) <= MOST_POINTS
    assert {8, 12_346} <= set(points.x)
    assert not {number for number in points.x if 500 < number <= 620}
    for number, score, text in zip(points.x, points.y, points.text, strict=True):
        assert (score, text) == (pytest.approx(raw[number - 1]), f"행 {number - 1}")
    assert all(1000 < len(trace.x) < 7000 for trace in parts(figure, "lines"))


@pytest.mark.parametrize("n", [1, MOST_POINTS])
def test_up_to_the_limit_every_line_is_a_point(n: int) -> None:
    assert pointed_lines(np.linspace(0, 1, n)).tolist() == list(range(n))


# Panels


def test_panels_stand_on_equal_axes_and_each_has_its_signal_s_points_curve_and_bands() -> None:
    tracks = [banded(), banded(), banded()]
    figure = panels_figure(tracks, Frame(TEXTS, STANZAS, ("행", "몫")))
    axes = [figure.layout[name] for name in ("yaxis", "yaxis2", "yaxis3")]
    assert [tuple(axis.range) for axis in axes] == [(0, 1)] * 3
    for axis in ("y", "y2", "y3"):
        mine = [trace for trace in figure.data if trace.yaxis == axis]
        assert [trace.name for trace in mine] == ["슬픔", "chance", "between lines", "read alone", "슬픔", None]
    assert [title.text for title in figure.layout.annotations] == ["슬픔"] * 3
    assert sum(bool(trace.showlegend) for trace in figure.data if trace.name == "chance") == 1


def test_a_figure_s_own_page_needs_no_network_and_obeys_no_tag_of_a_title() -> None:
    page = figure_page(drawn(), "<script>x</script>", "moving mean <b>", "en")
    assert "<title>&lt;script&gt;x&lt;/script&gt;</title>" in page
    assert "<p>moving mean &lt;b&gt;</p>" in page
    assert '<html lang="en">' in page
    assert not re.search(r"<script[^>]* src=", page)
    assert "#000001" not in page  # the placeholder colours that streamlit gives to plotly


def test_sections_are_parted_in_every_panel_and_nowhere_else() -> None:
    frame = Frame([f"줄 {n}" for n in range(4)], [0, 0, 1, 1], ("줄", "점수"))
    raw = np.array([0.1, 0.2, 0.3, 0.4])
    figure = panels_figure([Track(name, "#123456", raw, raw) for name in ("하나", "둘")], frame)
    breaks = [(shape.xref, shape.yref, shape.path) for shape in figure.layout.shapes]
    assert breaks == [("x", "y domain", "M2.5,0L2.5,1"), ("x2", "y2 domain", "M2.5,0L2.5,1")]

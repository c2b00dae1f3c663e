"""Signals along a work: raw points under every smooth, stanza breaks, a fixed axis."""

from __future__ import annotations

import re

import numpy as np
import plotly.graph_objects as go
import pytest

from emolit.figures import Track, trajectory_figure

TEXTS = ["봄이 온다", "<b>비</b>", '<a href="x">밤</a>', "아침"]
STANZAS = [1, 1, 2, 3]


def track(name: str, colour: str, seed: int = 0) -> Track:
    random = np.random.default_rng(seed)
    return Track(name, colour, random.random(4), random.random(4))


TRACKS = [track("슬픔", "#0072b2", 1), track("서러움", "#0072b2", 2), track("기쁨", "#d77900", 3)]


def drawn(tracks: list[Track] = TRACKS, selected: int | None = None) -> go.Figure:
    return trajectory_figure(tracks, TEXTS, STANZAS, axes=("행", "몫"), selected=selected)


def parts(figure: go.Figure, mode: str) -> list[go.Scatter]:
    return [trace for trace in figure.data if trace.mode == mode]


def test_under_each_smooth_stand_its_raw_points_that_know_their_line() -> None:
    lines, points = parts(drawn(), "lines"), parts(drawn(), "markers")
    for one, line, raw in zip(TRACKS, lines, points, strict=True):
        assert line.name == raw.name == line.legendgroup == raw.legendgroup == one.name
        assert list(line.y) == one.smooth.tolist()
        assert list(raw.y) == one.raw.tolist()
        assert list(line.x) == list(raw.x) == [1, 2, 3, 4]
        assert [list(row) for row in raw.customdata] == [[0], [1], [2], [3]]
        assert line.line.color == raw.marker.color == one.colour


@pytest.mark.parametrize("height", [0.001, 1.0])
def test_the_vertical_axis_runs_from_zero_to_one_whatever_the_scores(height: float) -> None:
    flat = np.full(4, height)
    axis = drawn([Track("슬픔", "#0072b2", flat, flat)]).layout.yaxis
    assert tuple(axis.range) == (0, 1)


def test_every_stanza_break_is_a_line_between_lines() -> None:
    assert [shape.x0 for shape in drawn().layout.shapes] == [2.5, 3.5]


def test_a_chosen_line_is_marked_at_its_number() -> None:
    assert [shape.x0 for shape in drawn(selected=0).layout.shapes] == [2.5, 3.5, 1]


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
    figure = trajectory_figure([Track("슬픔", "#0072b2", one, one)], ["봄"], [1], axes=("", ""))
    assert [list(trace.y) for trace in figure.data] == [[0.4], [0.4]]
    assert not figure.layout.shapes

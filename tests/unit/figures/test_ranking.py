"""The ranking of one line: all labels, strongest on top, on a fixed axis."""

from __future__ import annotations

import html

import numpy as np
import plotly.graph_objects as go
import pytest

from emolit.emotions import load_scheme
from emolit.errors import Language
from emolit.figures import ranking_figure

SCHEME = load_scheme()
NONE = SCHEME.names.index("없음")
ROW = np.random.default_rng(0).random(44)
ROW[NONE] = 0.999


def drawn(language: Language = "ko", row: np.ndarray = ROW) -> go.Figure:
    return ranking_figure(row, SCHEME, language=language, threshold=0.25, axis="몫")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_label_has_its_bar_with_its_score_and_the_scheme_s_colour(language: Language) -> None:
    (bars,) = drawn(language).data
    by_name = {
        emotion.gloss(language): (value, emotion.colour) for emotion, value in zip(SCHEME.emotions, ROW, strict=True)
    }
    assert len(bars.y) == 44
    assert dict(zip(bars.y, zip(bars.x, bars.marker.color, strict=True), strict=True)) == by_name


def test_bars_fall_from_top_to_bottom_and_no_emotion_is_last_however_strong() -> None:
    figure = drawn()
    (bars,) = figure.data
    assert list(bars.x[:-1]) == sorted(bars.x[:-1], reverse=True)
    assert bars.y[-1] == SCHEME.emotions[NONE].gloss_ko
    assert bars.x[-1] == 0.999
    assert figure.layout.yaxis.autorange == "reversed"


@pytest.mark.parametrize("row", [np.full(44, 0.01), ROW, np.ones(44)], ids=["weak", "mixed", "all"])
def test_the_axis_runs_from_zero_to_one_whatever_the_scores(row: np.ndarray) -> None:
    axis = drawn(row=row).layout.xaxis
    assert tuple(axis.range) == (0, 1)
    assert axis.title.text == "몫"


def test_the_threshold_is_a_vertical_line() -> None:
    (line,) = drawn().layout.shapes
    assert (line.x0, line.x1) == (0.25, 0.25)


def test_hovering_shows_each_label_s_own_definition() -> None:
    (bars,) = drawn("en").data
    definitions = {emotion.gloss_en: emotion.definition_en for emotion in SCHEME.emotions}
    for name, shown in zip(bars.y, bars.customdata, strict=True):
        assert html.unescape(shown.replace("<br>", "")) == definitions[name]

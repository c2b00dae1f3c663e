"""All labels at once: every square knows its line, families stay together, layers add up."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import plotly.graph_objects as go
import pytest

from emolit.emotions import load_scheme
from emolit.figures import MOST_COLUMNS, Frame, grid_figure, stack_figure

SCHEME = load_scheme()


def frame(n: int) -> Frame:
    return Frame([f"<i>{line}</i>" for line in range(n)], [1] * n, ("행", "몫"))


def values(n: int) -> np.ndarray:
    return np.random.default_rng(0).random((n, 44))


def squares(figure: go.Figure) -> dict[tuple[int, str], float]:
    """(index of the first line, gloss) -> what the colour shows"""
    (trace,) = figure.data
    cells = zip(trace.customdata, trace.marker.color, strict=True)
    return {(int(line), name): float(colour) for (line, name, _), colour in cells}


def test_every_label_of_every_line_is_a_square_of_its_own_score() -> None:
    data = values(5)
    found = squares(grid_figure(data, SCHEME, frame(5), "en"))
    expected = {(i, e.gloss_en): data[i, k] for i in range(5) for k, e in enumerate(SCHEME.emotions)}
    assert found == pytest.approx(expected)


def test_colours_run_from_zero_to_one_whatever_the_scores() -> None:
    (trace,) = grid_figure(values(3) / 100, SCHEME, frame(3), "ko").data
    assert (trace.marker.cmin, trace.marker.cmax) == (0, 1)


def test_members_of_a_family_stand_together_and_no_emotion_stands_last() -> None:
    names = grid_figure(values(3), SCHEME, frame(3), "ko").layout.yaxis.ticktext[::-1]
    families = [next(e.family for e in SCHEME.emotions if e.gloss_ko == name) for name in names]
    changes = sum(a != b for a, b in pairwise(families))
    assert changes == len(SCHEME.families) - 1
    assert names[-1] == "감정 없음"


@pytest.mark.parametrize("n", [MOST_COLUMNS, MOST_COLUMNS + 1, 1234])
def test_a_long_text_has_columns_of_the_mean_of_neighbouring_lines(n: int) -> None:
    data = values(n)
    found = squares(grid_figure(data, SCHEME, frame(n), "en"))
    size = -(-n // MOST_COLUMNS)
    starts = sorted({line for line, _ in found})
    assert starts == list(range(0, n, size))
    last = starts[-1]
    assert found[last, "sadness"] == pytest.approx(data[last:, SCHEME.names.index("슬픔")].mean())


def test_a_line_s_tags_are_not_obeyed() -> None:
    (trace,) = grid_figure(values(2), SCHEME, frame(2), "en").data
    assert {text for _, _, text in trace.customdata} == {"&lt;i&gt;0&lt;/i&gt;", "&lt;i&gt;1&lt;/i&gt;"}


def test_layers_add_up_to_the_number_of_emotions_a_reader_would_choose() -> None:
    data = values(6)
    figure = stack_figure(data, SCHEME, frame(6), "en")
    emotions = [index for index, emotion in enumerate(SCHEME.emotions) if emotion.is_emotion]
    total = np.sum([trace.y for trace in figure.data], axis=0)
    np.testing.assert_allclose(total, data[:, emotions].sum(axis=1), rtol=1e-5)
    assert "no emotion" not in [trace.name for trace in figure.data]
    assert figure.layout.yaxis.range[0] == 0

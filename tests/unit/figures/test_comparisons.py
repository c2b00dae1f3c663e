"""Figures of comparisons: what is given is drawn, in order, and nothing by colour alone."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.cluster.hierarchy import linkage

from emolit.figures import (
    Dots,
    differences_figure,
    periods_figure,
    profiles_figure,
    together_figure,
    tree_figure,
    words_figure,
)

LEGEND = ("chance", "q", "surest")


def dots(values: list[float], half: float = 0.1, name: str = "가") -> Dots:
    own = np.array(values)
    return Dots(name, own, own - half, own + half)


def test_differences_stand_in_order_with_their_intervals_and_symbols_say_how_sure() -> None:
    figure = differences_figure(
        dots([0.1, -0.3, 0.2]), ["a", "b", "c"], ["#111111"] * 3, [0, 2, 1], [""] * 3, legend=LEGEND, axis=""
    )
    assert list(figure.layout.yaxis.categoryarray) == ["b", "a", "c"]
    drawn, named = figure.data[::2], figure.data[1::2]
    assert [trace.name for trace in drawn] == [trace.name for trace in named] == list(LEGEND)
    assert [trace.marker.symbol for trace in drawn] == [trace.marker.symbol for trace in named]
    assert len({trace.marker.symbol for trace in drawn}) == 3
    assert [list(trace.y) for trace in drawn] == [["a"], ["c"], ["b"]]
    np.testing.assert_allclose(drawn[2].error_x.array, 0.1)
    np.testing.assert_allclose(drawn[2].error_x.arrayminus, 0.1)


def test_groups_differ_in_symbol_and_colour_and_never_cover_each_other() -> None:
    figure = profiles_figure([dots([0.1, 0.2], name=name) for name in "가나다"], ["a", "b"], axis="")
    assert len({trace.marker.symbol for trace in figure.data}) == 3
    assert len({trace.marker.color for trace in figure.data}) == 3
    heights = np.array([trace.y for trace in figure.data])
    assert (np.diff(heights, axis=0) > 0.1).all()
    np.testing.assert_array_equal(np.round(heights.mean(axis=0)), [0, 1])


def test_names_from_outside_are_no_markup() -> None:
    figure = profiles_figure([dots([0.1], name="<b>가</b>")], ["a"], axis="")
    assert "<b>가" not in figure.data[0].name


def test_a_missing_interval_is_not_drawn() -> None:
    nothing = np.full(2, np.nan)
    one = Dots("슬픔", np.array([0.2, 0.4]), nothing, nothing)
    figure = periods_figure([one], [(1920, 1929), (1930, 1939)], ["#111111"], [1, 1], axes=("", ""))
    assert list(figure.data[0].error_y.array) == [0, 0]
    assert list(figure.layout.xaxis.ticktext) == ["1920–1929", "1930–1939"]


def test_a_square_of_pairs_leaves_the_diagonal_empty() -> None:
    figure = together_figure(np.ones((3, 3)), list("abc"), [["x"] * 3] * 3, title="")
    z = np.array(figure.data[0].z, dtype=float)
    assert np.isnan(np.diag(z)).all()
    assert np.isnan(z).sum() == 3


@pytest.mark.parametrize("n", [2, 3, 7])
def test_a_tree_has_a_bracket_a_join_in_which_no_lines_cross_and_says_its_support(n: int) -> None:
    points = np.random.default_rng(n).random((n, 2))
    joins = linkage(points, "average")
    support = np.append(np.full(n - 2, 0.5), np.nan)
    figure = tree_figure(joins, [str(i) for i in range(n)], support, axis="", supported="support")
    brackets, said = figure.data[:-1], figure.data[-1]
    assert len(brackets) == n - 1
    assert [bracket.x[1] for bracket in brackets] == joins[:, 2].tolist()
    assert list(said.text) == ["50%"] * (n - 2)
    leaves = sorted(y for bracket in brackets for x, y in zip(bracket.x, bracket.y, strict=True) if x == 0)
    assert leaves == list(range(n))
    assert sorted(figure.layout.yaxis.ticktext) == sorted(str(i) for i in range(n))


def test_words_stand_in_their_order_on_the_side_of_their_sign_and_are_never_markup() -> None:
    figure = words_figure(
        ["<b>강</b>", "물", "물"], np.array([0.3, 0.1, -0.2]), ["", "", ""], sides=("가", "나"), axis=""
    )
    assert list(figure.layout.yaxis.ticktext) == ["&lt;b&gt;강&lt;/b&gt;", "물", "물"]
    assert [list(trace.y) for trace in figure.data] == [["0", "1"], ["2"]]
    assert list(figure.layout.yaxis.categoryarray) == ["2", "1", "0"]
    assert figure.data[0].marker.pattern.shape != figure.data[1].marker.pattern.shape

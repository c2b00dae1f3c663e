"""Laws of turning points and sections: what is planted is found in its place, noise has little of either."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emolit.analysis.trajectory import (
    Smoothing,
    Turn,
    TurningPoint,
    make_smoother,
    section_means,
    sections,
    turning_points,
)
from emolit.analysis.trajectory.smoothing import Array


def turns_of(values: Array, window: int = 5, kind: Smoothing = Smoothing.MEAN, **more: object) -> list[TurningPoint]:
    return list(turning_points(values, make_smoother(kind, len(values), window), **more))  # type: ignore[arg-type]


def hills(*heights: float, half: int = 10) -> Array:
    """Straight slopes from 0 up to each height and down again, `half` lines each."""
    slopes = [np.linspace(0, height, half, endpoint=False) for height in heights]
    return np.concatenate([part for slope in slopes for part in (slope, _down(slope))] + [np.zeros(1)])


def _down(slope: Array) -> Array:
    return slope[::-1] + (slope[1] - slope[0])


# Turning points


@pytest.mark.parametrize("window", [1, 5, 7])
@pytest.mark.parametrize("kind", [Smoothing.MEAN, Smoothing.GAUSSIAN, Smoothing.LOWESS])
def test_peaks_and_troughs_are_found_at_their_lines(kind: Smoothing, window: int) -> None:
    found = turns_of(hills(0.8, 0.8), window=window, kind=kind)
    assert [(turn.line, turn.kind) for turn in found] == [(10, Turn.PEAK), (20, Turn.TROUGH), (30, Turn.PEAK)]


@pytest.mark.parametrize("factor", [0.01, 1.0, 40.0])
def test_prominence_and_value_are_in_units_of_the_signal(factor: float) -> None:
    """A peak of .8 beside one of .5, between them 0: the lower rises .5, the higher .8; so does the trough fall .5."""
    found = turns_of(factor * hills(0.8, 0.5), kind=Smoothing.NONE)
    np.testing.assert_allclose([turn.prominence for turn in found], factor * np.array([0.8, 0.5, 0.5]))
    np.testing.assert_allclose([turn.value for turn in found], factor * np.array([0.8, 0, 0.5]), atol=1e-12)


@pytest.mark.parametrize("kind", Smoothing)
def test_the_value_of_a_turn_is_that_of_the_smooth_curve(kind: Smoothing) -> None:
    values = hills(0.8, 0.5) + np.random.default_rng(0).normal(0, 0.02, 41)
    smooth = make_smoother(kind, 41, 9).apply(values)
    found = turns_of(values, 9, kind)
    assert found
    assert [turn.value for turn in found] == [smooth[turn.line] for turn in found]
    assert [turn.line for turn in found] == sorted(turn.line for turn in found)


def test_upside_down_peaks_are_troughs() -> None:
    values = hills(0.8, 0.5, 0.6) + np.random.default_rng(0).normal(0, 0.02, 61)
    other = {Turn.PEAK: Turn.TROUGH, Turn.TROUGH: Turn.PEAK}
    expected = [(turn.line, other[turn.kind], pytest.approx(turn.prominence)) for turn in turns_of(values)]
    assert [(turn.line, turn.kind, turn.prominence) for turn in turns_of(-values)] == expected


@pytest.mark.parametrize("kind", Smoothing)
def test_a_flat_course_has_no_turning_point(kind: Smoothing) -> None:
    assert turns_of(np.full(40, 0.3), kind=kind) == []


@pytest.mark.parametrize("kind", [kind for kind in Smoothing if kind is not Smoothing.DCT])  # which ripples
def test_a_steady_rise_has_no_turning_point(kind: Smoothing) -> None:
    assert turns_of(np.linspace(0.1, 0.9, 40), kind=kind) == []


@pytest.mark.parametrize("n", [1, 2, 3])
def test_one_two_or_three_lines_have_at_most_one_turn_and_it_is_not_beyond_chance(n: int) -> None:
    for seed in range(30):
        found = turns_of(np.random.default_rng(seed).random(n), window=1)
        assert len(found) <= max(0, n - 2)
        assert not any(turn.beyond_chance for turn in found)


def test_a_turn_stands_out_from_the_scatter_of_its_lines() -> None:
    """Its prominence is above 1.96 times the root of 2 standard errors of a smooth value."""
    values = np.random.default_rng(4).random(300)
    smoother = make_smoother(Smoothing.MEAN, 300, 9)
    error = np.sqrt((np.diff(values) ** 2).sum() / (2 * 299) * smoother.squares())
    found = turning_points(values, smoother)
    assert found
    assert all(turn.prominence > 1.96 * np.sqrt(2) * error[turn.line] for turn in found)


def test_a_clear_arc_turns_once_and_beyond_chance() -> None:
    noise = np.random.default_rng(1).normal(0, 0.05, 90)
    (turn,) = turns_of(0.2 + 0.5 * np.sin(np.pi * np.arange(90) / 89) + noise, window=15)
    assert turn.beyond_chance
    assert abs(turn.line - 44.5) <= 7


def test_of_noise_at_most_five_percent_of_works_have_a_turn_beyond_chance() -> None:
    """300 works: 5 % and three standard deviations of a binomial are 8.8 %."""
    random = np.random.default_rng(11)
    lengths = random.integers(12, 61, size=300)
    found = [
        any(turn.beyond_chance for turn in turns_of(random.beta(0.4, 5, n), seed=number))
        for number, n in enumerate(lengths)
    ]
    assert 0.012 < np.mean(found) < 0.05 + 3 * np.sqrt(0.05 * 0.95 / 300)


def test_chance_is_asked_of_the_lines_read_alone() -> None:
    values = hills(0.8, 0.5)
    seesaw = np.tile([0.0, 5.0], 21)[:41]  # any order of it has a turn far above .8
    assert all(turn.beyond_chance for turn in turns_of(values, alone=np.full(41, 0.5)))
    assert not any(turn.beyond_chance for turn in turns_of(values, alone=seesaw))
    assert [turn.line for turn in turns_of(values, alone=seesaw)] == [turn.line for turn in turns_of(values)]


def test_the_same_seed_finds_the_same_turns() -> None:
    values = np.random.default_rng(0).random(120)
    assert turns_of(values, seed=3) == turns_of(values, seed=3)


# Sections


@pytest.mark.parametrize("lengths", [(12, 20), (5, 40), (20, 7, 30), (10, 10, 10, 10)])
@pytest.mark.parametrize("seed", range(3))
def test_a_work_is_cut_where_its_level_changes(lengths: tuple[int, ...], seed: int) -> None:
    levels = np.array([0.2, 0.8, 0.4, 0.1])[: len(lengths)]
    values = np.repeat(levels, lengths) + np.random.default_rng(seed).normal(0, 0.05, sum(lengths))
    found = sections(values)
    assert found.starts == (0, *np.cumsum(lengths)[:-1].tolist())
    np.testing.assert_allclose(found.levels, levels, atol=0.08)
    np.testing.assert_allclose(found.levels[0], values[: lengths[0]].mean())
    assert found.gain > 0


@pytest.mark.parametrize(("factor", "shift"), [(0.01, 0.0), (30.0, 5.0), (-1.0, 1.0)])
def test_another_unit_of_the_signal_moves_no_cut(factor: float, shift: float) -> None:
    values = np.repeat([0.2, 0.6], [14, 20]) + np.random.default_rng(0).normal(0, 0.1, 34)
    found, expected = sections(factor * values + shift), sections(values)
    assert found.starts == expected.starts
    np.testing.assert_allclose(found.levels, factor * expected.levels + shift)
    assert found.gain == pytest.approx(expected.gain)


@pytest.mark.parametrize("n", [1, 3, 9])
def test_a_work_too_short_for_two_sections_is_one(n: int) -> None:
    values = np.random.default_rng(0).random(n)
    found = sections(values)
    assert (found.starts, found.gain) == ((0,), 0)
    np.testing.assert_allclose(found.levels, [values.mean()])


@pytest.mark.parametrize("n", [5, 60, 4100])
def test_a_constant_work_is_one_section(n: int) -> None:
    found = sections(np.full(n, 0.4))
    assert (found.starts, found.gain) == ((0,), 0)
    np.testing.assert_allclose(found.levels, [0.4])


@given(st.integers(5, 80), st.integers(0, 50))
def test_sections_are_at_least_five_lines_and_their_levels_are_means(n: int, seed: int) -> None:
    values = np.repeat(np.random.default_rng(seed).random(n // 5 + 1), 5)[:n]
    found = sections(values)
    bounds = [*found.starts, n]
    assert np.diff(bounds).min() >= 5
    means = [values[start:stop].mean() for start, stop in pairwise(bounds)]
    np.testing.assert_allclose(found.levels, means)
    assert (found.gain > 0) == (len(found.starts) > 1)


# Measured on 1,000 works each: 4.0 % of 20 lines, 6.7 % of 60, 7.6 % of 200; of normal noise 6.4, 3.0 and 0.8 %.
@pytest.mark.parametrize("n", [20, 60, 200])
def test_noise_is_seldom_cut(n: int) -> None:
    random = np.random.default_rng(n)
    cut = np.mean([len(sections(random.beta(0.4, 5, n)).starts) > 1 for _ in range(200)])
    assert cut < 0.08 + 3 * np.sqrt(0.08 * 0.92 / 200)


@pytest.mark.parametrize(("n", "change"), [(2001, 701), (4100, 1234), (10_000, 6789), (20_000, 31)])
def test_above_two_thousand_lines_a_cut_is_exact_to_the_group(n: int, change: int) -> None:
    group = -(-n // 2000)
    if change < 5 * group:
        change = 5 * group + 1
    values = np.where(np.arange(n) < change, 0.2, 0.8) + np.random.default_rng(0).normal(0, 0.1, n)
    found = sections(values)
    assert len(found.starts) == 2
    assert abs(found.starts[1] - change) <= group
    assert found.starts[1] % group == 0
    np.testing.assert_allclose(found.levels, [0.2, 0.8], atol=0.05)


# Sections that the author made


def test_the_mean_of_a_section_stands_at_each_of_its_lines() -> None:
    found = section_means(np.array([1.0, 3, 5, 10, 20, 7]), [1, 1, 1, 2, 2, 9])
    np.testing.assert_array_equal(found, [3, 3, 3, 15, 15, 7])


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 5)), min_size=1, max_size=40))
def test_section_means_keep_the_mean_of_the_work_and_of_each_section(lines: list[tuple[float, int]]) -> None:
    values, numbers = np.array([value for value, _ in lines]), [number for _, number in lines]
    found = section_means(values, numbers)
    assert found.mean() == pytest.approx(values.mean())
    for number in set(numbers):
        inside = np.array(numbers) == number
        np.testing.assert_allclose(found[inside], values[inside].mean())

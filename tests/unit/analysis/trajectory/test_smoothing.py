"""Laws of the smoothers: they neither lag nor invent, and they know their own weights."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.nonparametric.smoothers_lowess import lowess

from emolit.analysis.trajectory import Smoother, Smoothing, components, default_window, make_smoother
from emolit.analysis.trajectory.smoothing import Array, places
from emolit.errors import NotEnoughData

MEANS = [Smoothing.MEAN, Smoothing.GAUSSIAN]  # weights are positive: nothing overshoots
STRAIGHT = [*MEANS, Smoothing.LOWESS]  # a straight line stays one
WINDOWS = st.integers(0, 20).map(lambda reach: 2 * reach + 1)
SIGNALS = st.lists(st.floats(0, 1), min_size=1, max_size=60).map(np.array)
KINDS = st.sampled_from(Smoothing)
SIZES = [(n, window) for n in (1, 2, 3, 4, 11, 40, 90) for window in (1, 3, 9, 31, 201)]
NEARLY = 1e-9

every_kind = pytest.mark.parametrize("kind", Smoothing)
every_size = pytest.mark.parametrize(("n", "window"), SIZES)


def smooth(kind: Smoothing, values: Array, window: int) -> Array:
    return make_smoother(kind, len(values), window).apply(values)


def weights_of(smoother: Smoother) -> Array:
    """What each line (column) adds to each smooth value (row)."""
    return smoother.at(np.arange(smoother.n), np.eye(smoother.n))


def steps(n: int) -> Array:
    """Every step from 0 to 1 within `n` lines, (n, n - 1)."""
    return (np.arange(n)[:, None] >= np.arange(1, n)).astype(float)


# All smoothers


@given(KINDS, WINDOWS, SIGNALS, st.floats(-3, 3), st.integers(0, 99))
def test_the_smooth_of_a_sum_is_the_sum_of_the_smooths(
    kind: Smoothing, window: int, values: Array, factor: float, seed: int
) -> None:
    other = np.random.default_rng(seed).random(len(values))
    together = smooth(kind, factor * values + other, window)
    apart = factor * smooth(kind, values, window) + smooth(kind, other, window)
    np.testing.assert_allclose(together, apart, atol=NEARLY)


@every_size
@every_kind
def test_a_constant_stays(kind: Smoothing, n: int, window: int) -> None:
    np.testing.assert_allclose(smooth(kind, np.full(n, 0.3), window), 0.3, atol=NEARLY)


@given(KINDS, WINDOWS, SIGNALS)
def test_a_work_read_backwards_has_its_smooth_backwards(kind: Smoothing, window: int, values: Array) -> None:
    np.testing.assert_allclose(smooth(kind, values[::-1], window), smooth(kind, values, window)[::-1], atol=NEARLY)


@every_size
@every_kind
def test_one_series_many_series_and_the_weights_say_the_same(kind: Smoothing, n: int, window: int) -> None:
    smoother = make_smoother(kind, n, window)
    series = np.random.default_rng(n).random((n, 3))
    one_by_one = np.stack([smoother.apply(column) for column in series.T], axis=1)
    np.testing.assert_allclose(smoother.at(np.arange(n), series), one_by_one, atol=NEARLY)
    np.testing.assert_allclose(weights_of(smoother) @ series, one_by_one, atol=NEARLY)


@every_kind
def test_some_lines_have_the_values_that_they_have_among_all(kind: Smoothing) -> None:
    smoother = make_smoother(kind, 50, 9)
    series, rows = np.random.default_rng(0).random((50, 4)), np.array([0, 3, 25, 26, 48, 49])
    np.testing.assert_allclose(smoother.at(rows, series), smoother.at(np.arange(50), series)[rows], atol=NEARLY)


@every_size
@every_kind
def test_own_weights_and_sums_of_squares_are_those_of_the_weights(kind: Smoothing, n: int, window: int) -> None:
    smoother = make_smoother(kind, n, window)
    weights = weights_of(smoother)
    np.testing.assert_allclose(weights.sum(axis=1), 1, atol=NEARLY)
    np.testing.assert_allclose(smoother.own(), np.diagonal(weights), atol=NEARLY)
    np.testing.assert_allclose(smoother.squares(), (weights**2).sum(axis=1), atol=NEARLY)


@pytest.mark.parametrize("window", [1, 3, 7, 15])
@every_kind
def test_an_impulse_spreads_evenly_to_both_sides_and_does_not_lag(kind: Smoothing, window: int) -> None:
    values = np.zeros(41)
    values[20] = 1
    found = smooth(kind, values, window)
    np.testing.assert_allclose(found, found[::-1], atol=NEARLY)
    assert found[20] == pytest.approx(found.max())


@pytest.mark.parametrize("place", [40, 57, 70])
@pytest.mark.parametrize("kind", STRAIGHT)
def test_away_from_the_ends_an_impulse_spreads_alike_wherever_it_is(kind: Smoothing, place: int) -> None:
    smoother = make_smoother(kind, 111, 11)
    weights = weights_of(smoother)
    around = weights[place - 18 : place + 19, place]
    np.testing.assert_allclose(around, weights[55 - 18 : 55 + 19, 55], atol=NEARLY)
    np.testing.assert_allclose(around, around[::-1], atol=NEARLY)


@given(SIGNALS, WINDOWS)
def test_without_a_smoother_nothing_changes(values: Array, window: int) -> None:
    np.testing.assert_allclose(smooth(Smoothing.NONE, values, window), values, atol=NEARLY)


@given(KINDS, SIGNALS)
def test_a_window_of_one_line_changes_nothing(kind: Smoothing, values: Array) -> None:
    np.testing.assert_allclose(smooth(kind, values, 1), values, atol=NEARLY)


@pytest.mark.parametrize("n", [3, 4, 20, 21])
@pytest.mark.parametrize("kind", [Smoothing.MEAN, Smoothing.LOWESS])
def test_a_window_longer_than_the_work_is_the_longest_that_fits(kind: Smoothing, n: int) -> None:
    longest = n if n % 2 else n - 1
    found, expected = make_smoother(kind, n, 2 * n + 101), make_smoother(kind, n, longest)
    assert found.width == longest
    np.testing.assert_array_equal(weights_of(found), weights_of(expected))


@pytest.mark.parametrize("window", [-1, 0, 2, 10])
@every_kind
def test_a_window_with_no_middle_line_is_refused(kind: Smoothing, window: int) -> None:
    with pytest.raises(NotEnoughData) as caught:
        make_smoother(kind, 20, window)
    assert (caught.value.code, caught.value.details) == ("analysis.window", {"window": window})
    assert all(str(window) in caught.value.sentence(language) for language in ("ko", "en"))


# What may not be invented


@given(st.sampled_from(MEANS), SIGNALS, WINDOWS)
def test_means_stay_between_the_lowest_and_the_highest_raw_value(kind: Smoothing, values: Array, window: int) -> None:
    found = smooth(kind, values, window)
    assert found.shape == values.shape
    assert found.min() >= values.min() - NEARLY
    assert found.max() <= values.max() + NEARLY


# Measured over all steps in works of 2 to 200 lines, windows of 3 to 101: 0.273 for LOWESS (beside an end, where its
# line leans on one side), 0.218 for the DCT (at an end, two cosines).
@pytest.mark.parametrize(("kind", "bound"), [(Smoothing.LOWESS, 0.28), (Smoothing.DCT, 0.23)])
def test_lowess_and_dct_overshoot_a_step_by_a_bounded_share_of_it(kind: Smoothing, bound: float) -> None:
    found = []
    for n in (2, 3, 5, 10, 23, 40, 81, 200):
        for window in (3, 5, 9, 15, 31, 101):
            curves = make_smoother(kind, n, window).at(np.arange(n), steps(n))
            found.append(max(curves.max() - 1, -curves.min()))
    assert 0.05 < max(found) < bound


def test_lowess_does_not_overshoot_a_step_away_from_the_ends() -> None:
    curves = make_smoother(Smoothing.LOWESS, 80, 15).at(np.arange(80), steps(80)[:, 15:-15])
    assert curves.min() >= -NEARLY
    assert curves.max() <= 1 + NEARLY


@pytest.mark.parametrize("place", [0, 1, 3, 38, 40])
@pytest.mark.parametrize("kind", MEANS)
def test_an_impulse_near_an_end_never_rises_above_itself(kind: Smoothing, place: int) -> None:
    values = np.zeros(41)
    values[place] = 0.8
    assert smooth(kind, values, 9).max() <= 0.8 + NEARLY


@pytest.mark.parametrize("window", [3, 9, 101])
@pytest.mark.parametrize("kind", STRAIGHT)
def test_a_steady_rise_is_kept_up_to_the_ends(kind: Smoothing, window: int) -> None:
    values = np.linspace(0.1, 0.9, 33)
    np.testing.assert_allclose(smooth(kind, values, window), values, atol=NEARLY)


@given(st.sampled_from(MEANS), SIGNALS, WINDOWS)
def test_the_first_and_the_last_value_of_a_mean_are_the_raw_ones(kind: Smoothing, values: Array, window: int) -> None:
    np.testing.assert_allclose(smooth(kind, values, window)[[0, -1]], values[[0, -1]], atol=NEARLY)


# Each by its definition


@given(SIGNALS, WINDOWS)
def test_a_moving_mean_is_the_mean_of_as_many_lines_before_as_after(values: Array, window: int) -> None:
    n = len(values)
    expected = []
    for line in range(n):
        reach = min(window // 2, line, n - 1 - line)
        expected.append(values[line - reach : line + reach + 1].mean())
    np.testing.assert_allclose(smooth(Smoothing.MEAN, values, window), expected, atol=NEARLY)


@pytest.mark.parametrize("window", [3, 9, 21])
def test_a_gaussian_spreads_as_far_as_the_moving_mean_of_its_window(window: int) -> None:
    away = np.arange(301) - 150
    middle = weights_of(make_smoother(Smoothing.GAUSSIAN, 301, window))[150]
    assert (middle * away**2).sum() == pytest.approx((window**2 - 1) / 12, rel=0.02)  # cut at 4 standard deviations
    assert (np.diff(middle[150:]) <= 0).all()


@pytest.mark.parametrize(("n", "window"), [(7, 3), (30, 7), (60, 15), (61, 31), (20, 99), (21, 99), (200, 21)])
def test_lowess_is_that_of_statsmodels_without_robustness_steps(n: int, window: int) -> None:
    values = np.random.default_rng(n).random(n)
    smoother = make_smoother(Smoothing.LOWESS, n, window)
    neighbours = min(1, (smoother.width + 0.01) / n)
    expected = lowess(values, np.arange(float(n)), frac=neighbours, it=0, return_sorted=False)
    np.testing.assert_allclose(smoother.apply(values), expected, atol=1e-8)


@pytest.mark.parametrize(("n", "window"), [(12, 5), (40, 9), (300, 31)])
def test_a_dct_keeps_its_first_cosines_and_nothing_of_the_others(n: int, window: int) -> None:
    kept = components(n, window)
    waves = np.cos(np.pi * np.arange(n) * (2 * np.arange(n)[:, None] + 1) / (2 * n))  # a column a cosine
    found = make_smoother(Smoothing.DCT, n, window).at(np.arange(n), waves)
    np.testing.assert_allclose(found[:, :kept], waves[:, :kept], atol=NEARLY)
    np.testing.assert_allclose(found[:, kept:], 0, atol=NEARLY)


@given(st.integers(1, 20_000), WINDOWS)
def test_a_dct_has_from_one_to_twelve_cosines_and_fewer_under_a_wider_window(n: int, window: int) -> None:
    assert 1 <= components(n, window) <= min(n, 12)
    assert components(n, window + 2) <= components(n, window)


@given(st.integers(1, 20_000))
def test_the_default_window_is_odd_about_a_tenth_of_the_work_and_no_longer_than_it(n: int) -> None:
    window = default_window(n)
    assert window % 2 == 1
    assert window <= n
    assert window >= min(5, n - 1)
    assert n < 60 or abs(window - n / 10) <= 1


@pytest.mark.parametrize(("n", "window"), [(1, 1), (60, 9), (300, 79), (1000, 101), (20_000, 2001)])
def test_curves_are_compared_at_both_ends_and_densely_within_a_window(n: int, window: int) -> None:
    smoother = make_smoother(Smoothing.MEAN, n, window)
    rows = places(smoother)
    assert (rows[0], rows[-1]) == (0, n - 1)
    assert np.diff(rows).max(initial=1) <= max(1, window / 40)
    assert (np.diff(rows) > 0).all()

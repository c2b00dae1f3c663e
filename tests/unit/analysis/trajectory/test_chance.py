"""Laws of the null band: chance seldom leaves it, order does, and it is what brute force says it is."""

from __future__ import annotations

from functools import cache
from itertools import permutations as every_order

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest

from emolit.analysis import resampling
from emolit.analysis.resampling import permutations
from emolit.analysis.trajectory import NullBand, Smoothing, adjusted, make_smoother, null_band
from emolit.analysis.trajectory.smoothing import Array

N_WORKS = 400
# Of 400 works without order 5 % leave the band, give or take 3 standard deviations of a binomial: 1.7 to 8.3 %.
MARGIN = 3 * np.sqrt(0.05 * 0.95 / N_WORKS)
NO_LIMITS = (-np.inf, np.inf)

every_kind = pytest.mark.parametrize("kind", [kind for kind in Smoothing if kind is not Smoothing.NONE])


def band_of(values: Array, kind: Smoothing = Smoothing.MEAN, window: int = 5, **settings: object) -> NullBand:
    return null_band(values, make_smoother(kind, len(values), window), **settings)  # type: ignore[arg-type]


def assert_same(found: NullBand, expected: NullBand) -> None:
    for name in ("smooth", "low", "high", "outside"):
        np.testing.assert_array_equal(getattr(found, name), getattr(expected, name))
    assert (found.p_order, found.p_envelope) == (expected.p_order, expected.p_envelope)


# Noise


@cache
def bands_of_noise(kind: Smoothing) -> list[NullBand]:
    """Works of 11 to 60 lines as skewed as a rare emotion, each under random orders of its own."""
    random = np.random.default_rng(7)
    lengths = random.integers(11, 61, size=N_WORKS)
    return [band_of(random.beta(0.4, 5, n), kind, n_permutations=199, seed=number) for number, n in enumerate(lengths)]


@every_kind
def test_five_percent_of_works_without_order_leave_the_band_anywhere(kind: Smoothing) -> None:
    share = np.mean([band.outside.any() for band in bands_of_noise(kind)])
    assert share == pytest.approx(0.05, abs=MARGIN)


@every_kind
def test_p_values_of_noise_are_uniform(kind: Smoothing) -> None:
    for name in ("p_order", "p_envelope"):
        found = [getattr(band, name) for band in bands_of_noise(kind)]
        assert kstest(found, "uniform").pvalue > 0.001
        assert np.mean(np.array(found) <= 0.05) == pytest.approx(0.05, abs=MARGIN)


@every_kind
def test_a_p_value_is_a_count_of_orders_and_never_zero(kind: Smoothing) -> None:
    counts = np.array([[band.p_order, band.p_envelope] for band in bands_of_noise(kind)]) * 200
    np.testing.assert_allclose(counts, np.round(counts), atol=1e-9)
    assert counts.min() >= 1
    assert counts.max() <= 200


def test_a_curve_is_outside_where_it_is_beyond_the_band_and_only_with_a_p_value_of_at_most_five_percent() -> None:
    for band in bands_of_noise(Smoothing.MEAN):
        beyond = (band.smooth < band.low - 1e-9) | (band.smooth > band.high + 1e-9)
        assert (band.outside | ~beyond).all()
        assert band.outside.any() == (band.p_envelope <= 0.05)


# Order


@every_kind
def test_a_clear_arc_leaves_the_band_and_is_rarer_than_any_random_order(kind: Smoothing) -> None:
    random = np.random.default_rng(3)
    values = 0.2 + 0.3 * np.sin(np.pi * np.arange(90) / 89) + random.normal(0, 0.05, 90)
    band = band_of(values, kind, 9, n_permutations=199)
    assert band.outside.any()
    assert (band.p_order, band.p_envelope) == (1 / 200, 1 / 200)
    assert band.explained > 3 * band.expected


def test_an_arc_leaves_the_band_above_in_the_middle_and_below_at_the_ends() -> None:
    values = 0.2 + 0.3 * np.sin(np.pi * np.arange(90) / 89)
    band = band_of(values, window=9)
    assert (band.smooth[40:50] > band.high[40:50]).all()
    assert (band.smooth[:12] < band.low[:12]).any()
    assert (band.smooth[-12:] < band.low[-12:]).any()


@pytest.mark.parametrize("window", [5, 9])
def test_a_seesaw_is_smoother_than_chance_and_explains_less_than_random_orders(window: int) -> None:
    values = np.tile([0.2, 0.8], 30)
    band = band_of(values, window=window)
    assert band.explained < band.expected
    assert band.p_order > 0.9


# Two roads


def reach(curves: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How far all but one of 200 curves go below and above zero, by sorting."""
    ordered = np.sort(curves, axis=1)
    rank = 0.005 * (curves.shape[1] - 1)
    low = ordered[:, int(rank)] * (1 - rank % 1) + ordered[:, int(rank) + 1] * (rank % 1)
    high = ordered[:, -1 - int(rank)] * (1 - rank % 1) + ordered[:, -2 - int(rank)] * (rank % 1)
    return -low, high


@every_kind
def test_the_band_is_that_of_brute_force(kind: Smoothing) -> None:
    """Each line's mean over all 720 orders is that of all lines; reach and critical distance from the orders drawn."""
    values = np.array([0.05, 0.9, 0.3, 0.31, 0.0, 0.62])
    smoother = make_smoother(kind, 6, 3)
    weights = smoother.at(np.arange(6), np.eye(6))
    every = weights @ np.array(list(every_order(values))).T
    np.testing.assert_allclose(every.mean(axis=1), values.mean(), atol=1e-12)
    drawn = weights @ np.concatenate(list(permutations(values, 999, 5)), axis=1) - values.mean()
    own = weights @ values - values.mean()
    below, above = reach(np.column_stack([own, drawn]))
    away = np.where(drawn > 0, drawn / above[:, None], -drawn / below[:, None]).max(axis=0)
    critical = np.sort(away)[949]  # 950 of 1000, the work itself among them
    band = null_band(values, smoother, limits=NO_LIMITS, seed=5)
    np.testing.assert_allclose(band.low, values.mean() - critical * below)
    np.testing.assert_allclose(band.high, values.mean() + critical * above)
    farthest = np.where(own > 0, own / above, -own / below).max()
    assert band.p_envelope == ((away >= farthest - 1e-9).sum() + 1) / 1000
    carried, explained = (drawn**2).mean(axis=0), (own**2).mean()
    assert band.p_order == ((carried >= explained - 1e-12).sum() + 1) / 1000
    assert band.explained == pytest.approx(explained / values.var())
    assert band.expected == pytest.approx(carried.mean() / values.var())
    assert band.expected == pytest.approx((every.var(axis=1)).mean() / values.var(), rel=0.1)


@given(st.floats(0.1, 5), st.floats(-2, 2))
def test_another_unit_of_the_signal_changes_no_verdict(factor: float, shift: float) -> None:
    values = np.random.default_rng(0).beta(0.4, 5, 25)
    band = band_of(values, limits=NO_LIMITS, n_permutations=99)
    other = band_of(factor * values + shift, limits=NO_LIMITS, n_permutations=99)
    assert (other.p_order, other.p_envelope) == (band.p_order, band.p_envelope)
    np.testing.assert_allclose(other.low, factor * band.low + shift, atol=1e-9)
    np.testing.assert_allclose(other.high, factor * band.high + shift, atol=1e-9)


def test_the_same_seed_gives_the_same_band_and_another_seed_nearly_the_same() -> None:
    values = np.random.default_rng(0).random(40)
    assert_same(band_of(values, seed=8), band_of(values, seed=8))
    other = band_of(values, seed=9)
    assert (other.high != band_of(values, seed=8).high).any()
    np.testing.assert_allclose(other.high, band_of(values, seed=8).high, rtol=0.1)


@pytest.mark.parametrize("cells", [1, 100, 1700])
def test_the_size_of_a_batch_of_orders_does_not_change_the_band(cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(0).beta(0.4, 5, 40)
    whole = band_of(values, n_permutations=99)
    monkeypatch.setattr(resampling, "_CELLS", cells)
    found = band_of(values, n_permutations=99)
    assert (found.p_order, found.p_envelope) == (whole.p_order, whole.p_envelope)
    np.testing.assert_allclose(found.high, whole.high)
    assert found.expected == pytest.approx(whole.expected)


def test_a_long_work_compared_at_some_lines_has_the_verdict_of_all_lines() -> None:
    """Under a window of 401 lines curves are compared at every tenth line."""
    values = np.random.default_rng(1).beta(0.4, 5, 2000)
    smoother = make_smoother(Smoothing.MEAN, 2000, 401)
    band = null_band(values, smoother, limits=NO_LIMITS, n_permutations=199, seed=2)
    weights = smoother.at(np.arange(2000), np.eye(2000))
    drawn = weights @ np.concatenate(list(permutations(values, 199, 2)), axis=1) - values.mean()
    below, above = reach(np.column_stack([band.smooth - values.mean(), drawn]))
    critical = np.sort(np.where(drawn > 0, drawn / above[:, None], -drawn / below[:, None]).max(axis=0))[189]
    np.testing.assert_allclose(band.high - values.mean(), critical * above, rtol=0.25)
    assert np.mean(band.high - values.mean()) == pytest.approx(np.mean(critical * above), rel=0.05)


# Ends and limits


@pytest.mark.parametrize("limits", [(0.0, 1.0), (-1.0, 1.0)])
def test_the_band_ends_at_the_limits_of_the_signal(limits: tuple[float, float]) -> None:
    values = np.random.default_rng(0).choice([limits[0], limits[1]], 30)
    band = band_of(values, window=3, limits=limits)
    assert (band.low.min(), band.high.max()) == limits


@pytest.mark.parametrize("n", [1, 2, 3, 30])
@every_kind
def test_a_constant_series_is_its_own_band_and_no_order_of_it_is_special(kind: Smoothing, n: int) -> None:
    band = band_of(np.full(n, 0.3), kind)
    np.testing.assert_allclose([band.smooth, band.low, band.high], 0.3)
    assert (band.explained, band.expected, band.p_order, band.p_envelope) == (0, 0, 1, 1)
    assert not band.outside.any()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=3), st.sampled_from(Smoothing))
def test_one_two_or_three_lines_have_no_order_that_is_beyond_chance(lines: list[float], kind: Smoothing) -> None:
    band = band_of(np.array(lines), kind, n_permutations=99)
    assert not band.outside.any()
    assert min(band.p_order, band.p_envelope) > 0.05
    assert np.isfinite([band.low, band.high]).all()


def test_single_lines_unsmoothed_look_the_same_in_any_order() -> None:
    band = band_of(np.random.default_rng(0).beta(0.4, 5, 40), Smoothing.NONE)
    assert (band.p_order, band.p_envelope) == (1, 1)
    assert band.explained == pytest.approx(1)
    assert not band.outside.any()


# False discovery rates


def test_false_discovery_rates_are_those_of_a_hand_calculation() -> None:
    # ascending .005 .01 .03 .04, times 4 over the rank .02 .02 .04 .04, none above those of larger p-values
    np.testing.assert_allclose(adjusted([0.01, 0.04, 0.03, 0.005]), [0.02, 0.04, 0.04, 0.02])
    np.testing.assert_allclose(adjusted([0.05, 0.051, 0.9]), [0.0765, 0.0765, 0.9])


@given(st.lists(st.floats(0.001, 1), min_size=1, max_size=44))
def test_a_false_discovery_rate_is_at_least_the_p_value_and_keeps_the_order(p_values: list[float]) -> None:
    rates = adjusted(p_values)
    assert (rates >= np.array(p_values) - 1e-12).all()
    assert rates.max() <= 1
    assert (np.diff(rates[np.argsort(p_values)]) >= -1e-12).all()

"""Laws of emotion dynamics: hand-made courses have the departures that were put into them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emolit.analysis.trajectory import co_movement, dynamics
from emolit.analysis.trajectory.smoothing import Array


def base_of(course: Array) -> float:
    """How far from the mean the home base reaches."""
    return float(course.std())


# Departures


def test_a_departure_rises_and_recovers_at_the_pace_of_its_lines() -> None:
    """Five lines up to 1, ten down again; with long level ends the base is left a little way up."""
    course = np.concatenate([np.zeros(60), np.linspace(0.2, 1, 5), np.linspace(0.9, 0.1, 9), np.zeros(60)])
    edge = course.mean() + base_of(course)
    outside = np.flatnonzero(course > edge)
    farthest = 1 - edge
    found = dynamics(course, course)
    assert found.departures == 1
    assert found.rise == pytest.approx(farthest / (64 - outside[0] + 1))
    assert found.recovery == pytest.approx(farthest / (outside[-1] + 1 - 64))
    assert found.rise > found.recovery


def test_rise_and_recovery_are_means_over_departures_above_and_below() -> None:
    course = np.zeros(100)
    course[20:23], course[70:72] = [1, 2, 1], [-1, -2]
    outside, mean = base_of(course), course.mean()
    found = dynamics(course, course)
    above, below = 2 - mean - outside, 2 + mean - outside
    assert found.departures == 2
    assert found.rise == pytest.approx((above / 2 + below / 2) / 2)  # the second line of each is the farthest
    assert found.recovery == pytest.approx((above / 2 + below / 1) / 2)


def test_read_backwards_what_rose_recovers() -> None:
    """A peak of one line in a longer departure counts as the last line of the rise and as the first of the recovery."""
    course = np.concatenate([np.zeros(40), [0.7, 0.8, 0.9, 1.0, 0.7], np.zeros(40)])
    forwards, backwards = dynamics(course, course), dynamics(course[::-1], course[::-1])
    assert (forwards.rise, forwards.recovery) == pytest.approx((backwards.recovery, backwards.rise))


def test_what_is_under_way_at_the_start_has_no_rise_and_at_the_end_no_recovery() -> None:
    course = np.concatenate([[1.0, 0.9], np.zeros(30)])
    start, end = dynamics(course, course), dynamics(course[::-1], course[::-1])
    assert (start.departures, end.departures) == (1, 1)
    assert np.isnan([start.rise, end.recovery]).all()
    assert start.recovery == pytest.approx(end.rise)


@pytest.mark.parametrize("n", [1, 2, 30])
def test_a_constant_course_never_departs(n: int) -> None:
    found = dynamics(np.full(n, 0.3), np.full(n, 0.3))
    assert (found.level, found.variability, found.departures) == (pytest.approx(0.3), pytest.approx(0), 0)
    assert np.isnan([found.rise, found.recovery]).all()


def test_level_and_variability_are_those_of_the_raw_lines() -> None:
    raw = np.random.default_rng(0).random(50)
    found = dynamics(np.full(50, 0.9), raw)
    assert (found.level, found.variability) == (pytest.approx(raw.mean()), pytest.approx(raw.std()))


@given(st.integers(0, 100), st.floats(0.01, 20), st.floats(-3, 3))
def test_dynamics_are_in_units_of_the_signal(seed: int, factor: float, shift: float) -> None:
    course = np.random.default_rng(seed).random(40)
    found, other = dynamics(course, course), dynamics(factor * course + shift, factor * course + shift)
    assert other.departures == found.departures
    assert other.level == pytest.approx(factor * found.level + shift)
    expected = factor * np.array([found.variability, found.rise, found.recovery])
    np.testing.assert_allclose([other.variability, other.rise, other.recovery], expected, rtol=1e-6)


# Co-movement


SIGNAL = np.random.default_rng(0).random(60)


def test_equal_signals_move_together_and_opposite_ones_against_each_other() -> None:
    found = co_movement(np.stack([SIGNAL, 3 * SIGNAL + 1, -SIGNAL], axis=1))
    expected = [[1, 1, -1], [1, 1, -1], [-1, -1, 1]]
    for name in ("values", "low", "high"):
        np.testing.assert_allclose(getattr(found, name), expected, atol=1e-9)


def test_co_movement_is_pearson_s_correlation_and_the_same_both_ways() -> None:
    signals = np.random.default_rng(1).random((50, 4))
    found = co_movement(signals)
    np.testing.assert_allclose(found.values, np.corrcoef(signals.T), atol=1e-12)
    np.testing.assert_allclose(found.low, found.low.T)
    np.testing.assert_allclose(found.high, found.high.T)


@pytest.mark.parametrize("n", [1, 2, 60])
def test_a_constant_signal_moves_with_nothing_not_even_with_itself(n: int) -> None:
    found = co_movement(np.stack([SIGNAL[:n], np.full(n, 0.4)], axis=1))
    for values in (found.values, found.low, found.high):
        assert np.isnan([values[0, 1], values[1, 0], values[1, 1]]).all()


@pytest.mark.parametrize("seed", range(5))
def test_the_interval_holds_the_estimate(seed: int) -> None:
    random = np.random.default_rng(seed)
    common = random.normal(0, 1, (80, 1))
    found = co_movement(common * [0, 0.5, 1, 2] + random.normal(0, 1, (80, 4)))
    assert (found.low <= found.values + 1e-12).all()
    assert (found.values <= found.high + 1e-12).all()
    assert (found.low >= -1).all()
    assert (found.high <= 1).all()


def test_signals_that_have_nothing_to_do_with_each_other_have_intervals_around_nothing() -> None:
    """190 pairs: the 95 % interval holds 0 in 88 to 98 of 100, a percentile bootstrap being a little too sure."""
    found = co_movement(np.random.default_rng(2).normal(0, 1, (100, 20)))
    pairs = np.triu_indices(20, 1)
    held = (found.low[pairs] <= 0) & (found.high[pairs] >= 0)
    assert 0.88 <= held.mean() <= 0.98


def test_a_longer_work_is_surer_of_what_moves_together() -> None:
    random = np.random.default_rng(3)
    widths = []
    for n in (30, 120, 480):
        found = co_movement(random.normal(0, 1, (n, 2)))
        widths.append(found.high[0, 1] - found.low[0, 1])
    assert widths == sorted(widths, reverse=True)


def test_a_signal_of_a_single_line_has_an_interval_and_a_constant_one_has_none() -> None:
    once, constant = np.zeros(30), np.full(30, 0.2)
    once[12] = 0.6
    found = co_movement(np.stack([once, np.random.default_rng(0).random(30), constant], axis=1))
    assert np.isfinite([found.values[0, 1], found.low[0, 1], found.high[0, 1]]).all()
    assert np.isnan([found.values[0, 2], found.low[0, 2], found.high[0, 2]]).all()

"""Laws of the smoother: it neither lags nor invents."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emolit.analysis.trajectory import moving_mean
from emolit.errors import NotEnoughData

WINDOWS = st.integers(0, 20).map(lambda reach: 2 * reach + 1)
SIGNALS = st.lists(st.floats(0, 1), min_size=1, max_size=60).map(np.array)
NEARLY = 1e-12


@pytest.mark.parametrize("window", [1, 5, 31])
@pytest.mark.parametrize("n_lines", [0, 1, 2, 40])
def test_a_constant_stays(n_lines: int, window: int) -> None:
    np.testing.assert_allclose(moving_mean(np.full(n_lines, 0.3), window), np.full(n_lines, 0.3), atol=NEARLY)


@given(SIGNALS)
def test_a_window_of_one_line_changes_nothing(values: np.ndarray) -> None:
    np.testing.assert_allclose(moving_mean(values, 1), values, atol=NEARLY)


@given(SIGNALS, WINDOWS)
def test_the_first_and_the_last_value_are_the_raw_ones(values: np.ndarray, window: int) -> None:
    np.testing.assert_allclose(moving_mean(values, window)[[0, -1]], values[[0, -1]], atol=NEARLY)


@given(SIGNALS, WINDOWS)
def test_a_smooth_stays_between_the_lowest_and_the_highest_raw_value(values: np.ndarray, window: int) -> None:
    found = moving_mean(values, window)
    assert found.shape == values.shape
    assert found.min() >= values.min() - NEARLY
    assert found.max() <= values.max() + NEARLY


@given(SIGNALS, WINDOWS)
def test_a_work_read_backwards_has_its_smooth_backwards(values: np.ndarray, window: int) -> None:
    np.testing.assert_allclose(moving_mean(values[::-1], window), moving_mean(values, window)[::-1], atol=NEARLY)


@pytest.mark.parametrize("window", [3, 7, 15])
def test_an_impulse_spreads_evenly_to_both_sides_and_does_not_lag(window: int) -> None:
    values = np.zeros(41)
    values[20] = 1
    expected = np.where(np.abs(np.arange(41) - 20) <= window // 2, 1 / window, 0)
    np.testing.assert_allclose(moving_mean(values, window), expected, atol=NEARLY)


@pytest.mark.parametrize("place", [0, 1, 3, 38, 40])
def test_an_impulse_near_an_end_never_rises_above_itself(place: int) -> None:
    values = np.zeros(41)
    values[place] = 0.8
    assert moving_mean(values, 9).max() <= 0.8 + NEARLY


@pytest.mark.parametrize("window", [3, 9, 101])
def test_a_steady_rise_is_kept_up_to_the_ends(window: int) -> None:
    values = np.linspace(0.1, 0.9, 33)
    np.testing.assert_allclose(moving_mean(values, window), values, atol=NEARLY)


@pytest.mark.parametrize("window", [-1, 0, 2, 10])
def test_a_window_with_no_middle_line_is_refused(window: int) -> None:
    with pytest.raises(NotEnoughData) as caught:
        moving_mean(np.zeros(20), window)
    assert (caught.value.code, caught.value.details) == ("analysis.window", {"window": window})
    assert all(str(window) in caught.value.sentence(language) for language in ("ko", "en"))

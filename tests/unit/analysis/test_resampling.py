"""Drawing anew: every line is drawn as often as it should be, and the same seed draws the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emolit.analysis import resampling
from emolit.analysis.resampling import Array, block_length, interval, moving_blocks, p_value, permutations


def drawn(values: Array, n: int, seed: int = 1) -> Array:
    """Random orders, (n_lines, n), of however many batches."""
    return np.concatenate(list(permutations(values, n, seed)), axis=1)


# Permutations


@pytest.mark.parametrize("n_lines", [1, 2, 7, 40])
def test_each_order_holds_each_line_once(n_lines: int) -> None:
    values = np.random.default_rng(0).random(n_lines)
    orders = drawn(values, 23)
    assert orders.shape == (n_lines, 23)
    np.testing.assert_array_equal(np.sort(orders, axis=0), np.tile(np.sort(values)[:, None], 23))


def test_the_orders_depend_on_length_and_seed_and_not_on_the_values() -> None:
    values = np.random.default_rng(0).random(12)
    places = drawn(np.arange(12.0), 50).astype(int)
    np.testing.assert_array_equal(drawn(values, 50), values[places])
    assert (drawn(np.arange(12.0), 50, seed=2) != places).any()


@pytest.mark.parametrize("cells", [1, 25, 70])
def test_the_size_of_a_batch_changes_no_order(cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = drawn(np.arange(10.0), 33)
    monkeypatch.setattr(resampling, "_CELLS", cells)
    assert len(list(permutations(np.arange(10.0), 33, 1))) > 1
    np.testing.assert_array_equal(drawn(np.arange(10.0), 33), whole)


def test_each_line_comes_to_each_place_equally_often() -> None:
    n_lines, n = 6, 6000
    orders = drawn(np.arange(float(n_lines)), n)
    counts = np.array([np.bincount(row.astype(int), minlength=n_lines) for row in orders])
    expected = n / n_lines
    assert np.abs(counts - expected).max() < 4 * np.sqrt(expected)  # 36 counts, 4 standard deviations


# Blocks


@given(st.integers(1, 60), st.integers(1, 40), st.integers(1, 12))
def test_blocks_are_runs_of_consecutive_lines(n: int, n_source: int, length: int) -> None:
    indices = moving_blocks(n, n_source, length, 5, seed=3)
    length = min(length, n_source)
    assert indices.shape == (n, 5)
    assert indices.min() >= 0
    assert indices.max() < n_source
    inside = np.flatnonzero(np.arange(1, n) % length)
    np.testing.assert_array_equal(np.diff(indices, axis=0)[inside], 1)


def test_every_block_of_the_source_is_drawn() -> None:
    starts = moving_blocks(4, 10, 4, 500, seed=0)[0]
    assert set(starts.tolist()) == set(range(7))


def test_blocks_come_again_from_the_same_seed_alone() -> None:
    np.testing.assert_array_equal(moving_blocks(30, 30, 3, 9, seed=5), moving_blocks(30, 30, 3, 9, seed=5))
    assert (moving_blocks(30, 30, 3, 9, seed=5) != moving_blocks(30, 30, 3, 9, seed=6)).any()


@pytest.mark.parametrize("root", [1, 2, 5, 20])
def test_a_block_is_as_long_as_the_cube_root_of_the_work(root: int) -> None:
    assert block_length(root**3) == root


def test_blocks_grow_with_the_work_from_one_line_on() -> None:
    lengths = [block_length(n) for n in range(1, 3000)]
    assert lengths[0] == 1
    assert lengths == sorted(lengths)


# P-values and intervals


@pytest.mark.parametrize(
    ("as_extreme", "n", "expected"), [(0, 199, 0.005), (9, 199, 0.05), (199, 199, 1), (0, 999, 0.001)]
)
def test_a_p_value_counts_the_work_itself_and_is_never_zero(as_extreme: int, n: int, expected: float) -> None:
    assert p_value(as_extreme, n) == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize("axis", [0, -1])
def test_an_interval_leaves_as_much_out_below_as_above(axis: int) -> None:
    replicates = np.moveaxis(np.stack([np.arange(1001.0), -2 * np.arange(1001.0)]), -1, axis)
    low, high = interval(replicates, 0.9, axis)
    np.testing.assert_allclose(low, [50, -1900])
    np.testing.assert_allclose(high, [950, -100])

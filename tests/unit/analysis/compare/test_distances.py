"""Distances are scipy's, their tests keep their level, trees join what is near; pairs; typical works and lines."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.spatial.distance import cdist, jensenshannon

from emolit.analysis.compare import Gathered, apart, energy, jensen_shannon, together, tree, typical
from emolit.errors import NotEnoughData
from tests.unit.analysis.compare.conftest import gathered


def test_jensen_shannon_is_scipy_s() -> None:
    a, b = np.random.default_rng(0).random((2, 5, 43))
    np.testing.assert_allclose(jensen_shannon(a, b), jensenshannon(a, b, base=2, axis=1))
    np.testing.assert_allclose(jensen_shannon(a, 3 * a), 0, atol=1e-7)
    assert jensen_shannon(np.array([1.0, 0.0]), np.array([0.0, 1.0])) == 1


def test_energy_distance_of_one_column_is_scipy_s() -> None:
    values = np.random.default_rng(0).random((12, 1))
    sides = (np.arange(12) < 5).astype(float)[None]
    expected = stats.energy_distance(values[:5, 0], values[5:, 0])
    # scipy's is that of the distribution functions, the square root of twice their integrated square difference
    assert energy(sides, cdist(values, values))[0] == pytest.approx(expected)


def test_both_distances_are_zero_of_the_same_works_and_do_not_care_which_side_is_first(two: Gathered) -> None:
    twice = gathered([*two.lines[:5], *two.lines[:5]], ["가"] * 5 + ["나"] * 5)
    same = apart(twice, *twice.sides("가", "나"))
    assert same.energy == pytest.approx(0, abs=1e-6)
    assert same.jensen_shannon == pytest.approx(0, abs=1e-6)
    assert same.energy_p == same.jensen_shannon_p == 1
    here, there = apart(two, *two.sides("가", "나")), apart(two, *two.sides("나", "가"))
    assert here.energy == pytest.approx(there.energy)
    assert here.energy_p == there.energy_p
    assert here.jensen_shannon_p == there.jensen_shannon_p


def test_few_works_have_a_distance_but_no_p_value(two: Gathered) -> None:
    found = apart(two, np.arange(3), np.arange(6, 11))
    assert found.energy > 0
    assert found.energy_p is found.jensen_shannon_p is found.drawn is None


def test_without_a_difference_p_values_of_distances_are_uniform() -> None:
    random, found = np.random.default_rng(3), []
    for seed in range(150):
        own = gathered([random.random((1, 44)) for _ in range(18)], ["가"] * 9 + ["나"] * 9)
        distance = apart(own, *own.sides("가", "나"), permutations=99, seed=seed)
        found.append((distance.jensen_shannon_p, distance.energy_p))
    for p in np.array(found, dtype=float).T:
        assert stats.kstest(p, "uniform").pvalue > 0.01


def test_a_tree_joins_what_is_near_and_knows_how_surely() -> None:
    random = np.random.default_rng(0)
    mixes = {"가": 0, "나": 0, "다": 1, "라": 1}
    lines = []
    for half in mixes.values():
        base = np.where(np.arange(44) < 22, 0.8 if half else 0.1, 0.1 if half else 0.8)
        lines += [np.clip(base + 0.05 * random.normal(size=(3, 44)), 0, 1) for _ in range(5)]
    own = gathered(lines, [name for name in mixes for _ in range(5)])
    found = tree(own, own.names)
    assert {frozenset(join[:2].astype(int)) for join in found.joins[:2]} == {frozenset({0, 1}), frozenset({2, 3})}
    np.testing.assert_array_equal(found.support[:2], 1)
    assert np.isnan(found.support[-1])
    np.testing.assert_allclose(found.distances, found.distances.T)
    assert found.fixed == ()


def test_a_tree_of_groups_without_order_has_weak_branches_and_needs_three() -> None:
    random = np.random.default_rng(2)
    own = gathered([random.random((2, 44)) for _ in range(20)], [f"{i // 4}" for i in range(20)])
    assert np.nanmin(tree(own, own.names).support) < 0.7
    with pytest.raises(NotEnoughData, match="needs 3 groups and there are 2"):
        tree(own, own.names[:2])


# Pairs


def test_pairs_are_counted_above_the_threshold_and_held_against_independence() -> None:
    lines = np.zeros((8, 44))
    lines[:4, 0] = lines[2:6, 1] = 0.9
    found = together(gathered([lines], ["가"]), np.array([0]))
    assert (found.lines[0, 0], found.lines[1, 1], found.lines[0, 1]) == (4, 4, 2)
    assert found.lift[0, 1] == pytest.approx(1)
    assert np.isnan(found.lift[0, 2])
    assert len(found.columns) == 43


def test_correlations_are_numpy_s_where_works_are_equally_long() -> None:
    random = np.random.default_rng(0)
    lines = [random.random((6, 44)) for _ in range(3)]
    own = gathered(lines, ["가"] * 3)
    expected = np.corrcoef(np.concatenate(lines)[:, own.columns].T)
    np.testing.assert_allclose(together(own, np.arange(3)).correlation, expected)


# Typical


def test_a_work_is_held_against_the_others_alone_and_the_odd_one_is_the_least_typical() -> None:
    random = np.random.default_rng(0)
    lines = [0.2 + 0.02 * random.random((4, 44)) for _ in range(5)] + [np.full((4, 44), 0.9)]
    lines += [0.1 + 0.02 * random.random((4, 44)) for _ in range(6)]
    own = gathered(lines, ["가"] * 6 + ["나"] * 6)
    found = typical(own, own.rows("가"))
    assert found.away.argmax() == 5
    assert found.away[5] == pytest.approx(0.9 - np.mean([line[:, own.columns].mean() for line in lines[:5]]), abs=0.01)


def test_lines_lie_along_the_direction_in_which_the_group_differs() -> None:
    lines = [np.full((2, 44), 0.2) for _ in range(4)]
    for own in lines[:2]:
        own[:, 3] = [0.9, 0.3]
    corpus = gathered(lines, ["가", "가", "나", "나"])
    along = typical(corpus, corpus.rows("가")).along[0]
    assert along[0] == pytest.approx(0.9 - 0.4)
    assert along[1] == pytest.approx(0.3 - 0.4)
    with pytest.raises(NotEnoughData, match="it has 1"):
        typical(corpus, np.array([0]))

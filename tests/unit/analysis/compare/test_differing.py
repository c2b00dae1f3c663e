"""Two groups: exchanged sides change signs alone, known numbers come out, few works are not tested."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from emolit.analysis.compare import Gathered, balanced, cliffs_delta, compare, informed
from tests.unit.analysis.compare.conftest import gathered


def test_exchanged_sides_change_nothing_but_signs(two: Gathered) -> None:
    first, second = two.sides("가", "나")
    here, there = compare(two, first, second), compare(two, second, first)
    np.testing.assert_allclose(here.difference, -there.difference)
    np.testing.assert_allclose(here.effect, -there.effect)
    np.testing.assert_allclose(here.p, there.p)
    np.testing.assert_allclose(here.p_max_t, there.p_max_t)
    np.testing.assert_allclose(here.odds.z, -there.odds.z, equal_nan=True)


def test_the_label_that_differs_is_found_and_lies_outside_its_interval_around_zero(two: Gathered) -> None:
    found = compare(two, *two.sides("가", "나"))
    assert found.p[0] == found.p.min()
    assert found.high[0] < 0
    assert found.p[0] <= 2 / 462  # of all ways to share out eleven works
    assert found.q[0] == pytest.approx(44 * found.p[0])
    assert found.effect[0] < -0.8
    assert (found.low <= found.difference).all()
    assert (found.difference <= found.high).all()
    assert found.n_tests == 44


def test_the_interval_is_about_welch_s() -> None:
    random = np.random.default_rng(0)
    works = [random.beta(3, 5, (1, 44)) for _ in range(40)]
    own = gathered(works, ["가"] * 25 + ["나"] * 15)
    found = compare(own, *own.sides("가", "나"), permutations=9)
    welch = stats.ttest_ind(own.means[:25], own.means[25:], equal_var=False).confidence_interval(0.95)
    np.testing.assert_allclose(found.low, welch.low, atol=0.02)
    np.testing.assert_allclose(found.high, welch.high, atol=0.02)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_below_four_works_a_side_there_are_intervals_only(two: Gathered, n: int) -> None:
    found = compare(two, np.arange(n), np.arange(6, 11))
    assert found.drawn is None
    assert found.n_tests == 0
    assert np.isnan([found.p, found.q, found.p_max_t]).all()
    assert (found.high > found.low).all()
    assert np.isnan(found.effect).all() == (n == 1)
    assert (found.balanced is None) == (n == 1)


def test_a_side_of_a_single_line_leaves_the_difference_without_an_interval(two: Gathered) -> None:
    own = gathered([np.full((1, 44), 0.2), *two.lines[6:]], ["다"] + ["나"] * 5)
    found = compare(own, *own.sides("다", "나"))
    assert np.isnan([found.low, found.high]).all()
    assert np.isfinite(found.difference).all()


@pytest.mark.parametrize(("few", "wide", "uneven"), [(4, True, True), (4, False, False), (12, True, False)])
def test_few_works_that_spread_wider_than_many_are_noticed(few: int, wide: bool, uneven: bool) -> None:
    random = np.random.default_rng(0)
    widths = [0.4 if wide else 0.1] * few + [0.1] * 12
    own = gathered([0.3 + width * random.random((1, 44)) for width in widths], ["가"] * few + ["나"] * 12)
    assert compare(own, *own.sides("가", "나"), permutations=9).is_uneven is uneven
    assert compare(own, *own.sides("나", "가"), permutations=9).is_uneven is uneven


def test_cliff_s_delta_is_a_count_of_pairs_and_mann_whitney_s_u_rescaled() -> None:
    random = np.random.default_rng(1)
    a, b = random.integers(0, 6, (7, 3)).astype(float), random.integers(0, 6, (9, 3)).astype(float)
    pairs = np.sign(a[:, None] - b[None]).mean(axis=(0, 1))
    np.testing.assert_allclose(cliffs_delta(a, b), pairs)
    np.testing.assert_allclose(cliffs_delta(a, b), 2 * stats.mannwhitneyu(a, b).statistic / 63 - 1)
    assert cliffs_delta(np.ones((2, 1)), np.zeros((3, 1))) == 1


def test_equal_sides_are_drawn_from_unequal_ones() -> None:
    lines = [np.full((4, 44), 0.2)] * 3 + [np.full((40, 44), 0.5)] * 30
    own = gathered(lines, ["가"] * 3 + ["나"] * 30)
    found = balanced(own, *own.sides("가", "나"))
    assert (found.n_works, found.n_lines) == (3, 4)
    np.testing.assert_allclose(found.difference, -0.3)
    assert (found.same_sign == 1).all()


def test_log_odds_are_monroe_s_formula() -> None:
    a, b, reference = np.array([30, 5, 1]), np.array([10, 15, 0]), np.array([50, 30, 1])
    ratio, z = informed(a, b, reference)
    weight = 6.1
    prior = weight * (reference + 0.5) / 82.5
    for label in range(3):
        one = (a[label] + prior[label]) / (36 + weight - a[label] - prior[label])
        other = (b[label] + prior[label]) / (25 + weight - b[label] - prior[label])
        spread = math.sqrt(1 / (a[label] + prior[label]) + 1 / (b[label] + prior[label]))
        assert ratio[label] == pytest.approx(math.log(one) - math.log(other))
        assert z[label] == pytest.approx(ratio[label] / spread)


def test_log_odds_of_equal_sides_are_zero_and_rare_labels_are_held_back() -> None:
    same = np.array([40, 10, 2])
    np.testing.assert_allclose(informed(same, same, same)[0], 0, atol=1e-12)
    _, z = informed(np.array([200, 2]), np.array([100, 0]), np.array([300, 2]))
    assert abs(z[1]) < 1.96

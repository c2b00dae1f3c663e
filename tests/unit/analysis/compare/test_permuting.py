"""Tests over works: closed forms, other people's code, and the laws that hold when there is nothing to find."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats
from statsmodels.stats.multitest import multipletests

from emolit.analysis.compare import assignments, false_discovery, max_t, permutation_p, welch
from emolit.analysis.compare.permuting import MOST_EXACT, Assignments

Array = NDArray[np.float64]


def shared_out(values: Array, n_first: int, permutations: int = 999, seed: int = 1) -> tuple[Array, Array]:
    """p-values and step-down p-values of a first side of `n_first` works."""
    drawn = assignments(n_first, len(values) - n_first, permutations, seed)
    observed = np.abs(welch((np.arange(len(values)) < n_first).astype(float)[None], values)[0])
    permuted = np.concatenate([np.abs(welch(batch, values)) for batch in drawn.batches()])
    return permutation_p(observed, permuted, drawn), max_t(observed, permuted, drawn)


def test_the_statistic_is_welch_s_t() -> None:
    values = np.random.default_rng(0).random((11, 5))
    sides = (np.arange(11) < 4).astype(float)[None]
    expected = stats.ttest_ind(values[:4], values[4:], equal_var=False).statistic
    np.testing.assert_allclose(welch(sides, values)[0], expected)


def test_a_label_that_never_varies_has_no_difference_and_a_p_of_one() -> None:
    values = np.random.default_rng(0).random((10, 3))
    values[:, 1] = 0.3
    p, family = shared_out(values, 5)
    assert p[1] == family[1] == 1


@pytest.mark.parametrize(("n_first", "n_second"), [(4, 4), (4, 6), (5, 9)])
def test_all_assignments_are_tried_once_while_there_are_few(n_first: int, n_second: int) -> None:
    drawn = assignments(n_first, n_second)
    every = {tuple(row) for batch in drawn.batches() for row in batch}
    assert drawn.exact
    assert len(every) == drawn.n_drawn == comb(n_first + n_second, n_first)
    assert all(sum(row) == n_first for row in every)


def test_beyond_ten_thousand_they_are_drawn_and_the_same_seed_draws_the_same() -> None:
    assert comb(15, 7) <= MOST_EXACT < comb(16, 8)
    assert assignments(7, 8).exact
    first, again, other = (np.concatenate(list(assignments(8, 8, 50, seed).batches())) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
    assert first.shape == (50, 16)
    np.testing.assert_array_equal(first.sum(axis=1), 8)


def test_exact_p_values_are_those_of_an_enumeration_by_hand() -> None:
    values = np.random.default_rng(3).random((9, 2))
    p, _ = shared_out(values, 4)
    for label in range(2):
        column = values[:, label]
        here = abs(stats.ttest_ind(column[:4], column[4:], equal_var=False).statistic)
        extreme = 0
        for chosen in combinations(range(9), 4):
            rest = [i for i in range(9) if i not in chosen]
            t = stats.ttest_ind(column[list(chosen)], column[rest], equal_var=False).statistic
            extreme += abs(t) >= here - 1e-9
        assert p[label] == pytest.approx(extreme / comb(9, 4))


def test_p_values_agree_with_scipy_s_permutation_test() -> None:
    values = np.random.default_rng(8).random((13, 4)) + np.outer(np.arange(13) < 6, [0, 0.2, 0.4, 0.6])

    def statistic(a: Array, b: Array, axis: int) -> Array:
        return np.abs(stats.ttest_ind(a, b, equal_var=False, axis=axis).statistic)

    expected = stats.permutation_test(
        (values[:6], values[6:]), statistic, n_resamples=np.inf, alternative="greater", axis=0
    ).pvalue
    np.testing.assert_allclose(shared_out(values, 6)[0], expected)


@pytest.mark.parametrize(("n_first", "n_second", "smallest"), [(4, 4, 2 / 70), (4, 5, 1 / 126), (30, 30, 1 / 10_000)])
def test_the_smallest_p_is_what_the_clearest_difference_gets(n_first: int, n_second: int, smallest: float) -> None:
    drawn = assignments(n_first, n_second)
    assert drawn.smallest_p == pytest.approx(smallest)
    apart = np.concatenate([np.random.default_rng(0).random(n_first), 10 + np.random.default_rng(1).random(n_second)])
    p, _ = shared_out(apart[:, None], n_first, drawn.n_drawn)
    assert p[0] == pytest.approx(smallest)


def test_q_values_are_those_of_statsmodels() -> None:
    p = np.random.default_rng(0).random(44) ** 2
    np.testing.assert_allclose(false_discovery(p), multipletests(p, method="fdr_bh")[1])


def test_the_step_down_follows_its_definition() -> None:
    random = np.random.default_rng(2)
    observed, permuted = random.random(6) * 3, random.random((50, 6)) * 3
    drawn = Assignments(10, 5, 50, False, 0)
    order = np.argsort(-observed)
    stepped, running = {}, 0.0
    for rank, label in enumerate(order):
        largest = permuted[:, order[rank:]].max(axis=1)
        running = max(running, (1 + (largest >= observed[label]).sum()) / 51)
        stepped[label] = running
    np.testing.assert_allclose(max_t(observed, permuted, drawn), [stepped[label] for label in range(6)])


def test_copies_of_a_label_cost_nothing_under_the_maximum() -> None:
    column = np.random.default_rng(4).random((12, 1)) + (np.arange(12) < 6)[:, None] * 0.3
    p, family = shared_out(np.tile(column, (1, 20)), 6)
    np.testing.assert_allclose(family, p)


def test_every_adjustment_is_at_least_the_p_value_itself() -> None:
    values = np.random.default_rng(6).random((14, 9)) + np.outer(np.arange(14) < 7, np.linspace(0, 0.5, 9))
    p, family = shared_out(values, 7)
    assert (family >= p - 1e-12).all()
    assert (false_discovery(p) >= p - 1e-12).all()


# Nothing to find


def null_works(random: np.random.Generator, n: int, n_labels: int = 10) -> Array:
    """Works that differ in nothing but chance: skewed scores whose labels are correlated."""
    common = random.normal(size=(n, 1))
    return np.asarray(1 / (1 + np.exp(2 - common - random.normal(size=(n, n_labels)))))


@pytest.fixture(scope="module")
def null_p() -> tuple[Array, Array]:
    """p and step-down p of 400 comparisons of nothing, (400, 10) each; unequal sides, drawn assignments."""
    random = np.random.default_rng(20)
    found = [shared_out(null_works(random, 24), 8, permutations=199, seed=i) for i in range(400)]
    return np.stack([p for p, _ in found]), np.stack([family for _, family in found])


def test_without_a_difference_p_values_are_uniform(null_p: tuple[Array, Array]) -> None:
    p, _ = null_p
    for label in range(3):
        assert stats.kstest(p[:, label], "uniform").pvalue > 0.01
    assert abs((p <= 0.05).mean() - 0.05) < 0.02
    assert abs(p.mean() - 0.5) < 0.03


def test_without_a_difference_one_of_twenty_families_at_most_has_a_false_alarm(null_p: tuple[Array, Array]) -> None:
    p, family = null_p
    margin = 2.33 * np.sqrt(0.05 * 0.95 / len(p))
    assert (family.min(axis=1) <= 0.05).mean() <= 0.05 + margin
    assert (p.min(axis=1) <= 0.05).mean() > 0.15  # what happens without it


def test_false_discoveries_stay_under_their_level_where_some_labels_differ() -> None:
    random, shares, strong = np.random.default_rng(7), [], []
    moved = np.concatenate([np.full(3, 1.8), np.zeros(7)])
    for seed in range(200):
        values = null_works(random, 24)
        logits = np.log(values / (1 - values)) + np.outer(np.arange(24) < 12, moved)
        found = false_discovery(shared_out(logits, 12, permutations=199, seed=seed)[0]) <= 0.1
        shares.append(found[3:].sum() / max(found.sum(), 1))
        strong.append(found[:3].mean())
    assert np.mean(shares) <= 0.1 * 0.7 + 2.33 * np.std(shares) / np.sqrt(len(shares))
    assert np.mean(strong) > 0.3

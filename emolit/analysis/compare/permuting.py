"""Permutation tests over works: would the same works, shared out by chance, differ as much?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice
from math import comb

import numpy as np
from numpy.typing import NDArray

from emolit.analysis.resampling import SEED

Array = NDArray[np.float64]

MOST_EXACT = 10_000  # assignments up to which all are tried
PERMUTATIONS = 9_999  # drawn where there are more
FEWEST_WORKS = 4  # on either side: with three against three no p-value can be below 0.1

_CELLS = 2_000_000  # of one batch of assignments: 16 MB
_NEARLY = 1e-9  # two roads to the same number differ by less


@dataclass(frozen=True)
class Assignments:
    """Ways to share out `n` works so that `n_first` are on the first side: all of them, or random ones.

    n_drawn: how many are tried; the observed one is among them when they are all.
    """

    n: int
    n_first: int
    n_drawn: int
    exact: bool
    seed: int

    @property
    def smallest_p(self) -> float:
        """The smallest p-value that any data could give; a mirror image of two equal sides is as extreme."""
        if not self.exact:
            return 1 / (self.n_drawn + 1)
        return (2 if 2 * self.n_first == self.n else 1) / self.n_drawn

    def batches(self) -> Iterator[Array]:
        """Arrays (batch, n) of ones, for works on the first side, and zeros."""
        size = max(1, _CELLS // self.n)
        if self.exact:
            every = combinations(range(self.n), self.n_first)
            while chosen := list(islice(every, size)):
                batch = np.zeros((len(chosen), self.n))
                np.put_along_axis(batch, np.array(chosen, dtype=np.intp), 1.0, axis=1)
                yield batch
            return
        random, first = np.random.default_rng(self.seed), (np.arange(self.n) < self.n_first).astype(np.float64)
        for start in range(0, self.n_drawn, size):
            yield random.permuted(np.tile(first, (min(size, self.n_drawn - start), 1)), axis=1)

    def p_values(self, as_extreme: Array | NDArray[np.intp]) -> Array:
        """Exact, the observed assignment counted among all; or (b + 1) / (m + 1) (Phipson and Smyth 2010)."""
        if self.exact:
            return np.asarray(as_extreme / self.n_drawn)
        return np.asarray((as_extreme + 1) / (self.n_drawn + 1))


def assignments(n_first: int, n_second: int, permutations: int = PERMUTATIONS, seed: int = SEED) -> Assignments:
    """All of them up to `MOST_EXACT`, else `permutations` random ones."""
    n, every = n_first + n_second, comb(n_first + n_second, n_first)
    exact = every <= MOST_EXACT
    return Assignments(n, n_first, every if exact else permutations, exact, seed)


def welch(sides: Array, values: Array) -> Array:
    """Welch's t of each label, first side less second; 0 where nothing varies.

    Divided by its own standard error, a difference of means keeps its level under permutation also when the sides
    spread differently, in large samples (Janssen 1997), and labels come onto one scale for the maximum.

    sides: (n_assignments, n_works), ones on the first side. values: (n_works, n_labels). Returns
    (n_assignments, n_labels). At least two works on either side.
    """
    centred = values - values.mean(axis=0)
    centred[:, np.abs(centred).max(axis=0) < _NEARLY] = 0  # or rounding errors would be tested
    squares = centred**2
    n_first = sides.sum(axis=1, keepdims=True)
    n_second = values.shape[0] - n_first
    first, first_squares = sides @ centred, sides @ squares
    second, second_squares = centred.sum(axis=0) - first, squares.sum(axis=0) - first_squares
    error = _squared_error(first, first_squares, n_first) + _squared_error(second, second_squares, n_second)
    floor = 1e-12 * np.maximum(squares.mean(axis=0), 1e-24)
    return np.asarray((first / n_first - second / n_second) / np.sqrt(np.maximum(error, floor)))


def _squared_error(total: Array, squares: Array, n: Array) -> Array:
    return np.asarray((squares - total**2 / n) / (n - 1) / n)


def permutation_p(observed: Array, permuted: Array, drawn: Assignments) -> Array:
    """Two-sided p-values. observed: (n_labels,), permuted: (n_assignments, n_labels); both absolute."""
    return drawn.p_values((permuted >= _just_below(observed)).sum(axis=0))


def max_t(observed: Array, permuted: Array, drawn: Assignments) -> Array:
    """Step-down p-values by the largest statistic, which hold the family-wise error rate (Westfall and Young 1993).

    The strongest label is compared with the largest of all labels in each permutation, the next with the largest of
    those that are left, and so on; correlations among labels are those of the works themselves.

    observed: (n_labels,), permuted: (n_assignments, n_labels); both absolute.
    """
    order = np.argsort(-observed, kind="stable")
    largest = np.maximum.accumulate(permuted[:, order][:, ::-1], axis=1)[:, ::-1]
    stepped = drawn.p_values((largest >= _just_below(observed[order])).sum(axis=0))
    adjusted = np.empty_like(stepped)
    adjusted[order] = np.maximum.accumulate(stepped)
    return adjusted


def _just_below(observed: Array) -> Array:
    return observed - _NEARLY * np.maximum(1.0, observed)


def false_discovery(p_values: Array) -> Array:
    """q-values: the false discovery rate at which each label would be called different (Benjamini, Hochberg 1995)."""
    from scipy.stats import false_discovery_control  # half a second

    return np.asarray(false_discovery_control(p_values, method="bh"))

"""Two groups of works: how much they differ in each label, how surely, and whether more than chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emolit.analysis.compare.drawing import drawn_means, seeds, stretched
from emolit.analysis.compare.gathering import Gathered, Rows
from emolit.analysis.compare.odds import LogOdds, log_odds
from emolit.analysis.compare.permuting import (
    FEWEST_WORKS,
    PERMUTATIONS,
    Assignments,
    assignments,
    false_discovery,
    max_t,
    permutation_p,
    welch,
)
from emolit.analysis.resampling import LEVEL, SEED

Array = NDArray[np.float64]

_DRAWS = 499  # of equal sides
_UNEVEN = 2.0  # times as many works, and times the variance, from which on p-values are too small


@dataclass(frozen=True, eq=False)
class Side:
    """One of the two groups."""

    n_works: int
    n_lines: int
    mean: Array  # (n_labels,)


@dataclass(frozen=True, eq=False)
class Balanced:
    """The difference when both sides have equally many works, and these equally many lines.

    difference: (n_labels,), mean over draws. same_sign: (n_labels,), share of draws on the side of the full difference.
    """

    n_works: int
    n_lines: int  # of each work
    draws: int
    difference: Array
    same_sign: Array


@dataclass(frozen=True, eq=False)
class Comparison:
    """The first group less the second, (n_labels,) each.

    low, high: 95 % interval of the difference over works (a side of one work: over its lines).
    effect: Cliff's delta over works, from -1 to 1; NaN below two works a side.
    spread: variance over works of the smaller side by that of the larger one, median over labels; NaN below two works.
    p, q, p_max_t: NaN below `FEWEST_WORKS` works a side. drawn: how the p-values came about; None when there are none.
    balanced: None below two works a side.
    """

    first: Side
    second: Side
    difference: Array
    low: Array
    high: Array
    effect: Array
    p: Array
    q: Array
    p_max_t: Array
    drawn: Assignments | None
    balanced: Balanced | None
    odds: LogOdds
    spread: float
    seed: int

    @property
    def is_uneven(self) -> bool:
        """Whether few works that spread wide are held against many that do not: then tests reject too often."""
        few, many = sorted((self.first.n_works, self.second.n_works))
        return self.drawn is not None and many >= _UNEVEN * few and self.spread >= _UNEVEN

    @property
    def n_tests(self) -> int:
        return len(self.difference) if self.drawn else 0

    @property
    def level(self) -> float:
        return LEVEL


def compare(
    gathered: Gathered, first: Rows, second: Rows, *, permutations: int = PERMUTATIONS, seed: int = SEED
) -> Comparison:
    """Compare two disjoint sets of works. Every label is tested, "no emotion" as well."""
    a, b = gathered.means[first], gathered.means[second]
    difference = a.mean(axis=0) - b.mean(axis=0)
    low, high = difference_interval(gathered, first, second, seed)
    n_labels = len(difference)
    p, q, family = (np.full(n_labels, np.nan) for _ in range(3))
    drawn = None
    if min(len(first), len(second)) >= FEWEST_WORKS:
        drawn = assignments(len(first), len(second), permutations, seed)
        p, family = tested(np.concatenate([a, b]), drawn)
        q = false_discovery(p)
    several = min(len(first), len(second)) > 1
    return Comparison(
        _side(gathered, first),
        _side(gathered, second),
        difference,
        low,
        high,
        effect=cliffs_delta(a, b) if several else np.full(n_labels, np.nan),
        p=p,
        q=q,
        p_max_t=family,
        drawn=drawn,
        balanced=balanced(gathered, first, second, seed) if several else None,
        odds=log_odds(gathered, first, second),
        spread=_spread(a, b),
        seed=seed,
    )


def _spread(a: Array, b: Array) -> float:
    few, many = sorted((a, b), key=len)
    if len(few) < 2:
        return float("nan")
    variances = [side.var(axis=0, ddof=1) for side in (few, many)]
    known = variances[1] > 0
    return float(np.median(variances[0][known] / variances[1][known])) if known.any() else float("nan")


def _side(gathered: Gathered, rows: Rows) -> Side:
    return Side(len(rows), int(gathered.sizes[rows].sum()), gathered.means[rows].mean(axis=0))


def difference_interval(gathered: Gathered, first: Rows, second: Rows, seed: int) -> tuple[Array, Array]:
    """Percentiles of the bootstrapped difference, stretched to Student's with Welch's degrees of freedom."""
    centres, drawn, errors, freedoms = [], [], [], []
    for rows, stream in zip((first, second), seeds(seed, 2), strict=True):
        means = gathered.means[rows]
        centres.append(means.mean(axis=0))
        drawn.append(drawn_means(means, [gathered.lines[row] for row in rows], stream))
        errors.append(drawn[-1].var(axis=0))
        freedoms.append(max(1, (len(rows) if len(rows) > 1 else len(gathered.lines[rows[0]])) - 1))
    parts = sum(error**2 / freedom for error, freedom in zip(errors, freedoms, strict=True))
    total = (errors[0] + errors[1]) ** 2
    freedom = np.divide(total, parts, out=np.full_like(total, min(freedoms)), where=np.asarray(parts) > 0)
    low, high = stretched(drawn[0] - drawn[1], centres[0] - centres[1], freedom)
    return np.clip(low, -1, 1), np.clip(high, -1, 1)


def tested(values: Array, drawn: Assignments) -> tuple[Array, Array]:
    """p-values of each label and of the step-down maximum, from the same assignments."""
    here = np.zeros((1, drawn.n))
    here[0, : drawn.n_first] = 1
    observed = np.abs(welch(here, values)[0])
    permuted = np.concatenate([np.abs(welch(batch, values)) for batch in drawn.batches()])
    return permutation_p(observed, permuted, drawn), max_t(observed, permuted, drawn)


def cliffs_delta(a: Array, b: Array) -> Array:
    """How often a work of the first side scores above one of the second, less how often below (Cliff 1993).

    a: (n_a, n_labels), b: (n_b, n_labels). Returns (n_labels,), each in [-1, 1].
    """
    ordered = np.sort(b, axis=0)
    columns = range(a.shape[1])
    below = np.stack([np.searchsorted(ordered[:, k], a[:, k], "left") for k in columns], axis=1)
    above = len(b) - np.stack([np.searchsorted(ordered[:, k], a[:, k], "right") for k in columns], axis=1)
    return np.asarray((below - above).mean(axis=0) / len(b))


def balanced(gathered: Gathered, first: Rows, second: Rows, seed: int = SEED) -> Balanced:
    """The difference among equals: as many works a side as the smaller one has, and of each work as many lines.

    Works are drawn without replacement, lines with it; the number of lines is the median length of the side whose works
    are shorter. A difference that is only there because one side is larger does not come back.
    """
    random = np.random.default_rng(seed)
    k = min(len(first), len(second))
    length = int(min(np.median(gathered.sizes[first]), np.median(gathered.sizes[second])))
    pooled = np.concatenate(gathered.lines)
    starts = np.concatenate([[0], np.cumsum(gathered.sizes)])[:-1]
    draws = np.empty((_DRAWS, pooled.shape[1]))
    for draw in draws:
        works = np.concatenate([random.choice(rows, k, replace=False) for rows in (first, second)])
        places = (random.random((2 * k, length)) * gathered.sizes[works][:, None]).astype(np.intp)
        means = pooled[starts[works][:, None] + places].mean(axis=1)
        draw[:] = means[:k].mean(axis=0) - means[k:].mean(axis=0)
    full = gathered.means[first].mean(axis=0) - gathered.means[second].mean(axis=0)
    return Balanced(k, length, _DRAWS, draws.mean(axis=0), (np.sign(draws) == np.sign(full)).mean(axis=0))

"""The emotion profile of a group: mean over works of each work's mean line score, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emolit.analysis.compare.drawing import drawn_means, stretched
from emolit.analysis.compare.gathering import Gathered, Rows, year_of
from emolit.analysis.resampling import SEED

Array = NDArray[np.float64]

_TINY = 1e-12


@dataclass(frozen=True, eq=False)
class Profile:
    """What readers are likely to find in a group.

    mean, low, high: (n_labels,), with its 95 % interval over works, or over lines where there is one work.
    lift, lift_low, lift_high: (n_labels,), the mean by the corpus's; NaN for "no emotion". The corpus is held fixed.
    entropy: bits, of the emotions' shares of the mean; `range` is 2 to that power: as if so many emotions were equal.
    """

    n_works: int
    n_lines: int
    mean: Array
    low: Array
    high: Array
    lift: Array
    lift_low: Array
    lift_high: Array
    entropy: float
    entropy_low: float
    entropy_high: float

    @property
    def range(self) -> float:
        return float(2**self.entropy)


def profile(gathered: Gathered, rows: Rows, seed: int = SEED) -> Profile:
    """The profile of the works `rows`, with lift against all gathered works."""
    means, columns = gathered.means[rows], gathered.columns
    mean = means.mean(axis=0)
    drawn = drawn_means(means, [gathered.lines[row] for row in rows], seed)
    freedom = (len(rows) if len(rows) > 1 else len(gathered.lines[rows[0]])) - 1
    low, high = (np.clip(end, 0, 1) for end in stretched(drawn, mean, freedom))
    usual = np.full(len(mean), np.nan)
    usual[columns] = np.maximum(gathered.means.mean(axis=0)[columns], _TINY)
    bits = entropy(mean[columns])
    bits_low, bits_high = stretched(entropy(np.clip(drawn[:, columns], 0, 1)), bits, freedom)
    most = np.log2(len(columns))
    return Profile(
        len(rows),
        int(gathered.sizes[rows].sum()),
        *(mean, low, high),
        *(mean / usual, low / usual, high / usual),
        *(float(np.clip(value, 0, most)) for value in (bits, bits_low, bits_high)),
    )


def shares(means: Array) -> Array:
    """Emotions as shares of a whole: (..., n_emotions) with rows that sum to 1; equal shares of nothing."""
    total = means.sum(axis=-1, keepdims=True)
    equal = np.full_like(means, 1 / means.shape[-1])
    return np.asarray(np.divide(means, total, out=equal, where=total > _TINY))


def entropy(means: Array) -> Array:
    """Shannon entropy of the shares in bits: 0 when one emotion is all there is, log2(n) when all are equal.

    means: (..., n_emotions), "no emotion" left out. Returns (...), NaN where the means are not known.
    """
    parts = shares(means)
    bits = -(parts * np.log2(np.maximum(parts, _TINY))).sum(axis=-1)
    return np.asarray(np.where(np.isnan(means).any(axis=-1), np.nan, bits))


@dataclass(frozen=True, eq=False)
class Period:
    """Works of some years: their label means with 95 % intervals; NaN for the interval of one work."""

    first: int
    last: int
    n_works: int
    mean: Array
    low: Array
    high: Array


def by_period(gathered: Gathered, years: int = 1, rows: Rows | None = None, seed: int = SEED) -> list[Period]:
    """Profiles of consecutive periods of so many years, each beginning at a multiple; periods without works are absent.

    Works without a year are left out. rows: only these works.
    """
    chosen = np.arange(len(gathered.works)) if rows is None else rows
    starts: dict[int, list[int]] = {}
    for row in chosen:
        year = year_of(gathered.works[row])
        if year is not None:
            starts.setdefault(year - year % years, []).append(int(row))
    return [_period(gathered, start, years, starts[start], seed) for start in sorted(starts)]


def _period(gathered: Gathered, start: int, years: int, rows: Sequence[int], seed: int) -> Period:
    means = gathered.means[list(rows)]
    mean = means.mean(axis=0)
    if len(rows) < 2:
        nothing = np.full(len(mean), np.nan)
        return Period(start, start + years - 1, len(rows), mean, nothing, nothing)
    drawn = drawn_means(means, [], seed)
    low, high = stretched(drawn, mean, len(rows) - 1)
    return Period(start, start + years - 1, len(rows), mean, np.clip(low, 0, 1), np.clip(high, 0, 1))

"""How far readers agree on each label: Krippendorff's alpha, with a bootstrap interval.

Krippendorff, K. (2019), Content Analysis, 4th ed., ch. 12: nominal alpha = 1 - observed / expected disagreement. 1 is
perfect agreement, 0 what chance would give.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Agreement:
    """alpha, low, high: (n_labels,); NaN where nobody or everybody chose the label everywhere."""

    alpha: Array
    low: Array
    high: Array


def krippendorff_alpha(votes: Array, readers: Array) -> Array:
    """Alpha of each label, shape (n_labels,).

    votes: (n_rows, n_labels), how many readers chose the label; readers: (n_rows,), how many read the row. Rows with
    fewer than two readers say nothing about agreement and are left out.
    """
    return _alpha(*_sums(votes, readers))


def agreement(
    votes: Array,
    readers: Array,
    groups: NDArray[np.intp],
    *,
    n_resamples: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> Agreement:
    """Alpha with a percentile interval from resampling whole groups (works, or blocks of them).

    groups: (n_rows,). With one group the interval is NaN: one work says nothing of how works differ.
    """
    kinds, member = np.unique(groups, return_inverse=True)
    sums = [np.zeros((len(kinds), *part.shape[1:])) for part in _parts(votes, readers)]
    for total, part in zip(sums, _parts(votes, readers), strict=True):
        np.add.at(total, member, part)
    if len(kinds) < 2:
        nothing = np.full(votes.shape[1], np.nan)
        return Agreement(krippendorff_alpha(votes, readers), nothing, nothing)
    drawn = np.random.default_rng(seed).multinomial(len(kinds), np.full(len(kinds), 1 / len(kinds)), n_resamples)
    resampled = _alpha(*(np.tensordot(drawn.astype(np.float64), total, axes=1) for total in sums))
    tail = 100 * (1 - level) / 2
    known = ~np.isnan(resampled)
    low, high = np.full((2, votes.shape[1]), np.nan)
    for label in np.flatnonzero(known.any(axis=0)):
        low[label], high[label] = np.percentile(resampled[known[:, label], label], [tail, 100 - tail])
    return Agreement(krippendorff_alpha(votes, readers), low, high)


def _parts(votes: Array, readers: Array) -> tuple[Array, Array, Array]:
    """Per row: disagreement within it, votes, and readers; rows with fewer than two readers count nothing."""
    paired = np.where(readers > 1, readers, 0.0)
    chosen = np.where(paired[:, None] > 0, votes, 0.0)
    apart = 2 * chosen * (paired[:, None] - chosen) / np.maximum(paired[:, None] - 1, 1)
    return apart, chosen, paired


def _sums(votes: Array, readers: Array) -> tuple[Array, Array, Array]:
    apart, chosen, paired = _parts(votes, readers)
    return apart.sum(axis=0), chosen.sum(axis=0), paired.sum(axis=0)


def _alpha(apart: Array, chosen: Array, readers: Array) -> Array:
    """apart, chosen: (..., n_labels); readers: (...)."""
    n = np.asarray(readers)[..., None]
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = 2 * chosen * (n - chosen) / (n * (n - 1))
        return np.where(expected > 0, 1 - (apart / n) / expected, np.nan)

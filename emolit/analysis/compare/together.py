"""Which emotions come together in the same line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emolit.analysis.compare.gathering import Gathered, Rows

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Together:
    """Pairs of emotions, "no emotion" left out; (n_emotions, n_emotions) each, in the order of `columns`.

    lines: lines with both above their thresholds; on the diagonal, lines with the one.
    lift: how many times as often as if they were independent; NaN where one never is above its threshold.
    correlation: of their scores over lines, each work counted once; NaN where one does not vary.
    """

    columns: tuple[int, ...]
    n_lines: int
    lines: NDArray[np.intp]
    lift: Array
    correlation: Array


def together(gathered: Gathered, rows: Rows) -> Together:
    """Co-occurrence in the lines of the works `rows`."""
    lines = [gathered.lines[row][:, gathered.columns] for row in rows]
    pooled = np.concatenate(lines)
    above = (pooled > gathered.threshold[gathered.columns]).astype(np.float64)
    both, single = above.T @ above, above.sum(axis=0)
    expected = np.outer(single, single) / len(pooled)
    lift = np.divide(both, expected, out=np.full_like(both, np.nan), where=expected > 0)
    weights = np.concatenate([np.full(len(own), 1 / len(own)) for own in lines]) / len(lines)
    return Together(
        tuple(gathered.columns), len(pooled), both.round().astype(np.intp), lift, _correlation(pooled, weights)
    )


def _correlation(values: Array, weights: Array) -> Array:
    """Weighted product-moment correlation of columns; weights sum to 1."""
    centred = values - weights @ values
    covariance = centred.T @ (centred * weights[:, None])
    spread = np.sqrt(np.diag(covariance))
    product = np.outer(spread, spread)
    found = np.divide(covariance, product, out=np.full_like(product, np.nan), where=product > 1e-12)
    return np.asarray(np.clip(found, -1, 1))

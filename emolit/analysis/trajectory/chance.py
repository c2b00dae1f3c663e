"""Is the shape more than chance? The same smoother over random orders of the same lines.

Only scores of lines read alone can answer that: read in context, neighbouring lines share information, and their scores
would be alike in any order.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emolit.analysis.resampling import LEVEL, PERMUTATIONS, SEED, p_value, permutations
from emolit.analysis.trajectory.smoothing import Rows, Smoother, places

Array = NDArray[np.float64]

_TINY = 1e-12


@dataclass(frozen=True, eq=False)
class NullBand:
    """Where the smooth curve of a work without order would stay, all along it, in 95 of 100 works.

    low, high: (n_lines,), the simultaneous envelope.
    smooth: (n_lines,), the curve that it belongs to.
    explained: share of the lines' variance that the smooth carries; expected: its mean over random orders.
    p_order: of `explained`, one-sided; p_envelope: of the farthest the curve goes from its mean, studentised.
    """

    smooth: Array
    low: Array
    high: Array
    explained: float
    expected: float
    p_order: float
    p_envelope: float
    outside: NDArray[np.bool_]  # (n_lines,), True where the curve leaves the band
    n_permutations: int


def null_band(
    values: Array,
    smoother: Smoother,
    *,
    limits: tuple[float, float] = (0.0, 1.0),
    n_permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> NullBand:
    """Permutation envelope by the studentised maximum (Davison and Hinkley 1997, 4.2.4; Besag and Clifford 1989).

    A permuted smooth has at each line the mean of all lines and the variance s^2 n / (n - 1) (sum of squared weights
    - 1 / n), exactly. The largest studentised distance along a work is compared with its own distribution over
    permutations, so at most 5 % of works whose lines are exchangeable leave the band anywhere.

    values: (n_lines,), scores of lines read alone. limits: the band ends at those of the signal.
    """
    smooth, mean = smoother.apply(values), float(values.mean())
    spread = _permuted_spread(values, smoother)
    rows = places(smoother)
    farthest, carried = _permuted(values - mean, smoother, rows, spread[rows], n_permutations, seed)
    away = np.abs(smooth - mean)
    distance = np.divide(away, spread, out=np.zeros(len(away)), where=spread > _TINY)
    critical = float(np.sort(farthest)[min(math.ceil(LEVEL * (n_permutations + 1)), n_permutations) - 1])
    variance = float(values.var())
    explained = float((away[rows] ** 2).mean())
    return NullBand(
        smooth,
        np.clip(mean - critical * spread, *limits),
        np.clip(mean + critical * spread, *limits),
        explained / variance if variance > _TINY else 0.0,
        float(carried.mean()) / variance if variance > _TINY else 0.0,
        p_value(int((carried >= explained - _TINY).sum()), n_permutations),
        p_value(int((farthest >= distance[rows].max() - 1e-9).sum()), n_permutations),
        distance > critical + 1e-9,
        n_permutations,
    )


def _permuted_spread(values: Array, smoother: Smoother) -> Array:
    """Standard deviation of each line's smooth value over all orders of the lines."""
    n = len(values)
    if n < 2:
        return np.zeros(n)
    return np.asarray(np.sqrt(np.maximum(smoother.squares() - 1 / n, 0) * values.var() * n / (n - 1)))


def _permuted(
    centred: Array, smoother: Smoother, rows: Rows, spread: Array, n_permutations: int, seed: int
) -> tuple[Array, Array]:
    """For each random order the largest studentised distance and the smooth's mean square, (n_permutations,) each."""
    weight = np.divide(1, spread, out=np.zeros(len(spread)), where=spread > _TINY)[:, None]
    farthest, carried = [], []
    for batch in permutations(centred, n_permutations, seed):
        smooth = smoother.at(rows, batch)
        farthest.append((np.abs(smooth) * weight).max(axis=0))
        carried.append((smooth**2).mean(axis=0))
    return np.concatenate(farthest), np.concatenate(carried)


def adjusted(p_values: Sequence[float]) -> Array:
    """False discovery rates of the signals that were scanned (Benjamini and Hochberg 1995)."""
    from scipy.stats import false_discovery_control  # half a second

    return np.asarray(false_discovery_control(np.asarray(p_values), method="bh"))

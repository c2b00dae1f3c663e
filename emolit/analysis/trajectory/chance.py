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
_NEARLY = 1e-9
_OUTERMOST = 0.005


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
    """Permutation envelope by the studentised maximum, studentised to each side by itself.

    At each line the smooth's distance from the mean of all lines is measured in the distance that 1 of 200 random
    orders exceeds on that side (directional quantiles; Myllymäki and others 2017): scores are skewed, and in a standard
    deviation for both sides real arcs are seen far less often. The largest distance along the work is compared with its
    own distribution over random orders (Besag and Clifford 1989), so at most 5 % of works whose lines are exchangeable
    leave the band anywhere.

    values: (n_lines,), scores of lines read alone. limits: the band ends at those of the signal.
    """
    smooth, mean = smoother.apply(values), float(values.mean())
    rows, variance = places(smoother), float(values.var())
    curves = _permuted(values - mean, smoother, rows, n_permutations, seed)
    below, above = _reach(np.column_stack([smooth[rows] - mean, curves]))
    farthest = _distance(curves, below, above).max(axis=0)
    critical = float(np.sort(farthest)[min(math.ceil(LEVEL * (n_permutations + 1)), n_permutations) - 1])
    below, above = (np.interp(np.arange(smoother.n), rows, side) for side in (below, above))
    distance = _distance((smooth - mean)[:, None], below, above)[:, 0]
    carried, explained = (curves**2).mean(axis=0), float(((smooth[rows] - mean) ** 2).mean())
    return NullBand(
        smooth,
        np.clip(mean - critical * below, *limits),
        np.clip(mean + critical * above, *limits),
        explained / variance if variance > _TINY else 0.0,
        float(carried.mean()) / variance if variance > _TINY else 0.0,
        p_value(int((carried >= explained - _TINY).sum()), n_permutations),
        p_value(int((farthest >= distance[rows].max() - _NEARLY).sum()), n_permutations),
        distance > critical + _NEARLY,
        n_permutations,
    )


def _permuted(centred: Array, smoother: Smoother, rows: Rows, n_permutations: int, seed: int) -> Array:
    """The smooth at some lines under random orders, (n_rows, n_permutations)."""
    return np.concatenate([smoother.at(rows, batch) for batch in permutations(centred, n_permutations, seed)], axis=1)


def _reach(curves: Array) -> tuple[Array, Array]:
    """How far curves go below and above zero at each line, all but 1 of 200; (n_rows,) each.

    curves: (n_rows, n_curves). A side to which they hardly go at all is measured in standard deviations.
    """
    low, high = np.quantile(curves, [_OUTERMOST, 1 - _OUTERMOST], axis=1)
    usual = 3 * curves.std(axis=1)
    return np.where(-low > _NEARLY, -low, usual), np.where(high > _NEARLY, high, usual)


def _distance(curves: Array, below: Array, above: Array) -> Array:
    """Of each value to its side, in that side's reach; curves: (n_rows, n_curves)."""
    reach = np.where(curves > 0, above[:, None], below[:, None])
    return np.divide(np.abs(curves), reach, out=np.zeros_like(curves), where=reach > _NEARLY)


def adjusted(p_values: Sequence[float]) -> Array:
    """False discovery rates of the signals that were scanned (Benjamini and Hochberg 1995)."""
    from scipy.stats import false_discovery_control  # half a second

    return np.asarray(false_discovery_control(np.asarray(p_values), method="bh"))

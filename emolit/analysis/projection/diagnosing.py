"""How far a map can be trusted: are neighbours on it neighbours in truth, and does another seed draw the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from emolit.analysis.projection.mixes import NEIGHBOURS, SEED, Array, blocks, hellinger, mix
from emolit.analysis.projection.planes import MIN_DIST, umap_plane

NEIGHBOURHOODS = (5, 15)
SEEDS = 5

_ASKED = 2000  # points whose neighbours are looked at
_PAIRS = 400_000


@dataclass(frozen=True)
class Diagnosis:
    """What a map keeps of the distances in the full space, which are Hellinger's.

    trustworthiness: neighbours -> from 0 to 1; low where points lie near each other that do not belong together.
    continuity: neighbours -> from 0 to 1; low where points lie apart that belong together (Venna and Kaski 2001).
    A size of neighbourhood is absent where there are not more than twice as many points.
    distance_correlation: Spearman's, of all distances on the map with those in the full space; NaN when none differ.
    stability: see `stability`; None for a method without chance.
    """

    trustworthiness: dict[int, float]
    continuity: dict[int, float]
    distance_correlation: float
    stability: float | None = None

    def with_stability(self, value: float) -> Diagnosis:
        return replace(self, stability=value)

    def record(self, digits: int = 4) -> dict[str, Any]:
        """For JSON; what is not known is null."""
        rounded = {
            name: {str(k): round(value, digits) for k, value in getattr(self, name).items()}
            for name in ("trustworthiness", "continuity")
        }
        correlation = None if np.isnan(self.distance_correlation) else round(self.distance_correlation, digits)
        stable = None if self.stability is None else round(self.stability, digits)
        return {**rounded, "distance_correlation": correlation, "stability": stable}


def diagnose(
    profiles: Array,
    points: Array,
    *,
    stability: float | None = None,
    most: int = _ASKED,
    neighbourhoods: Sequence[int] = NEIGHBOURHOODS,
    seed: int = SEED,
) -> Diagnosis:
    """Hold a map against the full space.

    profiles: (n_points, n_emotions), points: (n_points, 2). Of more than `most` points that many, drawn at random, are
    asked for their neighbours among all; distances are correlated over at most 400,000 random pairs.
    Time grows with `most` times the number of points: 2,000 of 7,000 take three seconds of a processor.
    """
    random = np.random.default_rng(seed)
    n = len(profiles)
    asked = np.sort(random.choice(n, most, replace=False)) if n > most else np.arange(n)
    sizes = [k for k in neighbourhoods if 2 * k < n]
    trusted, continuous = (dict.fromkeys(sizes, 0.0) for _ in range(2))
    for part in blocks(len(asked), n * 2):
        rows = asked[part]
        true, seen = hellinger(profiles[rows], profiles), _distances(points[rows], points)
        for distances in (true, seen):
            distances[np.arange(len(rows)), rows] = np.inf
        for k in sizes:
            trusted[k] += _intruders(seen, true, k)
            continuous[k] += _intruders(true, seen, k)
    worst = {k: len(asked) * k * (2 * n - 3 * k - 1) / 2 for k in sizes}
    return Diagnosis(
        {k: 1 - trusted[k] / worst[k] for k in sizes},
        {k: 1 - continuous[k] / worst[k] for k in sizes},
        _correlation(profiles, points, random),
        stability,
    )


def _intruders(near: Array, far: Array, k: int) -> float:
    """How far down among the neighbours by `far` those k come that are the nearest by `near`, beyond the k-th place."""
    neighbours = np.argpartition(near, k - 1, axis=1)[:, :k]
    limits = np.take_along_axis(far, neighbours, axis=1)
    ranks = np.stack([(far < limits[:, column : column + 1]).sum(axis=1) + 1 for column in range(k)], axis=1)
    return float(np.maximum(ranks - k, 0).sum())


def _distances(first: Array, second: Array) -> Array:
    return np.asarray(np.hypot(*(first[:, None, axis] - second[None, :, axis] for axis in (0, 1))))


def _correlation(profiles: Array, points: Array, random: np.random.Generator) -> float:
    from scipy.stats import rankdata  # half a second

    n = len(profiles)
    if n * (n - 1) // 2 <= _PAIRS:
        first, second = np.triu_indices(n, 1)
    else:
        first = random.integers(n, size=_PAIRS)
        second = (first + random.integers(1, n, size=_PAIRS)) % n
    places = mix(profiles)
    true = np.linalg.norm(places[first] - places[second], axis=1)
    seen = np.hypot(*(points[first] - points[second]).T)
    if len(true) < 2 or not np.ptp(true) or not np.ptp(seen):
        return float("nan")
    return float(np.corrcoef(rankdata(true), rankdata(seen))[0, 1])


def stability(
    profiles: Array,
    neighbours: int = NEIGHBOURS,
    min_dist: float = MIN_DIST,
    seeds: int = SEEDS,
    seed: int = SEED,
) -> float:
    """How alike the UMAP maps of several seeds are, from 0 to 1: mean of `common` over all pairs of `seeds` maps.

    The seeds are those that follow `seed`, itself the first. Takes as long as so many maps.
    """
    return common([umap_plane(profiles, neighbours, min_dist, seed + n).points for n in range(seeds)])


def common(maps: Sequence[Array]) -> float:
    """The share of their extent that two maps have in common, mean over all pairs; 1 when there is one map.

    After Procrustes (Gower 1975): moved, turned, mirrored and scaled onto each other, what is left is 1 less this
    share; 0 for maps that have nothing to do with each other. maps: (n_points, 2) each.
    """
    placed: list[NDArray[np.float64]] = []
    for points in maps:
        centred = points - points.mean(axis=0)
        placed.append(centred / max(float(np.linalg.norm(centred)), 1e-12))
    shared = [np.linalg.svd(a.T @ b, compute_uv=False).sum() ** 2 for a, b in combinations(placed, 2)]
    return float(np.mean(shared)) if shared else 1.0

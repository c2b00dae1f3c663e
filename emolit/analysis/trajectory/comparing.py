"""Works of different length side by side: a common axis, a collection's mean, distances, typical shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist, squareform

from emolit.analysis.resampling import REPLICATES, SEED, interval
from emolit.errors import NotEnoughData

Array = NDArray[np.float64]

POINTS = 101  # of the common axis: 0, 1, ... 100 %
FEWEST_FOR_SHAPES = 6
WEAKEST_SHAPES = 0.5  # mean silhouette of a reasonable structure (Kaufman and Rousseeuw 1990); below lies noise

_MOST_SHAPES = 8
_STABILITY_DRAWS = 200
_WARP = 20  # points that DTW may shift a place by


class Distance(StrEnum):
    DTW = "dtw"
    EUCLID = "euclid"


def common_axis(smooth: Array, n_points: int = POINTS) -> Array:
    """A work of any length stretched onto 0 to 100 %, linear between lines; first and last line keep their values.

    smooth: (n_lines,), already smoothed, since what lies between two lines is interpolated. Returns (n_points,).

    Raises NotEnoughData for fewer than two lines: one line has no direction.
    """
    if len(smooth) < 2:
        raise NotEnoughData("analysis.too_short", needed=2, found=len(smooth))
    return np.interp(np.linspace(0, 1, n_points), np.linspace(0, 1, len(smooth)), smooth)


@dataclass(frozen=True, eq=False)
class Course:
    """A collection's mean trajectory on the common axis with its 95 % band between works, (n_points,) each."""

    mean: Array
    low: Array
    high: Array
    n_works: int


def mean_course(curves: Array, seed: int = SEED) -> Course:
    """Each work counts once, whatever its length; the band resamples works (pointwise bootstrap).

    curves: (n_works, n_points). With fewer than three works the band is the curve itself, for there is nothing to say.
    """
    mean = curves.mean(axis=0)
    if len(curves) < 3:
        return Course(mean, mean, mean, len(curves))
    draws = np.random.default_rng(seed).integers(len(curves), size=(REPLICATES, len(curves)))
    counts = np.stack([np.bincount(draw, minlength=len(curves)) for draw in draws]) / len(curves)
    low, high = interval(counts @ curves, axis=0)
    return Course(mean, low, high, len(curves))


def distances(curves: Array, kind: Distance) -> Array:
    """Distance of every two courses, root mean square in units of the signal, shape (n_works, n_works).

    Euclid compares the same places; dynamic time warping (Sakoe and Chiba 1978) lets places shift by up to a fifth of
    the work.

    curves: (n_works, n_points).
    """
    if kind is Distance.EUCLID:
        return np.asarray(squareform(pdist(curves)) / np.sqrt(curves.shape[1]))
    from dtaidistance import dtw

    full = dtw.distance_matrix_fast(np.ascontiguousarray(curves, dtype=np.double), window=_WARP + 1)
    return np.asarray(full / np.sqrt(curves.shape[1]))


@dataclass(frozen=True, eq=False)
class Shapes:
    """Typical shapes among many courses.

    members: (n_works,), the shape of each work, from 0.
    curves: (n_shapes, n_points), each the mean of its members.
    away: (n_works, n_shapes), root mean square distance of each work to each shape.
    silhouettes: number of shapes -> mean silhouette; the largest decides, below `WEAKEST_SHAPES` there is one shape.
    stability: (n_shapes,), mean Jaccard likeness of each shape when works are left out; above 0.75 it is stable.
    """

    members: NDArray[np.intp]
    curves: Array
    away: Array
    silhouettes: dict[int, float]
    stability: Array


def typical_shapes(curves: Array, kind: Distance = Distance.EUCLID, seed: int = SEED) -> Shapes:
    """Average linkage on the distances of courses, their number by mean silhouette (Rousseeuw 1987).

    Each course is taken as it is less its own mean: its shape, in the units of the signal, not stretched. Stability
    after Hennig (2007): half of the works are drawn 200 times and grouped anew.

    curves: (n_works, n_points). Raises NotEnoughData below six works.
    """
    n = len(curves)
    if n < FEWEST_FOR_SHAPES:
        raise NotEnoughData("analysis.too_few_works", needed=FEWEST_FOR_SHAPES, found=n)
    apart = distances(curves - curves.mean(axis=1, keepdims=True), kind)
    silhouettes = {k: _silhouette(apart, _grouped(apart, k)) for k in range(2, min(_MOST_SHAPES, n // 2) + 1)}
    best = max(silhouettes, key=lambda k: silhouettes[k])
    members = _grouped(apart, best if silhouettes[best] >= WEAKEST_SHAPES else 1)
    shapes = np.stack([curves[members == shape].mean(axis=0) for shape in range(members.max() + 1)])
    away = np.sqrt(((curves[:, None] - shapes[None]) ** 2).mean(axis=2))
    return Shapes(members, shapes, away, silhouettes, _stability(apart, members, seed))


def _grouped(apart: Array, k: int) -> NDArray[np.intp]:
    """Group of each work, numbered by first appearance."""
    found = fcluster(linkage(squareform(apart, checks=False), "average"), k, criterion="maxclust")
    _, first, index = np.unique(found, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[index]


def _silhouette(apart: Array, members: NDArray[np.intp]) -> float:
    from sklearn.metrics import silhouette_score

    n_groups = len(np.unique(members))
    if not 1 < n_groups < len(members) or not apart.any():
        return 0.0
    return float(silhouette_score(apart, members, metric="precomputed"))


def _stability(apart: Array, members: NDArray[np.intp], seed: int) -> Array:
    random, n_groups = np.random.default_rng(seed), int(members.max()) + 1
    if n_groups == 1:
        return np.ones(1)
    likeness: list[list[float]] = [[] for _ in range(n_groups)]
    for _ in range(_STABILITY_DRAWS):
        drawn = np.sort(random.choice(len(apart), size=max(n_groups, len(apart) // 2), replace=False))
        again = _grouped(apart[np.ix_(drawn, drawn)], n_groups)
        for shape in np.unique(members[drawn]):
            likeness[shape].append(_best_jaccard(members[drawn] == shape, again))
    return np.array([float(np.mean(values)) if values else 0.0 for values in likeness])


def _best_jaccard(own: NDArray[np.bool_], again: Sequence[int] | NDArray[np.intp]) -> float:
    groups = [np.asarray(again) == group for group in np.unique(again)]
    return max(float((own & group).sum() / (own | group).sum()) for group in groups)

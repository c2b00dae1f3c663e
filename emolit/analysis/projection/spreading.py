"""An author on a map: centre and ellipse where means have a meaning, density where they have none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from emolit.analysis.projection.mixes import SEED, Array, Indices

SPREAD_LEVEL = 0.95
_FEWEST_FOR_SPREAD = 3  # works of an author below which no ellipse is drawn
_FEWEST_FOR_DENSITY = 5
_MOST_FOR_DENSITY = 2000
_BOOTSTRAPS = 999


@dataclass(frozen=True, eq=False)
class Spread:
    """An author's centroid and the 95 % ellipse of where it lies, over resampled works; outline empty when too few."""

    centre: Array  # (2,)
    outline: Array  # (n, 2) or (0, 2)
    n_works: int


def centroid_spread(points: Array, works: Indices, seed: int = SEED) -> Spread:
    """Centre of an author's points and the ellipse that holds 95 % of bootstrap centroids over works.

    Lines of a work are not independent, so whole works are drawn (cluster bootstrap, 999 draws); below three works
    there is a centre and no ellipse. For KPoEM, which has no poems, its segments stand for works. Means
    belong on PCA and MDS; they lie off a UMAP map.

    points: (n_points, 2); works: (n_points,), the work of each point.
    """
    kinds, index = np.unique(works, return_inverse=True)
    sums = np.stack([np.bincount(index, weights=points[:, axis]) for axis in (0, 1)], axis=1)
    means = sums / np.bincount(index)[:, None]
    centre = means.mean(axis=0)
    if len(kinds) < _FEWEST_FOR_SPREAD:
        return Spread(centre, np.empty((0, 2)), len(kinds))
    draws = np.random.default_rng(seed).integers(len(kinds), size=(_BOOTSTRAPS, len(kinds)))
    return Spread(centre, _ellipse(means[draws].mean(axis=1), centre), len(kinds))


@dataclass(frozen=True, eq=False)
class Density:
    """How densely an author's points lie, on a grid.

    x: (n_columns,), y: (n_rows,), height: (n_rows, n_columns), from 0 to 1 at the densest place.
    """

    x: Array
    y: Array
    height: Array


def density(points: Array, n_grid: int = 60) -> Density | None:
    """Gaussian kernel density (Scott's bandwidth); None below five points or when they lie on a line.

    Of more than two thousand points every n-th is used: the cost grows with points times grid.
    """
    from scipy.stats import gaussian_kde

    points = points[:: max(1, -(-len(points) // _MOST_FOR_DENSITY))]
    if len(np.unique(points, axis=0)) < _FEWEST_FOR_DENSITY or _lie_on_a_line(points):
        return None
    low, high = points.min(axis=0), points.max(axis=0)
    margin = 0.25 * (high - low)
    x, y = (np.linspace(low[axis] - margin[axis], high[axis] + margin[axis], n_grid) for axis in (0, 1))
    height = gaussian_kde(points.T)(np.stack([g.ravel() for g in np.meshgrid(x, y)]))
    return Density(x, y, np.asarray(height / height.max()).reshape(n_grid, n_grid))


def _lie_on_a_line(points: Array) -> bool:
    spread = np.linalg.svd(points - points.mean(axis=0), compute_uv=False)
    return bool(spread[1] <= 1e-9 * spread[0])


def _ellipse(samples: Array, centre: Array, n_points: int = 72) -> Array:
    """Outline of the normal ellipse around `centre` that is scaled to hold 95 % of the samples."""
    values, vectors = np.linalg.eigh(np.cov(samples.T) + 1e-12 * np.eye(2))
    away = (samples - centre) @ vectors / np.sqrt(values)
    radius = np.quantile(np.hypot(*away.T), SPREAD_LEVEL)
    angle = np.linspace(0, 2 * np.pi, n_points)
    circle = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return np.asarray(centre + radius * (circle * np.sqrt(values)) @ vectors.T)

"""Lay lines or works out in two dimensions: PCA at once, UMAP in a process of its own.

Points are emotion profiles: scores of the emotions of the scheme, "no emotion" left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emolit.errors import NotEnoughData

Array = NDArray[np.float64]

SEED = 42
FEWEST_FOR_UMAP = 15
FEWEST = 3
NEIGHBOURS = 15
SPREAD_LEVEL = 0.95
_FEWEST_FOR_SPREAD = 3  # works of an author below which no ellipse is drawn
_FEWEST_FOR_DENSITY = 5
_MOST_FOR_DENSITY = 2000
_BOOTSTRAPS = 999


@dataclass(frozen=True, eq=False)
class Plane:
    """Positions in a plane.

    points: (n_points, 2).
    explained: share of variance on each axis; empty for UMAP, whose axes mean nothing.
    """

    method: str
    points: Array
    explained: tuple[float, ...] = ()


@dataclass(frozen=True, eq=False)
class Spread:
    """An author's centroid and the 95 % ellipse of where it lies, over resampled works; outline empty when too few."""

    centre: Array  # (2,)
    outline: Array  # (n, 2) or (0, 2)
    n_works: int


def pca(profiles: Array) -> Plane:
    """Principal components (Pearson 1901), signs fixed so that the same data give the same picture.

    profiles: (n_points, n_emotions). Raises NotEnoughData below three points.
    """
    if len(profiles) < FEWEST:
        raise NotEnoughData("analysis.too_few_points", needed=FEWEST, found=len(profiles))
    centred = profiles - profiles.mean(axis=0)
    left, sizes, right = np.linalg.svd(centred, full_matrices=False)
    signs = np.sign(right[np.arange(2), np.abs(right[:2]).argmax(axis=1)])
    variance = sizes**2 / max(float((sizes**2).sum()), 1e-12)
    return Plane("PCA", left[:, :2] * sizes[:2] * signs, tuple(float(v) for v in variance[:2]))


def umap_plane(profiles: Array, neighbours: int = NEIGHBOURS, seed: int = SEED) -> Plane:
    """UMAP (McInnes et al. 2018, arXiv:1802.03426) under the Hellinger metric: the mix of emotions, not their amount.

    Only nearness means something; axes have no unit. Equal rows are laid out once. Twenty seconds for the first fit
    in a process. Raises NotEnoughData below fifteen different points.
    """
    different, back = np.unique(profiles.astype(np.float32), axis=0, return_inverse=True)
    if len(different) < FEWEST_FOR_UMAP:
        raise NotEnoughData("analysis.too_few_points", needed=FEWEST_FOR_UMAP, found=len(different))
    from umap import UMAP

    model = UMAP(
        n_neighbors=min(neighbours, len(different) - 1), metric="hellinger", random_state=seed, n_jobs=1, min_dist=0.1
    )
    order = np.random.default_rng(seed).permutation(len(different))  # ordered rows can show structure of their own
    laid_out = np.empty((len(different), 2))
    laid_out[order] = model.fit_transform(different[order])
    return Plane("UMAP", laid_out[back.ravel()])


def centroid_spread(points: Array, works: NDArray[np.intp], seed: int = SEED) -> Spread:
    """Centre of an author's points and the ellipse that holds 95 % of bootstrap centroids over works.

    Lines of a work are not independent, so whole works are drawn (cluster bootstrap, 999 draws); below three works
    there is a centre and no ellipse. Means belong on PCA; they lie off a UMAP map.

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

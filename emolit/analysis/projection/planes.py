"""Four ways to lay profiles out in a plane."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from emolit.analysis.projection.mixes import NEIGHBOURS, SEED, Array, mix, shares
from emolit.errors import NotEnoughData

FEWEST = 3
FEWEST_FOR_UMAP = 15
MIN_DIST = 0.1


class Method(StrEnum):
    """How points come into a plane."""

    UMAP = "UMAP"
    PCA = "PCA"
    MDS = "MDS"
    AXES = "AXES"  # chosen by hand


@dataclass(frozen=True, eq=False)
class Plane:
    """Positions in a plane.

    points: (n_points, 2).
    explained: share of variance on each axis; empty for UMAP, whose axes mean nothing, and for axes chosen by hand.
    loadings: (2, n_emotions), what one more unit of score of an emotion moves a point along each axis; PCA only.
    """

    method: str
    points: Array
    explained: tuple[float, ...] = ()
    loadings: Array | None = None


def pca(profiles: Array) -> Plane:
    """Principal components (Pearson 1901), signs fixed so that the same data give the same picture.

    Of the scores as they are, so that how much is felt counts here beside the mix, and an axis reads as a sum of
    scores. profiles: (n_points, n_emotions). Raises NotEnoughData below three points.
    """
    points, explained, axes = _components(profiles)
    return Plane(Method.PCA, points, explained, axes)


def classical_mds(profiles: Array) -> Plane:
    """Classical scaling (Torgerson 1952) of the Hellinger distances: what lies far apart differs in its mix.

    Hellinger distances are Euclidean ones, of `mix`, and classical scaling of Euclidean distances is principal
    components of the places they come from (Gower 1966). So it is exact for any number of points: no matrix of all
    distances is made, and no landmarks stand in for it. Raises NotEnoughData below three points.
    """
    points, explained, _ = _components(mix(profiles))
    return Plane(Method.MDS, points, explained)


def _components(values: Array) -> tuple[Array, tuple[float, ...], Array]:
    if len(values) < FEWEST:
        raise NotEnoughData("analysis.too_few_points", needed=FEWEST, found=len(values))
    n_emotions = values.shape[1]
    centred = np.asarray(values, dtype=np.float64) - values.mean(axis=0)
    centred = np.pad(centred, ((0, 0), (0, max(0, 2 - n_emotions))))  # a scheme of one label still has a plane
    left, sizes, right = np.linalg.svd(centred, full_matrices=False)
    signs = np.sign(right[np.arange(2), np.abs(right[:2]).argmax(axis=1)])
    variance = sizes**2 / max(float((sizes**2).sum()), 1e-12)
    return (
        left[:, :2] * sizes[:2] * signs,
        tuple(float(v) for v in variance[:2]),
        (right[:2] * signs[:, None])[:, :n_emotions],
    )


def umap_plane(profiles: Array, neighbours: int = NEIGHBOURS, min_dist: float = MIN_DIST, seed: int = SEED) -> Plane:
    """UMAP (McInnes et al. 2018, arXiv:1802.03426) under the Hellinger metric: the mix of emotions, not their amount.

    Only nearness means something; axes have no unit. Equal mixes are laid out once. Twenty seconds for the first fit
    in a process. Raises NotEnoughData below fifteen different points.
    """
    different, back = np.unique(shares(profiles).astype(np.float32), axis=0, return_inverse=True)
    if len(different) < FEWEST_FOR_UMAP:
        raise NotEnoughData("analysis.too_few_points", needed=FEWEST_FOR_UMAP, found=len(different))
    from umap import UMAP

    model = UMAP(
        n_neighbors=min(max(neighbours, 2), len(different) - 1),
        metric="hellinger",
        random_state=seed,
        n_jobs=1,
        min_dist=min_dist,
    )
    order = np.random.default_rng(seed).permutation(len(different))  # ordered rows can show structure of their own
    laid_out = np.empty((len(different), 2))
    laid_out[order] = model.fit_transform(different[order])
    return Plane(Method.UMAP, laid_out[back.ravel()])


def n_different(profiles: Array) -> int:
    """How many different mixes there are, as `umap_plane` counts them."""
    return len(np.unique(shares(profiles).astype(np.float32), axis=0))


def hand_axes(values_x: Array, values_y: Array) -> Plane:
    """Axes chosen by hand: any two signals of the points, (n_points,) each. Nothing is fitted, nothing is lost."""
    return Plane(Method.AXES, np.stack([values_x, values_y], axis=1).astype(np.float64))

"""Place new profiles on a map that is there already, without moving it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emolit.analysis.projection.mixes import NEIGHBOURS, Array, Indices, k_nearest
from emolit.errors import NotEnoughData

FAR_LEVEL = 0.99  # of the reference's own points, so many have their neighbours nearer


@dataclass(frozen=True, eq=False)
class Placement:
    """Where new profiles come to lie among reference points.

    points: (n_new, 2). distance: (n_new,), Hellinger, to the k-th nearest reference profile. is_far: (n_new,), whether
    that is farther than `far`: then nothing known is like it, and its place says little.
    neighbours: (n_new, k), indices into the reference, nearest first. far: the limit.
    """

    points: Array
    distance: Array
    is_far: NDArray[np.bool_]
    neighbours: Indices
    far: float


def place(
    profiles: Array, reference_profiles: Array, reference_points: Array, k: int = NEIGHBOURS, far: float | None = None
) -> Placement:
    """Each profile at the mean of its k nearest reference points, weighted by one over their distance.

    Nearest by Hellinger distance in the full space. A profile whose mix is that of reference points lies where these
    do. A mean of points lies within their hull, so a new point never leaves the map; that nothing is near is told by
    `is_far`. Neither UMAP nor the scores of the reference are fitted again.

    profiles: (n_new, n_emotions). reference_profiles: (n, n_emotions), reference_points: (n, 2).
    far: the limit of the distance to the k-th neighbour; without it the 99 % quantile of the reference's own.
    Raises NotEnoughData without two reference points.
    """
    if len(reference_profiles) < 2:
        raise NotEnoughData("analysis.too_few_points", needed=2, found=len(reference_profiles))
    k = min(k, len(reference_profiles) - 1)
    neighbours, apart = k_nearest(profiles, reference_profiles, k)
    same = apart == 0
    weights = np.where(same.any(axis=1, keepdims=True), same, 1 / np.where(same, 1.0, apart))
    weights /= weights.sum(axis=1, keepdims=True)
    points = (weights[:, :, None] * reference_points[neighbours]).sum(axis=1)
    limit = nearness(reference_profiles, k, (FAR_LEVEL,))[FAR_LEVEL] if far is None else far
    return Placement(points, apart[:, -1], apart[:, -1] > limit, neighbours, limit)


def nearness(
    profiles: Array, k: int = NEIGHBOURS, levels: tuple[float, ...] = (0.5, 0.9, 0.95, FAR_LEVEL)
) -> dict[float, float]:
    """Quantiles of the distance of each profile to its k-th nearest other one: how near "near" is in this set."""
    apart = k_nearest(profiles, profiles, k, among_themselves=True)[1][:, -1]
    return dict(zip(levels, (float(value) for value in np.quantile(apart, levels)), strict=True))

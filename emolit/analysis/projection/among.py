"""Texts among the lines or segments of the reference atlas, on its own maps, which they do not move."""

from __future__ import annotations

from typing import Any

import numpy as np

from emolit.analysis.projection.gathering import Points, Unit
from emolit.analysis.projection.placing import FAR_LEVEL, Placement, place
from emolit.analysis.projection.planes import Method, Plane, classical_mds
from emolit.analysis.signals import emotion_columns
from emolit.emotions import Scheme
from emolit.reading.atlas import Atlas


def among(points: Points, atlas: Atlas, scheme: Scheme, method: Method) -> tuple[Plane, Placement]:
    """Lines lie among the atlas's lines, works and authors among its segments.

    On PCA a text has coordinates of its own, on UMAP and MDS it lies between its nearest. Raises ValueError where the
    atlas has other labels than the scheme, and for axes chosen by hand, which need no reference.
    """
    if atlas.labels != scheme.names or method is Method.AXES:
        raise ValueError("Only texts read with the atlas's labels lie on one of its maps.")
    part, told = (
        (atlas.lines, atlas.record["lines"]) if points.unit is Unit.LINE else (atlas.segments, atlas.record["segments"])
    )
    known = part.scores[:, emotion_columns(scheme)]
    laid_out = classical_mds(known) if method is Method.MDS else Plane(method, part.points[method])
    placed = place(points.profiles, known, laid_out.points, far=told["nearness"].get(f"{FAR_LEVEL:g}"))
    if method is not Method.PCA:
        return Plane(method, placed.points, laid_out.explained), placed
    return _on_axes(points, told["pca"]), placed


def _on_axes(points: Points, told: dict[str, Any]) -> Plane:
    mean, axes = np.asarray(told["mean"]), np.asarray(told["axes"])
    return Plane(Method.PCA, (points.profiles - mean) @ axes.T, tuple(told["explained"]), axes)

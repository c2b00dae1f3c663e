"""Texts among the lines or segments of the reference atlas, on its own maps, which they do not move."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from emolit.analysis.projection.gathering import Points, Unit
from emolit.analysis.projection.placing import FAR_LEVEL, Placement, place
from emolit.analysis.projection.planes import Method, Plane, classical_mds
from emolit.analysis.signals import emotion_columns
from emolit.corpus import Line, Work
from emolit.emotions import Scheme
from emolit.reading.atlas import Atlas


def as_one_text(work: Work) -> Work:
    """The work as a segment of KPoEM is: all its lines one text, parted by spaces.

    A segment that is read, or voted on, as one text is given more emotions than its lines are on average, so the mean
    of a work's lines has no like among segments. A work is read as one text before it is placed among them.
    """
    return replace(work, stanzas=((Line(" ".join(work.texts)),),) if len(work) else ())


def among(points: Points, atlas: Atlas, scheme: Scheme, method: Method) -> tuple[Plane, Placement]:
    """Lines lie among the atlas's lines; works, each read `as_one_text`, and authors among its segments.

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
    if method is Method.PCA:
        return _on_axes(points, told["pca"]), placed
    return Plane(method, placed.points, laid_out.explained), placed


def _on_axes(points: Points, told: dict[str, Any]) -> Plane:
    mean, axes = np.asarray(told["mean"]), np.asarray(told["axes"])
    return Plane(Method.PCA, (points.profiles - mean) @ axes.T, tuple(told["explained"]), axes)

"""Texts among the lines or segments of the reference atlas, on its own maps, which they do not move."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from emolit.analysis.projection.gathering import Points, Unit
from emolit.analysis.projection.mixes import Array
from emolit.analysis.projection.placing import FAR_LEVEL, Placement, place
from emolit.analysis.projection.planes import Method, Plane, classical_mds
from emolit.analysis.signals import emotion_columns
from emolit.emotions import Scheme
from emolit.reading.atlas import Atlas


def among(points: Points, atlas: Atlas, scheme: Scheme, method: Method) -> tuple[Plane, Placement]:
    """Lines lie among the atlas's lines, works and authors among its segments.

    On PCA a line has coordinates of its own; everything else lies between its nearest. Raises ValueError where the
    atlas has other labels than the scheme, and for axes chosen by hand, which need no reference.
    """
    if atlas.labels != scheme.names or method is Method.AXES:
        raise ValueError("Only texts read with the atlas's labels lie on one of its maps.")
    columns = emotion_columns(scheme)
    if points.unit is not Unit.LINE:
        return _among_segments(points, atlas, columns, method)
    known, told = atlas.lines.scores[:, columns], atlas.record["lines"]
    laid_out = classical_mds(known) if method is Method.MDS else Plane(method, atlas.lines.points[method])
    placed = place(points.profiles, known, laid_out.points, far=told["nearness"].get(f"{FAR_LEVEL:g}"))
    if method is Method.PCA:
        return _on_axes(points, told["pca"]), placed
    return Plane(method, placed.points, laid_out.explained), placed


def segment_means(atlas: Atlas) -> Array:
    """The mean of its lines' scores for each of the atlas's segments, (n_segments, n_labels); NaN without lines.

    A segment that is read, or voted on, as one text is given more emotions than its lines are on average. Of a
    reader's works only the mean of lines is known, so this is what they are held against.
    """
    order = np.searchsorted(atlas.segments.segment, atlas.lines.segment)
    totals = np.zeros((len(atlas.segments), len(atlas.labels)))
    np.add.at(totals, order, atlas.lines.scores)
    counts = np.bincount(order, minlength=len(totals))[:, None]
    return np.asarray(np.divide(totals, counts, out=np.full_like(totals, np.nan), where=counts > 0))


def _among_segments(points: Points, atlas: Atlas, columns: list[int], method: Method) -> tuple[Plane, Placement]:
    """Nearest by the means of lines, at the places that the segments have on their map."""
    means, told = segment_means(atlas)[:, columns], atlas.record["segments"]
    rows = np.flatnonzero(~np.isnan(means).any(axis=1))
    laid_out = (
        classical_mds(atlas.segments.scores[:, columns])
        if method is Method.MDS
        else Plane(method, atlas.segments.points[method])
    )
    placed = place(points.profiles, means[rows], laid_out.points[rows])
    explained = tuple(told["pca"]["explained"]) if method is Method.PCA else laid_out.explained
    return Plane(method, placed.points, explained), replace(placed, neighbours=rows[placed.neighbours])


def _on_axes(points: Points, told: dict[str, Any]) -> Plane:
    mean, axes = np.asarray(told["mean"]), np.asarray(told["axes"])
    return Plane(Method.PCA, (points.profiles - mean) @ axes.T, tuple(told["explained"]), axes)

"""A map of an emotion space as a table and as a record."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from emolit.analysis.projection import Method, Plane, Points

DIGITS = 6
DISTANCE = "Hellinger distance of the mixes of emotions, no emotion left out"


def map_table(points: Points, plane: Plane) -> pd.DataFrame:
    """`id, author, work, x, y`, one row a point in the order of the corpus."""
    x, y = plane.points.T
    table = {"id": points.ids, "author": points.authors, "work": points.works, "x": x, "y": y}
    return pd.DataFrame(table).round(DIGITS)


def map_record(points: Points, plane: Plane, names: tuple[str, ...]) -> dict[str, Any]:
    """What the points are and what their axes mean; names: of the emotions, in the order of the profiles."""
    loadings = None
    if plane.loadings is not None:
        rounded = np.round(plane.loadings, DIGITS).tolist()
        loadings = {axis: dict(zip(names, row, strict=True)) for axis, row in zip("xy", rounded, strict=True)}
    return {
        "unit": str(points.unit),
        "points": len(points.ids),
        "profile": "scores of the emotions; of a work the mean of its lines', of an author the mean of their works'",
        "distance": DISTANCE,
        "method": plane.method.lower(),
        "of": "scores" if plane.method == Method.PCA else "mixes",
        "explained": [round(share, DIGITS) for share in plane.explained] or None,
        "loadings": loadings,
    }

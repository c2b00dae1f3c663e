"""A figure made ready for Streamlit's chart, which would draw it two or three times."""

from __future__ import annotations

import base64
import math
import re
from typing import Any

import numpy as np
import plotly.graph_objects as go

_DIGITS = 6  # of the largest number of an array; no screen shows more


def for_screen(figure: go.Figure) -> go.Figure:
    """The same figure, told so that the browser draws it once.

    Streamlit's chart copies data and layout after it has drawn them, and sets the modes of click and drag that it does
    not find as it wants them. Plotly then draws everything anew unless the layout says that the data are the same
    (`datarevision`); and it never takes a template, or an array that came as bytes, for the same. So the template
    becomes part of the layout, and arrays become lists.
    """
    spec = figure.to_plotly_json()
    layout = spec["layout"]
    look = layout.pop("template", {}).get("layout", {})
    for name in [name for name in layout if re.fullmatch(r"[xy]axis\d+", name)]:
        _fill(layout[name], look.get(name[:5], {}))
    _fill(layout, look)
    _fill(layout, {"clickmode": "event+select", "dragmode": "pan", "hovermode": "closest", "datarevision": "same"})
    # Every part has been looked at when the figure was made; again it would take as long as all the rest.
    made = go.Figure({"data": _plain(spec["data"]), "layout": _plain(layout)}, _validate=False)
    made.layout.template = None  # or Plotly adds the one that Streamlit has made the usual one
    return made


def _fill(given: dict[str, Any], usual: dict[str, Any]) -> None:
    """Add in place what is usual where nothing else is given, as a template does."""
    for name, value in usual.items():
        if isinstance(value, dict):
            _fill(given.setdefault(name, {}), value)
        else:
            given.setdefault(name, value)


def _plain(value: Any) -> Any:
    """Lists instead of the bytes that Plotly makes of arrays, at any depth."""
    if isinstance(value, dict):
        if "bdata" in value:
            return _numbers(value)
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple) and value and isinstance(value[0], dict):
        return [_plain(part) for part in value]
    return value


def _numbers(packed: dict[str, str]) -> list[Any]:
    found = np.frombuffer(base64.b64decode(packed["bdata"]), dtype=np.dtype(packed["dtype"]))
    if "shape" in packed:
        found = found.reshape([int(size) for size in packed["shape"].split(",")])
    if found.dtype.kind == "f":
        found = found.astype(float)
        largest = float(np.abs(found[np.isfinite(found)]).max(initial=1e-9))
        found = found.round(_DIGITS - 1 - math.floor(math.log10(max(largest, 1e-9))))
    numbers: list[Any] = found.tolist()
    return numbers

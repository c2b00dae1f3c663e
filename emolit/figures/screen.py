"""A figure made ready for Streamlit's chart, which would draw it two or three times."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

_DIGITS = 6  # of the largest number of an array; no screen shows more


def for_screen(figure: go.Figure) -> go.Figure:
    """The same figure, told so that the browser draws it once.

    Streamlit's chart copies data and layout after it has drawn them, and sets the modes of click and drag that it does
    not find as it wants them. Plotly then draws everything anew unless the layout says that the data are the same
    (`datarevision`); and it never takes a template, or an array that came as bytes, for the same. So the template
    becomes part of the layout, and arrays become lists.
    """
    layout = figure.layout.to_plotly_json()
    look = layout.pop("template", {}).get("layout", {})
    for name in [name for name in layout if re.fullmatch(r"[xy]axis\d+", name)]:
        _fill(layout[name], look.get(name[:5], {}))
    _fill(layout, look)
    _fill(layout, {"clickmode": "event+select", "dragmode": "pan", "hovermode": "closest", "datarevision": "same"})
    return _Ready([_plain(trace.to_plotly_json()) for trace in figure.data], _plain(layout))


class _Ready(go.Figure):  # type: ignore[misc]
    """A figure that is shown and never changed: its parts are neither looked at again nor copied when it is sent."""

    def __init__(self, data: list[dict[str, Any]], layout: dict[str, Any]) -> None:
        super().__init__({"layout": layout}, _validate=False)
        self.layout.template = None  # or Plotly adds the one that Streamlit has made the usual one
        self._ready = {"data": data, "layout": self.layout.to_plotly_json()}

    def to_dict(self) -> dict[str, Any]:
        return self._ready


def _fill(given: dict[str, Any], usual: dict[str, Any]) -> None:
    """Add in place what is usual where nothing else is given, as a template does."""
    for name, value in usual.items():
        if isinstance(value, dict):
            _fill(given.setdefault(name, {}), value)
        else:
            given.setdefault(name, value)


def _plain(value: Any) -> Any:
    """Lists instead of arrays, at any depth."""
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, np.ndarray):
        return _numbers(value)
    if isinstance(value, list | tuple) and value and isinstance(value[0], dict):
        return [_plain(part) for part in value]
    return value


def _numbers(found: NDArray[Any]) -> list[Any]:
    if found.dtype.kind == "f":
        found = found.astype(float)
        largest = float(np.abs(found[np.isfinite(found)]).max(initial=1e-9))
        found = found.round(_DIGITS - 1 - math.floor(math.log10(max(largest, 1e-9))))
    numbers: list[Any] = found.tolist()
    return numbers

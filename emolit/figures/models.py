"""One emotion under two models, line by line."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from emolit.figures.theme import SYMBOLS, hover, palette, template
from emolit.figures.trajectory import MOST_POINTS

Array = NDArray[np.float64]


def models_figure(
    first: Array,
    second: Array,
    *,
    names: tuple[str, str],
    texts: tuple[str, ...],
    axes: tuple[str, str],
    colour: str,
    dark: bool = False,
) -> go.Figure:
    """Scores of one emotion along the lines, both (n_lines,), on the fixed axis from 0 to 1."""
    mode = "lines+markers" if len(first) <= MOST_POINTS else "lines"  # a marker is a node of the page
    figure = go.Figure(layout={"template": template(dark), "height": 360, "hovermode": "x unified"})
    looks = ((colour, "solid"), (palette(dark).text, "dash"))
    for values, name, (ink, dash), symbol in zip((first, second), names, looks, SYMBOLS, strict=False):
        figure.add_scatter(
            x=list(range(1, len(values) + 1)), y=values.tolist(), name=hover(name), mode=mode,
            line={"color": ink, "dash": dash, "width": 2}, marker={"symbol": symbol, "size": 7},
            customdata=[hover(text) for text in texts], hovertemplate="%{customdata}: %{y:.3f}",
        )  # fmt: skip
    figure.update_xaxes(title={"text": axes[0]}, showgrid=False)
    return figure.update_yaxes(title={"text": axes[1]}, range=[0, 1])

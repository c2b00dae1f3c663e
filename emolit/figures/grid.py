"""All labels of a stretch of lines at once: lines by emotions, and families stacked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from emolit.emotions import NONE_FAMILY, Scheme
from emolit.errors import Language
from emolit.figures.theme import faded, hover, palette, template
from emolit.figures.trajectory import Frame

Array = NDArray[np.float64]

MOST_COLUMNS = 200  # above which neighbouring lines are drawn as one column, their mean

# One hue whose lightness alone changes, so that colour-blind readers see the same; most of its steps lie below 0.5,
# where most scores are. Low scores fade into the page.
_STEPS = (0.0, 0.08, 0.18, 0.3, 0.5, 1.0)
LIGHT_STEPS = ("#f2f2ef", "#d3d9e8", "#a5b4d8", "#6d85bf", "#3a549a", "#0b1d51")
_DARK = ("#171c25", "#29344f", "#3e5387", "#637fc3", "#9cb3e9", "#f2f6ff")


def grid_figure(values: Array, scheme: Scheme, frame: Frame, language: Language) -> go.Figure:
    """Squares, lines by emotions in families; `customdata[0]` is the index of a square's first line.

    Squares are markers, since heat maps in Streamlit tell nothing of a click. A long text has columns of several lines.

    values: (n_lines, n_labels).
    """
    n = len(values)
    size = -(-n // MOST_COLUMNS)
    starts = np.arange(0, n, size)
    means = np.add.reduceat(values, starts, axis=0) / np.diff(np.append(starts, n))[:, None]
    order = [scheme.names.index(name) for family in scheme.families for name in family.members][::-1]
    names = [scheme.emotions[index].gloss(language) for index in order]
    x, y = np.meshgrid(starts + (size + 1) / 2, np.arange(len(order)))
    told = [hover(frame.texts[int(start)]) for start in starts]
    figure = go.Figure(layout={"template": template(frame.dark), "height": 18 * len(order) + 90})
    figure.add_trace(
        go.Scatter(
            x=x.ravel().tolist(), y=y.ravel().tolist(), mode="markers", showlegend=False,
            marker={"symbol": "square", "size": float(np.clip(760 / len(starts), 3, 15)), "cmin": 0, "cmax": 1,
                    "color": means[:, order].T.ravel().tolist(),
                    "colorscale": list(zip(_STEPS, _DARK if frame.dark else LIGHT_STEPS, strict=True)),
                    "colorbar": {"title": {"text": frame.axes[1], "side": "right"}, "thickness": 12}},
            customdata=[[int(start), names[row], told[column]] for row in range(len(order))
                        for column, start in enumerate(starts)],
            hovertemplate="%{x}: %{customdata[2]}<br><b>%{customdata[1]}</b> %{marker.color:.3f}<extra></extra>",
        )
    )  # fmt: skip
    _mark_families(figure, scheme, order, frame.dark)
    figure.update_xaxes(title={"text": frame.axes[0]}, range=[0.3, n + 0.7], showgrid=False)
    rows = list(range(len(order)))
    figure.update_yaxes(
        tickvals=rows, ticktext=names, range=[-0.6, len(rows) - 0.4], showgrid=False, ticklabelstandoff=10
    )  # fmt: skip
    return figure


def _mark_families(figure: go.Figure, scheme: Scheme, order: Sequence[int], dark: bool) -> None:
    """A line between families; their colours at the left edge."""
    families = [scheme.emotions[index].family for index in order]
    colours = [scheme.emotions[index].colour for index in order]
    for row, colour in enumerate(colours):
        figure.add_shape(
            type="rect", xref="paper", x0=-0.012, x1=-0.004, y0=row - 0.5, y1=row + 0.5, fillcolor=colour,
            line={"width": 0},
        )  # fmt: skip
        if row and families[row] != families[row - 1]:
            figure.add_hline(y=row - 0.5, line={"color": palette(dark).faint, "width": 1})


def stack_figure(smooth: Array, scheme: Scheme, frame: Frame, language: Language) -> go.Figure:
    """Families stacked: each layer is the sum of its members, the height the number of emotions a reader would choose.

    smooth: (n_lines, n_labels), each label smoothed.
    """
    figure = go.Figure(layout={"template": template(frame.dark), "height": 460, "hovermode": "x unified"})
    numbers = np.arange(1, len(smooth) + 1)
    total = np.zeros(len(smooth))
    for family in scheme.families:
        if family.key == NONE_FAMILY:
            continue
        layer = smooth[:, [scheme.names.index(name) for name in family.members]].sum(axis=1)
        total += layer
        figure.add_scatter(
            x=numbers, y=layer.astype(np.float32), mode="lines", stackgroup="families", name=family.gloss(language),
            line={"width": 0.8, "color": family.colour}, fillcolor=faded(family.colour, 0.75),
            hovertemplate="%{y:.2f}",
        )  # fmt: skip
    figure.update_xaxes(title={"text": frame.axes[0]}, range=[0.3, len(smooth) + 0.7], showgrid=False)
    return figure.update_yaxes(title={"text": frame.axes[1]}, range=[0, max(1.0, 1.1 * float(total.max()))])

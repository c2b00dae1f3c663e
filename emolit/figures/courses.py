"""Works of different length side by side, typical shapes among them, and what moves together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from emolit.figures.space import AUTHOR_COLOURS
from emolit.figures.theme import DASHES, faded, hover, palette, template
from emolit.figures.trajectory import Ribbon

Array = NDArray[np.float64]

# Blue to red over white, told apart by colour-blind readers (ColorBrewer RdBu, ends and middle).
OPPOSED = [[0.0, "#2166ac"], [0.25, "#92c5de"], [0.5, "#f7f7f7"], [0.75, "#f4a582"], [1.0, "#b2182b"]]


def courses_figure(
    courses: Mapping[str, Array],
    *,
    axes: tuple[str, str],
    limits: tuple[float, float],
    mean: Ribbon | None = None,
    dark: bool = False,
) -> go.Figure:
    """Smooth curves of several works on the common axis from 0 to 100 %, and their mean with its band between works.

    courses: name -> (n_points,).
    """
    figure = go.Figure(layout={"template": template(dark), "height": 460, "hovermode": "closest"})
    if mean is not None and mean.curve is not None:
        x = np.linspace(0, 100, len(mean.curve))
        figure.add_scatter(
            x=np.concatenate([x, x[::-1]]), y=np.concatenate([mean.high, mean.low[::-1]]), fill="toself",
            mode="lines", fillcolor=faded(palette(dark).faint, 0.3), line={"width": 0}, name=mean.name,
            hoverinfo="skip",
        )  # fmt: skip
    for number, (name, curve) in enumerate(courses.items()):
        figure.add_scatter(
            x=np.linspace(0, 100, len(curve)), y=curve, mode="lines", name=hover(name),
            line={"color": AUTHOR_COLOURS[number % len(AUTHOR_COLOURS)], "width": 2,
                  "dash": DASHES[number // len(AUTHOR_COLOURS) % len(DASHES)]},
            hovertemplate=f"<b>{hover(name)}</b> %{{x:.0f}} %: %{{y:.3f}}<extra></extra>",
        )  # fmt: skip
    if mean is not None and mean.curve is not None:
        figure.add_scatter(
            x=np.linspace(0, 100, len(mean.curve)), y=mean.curve, mode="lines", name=mean.curve_name,
            line={"color": palette(dark).text, "width": 3}, hoverinfo="skip",
        )  # fmt: skip
    figure.update_xaxes(title={"text": axes[0]}, range=[0, 100], showgrid=False)
    return figure.update_yaxes(title={"text": axes[1]}, range=list(limits))


def co_movement_figure(values: Array, names: Sequence[str], told: Sequence[Sequence[str]], dark: bool) -> go.Figure:
    """Correlations of every two signals as a square of squares, the figure written in each.

    values: (n, n), from -1 to 1; NaN is left empty. told: what hovering shows, by row and column.
    """
    shown = [[hover(name) for name in names]] * 2
    figure = go.Figure(layout={"template": template(dark), "height": 110 + 52 * len(names)})
    figure.add_trace(
        go.Heatmap(
            z=values.tolist(), x=shown[0], y=shown[1], zmin=-1, zmax=1, colorscale=OPPOSED, xgap=2, ygap=2,
            text=[["" if np.isnan(v) else f"{v:.2f}" for v in row] for row in values], texttemplate="%{text}",
            customdata=[[hover(cell) for cell in row] for row in told],
            hovertemplate="%{customdata}<extra></extra>", colorbar={"thickness": 12},
        )
    )  # fmt: skip
    figure.update_xaxes(showgrid=False)
    return figure.update_yaxes(autorange="reversed", showgrid=False)

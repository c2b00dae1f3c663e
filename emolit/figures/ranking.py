"""All emotions of one line as ranked bars."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from emolit.emotions import Scheme
from emolit.errors import Language
from emolit.figures.theme import hover, palette, template

_BAR = 19  # pixels


def ranking_figure(
    row: NDArray[np.float64], scheme: Scheme, *, language: Language, threshold: float, axis: str, dark: bool = False
) -> go.Figure:
    """Bars of every label, strongest on top, "no emotion" last; fixed axis from 0 to 1.

    row: (n_labels,), scores of one line. threshold: drawn as a vertical line.
    """
    order = sorted(range(len(row)), key=lambda i: (not scheme.emotions[i].is_emotion, -row[i]))
    emotions = [scheme.emotions[index] for index in order]
    values = [float(row[index]) for index in order]
    figure = go.Figure(
        go.Bar(
            x=values,
            y=[emotion.gloss(language) for emotion in emotions],
            orientation="h",
            marker={"color": [emotion.colour for emotion in emotions]},
            text=[f"{value:.2f}" for value in values],
            textposition="outside",
            cliponaxis=False,
            customdata=[hover(emotion.definition(language)) for emotion in emotions],
            hovertemplate="<b>%{y}</b> %{x:.3f}<br>%{customdata}<extra></extra>",
        ),
        layout={"template": template(dark), "height": _BAR * len(row) + 60, "bargap": 0.25, "showlegend": False},
    )
    figure.add_vline(x=threshold, line={"color": palette(dark).faint, "dash": "dot", "width": 1})
    title = {"text": axis, "font": {"size": 12}, "standoff": 4}
    figure.update_xaxes(range=[0, 1], title=title, side="top", fixedrange=True)
    return figure.update_yaxes(autorange="reversed", fixedrange=True, showgrid=False, tickfont={"size": 12})

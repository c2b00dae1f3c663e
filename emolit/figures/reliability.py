"""Predicted against observed shares: how far a score can be taken at its word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from emolit.figures.theme import palette, template


def reliability_figure(
    bins: Sequence[Mapping[str, float]],
    *,
    axes: tuple[str, str],
    ideal: str,
    name: str,
    colour: str | None = None,
    dark: bool = False,
) -> go.Figure:
    """Bins of equally many scores as points; on the diagonal scores and shares are the same.

    bins: with `score` and `share`, means over a bin, and `rows`, how many scores it has. axes: titles. ideal: what the
    diagonal is called.
    """
    ink = palette(dark)
    scores, shares = [each["score"] for each in bins], [each["share"] for each in bins]
    top = min(1.0, 1.1 * max([*scores, *shares, 0.1]))
    figure = go.Figure(layout={"template": template(dark), "height": 420, "hovermode": "closest"})
    line = {"color": ink.faint, "dash": "dot", "width": 1.5}
    figure.add_trace(go.Scatter(x=[0, top], y=[0, top], mode="lines", line=line, name=ideal, hoverinfo="skip"))
    figure.add_trace(
        go.Scatter(
            x=scores, y=shares, mode="lines+markers", name=name, cliponaxis=False,
            line={"color": colour or ink.text, "width": 2}, marker={"size": 8},
            customdata=[each["rows"] for each in bins],
            hovertemplate="%{x:.3f} → %{y:.3f} (n = %{customdata:,})<extra></extra>",
        )
    )  # fmt: skip
    figure.update_xaxes(title={"text": axes[0]}, range=[0, top], constrain="domain")
    return figure.update_yaxes(title={"text": axes[1]}, range=[0, top])

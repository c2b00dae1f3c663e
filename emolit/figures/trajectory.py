"""Signals along a work: raw points always visible, one smooth, stanza breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from emolit.figures.theme import DASHES, SYMBOLS, hover, palette, template


@dataclass(frozen=True, eq=False)
class Track:
    """One signal: its name, colour, raw scores and their smooth, each of shape (n_lines,)."""

    name: str
    colour: str
    raw: NDArray[np.float64]
    smooth: NDArray[np.float64]


def trajectory_figure(
    tracks: Sequence[Track],
    texts: Sequence[str],
    stanzas: Sequence[int],
    *,
    axes: tuple[str, str],
    selected: int | None = None,
    dark: bool = False,
) -> go.Figure:
    """Each point carries its line's index as `customdata[0]`; the vertical axis is fixed from 0 to 1.

    texts, stanzas: text and stanza of each line. axes: titles of the horizontal and the vertical axis. Tracks of one
    colour differ in dash and marker.
    """
    figure = go.Figure(layout={"template": template(dark), "height": 460, "hovermode": "closest"})
    seen: dict[str, int] = {}
    for track in tracks:
        kind = seen.setdefault(track.colour, -1) + 1
        seen[track.colour] = kind
        _add_track(figure, track, texts, kind)
    for index in range(1, len(stanzas)):
        if stanzas[index] != stanzas[index - 1]:
            figure.add_vline(x=index + 0.5, line={"color": palette(dark).faint, "dash": "dot", "width": 1})
    if selected is not None:
        figure.add_vline(x=selected + 1, line={"color": palette(dark).text, "width": 1})
    figure.update_xaxes(title={"text": axes[0]}, range=[0.3, len(texts) + 0.7], showgrid=False)
    return figure.update_yaxes(title={"text": axes[1]}, range=[0, 1])


def _add_track(figure: go.Figure, track: Track, texts: Sequence[str], kind: int) -> None:
    numbers = list(range(1, len(texts) + 1))
    figure.add_scatter(
        x=numbers,
        y=track.smooth.tolist(),
        mode="lines",
        name=track.name,
        legendgroup=track.name,
        line={"color": track.colour, "width": 2.5, "dash": DASHES[kind % len(DASHES)]},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=numbers,
        y=track.raw.tolist(),
        mode="markers",
        name=track.name,
        legendgroup=track.name,
        showlegend=False,
        marker={"color": track.colour, "size": 8, "opacity": 0.65, "symbol": SYMBOLS[kind % len(SYMBOLS)]},
        customdata=[[index] for index in range(len(texts))],
        text=[hover(text) for text in texts],
        hovertemplate=f"%{{x}}: %{{text}}<br><b>{hover(track.name)}</b> %{{y:.3f}}<extra></extra>",
    )

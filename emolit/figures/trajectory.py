"""Signals along a work: raw points always visible, smooth curves, their bands, section breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from emolit.figures.theme import DASHES, SYMBOLS, faded, hover, palette, template

Array = NDArray[np.float64]

MOST_POINTS = 1000  # of a trace: each is a node of the page
_MOST_BREAKS = 80  # section breaks above which lines would hide the points
_MOST_CORNERS = 2000  # of a drawn curve; a screen has hardly more pixels
_PANEL = 190  # pixels
_LEGEND_WIDTH = 740  # pixels, beside a desktop's sidebar


@dataclass(frozen=True, eq=False)
class Ribbon:
    """A band, (n_lines,) each side, what it is called, and for the null band the curve that it belongs to."""

    name: str
    low: Array
    high: Array
    curve: Array | None = None
    curve_name: str = ""


@dataclass(frozen=True, eq=False)
class Track:
    """One signal: its name, colour, raw scores and their smooth, each of shape (n_lines,), and what is known of them.

    turns: index of each turning point and whether it is beyond chance.
    has_points: whether the raw scores are drawn among other tracks, or the curve alone.
    """

    name: str
    colour: str
    raw: Array
    smooth: Array
    band: Ribbon | None = None
    null: Ribbon | None = None
    turns: tuple[tuple[int, bool], ...] = ()
    has_points: bool = True


@dataclass(frozen=True)
class Frame:
    """What the figures of one stretch of lines share.

    texts, sections: text and section of each line. axes: titles of the horizontal and the vertical axis.
    limits: of the vertical axis.
    """

    texts: Sequence[str]
    sections: Sequence[int]
    axes: tuple[str, str]
    limits: tuple[float, float] = (0.0, 1.0)
    dark: bool = False


def trajectory_figure(tracks: Sequence[Track], frame: Frame) -> go.Figure:
    """All signals on one fixed axis; a raw point's place on the horizontal axis is its line, numbered from 1.

    Tracks of one colour differ in dash and marker.
    """
    figure = go.Figure(layout={"template": template(frame.dark), "height": 460, "hovermode": "closest"})
    kinds = [[other.colour for other in tracks[:number]].count(track.colour) for number, track in enumerate(tracks)]
    for track, kind in zip(tracks, kinds, strict=True):
        if track.has_points:
            _add_points(figure, track, frame, kind, {})
    for track, kind in zip(tracks, kinds, strict=True):
        _add_curves(figure, track, frame, kind, {}, legend=True)
    _add_breaks(figure, frame)
    figure.update_layout(margin={"l": 64, "r": 12, "t": _room_for_legend(figure), "b": 56})
    return _set_axes(figure, frame)


def _room_for_legend(figure: go.Figure) -> int:
    """Pixels above a figure as wide as a desktop's page; where it is too little, Plotly draws the figure twice."""
    rows, used = 1, 0
    for trace in figure.data:
        if trace.showlegend is not False:
            width = 45 + sum(13 if east_asian_width(letter) in "WF" else 7 for letter in trace.name)
            rows, used = (rows + 1, width) if used + width > _LEGEND_WIDTH else (rows, used + width)
    return 20 + 30 * rows


def panels_figure(tracks: Sequence[Track], frame: Frame) -> go.Figure:
    """One panel a signal under another, on the same axes: small multiples."""
    figure = make_subplots(len(tracks), 1, shared_xaxes=True, vertical_spacing=0.25 / max(len(tracks), 1) ** 1.2)
    figure.update_layout(template=template(frame.dark), height=90 + _PANEL * len(tracks), hovermode="closest")
    for row, track in enumerate(tracks, start=1):
        place = {"row": row, "col": 1}
        _add_points(figure, track, frame, 0, place)
        _add_curves(figure, track, frame, 0, place, legend=row == 1)
        figure.add_annotation(
            text=hover(track.name), x=0, y=1, xref="x domain" if row == 1 else f"x{row} domain",
            yref="y domain" if row == 1 else f"y{row} domain", xanchor="left", yanchor="bottom", showarrow=False,
        )  # fmt: skip
    figure.update_layout(showlegend=any(track.band or track.null for track in tracks), margin_t=76)
    figure.update_layout(legend={"yref": "container", "y": 0.995, "yanchor": "top"})
    _add_breaks(figure, frame, len(tracks))
    _set_axes(figure, frame)
    figure.update_xaxes(title={"text": ""})
    figure.update_xaxes(title={"text": frame.axes[0]}, row=len(tracks), col=1)
    figure.update_yaxes(title={"text": ""})  # said once, or long names would run into each other
    figure.update_yaxes(title={"text": frame.axes[1]}, row=(len(tracks) + 1) // 2, col=1)
    return figure


def _set_axes(figure: go.Figure, frame: Frame) -> go.Figure:
    figure.update_xaxes(title={"text": frame.axes[0]}, range=[0.3, len(frame.texts) + 0.7], showgrid=False)
    figure.update_yaxes(title={"text": frame.axes[1], "standoff": 10}, range=list(frame.limits))
    if frame.limits[0] < 0:
        figure.add_hline(y=0, line={"color": palette(frame.dark).faint, "width": 1})
    return figure


def _add_points(figure: go.Figure, track: Track, frame: Frame, kind: int, place: dict[str, int]) -> None:
    """The raw scores; of very many lines those that `pointed_lines` chooses."""
    lines = pointed_lines(track.raw)
    few = len(lines) == len(frame.texts)
    figure.add_trace(
        go.Scatter(
            x=lines + 1, y=track.raw[lines].astype(np.float32), mode="markers", name=hover(track.name),
            text=[hover(frame.texts[line]) for line in lines], legendgroup=track.name, showlegend=False,
            hovertemplate=f"%{{x}}: %{{text}}<br><b>{hover(track.name)}</b> %{{y:.3f}}<extra></extra>",
            cliponaxis=False,  # a score of 0 is a whole dot
            marker={"color": track.colour, "symbol": SYMBOLS[kind % len(SYMBOLS)],
                    "size": 8 if few else 5, "opacity": 0.6 if few else 0.5},
        ),
        **place,
    )  # fmt: skip


def pointed_lines(raw: Array) -> NDArray[np.intp]:
    """The lines that are drawn as points: all, or of a long work three of each of its equal parts.

    These are the lowest, the highest and the one in the middle, so that no line that stands out is left out (after
    Jugel et al. 2014, "M4"). raw: (n_lines,), NaN where nothing is known.
    """
    if len(raw) <= MOST_POINTS:
        return np.arange(len(raw))
    chosen = []
    for part in np.array_split(np.arange(len(raw)), MOST_POINTS // 3):
        known = part[~np.isnan(raw[part])]
        if len(known):
            chosen += [known[raw[known].argmin()], known[raw[known].argmax()], known[len(known) // 2]]
    return np.unique(np.array(chosen, dtype=np.intp))


def _add_curves(figure: go.Figure, track: Track, frame: Frame, kind: int, place: dict[str, int], legend: bool) -> None:
    """Bands first, then the curves, then the turns on them. In panels, `legend` is for what all of them share."""
    grey, ink = palette(frame.dark).faint, palette(frame.dark).text
    for band, colour in ((track.null, faded(grey, 0.28)), (track.band, faded(track.colour, 0.22))):
        if band is not None:
            _add_ribbon(figure, band, frame, colour, legend, place)
    if track.null is not None and track.null.curve is not None:
        line = {"color": ink, "width": 1.3, "dash": "dot"}
        _add_curve(figure, track.null.curve, frame, line, place, name=track.null.curve_name, showlegend=legend)
    line = {"color": track.colour, "width": 2.5, "dash": DASHES[kind % len(DASHES)]}
    name = hover(track.name)
    _add_curve(figure, track.smooth, frame, line, place, name=name, legendgroup=track.name, showlegend=not place)
    if track.turns:
        _add_turns(figure, track, frame, place)


def _numbers(frame: Frame) -> Array:
    return np.arange(1, len(frame.texts) + 1, dtype=np.float64)


def _drawn(frame: Frame) -> slice:
    """The lines at which a curve is drawn: more than a screen has pixels, however long the text."""
    return slice(None, None, max(1, len(frame.texts) // _MOST_CORNERS))


def _add_curve(
    figure: go.Figure, y: Array, frame: Frame, line: dict[str, object], place: dict[str, int], **about: object
) -> None:
    drawn = _drawn(frame)
    curve = go.Scatter(
        x=_numbers(frame)[drawn], y=y[drawn].astype(np.float32), mode="lines", line=line, hoverinfo="skip", **about
    )
    figure.add_trace(curve, **place)


def _add_ribbon(
    figure: go.Figure, band: Ribbon, frame: Frame, colour: str, legend: bool, place: dict[str, int]
) -> None:
    x, low, high = (values[_drawn(frame)] for values in (_numbers(frame), band.low, band.high))
    known = ~np.isnan(low)
    around = np.concatenate([x[known], x[known][::-1]])
    sides = np.concatenate([high[known], low[known][::-1]]).astype(np.float32)
    ribbon = go.Scatter(
        x=around, y=sides, mode="lines", fill="toself", fillcolor=colour, line={"width": 0}, name=band.name,
        legendgroup=band.name, showlegend=legend, hoverinfo="skip",
    )  # fmt: skip
    figure.add_trace(ribbon, **place)


def _add_turns(figure: go.Figure, track: Track, frame: Frame, place: dict[str, int]) -> None:
    lines = [line for line, _ in track.turns]
    fills = [track.colour if beyond else "rgba(0,0,0,0)" for _, beyond in track.turns]
    figure.add_trace(
        go.Scatter(
            x=[line + 1 for line in lines], y=track.smooth[lines].tolist(), mode="markers", showlegend=False,
            legendgroup=track.name, hoverinfo="skip", cliponaxis=False,
            marker={"symbol": "diamond", "size": 12, "color": fills,
                    "line": {"color": palette(frame.dark).text, "width": 1.5}},
        ),
        **place,
    )  # fmt: skip


def _add_breaks(figure: go.Figure, frame: Frame, panels: int = 1) -> None:
    """Where sections begin, in every panel.

    One path a panel: of fifty lines the server and the browser each make fifty objects, at every change of the figure.
    """
    breaks = [i + 0.5 for i in range(1, len(frame.sections)) if frame.sections[i] != frame.sections[i - 1]]
    if not 0 < len(breaks) <= _MOST_BREAKS:
        return
    path = " ".join(f"M{x},0L{x},1" for x in breaks)
    line = {"color": palette(frame.dark).faint, "dash": "dot", "width": 1}
    axes = [str(panel) if panel > 1 else "" for panel in range(1, panels + 1)]
    shapes = [
        {"type": "path", "path": path, "xref": f"x{axis}", "yref": f"y{axis} domain", "line": line} for axis in axes
    ]
    figure.update_layout(shapes=shapes)

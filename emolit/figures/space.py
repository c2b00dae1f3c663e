"""Lines, segments, works or authors as points of an emotion space."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from emolit.analysis.projection import Density, Spread
from emolit.figures.grid import LIGHT_STEPS
from emolit.figures.theme import faded, hover, palette, template

Array = NDArray[np.float64]

# Told apart by colour-blind readers, 3:1 on light and dark; authors beyond the eighth share colours and differ by name.
AUTHOR_COLOURS = ("#519ad7", "#d77900", "#316f53", "#b4187f", "#a79175", "#752cff", "#c40200", "#90949a")
SHADES = LIGHT_STEPS[2:]  # of numbers: one hue whose lightness alone changes
DARK_SHADES = ("#3e5387", "#637fc3", "#9cb3e9", "#f2f6ff")

_WEBGL_FROM = 1000  # points; SVG is slow beyond
_SIZES = ((10_000, 3, 0.4), (_WEBGL_FROM, 4, 0.45), (0, 7, 0.6))  # from so many points on: how large, how opaque
_HEIGHT = 640
_LABEL = (0.12, 0.035)  # how large an author's name is, in shares of the map
_PALE = 0.1  # opacity of points that a search has not found


@dataclass(frozen=True, eq=False)
class Look:
    """Points that are drawn alike: one entry of the legend.

    colour: six-digit hex; empty where the figure's shade says it. is_own: the reader's own, drawn larger, with an edge.
    rows: indices of the points.
    """

    name: str
    colour: str
    symbol: str
    rows: Sequence[int]
    is_own: bool = False


@dataclass(frozen=True, eq=False)
class Shade:
    """A number a point, told by how light its colour is. values: (n_points,); limits: of the colour bar."""

    name: str
    values: Array
    limits: tuple[float, float]
    ticks: str = ".2f"


@dataclass(frozen=True, eq=False)
class Territory:
    """Where an author lies: centre and ellipse where means have a meaning, contours and a medoid where they have none.

    medoid: index of the point that stands for the author. number: what a click on it tells. members: indices of the
    points that it is of.
    """

    name: str
    colour: str
    number: int
    spread: Spread | None = None
    density: Density | None = None
    medoid: int | None = None
    told: str = ""
    members: Sequence[int] = ()

    def place(self, points: Array) -> Array | None:
        """The centre, or the medoid among the points of the map; None without either."""
        if self.spread is not None:
            return self.spread.centre
        return None if self.medoid is None else np.asarray(points[self.medoid])

    def label_place(self, points: Array) -> Array:
        """Where the name stands: by the centre; on a map without centres where the author's points are densest."""
        if self.density is not None:
            row, column = np.unravel_index(int(self.density.height.argmax()), self.density.height.shape)
            return np.array([self.density.x[column], self.density.y[row]])
        place = self.place(points)
        assert place is not None
        return place


@dataclass(frozen=True, eq=False)
class Scene:
    """A map as it is drawn, on a screen or on paper; `looks` cover the points that are shown.

    points: (n_points, 2). axes: their titles. measured: whether the axes have a unit. arrows: name -> (x, y), how an
    emotion moves a point; drawn from the middle, all to one scale of their own.
    """

    points: Array
    looks: Sequence[Look]
    axes: tuple[str, str]
    measured: bool = True
    territories: Sequence[Territory] = ()
    arrows: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    shade: Shade | None = None

    def label_shifts(self) -> list[int]:
        """How many lines each author's name is moved up, so that it does not hide one that stands there already."""
        if not len(self.points):
            return [0] * len(self.territories)
        extent = np.maximum(np.ptp(self.points, axis=0), 1e-12)
        taken: list[tuple[float, float, int]] = []
        for author in self.territories:
            x, y = author.label_place(self.points) / extent
            shift = 0
            while any(abs(x - a) < _LABEL[0] and abs(y + shift * _LABEL[1] - b - s * _LABEL[1]) < _LABEL[1] * 0.99
                      for a, b, s in taken):  # fmt: skip
                shift += 1
            taken.append((x, y, shift))
        return [shift for _, _, shift in taken]

    def scaled_arrows(self) -> dict[str, tuple[float, float]]:
        """Ends of the arrows, the longest as long as two thirds of the way to the edge of the points."""
        if not self.arrows or not len(self.points):
            return {}
        longest = max(float(np.hypot(*arrow)) for arrow in self.arrows.values())
        reach = 0.66 * float(np.quantile(np.abs(self.points).max(axis=1), 0.99))
        scale = reach / max(longest, 1e-12)
        return {name: (x * scale, y * scale) for name, (x, y) in self.arrows.items()}


def space_figure(
    scene: Scene,
    told: Sequence[str],
    *,
    found: NDArray[np.bool_] | None = None,
    selected: int | None = None,
    near: Sequence[int] = (),
    view: str = "",
    drag: str = "pan",
    dark: bool = False,
) -> go.Figure:
    """`customdata` of a point is its index; of an author, less than zero: -1 - its number.

    told: what hovering shows of each point. found: (n_points,), those that a search has found; the others turn pale.
    selected: the point with a ring around it; near: points with a fine ring, its neighbours. view: while it stays the
    same, so does what the reader has zoomed to. drag: "pan", "lasso" or "select"; Streamlit hears a click on a point
    only while dragging pans.
    """
    figure = go.Figure(
        layout={
            "template": template(dark),
            "height": _HEIGHT,
            "hovermode": "closest",
            "dragmode": drag,
            "uirevision": view,
            "modebar": {"uirevision": drag},
            "legend": {"itemsizing": "constant"},
        }
    )
    for territory in scene.territories:
        _add_density(figure, territory)
    for look in sorted(scene.looks, key=lambda look: look.is_own):
        _add_points(figure, scene, look, told, found, dark)
    for territory, shift in zip(scene.territories, scene.label_shifts(), strict=True):
        _add_author(figure, scene, territory, shift, dark)
    for name, end in scene.scaled_arrows().items():
        _add_arrow(figure, name, end, dark)
    _add_rings(figure, scene, near, 14, 1.5, dark)
    _add_rings(figure, scene, [] if selected is None else [selected], 20, 3, dark)
    shown = {"showticklabels": scene.measured, "showgrid": scene.measured, "ticks": ""}
    x, y = ({"text": hover(name, 90), "font": {"size": 12}} for name in scene.axes)
    figure.update_xaxes(title=x, **shown)
    return figure.update_yaxes(title=y, scaleanchor="x", scaleratio=1, **shown)


def _add_points(
    figure: go.Figure, scene: Scene, look: Look, told: Sequence[str], found: NDArray[np.bool_] | None, dark: bool
) -> None:
    rows = np.asarray(look.rows, dtype=np.intp)
    size, opacity = next((size, opacity) for least, size, opacity in _SIZES if len(scene.points) > least or not least)
    opacity = 0.95 if look.is_own else opacity + 0.2 * dark
    marker: dict[str, object] = {
        "color": look.colour or "#000000",
        "symbol": look.symbol,
        "size": 12 if look.is_own else size,
        "opacity": opacity if found is None else np.where(found[rows], opacity, _PALE).tolist(),
        "line": {"width": 1.5 if look.is_own else 0, "color": palette(dark).text},
    }
    if scene.shade and not look.colour:
        marker |= _shaded(scene.shade, rows, dark)
    figure.add_trace(
        _scatter(scene)(
            x=scene.points[rows, 0].tolist(),
            y=scene.points[rows, 1].tolist(),
            mode="markers",
            name=hover(look.name),
            marker=marker,
            customdata=[[index] for index in rows.tolist()],
            text=[told[index] for index in rows],
            hovertemplate="%{text}<extra></extra>",
            unselected={"marker": {"opacity": 0.25}},
            showlegend=True,
        )
    )


def _scatter(scene: Scene) -> Any:
    """One kind for all of a figure: what the graphics card draws lies above all that is SVG."""
    return go.Scattergl if len(scene.points) > _WEBGL_FROM else go.Scatter


def _shaded(shade: Shade, rows: NDArray[np.intp], dark: bool) -> dict[str, object]:
    steps = DARK_SHADES if dark else SHADES
    return {
        "color": shade.values[rows].tolist(),
        "cmin": shade.limits[0],
        "cmax": shade.limits[1],
        "colorscale": [[number / (len(steps) - 1), colour] for number, colour in enumerate(steps)],
        "colorbar": {"title": {"text": hover(shade.name), "side": "right"}, "thickness": 12, "tickformat": shade.ticks},
    }


def _add_rings(figure: go.Figure, scene: Scene, rows: Sequence[int], size: int, width: float, dark: bool) -> None:
    if not rows:
        return
    points = scene.points[list(rows)]
    marker = {"symbol": "circle-open", "size": size, "color": palette(dark).text, "line": {"width": width}}
    figure.add_trace(
        _scatter(scene)(
            x=points[:, 0].tolist(), y=points[:, 1].tolist(), mode="markers", name="", showlegend=False,
            marker=marker, hoverinfo="skip",
        )
    )  # fmt: skip


def _add_author(figure: go.Figure, scene: Scene, author: Territory, shift: int, dark: bool) -> None:
    """The ellipse and the centre, or the medoid; the author's name by the centre, or where the points are densest."""
    if author.spread is not None and len(author.spread.outline):
        figure.add_trace(
            _scatter(scene)(
                x=author.spread.outline[:, 0].tolist(), y=author.spread.outline[:, 1].tolist(), mode="lines",
                line={"color": author.colour, "width": 2}, fill="toself", fillcolor=faded(author.colour, 0.12),
                name="", showlegend=False, hoverinfo="skip",
            )
        )  # fmt: skip
    if (place := author.place(scene.points)) is None:
        return
    ink = palette(dark)
    marker = {"color": author.colour, "size": 14, "line": {"color": ink.text, "width": 1.2}}
    figure.add_trace(
        _scatter(scene)(
            x=[float(place[0])], y=[float(place[1])], mode="markers", name="", showlegend=False,
            marker=marker | {"symbol": "x" if author.spread is not None else "star-diamond"},
            customdata=[[-1 - author.number, author.told]], hovertemplate="%{customdata[1]}<extra></extra>",
        )
    )  # fmt: skip
    x, y = (float(value) for value in author.label_place(scene.points))
    figure.add_annotation(
        x=x, y=y, text=f"<b>{hover(author.name)}</b>", showarrow=False, yshift=16 + 15 * shift,
        font={"size": 13, "color": ink.text}, bgcolor=faded(ink.background, 0.6), captureevents=False,
    )  # fmt: skip


def _add_density(figure: go.Figure, author: Territory) -> None:
    if author.density is None:
        return
    figure.add_contour(
        x=author.density.x.tolist(),
        y=author.density.y.tolist(),
        z=author.density.height.tolist(),
        contours={"start": 0.25, "end": 0.9, "size": 0.25, "coloring": "lines"},
        colorscale=[[0, author.colour], [1, author.colour]],
        line={"width": 1.5},
        showscale=False,
        showlegend=False,
        name=hover(author.name),
        hoverinfo="skip",
    )


def _add_arrow(figure: go.Figure, name: str, end: tuple[float, float], dark: bool) -> None:
    ink = palette(dark)
    figure.add_annotation(
        x=end[0], y=end[1], ax=0, ay=0, xref="x", yref="y", axref="x", ayref="y", text="",
        showarrow=True, arrowhead=2, arrowwidth=1.5, arrowcolor=ink.text, opacity=0.8,
    )  # fmt: skip
    figure.add_annotation(
        x=end[0] * 1.06, y=end[1] * 1.06, xref="x", yref="y", text=hover(name), showarrow=False,
        font={"size": 11, "color": ink.text}, bgcolor=faded(ink.background, 0.7),
        xanchor="left" if end[0] > 0 else "right",
    )  # fmt: skip

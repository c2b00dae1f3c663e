"""Lines or works as points of an emotion space; authors as centre and spread, or as density."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from emolit.analysis.projection import Density, Plane, Spread
from emolit.figures.theme import SYMBOLS, hover, palette, template

# Told apart by colour-blind readers, 3:1 on light and dark; authors beyond the eighth share colours and differ by name.
AUTHOR_COLOURS = ("#519ad7", "#d77900", "#316f53", "#b4187f", "#a79175", "#752cff", "#c40200", "#90949a")
_WEBGL_FROM = 1000  # points; SVG is slow beyond


@dataclass(frozen=True)
class SpacePoint:
    """One line or work: whose it is, and what hovering shows."""

    author: str
    language: str
    label: str
    work_id: str
    line: int | None  # None: the whole work


def space_figure(
    plane: Plane,
    points: Sequence[SpacePoint],
    *,
    axes: tuple[str, str],
    spreads: Mapping[str, Spread] | None = None,
    densities: Mapping[str, Density] | None = None,
    selected: int | None = None,
    dark: bool = False,
) -> go.Figure:
    """Colour by author, shape by language; `customdata` of a point is its index in `points`.

    spreads: authors' centres and ellipses, for PCA. densities: authors' contours, for UMAP. selected: the point with a
    ring around it.
    """
    figure = go.Figure(layout={"template": template(dark), "height": 620, "hovermode": "closest"})
    authors = list(dict.fromkeys(point.author for point in points))
    colours = {author: AUTHOR_COLOURS[i % len(AUTHOR_COLOURS)] for i, author in enumerate(authors)}
    languages = dict.fromkeys(point.language for point in points)
    symbols = {language: SYMBOLS[i % len(SYMBOLS)] for i, language in enumerate(languages)}
    for author, shape in (densities or {}).items():
        _add_density(figure, author, shape, colours[author])
    for key in dict.fromkeys((point.author, point.language) for point in points):
        members = [index for index, point in enumerate(points) if (point.author, point.language) == key]
        _add_points(figure, plane, points, members, colours[key[0]], symbols[key[1]])
    for author, spread in (spreads or {}).items():
        _add_spread(figure, author, spread, colours[author], palette(dark).text)
    if selected is not None:
        _add_ring(figure, float(plane.points[selected, 0]), float(plane.points[selected, 1]), palette(dark).text)
    figure.update_xaxes(title={"text": axes[0]}, showticklabels=bool(plane.explained))
    return figure.update_yaxes(
        title={"text": axes[1]}, showticklabels=bool(plane.explained), scaleanchor="x", scaleratio=1
    )


def _add_points(
    figure: go.Figure, plane: Plane, points: Sequence[SpacePoint], members: Sequence[int], colour: str, symbol: str
) -> None:
    scatter = go.Scattergl if len(points) > _WEBGL_FROM else go.Scatter
    first = points[members[0]]
    figure.add_trace(
        scatter(
            x=plane.points[members, 0].tolist(),
            y=plane.points[members, 1].tolist(),
            mode="markers",
            name=f"{hover(first.author)} ({hover(first.language)})",
            legendgroup=first.author,
            marker={"color": colour, "symbol": symbol, "size": 8, "opacity": 0.75},
            customdata=[[index] for index in members],
            text=[points[index].label for index in members],
            hovertemplate="%{text}<extra></extra>",
        )
    )


def _add_ring(figure: go.Figure, x: float, y: float, colour: str) -> None:
    figure.add_scatter(
        x=[x],
        y=[y],
        mode="markers",
        name="",
        marker={"symbol": "circle-open", "size": 18, "color": colour, "line": {"width": 3}},
        showlegend=False,
        hoverinfo="skip",
    )


def _add_spread(figure: go.Figure, author: str, spread: Spread, colour: str, edge: str) -> None:
    if len(spread.outline):
        figure.add_scatter(
            x=spread.outline[:, 0].tolist(),
            y=spread.outline[:, 1].tolist(),
            mode="lines",
            line={"color": colour, "width": 2},
            legendgroup=author,
            showlegend=False,
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=[float(spread.centre[0])],
        y=[float(spread.centre[1])],
        mode="markers+text",
        marker={"color": colour, "symbol": "x", "size": 13, "line": {"color": edge, "width": 1}},
        text=[hover(author)],
        textposition="top center",
        legendgroup=author,
        showlegend=False,
        hovertemplate=f"%{{text}} ({spread.n_works})<extra></extra>",
    )


def _add_density(figure: go.Figure, author: str, shape: Density, colour: str) -> None:
    figure.add_contour(
        x=shape.x.tolist(),
        y=shape.y.tolist(),
        z=shape.height.tolist(),
        contours={"start": 0.25, "end": 0.9, "size": 0.25, "coloring": "lines"},
        colorscale=[[0, colour], [1, colour]],
        line={"width": 1.5},
        showscale=False,
        legendgroup=author,
        name=hover(author),
        hoverinfo="skip",
    )

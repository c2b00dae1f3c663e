"""Lines or works as points, authors as centre and spread or as density, for print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from emolit.analysis.projection import Density, Plane, Spread
from emolit.figures.printed.paper import MARKERS, WIDTH, Printed, shortened
from emolit.figures.space import AUTHOR_COLOURS, SpacePoint
from emolit.figures.theme import LIGHT


def printed_space(
    plane: Plane,
    points: Sequence[SpacePoint],
    *,
    axes: tuple[str, str],
    spreads: Mapping[str, Spread] | None = None,
    densities: Mapping[str, Density] | None = None,
) -> Printed:
    """`space_figure` for print: colour by author, shape by language."""
    authors = list(dict.fromkeys(point.author for point in points))
    colours = {author: AUTHOR_COLOURS[i % len(AUTHOR_COLOURS)] for i, author in enumerate(authors)}
    languages = {language: number for number, language in enumerate(dict.fromkeys(p.language for p in points))}

    def draw(on: Axes) -> None:
        for author, shape in (densities or {}).items():
            on.contour(shape.x, shape.y, shape.height, levels=[0.25, 0.5, 0.75], colors=colours[author], linewidths=0.9)
        for key in dict.fromkeys((point.author, point.language) for point in points):
            members = [index for index, point in enumerate(points) if (point.author, point.language) == key]
            name = shortened(f"{key[0]} ({key[1]})" if key[1] else key[0], 28)
            on.plot(plane.points[members, 0], plane.points[members, 1], MARKERS[languages[key[1]] % len(MARKERS)],
                    color=colours[key[0]], markersize=3.5, alpha=0.7, markeredgewidth=0, label=name)  # fmt: skip
        for author, spread in (spreads or {}).items():
            _draw_spread(on, author, spread, colours[author])
        on.set(xlabel=axes[0], ylabel=axes[1], aspect="equal")
        if not plane.explained:
            on.set(xticks=[], yticks=[])
        on.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3)

    return Printed((WIDTH, WIDTH * 0.85), draw)


def _draw_spread(on: Axes, author: str, spread: Spread, colour: str) -> None:
    if len(spread.outline):
        on.plot(spread.outline[:, 0], spread.outline[:, 1], color=colour, linewidth=1.2)
    x, y = (float(value) for value in spread.centre)
    on.plot(x, y, "X", color=colour, markersize=9, markeredgecolor=LIGHT.text, markeredgewidth=0.7)
    on.annotate(shortened(author), (x, y), xytext=(0, 6), textcoords="offset points", ha="center")

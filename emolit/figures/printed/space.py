"""The emotion space for print."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from emolit.figures.printed.paper import MARKERS, WIDTH, Printed, shortened
from emolit.figures.space import SHADES, Look, Scene, Territory
from emolit.figures.theme import LIGHT, SYMBOLS

_FAINT_FROM = 1000  # points
_STEPS = 40  # of a colour bar; Matplotlib makes a picture of one that has more


def printed_space(scene: Scene) -> Printed:
    """`space_figure` for print: vectors, also where a screen's graphics card would draw."""

    def draw(on: Axes) -> None:
        for author in scene.territories:
            if author.density is not None:
                shape = author.density
                on.contour(
                    shape.x, shape.y, shape.height, levels=[0.25, 0.5, 0.75], colors=author.colour, linewidths=0.9
                )
        for look in sorted(scene.looks, key=lambda look: look.is_own):
            _draw_points(on, scene, look)
        for author, shift in zip(scene.territories, scene.label_shifts(), strict=True):
            _draw_author(on, scene, author, shift)
        for name, (x, y) in scene.scaled_arrows().items():
            on.annotate("", (x, y), (0, 0), arrowprops={"arrowstyle": "->", "color": LIGHT.text, "lw": 0.8})
            on.annotate(shortened(name, 20), (x * 1.06, y * 1.06), ha="left" if x > 0 else "right", fontsize=7)
        on.set(xlabel=shortened(scene.axes[0], 90), ylabel=shortened(scene.axes[1], 80), aspect="equal")
        if not scene.measured:
            on.set(xticks=[], yticks=[])
        if any(look.name for look in scene.looks):
            on.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3)

    return Printed((WIDTH, WIDTH * 0.85), draw)


def _draw_points(on: Axes, scene: Scene, look: Look) -> None:
    x, y = scene.points[list(look.rows)].T
    many = len(scene.points) > _FAINT_FROM
    style: dict[str, Any] = {
        "marker": MARKERS[SYMBOLS.index(look.symbol)],
        "s": 36 if look.is_own else 4 if many else 11,
        "alpha": 1.0 if look.is_own else 0.35 if many else 0.65,
        "linewidths": 0.7 if look.is_own else 0,
        "edgecolors": LIGHT.text if look.is_own else "none",
        "label": shortened(look.name, 28),
    }
    if scene.shade and not look.colour:
        shade = scene.shade
        scale = LinearSegmentedColormap.from_list("", list(SHADES), N=_STEPS)
        drawn = on.scatter(x, y, c=shade.values[list(look.rows)], cmap=scale, vmin=shade.limits[0],
                           vmax=shade.limits[1], **style)  # fmt: skip
        if look is next(each for each in scene.looks if not each.colour):
            on.figure.colorbar(drawn, ax=on, label=shortened(shade.name), shrink=0.6)
    else:
        on.scatter(x, y, color=look.colour, **style)


def _draw_author(on: Axes, scene: Scene, author: Territory, shift: int) -> None:
    if author.spread is not None and len(author.spread.outline):
        on.plot(author.spread.outline[:, 0], author.spread.outline[:, 1], color=author.colour, linewidth=1.2)
    if (place := author.place(scene.points)) is None:
        return
    marker = "X" if author.spread is not None else "*"
    x, y = (float(value) for value in place)
    on.plot(x, y, marker=marker, color=author.colour, markersize=9, markeredgecolor=LIGHT.text, markeredgewidth=0.7)
    label_x, label_y = (float(value) for value in author.label_place(scene.points))
    on.annotate(
        shortened(author.name), (label_x, label_y), xytext=(0, 6 + 9 * shift), textcoords="offset points", ha="center"
    )

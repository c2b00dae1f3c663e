"""Works of different length side by side, for print."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from emolit.figures.printed.paper import DASHES, WIDTH, Printed, shortened
from emolit.figures.space import AUTHOR_COLOURS
from emolit.figures.theme import LIGHT
from emolit.figures.trajectory import Ribbon


def printed_courses(
    courses: Mapping[str, NDArray[np.float64]],
    *,
    axes: tuple[str, str],
    limits: tuple[float, float],
    mean: Ribbon | None = None,
) -> Printed:
    """`courses_figure` for print: curves from 0 to 100 %, their mean and its band between works."""

    def draw(on: Axes) -> None:
        if mean is not None and mean.curve is not None:
            x = np.linspace(0, 100, len(mean.curve))
            on.fill_between(x, mean.low, mean.high, color=LIGHT.faint, alpha=0.3, linewidth=0, label=mean.name)
        for number, (name, curve) in enumerate(courses.items()):
            colour = AUTHOR_COLOURS[number % len(AUTHOR_COLOURS)]
            style = DASHES[number // len(AUTHOR_COLOURS) % len(DASHES)]
            x = np.linspace(0, 100, len(curve))
            on.plot(x, curve, color=colour, linestyle=style, linewidth=1.2, label=shortened(name, 28))
        if mean is not None and mean.curve is not None:
            x = np.linspace(0, 100, len(mean.curve))
            on.plot(x, mean.curve, color=LIGHT.text, linewidth=2, label=mean.curve_name)
        on.set(xlabel=axes[0], ylabel=axes[1], xlim=(0, 100), ylim=limits)
        on.grid(axis="y", color=LIGHT.grid, linewidth=0.6)
        on.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3)

    return Printed((WIDTH, 3.2 + 0.16 * (len(courses) // 3)), draw)

"""All labels of a work, lines by emotions, for print."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from emolit.emotions import Scheme
from emolit.errors import Language
from emolit.figures.grid import LIGHT_STEPS, MOST_COLUMNS
from emolit.figures.printed.paper import WIDTH, Printed
from emolit.figures.theme import LIGHT
from emolit.figures.trajectory import Frame

_ROW = 0.155  # inches


def printed_grid(values: NDArray[np.float64], scheme: Scheme, frame: Frame, language: Language) -> Printed:
    """`grid_figure` for print, of a long text with several lines a column. values: (n_lines, n_labels)."""
    size = -(-len(values) // MOST_COLUMNS)
    edges = np.append(np.arange(0, len(values), size), len(values))
    means = np.add.reduceat(values, edges[:-1], axis=0) / np.diff(edges)[:, None]
    order = [scheme.names.index(name) for family in scheme.families for name in family.members]
    emotions = [scheme.emotions[index] for index in order]

    def draw(axes: Axes) -> None:
        colours = LinearSegmentedColormap.from_list("emolit", LIGHT_STEPS)
        mesh = axes.pcolormesh(
            edges + 0.5, np.arange(len(order) + 1) - 0.5, means[:, order].T, cmap=colours,
            vmin=0, vmax=1, edgecolors="face", linewidth=0.1,
        )  # fmt: skip
        axes.set(xlabel=frame.axes[0], yticks=range(len(order)), ylim=(len(order) - 0.5, -0.5))
        axes.set_yticklabels([emotion.gloss(language) for emotion in emotions], fontsize=6.5)
        axes.tick_params(axis="y", length=0, pad=8)
        edge = axes.get_yaxis_transform()
        for row, emotion in enumerate(emotions):
            mark = Rectangle((-0.014, row - 0.5), 0.01, 1, transform=edge, color=emotion.colour, clip_on=False, lw=0)
            axes.add_patch(mark)
            if row and emotion.family != emotions[row - 1].family:
                axes.axhline(row - 0.5, color=LIGHT.faint, linewidth=0.6)
        bar = axes.figure.colorbar(mesh, ax=axes, label=frame.axes[1], fraction=0.03, pad=0.015)
        if bar.solids is not None:
            bar.solids.set_rasterized(False)  # Matplotlib would make a picture of it

    return Printed((WIDTH, _ROW * len(order) + 0.7), draw)

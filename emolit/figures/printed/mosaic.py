"""Lines by emotions as a small SVG for a page: a few kilobytes where a mesh of Matplotlib's takes hundreds."""

from __future__ import annotations

from html import escape

import numpy as np
from numpy.typing import NDArray

from emolit.emotions import Scheme
from emolit.errors import Language
from emolit.figures.grid import LIGHT_STEPS, MOST_COLUMNS
from emolit.figures.theme import LIGHT

_STEPS = 20  # of colour
_LABELS, _ROW, _WIDTH = 150, 13, 640  # pixels


def mosaic_svg(values: NDArray[np.float64], scheme: Scheme, language: Language, axis: str) -> str:
    """Squares from pale (0) to dark (1) in steps of a twentieth; of a long text a column is the mean of several lines.

    values: (n_lines, n_labels). axis: what is counted along the top.
    """
    size = -(-len(values) // MOST_COLUMNS)
    means = np.add.reduceat(values, np.arange(0, len(values), size), axis=0)
    means /= np.diff(np.append(np.arange(0, len(values), size), len(values)))[:, None]
    order = [scheme.names.index(name) for family in scheme.families for name in family.members]
    steps = np.clip((means[:, order] * _STEPS).astype(int), 0, _STEPS - 1)
    wide = min(_WIDTH / len(means), 26.0)
    parts = [f'<text x="{_LABELS}" y="10">{escape(axis)} 1–{len(values)}</text>']
    for row, index in enumerate(order):
        y = 16 + _ROW * row
        parts.append(
            f'<rect x="{_LABELS - 6}" y="{y}" width="4" height="{_ROW}" fill="{scheme.emotions[index].colour}"/>'
        )
        name = escape(scheme.emotions[index].gloss(language))
        parts.append(f'<text x="{_LABELS - 12}" y="{y + 10}" text-anchor="end">{name}</text>')
    for step in np.unique(steps):
        squares = "".join(
            f"M{_LABELS + wide * column:.1f} {16 + _ROW * row}h{wide:.1f}v{_ROW}h-{wide:.1f}z"
            for column, row in zip(*np.nonzero(steps == step), strict=True)
        )
        parts.append(f'<path fill="{_colour((step + 0.5) / _STEPS)}" d="{squares}"/>')
    height = 20 + _ROW * len(order)
    look = f'font-size="10" fill="{LIGHT.text}"'
    return f'<svg viewBox="0 0 {_LABELS + _WIDTH + 4} {height}" {look}>{"".join(parts)}</svg>'


def _colour(value: float) -> str:
    """The colour of a score on the steps that the figure for the page has."""
    stops = np.linspace(0, 1, len(LIGHT_STEPS))
    channels = [[int(colour[i : i + 2], 16) for colour in LIGHT_STEPS] for i in (1, 3, 5)]
    return "#" + "".join(f"{round(float(np.interp(value, stops, channel))):02x}" for channel in channels)

"""Signals along a work, for print."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from emolit.figures.printed.paper import DASHES, MARKERS, WIDTH, Printed, shortened
from emolit.figures.theme import LIGHT
from emolit.figures.trajectory import Frame, Ribbon, Track

_MOST_BREAKS = 80  # section breaks above which lines would hide the points


def printed_trajectory(tracks: Sequence[Track], frame: Frame) -> Printed:
    """`trajectory_figure` for print: raw points, smooth curves, bands, turning points, section breaks."""

    def draw(axes: Axes) -> None:
        for number, track in enumerate(tracks):
            same = [other.colour for other in tracks[:number]].count(track.colour)
            _draw_track(axes, track, same, len(frame.texts))
        _draw_breaks(axes, frame)
        axes.set(xlabel=frame.axes[0], ylabel=frame.axes[1], xlim=(0.3, len(frame.texts) + 0.7), ylim=frame.limits)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.grid(axis="y", color=LIGHT.grid, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3)

    return Printed((WIDTH, 3.4), draw)


def _draw_track(axes: Axes, track: Track, same: int, n_lines: int) -> None:
    """same: how many tracks of this colour were drawn before."""
    x = np.arange(1, n_lines + 1)
    for band, colour, alpha in ((track.null, LIGHT.faint, 0.25), (track.band, track.colour, 0.2)):
        if band is not None:
            _draw_ribbon(axes, x, band, colour, alpha)
    if track.null is not None and track.null.curve is not None:
        axes.plot(x, track.null.curve, color=LIGHT.text, linewidth=0.9, linestyle=":", label=track.null.curve_name)
    marker = MARKERS[same % len(MARKERS)]
    if track.has_points:
        axes.plot(x, track.raw, marker, color=track.colour, markersize=3, alpha=0.6, markeredgewidth=0, clip_on=False)
    style = DASHES[same % len(DASHES)]
    axes.plot(x, track.smooth, color=track.colour, linewidth=1.5, linestyle=style, label=shortened(track.name))
    for line, beyond in track.turns:
        face = track.colour if beyond else "none"
        axes.plot(line + 1, track.smooth[line], "D", markersize=5, markerfacecolor=face, markeredgecolor=LIGHT.text,
                  markeredgewidth=0.8, clip_on=False)  # fmt: skip


def _draw_ribbon(axes: Axes, x: np.ndarray, band: Ribbon, colour: str, alpha: float) -> None:
    axes.fill_between(x, band.low, band.high, color=colour, alpha=alpha, linewidth=0, label=band.name)


def _draw_breaks(axes: Axes, frame: Frame) -> None:
    changes = [i for i in range(1, len(frame.sections)) if frame.sections[i] != frame.sections[i - 1]]
    for index in changes if len(changes) <= _MOST_BREAKS else ():
        axes.axvline(index + 0.5, color=LIGHT.faint, linewidth=0.6, linestyle=":")

"""The strongest emotions of one or several texts side by side, for print."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from emolit.emotions import Scheme
from emolit.errors import Language
from emolit.figures.printed.paper import MARKERS, WIDTH, Printed, shortened
from emolit.figures.theme import LIGHT

_ROW = 0.19  # inches


def printed_profile(
    profiles: Mapping[str, NDArray[np.float64]], scheme: Scheme, *, language: Language, axis: str, most: int = 15
) -> Printed:
    """A row an emotion, the `most` strongest by their mean, a mark a text; "no emotion" left out.

    profiles: name -> (n_labels,).
    """
    mean = np.mean(list(profiles.values()), axis=0)
    shown = sorted((i for i, e in enumerate(scheme.emotions) if e.is_emotion), key=lambda i: -mean[i])[:most]

    def draw(on: Axes) -> None:
        for row, index in enumerate(shown):
            values = [profile[index] for profile in profiles.values()]
            on.plot([0, max(values)], [row, row], color=scheme.emotions[index].colour, linewidth=2.5, alpha=0.35)
        for number, (name, profile) in enumerate(profiles.items()):
            marker = MARKERS[number % len(MARKERS)]
            for row, index in enumerate(shown):
                on.plot(profile[index], row, marker, color=scheme.emotions[index].colour, markersize=5.5,
                        markeredgecolor=LIGHT.text, markeredgewidth=0.5, clip_on=False)  # fmt: skip
            on.plot([], [], marker, color=LIGHT.text, markersize=5.5, label=shortened(name))
        on.set(xlabel=axis, xlim=(0, 1), yticks=range(len(shown)), ylim=(len(shown) - 0.5, -0.5))
        on.set_yticklabels([scheme.emotions[index].gloss(language) for index in shown])
        on.grid(axis="x", color=LIGHT.grid, linewidth=0.6)
        on.set_axisbelow(True)
        if len(profiles) > 1:
            on.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3)

    return Printed((WIDTH, _ROW * len(shown) + 0.8), draw)

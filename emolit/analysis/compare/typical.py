"""The most and the least typical works and lines of a group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emolit.analysis.compare.gathering import Gathered, Rows
from emolit.errors import NotEnoughData

Array = NDArray[np.float64]

FEWEST = 2  # works, since each is held against the others


@dataclass(frozen=True, eq=False)
class Typical:
    """Works and lines of a group, each held against the group's other works, "no emotion" left out.

    away: (n_works,), root mean square distance of a work's profile to the mean of the others, in units of score.
    along: one array (n_lines,) a work: how far a line lies from the corpus's mean in the direction in which the
        group's other works do, in units of score; negative the other way.
    """

    rows: Rows
    away: Array
    along: tuple[Array, ...]


def typical(gathered: Gathered, rows: Rows) -> Typical:
    """A work never has a say in what it is held against. Raises NotEnoughData below two works."""
    if len(rows) < FEWEST:
        raise NotEnoughData("analysis.too_few_to_be_typical", needed=FEWEST, found=len(rows))
    means = gathered.means[:, gathered.columns]
    own, usual = means[rows], means.mean(axis=0)
    others = (own.sum(axis=0) - own) / (len(rows) - 1)
    away = np.sqrt(((own - others) ** 2).mean(axis=1))
    along = []
    for row, other in zip(rows, others, strict=True):
        direction = other - usual
        length = np.linalg.norm(direction)
        unit = direction / length if length > 0 else direction
        along.append((gathered.lines[row][:, gathered.columns] - usual) @ unit)
    return Typical(rows, away, tuple(along))

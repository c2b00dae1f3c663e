"""Where a curve turns, and where a work's level changes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.signal import find_peaks

from emolit.analysis.resampling import LEVEL, SEED, permutations
from emolit.analysis.trajectory.smoothing import Smoother, places

Array = NDArray[np.float64]

_SURE = 1.96 * np.sqrt(2)  # of a difference of two places, in standard errors
_ORDERS = 199  # random orders for the prominence that chance reaches
_SHORTEST_SECTION = 5  # lines
_MOST_CHANGES = 12
_MOST_PLACES = 2000
_FLAT = 1e-9  # a difference that is a rounding error


class Turn(StrEnum):
    PEAK = "peak"
    TROUGH = "trough"


@dataclass(frozen=True)
class TurningPoint:
    line: int  # index, from 0
    kind: Turn
    value: float  # of the smooth curve
    prominence: float  # how far the curve rises or falls on both sides, in units of the signal
    beyond_chance: bool  # more prominent than the most prominent turn of 95 in 100 random orders of the lines


def turning_points(
    values: Array, smoother: Smoother, *, alone: Array | None = None, seed: int = SEED
) -> tuple[TurningPoint, ...]:
    """Peaks and troughs of the smooth curve, in the order of the lines.

    A turn must stand out from its surroundings by more than the noise of a difference of two smooth values: 1.96 times
    the root of 2 standard errors, the noise of single lines estimated from differences of neighbours (Rice 1984). A
    long work has such turns by chance; those beyond chance stand out further than any of a work without order.

    values: (n_lines,), raw. alone: (n_lines,), the same lines read alone, whose random orders are looked at; `values`
    themselves if not given.
    """
    smooth = smoother.apply(values)
    least = _noise(values, smoother)
    chance = _chance_prominence(values if alone is None else alone, smoother, seed)
    found = [
        TurningPoint(line, kind, float(smooth[line]), height, height > chance)
        for kind, line, height in _turns(smooth)
        if height > max(float(least[line]), 1e-9)
    ]
    return tuple(sorted(found, key=lambda turn: turn.line))


def _turns(smooth: Array) -> Iterator[tuple[Turn, int, float]]:
    for kind, sign in ((Turn.PEAK, 1), (Turn.TROUGH, -1)):
        lines, about = find_peaks(sign * smooth, prominence=0)
        for line, height in zip(lines, about["prominences"], strict=True):
            yield kind, int(line), float(height)


def _noise(values: Array, smoother: Smoother) -> Array:
    if len(values) < 2:
        return np.full(len(values), np.inf)
    variance = (np.diff(values) ** 2).sum() / (2 * (len(values) - 1))
    return np.asarray(_SURE * np.sqrt(variance * smoother.squares()))


def _chance_prominence(values: Array, smoother: Smoother, seed: int) -> float:
    """The prominence that the most prominent turn of a random order exceeds in 5 of 100 orders."""
    rows = places(smoother)
    highest = [
        max((height for _, _, height in _turns(smooth)), default=0.0)
        for batch in permutations(values, _ORDERS, seed)
        for smooth in smoother.at(rows, batch).T
    ]
    return float(np.sort(highest)[math.ceil(LEVEL * (_ORDERS + 1)) - 1])


@dataclass(frozen=True, eq=False)
class Sections:
    """A work cut where its level changes.

    starts: index of each section's first line, the first one 0. levels: mean of each section.
    gain: how much better than no change at all, in units of BIC; 0 when there is none.
    """

    starts: tuple[int, ...]
    levels: Array
    gain: float


def sections(values: Array, shortest: int = _SHORTEST_SECTION) -> Sections:
    """Sections of constant mean, their number chosen by the BIC for change points (Zhang and Siegmund 2007).

    The common BIC finds changes in mere noise too often; docs/TRAJECTORIES.md has the rates measured for this one.

    The best places for each number of changes are found exactly (dynamic programming; Truong, Oudre, Vayatis 2020,
    `ruptures`). That is quadratic in the number of lines: above 2,000 neighbours are averaged first, in equal groups,
    and a place is exact to the group.

    Their number is found on ranks: scores are skewed, and of a rare emotion's few high lines each would become a
    section. That many are then placed by the scores themselves.

    values: (n_lines,), scores of lines read alone.
    """
    group = -(-len(values) // _MOST_PLACES)
    if group > 1:
        coarse = sections(_grouped_means(values, group), shortest)
        starts = tuple(start * group for start in coarse.starts)
        return Sections(starts, _levels(values, starts), coarse.gain)
    n = len(values)
    most = min(_MOST_CHANGES, n // shortest - 1)
    if most < 1 or np.ptp(values) < _FLAT:
        return Sections((0,), np.array([values.mean()]), 0.0)
    from scipy.stats import rankdata

    ranks = rankdata(values)
    criteria = [_bic(ranks, starts) for starts in _best_cuts(ranks, range(most + 1), shortest)]
    best = int(np.argmin(criteria))
    (starts,) = _best_cuts(values, [best], shortest)
    return Sections(starts, _levels(values, starts), float(criteria[0] - criteria[best]))


def _best_cuts(values: Array, numbers: Sequence[int], shortest: int) -> list[tuple[int, ...]]:
    """For each number of changes the starts of the sections that leave the least sum of squares."""
    from ruptures import KernelCPD

    search = KernelCPD(kernel="linear", min_size=shortest).fit(values.reshape(-1, 1))
    return [(0, *search.predict(n_bkps=number)[:-1]) if number else (0,) for number in numbers]


def _grouped_means(values: Array, group: int) -> Array:
    starts = np.arange(0, len(values), group)
    return np.asarray(np.add.reduceat(values, starts) / np.diff(np.append(starts, len(values))))


def _bic(values: Array, starts: Sequence[int]) -> float:
    parts, n = _cut(values, starts), len(values)
    left = sum(float(((part - part.mean()) ** 2).sum()) for part in parts)
    shares = sum(math.log(len(part) / n) for part in parts)
    return n * math.log(max(left / n, 1e-12)) + 3 * (len(parts) - 1) * math.log(n) + shares


def _levels(values: Array, starts: Sequence[int]) -> Array:
    return np.array([part.mean() for part in _cut(values, starts)])


def _cut(values: Array, starts: Sequence[int]) -> list[Array]:
    return np.split(values, list(starts)[1:])


def section_means(values: Array, sections_of_lines: Sequence[int]) -> Array:
    """Mean of the stanza, poem or chapter that each line stands in, (n_lines,)."""
    _, index = np.unique(np.asarray(sections_of_lines), return_inverse=True)
    return np.asarray((np.bincount(index, weights=values) / np.bincount(index))[index])

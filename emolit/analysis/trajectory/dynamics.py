"""How emotions behave along a work: home base, variability, rise and recovery, and what moves together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emolit.analysis.resampling import LEVEL, REPLICATES, SEED, block_length, moving_blocks

Array = NDArray[np.float64]

_ENOUGH = 0.5  # share of draws that an interval needs


@dataclass(frozen=True)
class Dynamics:
    """Emotion dynamics of one signal of one work.

    level, variability: mean and standard deviation of the lines, in units of the signal.
    departures: how often the course leaves its home base, within one standard deviation of the mean, and comes back.
    rise, recovery: units a line from leaving the base to the farthest point and from there back; NaN without any.
    """

    level: float
    variability: float
    departures: int
    rise: float
    recovery: float


def dynamics(smooth: Array, raw: Array) -> Dynamics:
    """Utterance Emotion Dynamics of Hipson and Mohammad (2021, "Emotion dynamics in movie dialogues"), line by line.

    The idea of inertia and recovery is Hollenstein's (2015, "This time, it's real"). Departures are those of the smooth
    course from its own home base. One that is under way at the start or the end of the text has no rise or no recovery.

    smooth, raw: (n_lines,).
    """
    away = np.abs(smooth - smooth.mean()) - smooth.std()
    rises, recoveries, departures = [], [], 0
    for start, stop in _runs(away > 1e-12):
        departures += 1
        top = start + int(away[start:stop].argmax())
        if start > 0:
            rises.append(float(away[top]) / (top - start + 1))
        if stop < len(away):
            recoveries.append(float(away[top]) / (stop - top))
    return Dynamics(
        float(raw.mean()),
        float(raw.std()),
        departures,
        float(np.mean(rises)) if rises else float("nan"),
        float(np.mean(recoveries)) if recoveries else float("nan"),
    )


def _runs(outside: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Bounds of the stretches of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], outside, [False]]).astype(int)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


@dataclass(frozen=True, eq=False)
class CoMovement:
    """Correlations of signals along a work with 95 % intervals, each (n_signals, n_signals); NaN for a constant one."""

    values: Array
    low: Array
    high: Array


def co_movement(signals: Array, seed: int = SEED) -> CoMovement:
    """Pearson correlation of each pair of signals over lines; intervals by moving-block bootstrap (Künsch 1989).

    Neighbouring lines are not independent, so blocks of lines are drawn, all signals together. Draws in which a sparse
    signal is constant have no correlation and are left out; with fewer than half left there is no interval.

    signals: (n_lines, n_signals).
    """
    n = len(signals)
    indices = moving_blocks(n, n, block_length(n), REPLICATES, seed)
    replicates = np.stack([_correlations(signals[column]) for column in indices.T], axis=-1)
    known = np.isfinite(replicates)
    enough = known.mean(axis=-1) >= _ENOUGH
    low, high = np.nanquantile(np.where(enough[..., None], replicates, 0), [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=-1)
    return CoMovement(_correlations(signals), *(np.where(enough, side, np.nan) for side in (low, high)))


def _correlations(signals: Array) -> Array:
    centred = signals - signals.mean(axis=0)
    sizes = np.sqrt((centred**2).sum(axis=0))
    scaled = np.divide(centred, sizes, out=np.full_like(centred, np.nan), where=sizes > 1e-12)
    return np.asarray(np.clip(scaled.T @ scaled, -1, 1))

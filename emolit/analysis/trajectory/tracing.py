"""One signal of one work, with everything that may be said of it; and all emotions of a work, tested together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

import numpy as np
from numpy.typing import NDArray

from emolit.analysis.resampling import PERMUTATIONS, SEED
from emolit.analysis.signals import bounds, coefficients, emotion_columns
from emolit.analysis.trajectory.chance import NullBand, adjusted, null_band
from emolit.analysis.trajectory.smoothing import Smoother, Smoothing, make_smoother
from emolit.analysis.trajectory.turning import TurningPoint, turning_points
from emolit.analysis.trajectory.uncertainty import Band, BandKind, band_between_lines, band_between_readers
from emolit.emotions import Scheme
from emolit.errors import NotEnoughData

Array = NDArray[np.float64]

SHORT = 30  # lines below which a smooth is no arc and the page says so


class Reading(StrEnum):
    """Whose values a signal is made of."""

    CONTEXT = "context"  # the model, reading lines among their neighbours
    ALONE = "alone"  # the model, reading each line as if it stood alone
    VOTES = "votes"  # human readers, or the scholar's own judgements, where the source brings them


@dataclass(frozen=True)
class Method:
    """How a curve was drawn: what is exported beside its numbers."""

    smoothing: Smoothing = Smoothing.MEAN
    window: int = 5
    band: BandKind = BandKind.LINES
    readers: int = 5  # of a panel, for a band between readers
    permutations: int = PERMUTATIONS
    seed: int = SEED


@dataclass(frozen=True, eq=False)
class Trajectory:
    """One signal along one work.

    raw, smooth: (n_lines,); NaN where no reader was asked. The band belongs to `smooth`, the null band to the smooth of
    the lines read alone. Turning points are those of `smooth`.
    """

    key: str
    raw: Array
    smooth: Array
    band: Band
    turns: tuple[TurningPoint, ...]
    null: NullBand | None
    method: Method


def trace(values: Array, key: str, scheme: Scheme, method: Method, *, alone: Array | None = None) -> Trajectory:
    """The trajectory of one signal, its null band only where the lines' scores read alone are given.

    values: (n_lines, n_labels), of the reading that was asked for; rows of NaN are lines that nobody judged, and are
    passed over. alone: (n_lines, n_labels), the model's scores of each line read alone.

    Raises SchemeError for a key that is no signal, NotEnoughData without any judged line or for an even window.
    """
    judged, known = _judged(values)
    weights, smoother = coefficients(key, scheme), make_smoother(method.smoothing, len(judged), method.window)
    raw = known @ weights
    whole = partial(_spread_out, judged=judged, n=len(values))
    band = _band(known, weights, smoother, method, bounds(key))
    turns = turning_points(raw, smoother, alone=None if alone is None else alone[judged] @ weights, seed=method.seed)
    return Trajectory(
        key,
        whole(raw),
        whole(smoother.apply(raw)),
        replace(band, low=whole(band.low), high=whole(band.high)),
        tuple(replace(turn, line=int(judged[turn.line])) for turn in turns),
        None if alone is None else _null(alone, key, scheme, method),
        method,
    )


def sketch(values: Array, key: str, scheme: Scheme, method: Method) -> Trajectory:
    """The curve alone, without what has to be drawn at random: at once, also for the longest work."""
    judged, known = _judged(values)
    raw = known @ coefficients(key, scheme)
    smooth = make_smoother(method.smoothing, len(judged), method.window).apply(raw)
    whole = partial(_spread_out, judged=judged, n=len(values))
    band = Band(BandKind.NONE, whole(smooth), whole(smooth), 0)
    return Trajectory(key, whole(raw), whole(smooth), band, (), None, method)


def _judged(values: Array) -> tuple[NDArray[np.intp], Array]:
    """The lines that somebody judged, and their values."""
    judged = np.flatnonzero(~np.isnan(values).any(axis=1))
    if not len(judged):
        raise NotEnoughData("analysis.too_short", needed=1, found=0)
    return judged, values[judged]


def _band(values: Array, weights: Array, smoother: Smoother, method: Method, limits: tuple[float, float]) -> Band:
    raw = values @ weights
    if method.band is BandKind.LINES:
        return band_between_lines(raw, smoother, limits=limits, seed=method.seed)
    if method.band is BandKind.READERS:
        return band_between_readers(values, weights, smoother, method.readers, limits=limits, seed=method.seed)
    smooth = smoother.apply(raw)
    return Band(BandKind.NONE, smooth, smooth, 0)


def _null(alone: Array, key: str, scheme: Scheme, method: Method) -> NullBand:
    smoother = make_smoother(method.smoothing, len(alone), method.window)
    return null_band(
        alone @ coefficients(key, scheme),
        smoother,
        limits=bounds(key),
        n_permutations=method.permutations,
        seed=method.seed,
    )


def _spread_out(values: Array, judged: NDArray[np.intp], n: int) -> Array:
    whole = np.full(n, np.nan)
    whole[judged] = values
    return whole


@dataclass(frozen=True)
class Finding:
    """Whether the order of a work's lines matters for one emotion."""

    label: str
    explained: float  # share of the lines' variance in the smooth
    expected: float  # the same over random orders, on average
    p_order: float
    q_order: float  # false discovery rate among the emotions scanned


def scan(alone: Array, scheme: Scheme, method: Method) -> tuple[Finding, ...]:
    """Every emotion of a work under the same random orders, strongest evidence first.

    alone: (n_lines, n_labels), scores of lines read alone.
    """
    names = [scheme.names[column] for column in emotion_columns(scheme)]
    bands = [_null(alone, name, scheme, method) for name in names]
    rates = adjusted([band.p_order for band in bands])
    found = [
        Finding(name, band.explained, band.expected, band.p_order, float(rate))
        for name, band, rate in zip(names, bands, rates, strict=True)
    ]
    return tuple(sorted(found, key=lambda finding: (finding.p_order, finding.expected - finding.explained)))

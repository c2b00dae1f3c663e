"""How sure a smooth curve is. Each band says between what it was drawn: lines, readers, or works."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from emolit.analysis.resampling import REPLICATES, SEED, block_length, interval, moving_blocks
from emolit.analysis.trajectory.smoothing import Smoother, places

Array = NDArray[np.float64]

_LEAST_FREEDOM = 0.1  # a line whose smooth value is nearly its own says nothing of the noise
_READER_REPLICATES = 499
_CELLS = 4_000_000


class BandKind(StrEnum):
    LINES = "lines"
    READERS = "readers"
    NONE = "none"


@dataclass(frozen=True, eq=False)
class Band:
    """A pointwise 95 % band around a smooth curve, (n_lines,) each, and what was drawn anew for it."""

    kind: BandKind
    low: Array
    high: Array
    replicates: int
    block: int = 0  # lines in a block, for a band between lines


def band_between_lines(
    values: Array, smoother: Smoother, *, limits: tuple[float, float] = (0.0, 1.0), seed: int = SEED
) -> Band:
    """Moving-block bootstrap of the residuals around the smooth (Künsch 1989; Härdle and Bowman 1988).

    It says how the curve would vary if the lines had scattered otherwise around the same course. Residuals are made
    equally uncertain first; lines near the ends, whose smooth value is mostly their own, lend none. A smoother leaves
    residuals that lean against each other, and blocks of them vary too little: the band is at least as wide as for
    independent lines of the same scatter.
    """
    smooth = smoother.apply(values)
    freedom = 1 - 2 * smoother.own() + smoother.squares()
    usable = np.flatnonzero(freedom >= _LEAST_FREEDOM)
    if len(usable) < 2:
        return Band(BandKind.LINES, smooth, smooth, REPLICATES, 0)
    span = slice(usable[0], usable[-1] + 1)
    residuals = (values - smooth)[span] / np.sqrt(np.maximum(freedom[span], _LEAST_FREEDOM))
    residuals -= residuals.mean()
    length = block_length(smoother.n)
    rows = places(smoother)
    drawn = []
    for part, size in enumerate(_parts(REPLICATES, smoother.n)):
        indices = moving_blocks(smoother.n, len(residuals), length, size, seed + part)
        drawn.append(smoother.at(rows, residuals[indices]))
    deviations = np.concatenate(drawn, axis=1)
    spread, least = deviations.std(axis=1), residuals.std() * np.sqrt(smoother.squares()[rows])
    deviations *= np.maximum(1, np.divide(least, spread, out=np.ones(len(rows)), where=spread > 0))[:, None]
    return _around(BandKind.LINES, smooth, rows, deviations, limits, length)


def band_between_readers(
    label_values: Array,
    weights: Array,
    smoother: Smoother,
    readers: int,
    *,
    limits: tuple[float, float] = (0.0, 1.0),
    seed: int = SEED,
) -> Band:
    """How the curve would vary between panels of readers: each line and label judged anew by `readers` of them.

    Their votes are binomial with the label's value as share: for a model's scores simulated votes, for real votes a
    parametric bootstrap. Readers are drawn for each line and label by themselves; as real ones keep their habits along
    a work, panels differ by more than this.

    label_values: (n_lines, n_labels), shares. weights: (n_labels,), the signal's coefficients.
    """
    columns = np.flatnonzero(weights)
    shares = np.clip(label_values[:, columns], 0, 1)
    rows, random = places(smoother), np.random.default_rng(seed)
    drawn = []
    for size in _parts(_READER_REPLICATES, smoother.n):
        noise = np.zeros((smoother.n, size))
        for share, weight in zip(shares.T, weights[columns], strict=True):
            votes = random.binomial(readers, share[:, None], size=(smoother.n, size)) / readers
            noise += weight * (votes - share[:, None])
        drawn.append(smoother.at(rows, noise))
    smooth = smoother.apply(label_values @ weights)
    return _around(BandKind.READERS, smooth, rows, np.concatenate(drawn, axis=1), limits, 0)


def _parts(replicates: int, n: int) -> list[int]:
    """Sizes of batches that fit into memory."""
    size = max(1, min(replicates, _CELLS // max(n, 1)))
    return [min(size, replicates - start) for start in range(0, replicates, size)]


def _around(
    kind: BandKind, smooth: Array, rows: NDArray[np.intp], deviations: Array, limits: tuple[float, float], block: int
) -> Band:
    """Deviations at some lines, (n_rows, n_replicates), to a band at every line."""
    lines = np.arange(len(smooth))
    low, high = (np.interp(lines, rows, side) for side in interval(deviations))
    return Band(kind, np.clip(smooth + low, *limits), np.clip(smooth + high, *limits), deviations.shape[1], block)

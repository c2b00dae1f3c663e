"""Drawing works anew, so that a mean over works has an interval."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from emolit.analysis.resampling import LEVEL, REPLICATES, block_length, moving_blocks

Array = NDArray[np.float64]


def drawn_means(means: Array, lines: Sequence[Array], seed: int | np.random.SeedSequence) -> Array:
    """Means over works drawn with replacement (cluster bootstrap), shape (REPLICATES, n_labels).

    A side of one work has no works to draw: blocks of its lines are drawn instead (Künsch 1989), and what comes out
    speaks of this work alone; of a single line nothing can be said, which is NaN. Deviations are enlarged by
    sqrt(n / (n - 1)), for a bootstrap of few is too narrow by that (Hesterberg 2015).

    means: (n_works, n_labels). lines: one array (n_lines, n_labels) a work.
    """
    n = len(means)
    if n == 1 and len(lines[0]) == 1:
        return np.full((REPLICATES, means.shape[1]), np.nan)
    if n == 1:
        drawn = _drawn_lines(lines[0], seed)
        n = len(lines[0])
    else:
        counts = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), REPLICATES)
        drawn = counts @ means / n
    centre = means.mean(axis=0)
    return np.asarray(centre + (drawn - centre) * math.sqrt(n / max(n - 1, 1)))


def _drawn_lines(lines: Array, seed: int | np.random.SeedSequence) -> Array:
    n = len(lines)
    number = seed if isinstance(seed, int) else int(seed.generate_state(1)[0])
    order = moving_blocks(n, n, block_length(n), REPLICATES, number)
    counts = np.stack([np.bincount(column, minlength=n) for column in order.T])
    return np.asarray(counts @ lines / n)


def stretched(drawn: Array, centre: Array, freedom: Array | float) -> tuple[Array, Array]:
    """The interval of LEVEL of bootstrapped values, stretched from the normal's reach to Student's.

    Percentiles of few works end where the normal distribution's would; Student's distribution knows how few they
    are (Hesterberg 2015, section 5.3, who moves the percentiles themselves).

    drawn: (n_replicates, ...). centre: (...). freedom: degrees of freedom, broadcast against `centre`.
    """
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail], axis=0)
    stretch = stdtrit(np.maximum(freedom, 1.0), 1 - tail) / ndtri(1 - tail)
    return centre + (low - centre) * stretch, centre + (high - centre) * stretch


def seeds(seed: int, n: int) -> list[np.random.SeedSequence]:
    """Independent streams of one seed."""
    return np.random.SeedSequence(seed).spawn(n)

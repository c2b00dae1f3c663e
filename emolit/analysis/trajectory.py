"""Smooth a signal along a work: one centred smoother, its window in lines."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from emolit.errors import NotEnoughData

SHORT = 30  # lines below which a smooth is no arc and the page says so

Array = NDArray[np.float64]


def moving_mean(values: Array, window: int) -> Array:
    """Centred moving mean of `window` lines, symmetric at the ends too.

    Near an end the window shrinks on both sides alike, so the curve neither lags nor invents lines beyond the text; the
    first and the last value are the raw ones.

    values: (n_lines,). window: odd, at least 1. Returns (n_lines,). Raises NotEnoughData for an even window.
    """
    if window < 1 or window % 2 == 0:
        raise NotEnoughData("analysis.window", window=window)
    n = len(values)
    position = np.arange(n)
    reach = np.minimum(window // 2, np.minimum(position, n - 1 - position))
    sums = np.concatenate([[0.0], np.cumsum(values)])
    return np.asarray((sums[position + reach + 1] - sums[position - reach]) / (2 * reach + 1))

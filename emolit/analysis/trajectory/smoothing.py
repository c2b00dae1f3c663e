"""Smoothers of a signal along a work. All are linear, none lags, none invents lines beyond the text.

Each is made for a number of lines and a window, and knows its weights: bands and tests need them. There is no low-pass
filter by Fourier transform among them; it rings (Swafford 2015, on syuzhet).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.fft import dct, idct

from emolit.errors import NotEnoughData

Array = NDArray[np.float64]
Rows = NDArray[np.intp]


_MOST_COMPONENTS = 12
_PER_OCTAVE = 6  # the same near the ends, for each doubling of the window
_PER_WINDOW = 40  # places in a window at which curves are compared: between them they hardly move


class Smoothing(StrEnum):
    MEAN = "mean"
    GAUSSIAN = "gaussian"
    LOWESS = "lowess"
    DCT = "dct"
    NONE = "none"


class Smoother(Protocol):
    """A linear map from raw values to smooth ones, whose weights sum to 1 for each line."""

    @property
    def n(self) -> int: ...

    @property
    def width(self) -> int:
        """Lines within which the smooth curve hardly turns."""
        ...

    def apply(self, values: Array) -> Array:
        """values: (n,). Returns (n,)."""
        ...

    def at(self, rows: Rows, values: Array) -> Array:
        """Some lines of many series at once. values: (n, n_series). Returns (n_rows, n_series)."""
        ...

    def own(self) -> Array:
        """The weight of each line in its own smooth value, (n,)."""
        ...

    def squares(self) -> Array:
        """Sum of the squared weights of each line's smooth value, (n,): its variance for noise of variance 1."""
        ...


@dataclass(frozen=True, eq=False)
class LocalSmoother:
    """A smoother that looks a fixed number of lines to both sides.

    kernel: (2 * reach + 1,), the weights away from the ends.
    edge: (reach, 2 * reach + 1), the weights of the first lines on the lines at the start; at the end it is mirrored.
    """

    n: int
    kernel: Array
    edge: Array

    @property
    def reach(self) -> int:
        return len(self.edge)

    @property
    def width(self) -> int:
        return len(self.kernel)

    def apply(self, values: Array) -> Array:
        inner = np.convolve(values, self.kernel[::-1], mode="valid")
        start, end = (self.edge @ side[: self.width] for side in (values, values[::-1]))
        return np.concatenate([start, inner, end[::-1]])

    def at(self, rows: Rows, values: Array) -> Array:
        return np.stack([self._one(int(row), values) for row in rows])

    def _one(self, row: int, values: Array) -> Array:
        reach = self.reach
        if row < reach:
            return np.asarray(self.edge[row] @ values[: self.width])
        if row >= self.n - reach:
            return np.asarray(self.edge[self.n - 1 - row][::-1] @ values[-self.width :])
        return np.asarray(self.kernel @ values[row - reach : row + reach + 1])

    def own(self) -> Array:
        return self._along(np.diagonal(self.edge), self.kernel[self.reach])

    def squares(self) -> Array:
        return self._along((self.edge**2).sum(axis=1), (self.kernel**2).sum())

    def _along(self, start: Array, middle: float) -> Array:
        return np.concatenate([start, np.full(self.n - 2 * self.reach, middle), start[::-1]])


@dataclass(frozen=True, eq=False)
class GlobalShape:
    """The first cosines of the discrete cosine transform, type II: the broad shape of a whole work.

    Used for plots by Jockers (syuzhet 1.0.4, 2017) in place of the Fourier transform. It joins the ends to nothing, but
    it is one wave over the whole text, so it says little of any one place and overshoots beside a step.
    """

    n: int
    components: int  # how many cosines are kept, the constant one among them

    @property
    def width(self) -> int:
        return self.n // self.components

    def apply(self, values: Array) -> Array:
        spectrum = dct(values, norm="ortho")
        spectrum[self.components :] = 0
        return np.asarray(idct(spectrum, norm="ortho"))

    def at(self, rows: Rows, values: Array) -> Array:
        return np.asarray(self._cosines(rows) @ dct(values, norm="ortho", axis=0)[: self.components])

    def own(self) -> Array:
        return np.asarray((self._cosines(np.arange(self.n)) ** 2).sum(axis=1))

    def squares(self) -> Array:
        return self.own()  # a projection: its square is itself

    def _cosines(self, rows: Rows) -> Array:
        order = np.arange(self.components)
        scale = np.where(order == 0, 1, 2) / self.n
        return np.sqrt(scale) * np.cos(np.pi * order * (2 * rows[:, None] + 1) / (2 * self.n))


def make_smoother(kind: Smoothing, n: int, window: int) -> Smoother:
    """The smoother for a work of `n` lines.

    window: odd number of lines, at least 1, which leaves the lines as they are. A Gaussian has the standard deviation
    of the moving mean of that window, LOWESS takes its lines as neighbours, and the highest cosine of the DCT has half
    a wave of about that length. A window longer than the work is cut to it.

    Raises NotEnoughData for an even window or one below 1.
    """
    check_window(window)
    reach, most = window // 2, (n - 1) // 2
    if kind is Smoothing.NONE or not reach or not most:
        return _symmetric(n, 0, np.inf)
    if kind is Smoothing.DCT:
        return GlobalShape(n, components(n, window))
    if kind is Smoothing.LOWESS:
        return _lowess(n, min(reach, most))
    if kind is Smoothing.GAUSSIAN:
        spread = np.sqrt((window**2 - 1) / 12)
        return _symmetric(n, min(round(4 * spread), most), spread)
    return _symmetric(n, min(reach, most), np.inf)


def check_window(window: int) -> None:
    """Raises NotEnoughData for an even window or one below 1: it would have no middle line."""
    if window < 1 or window % 2 == 0:
        raise NotEnoughData("analysis.window", window=window)


def components(n: int, window: int) -> int:
    """Cosines of a DCT whose highest has half a wave of about `window` lines; a dozen at most, for broad shapes."""
    return int(np.clip(round(n / window), 1, min(n, _MOST_COMPONENTS)))


def default_window(n: int) -> int:
    """A tenth of the work, odd, from 5 lines up, but no longer than the work."""
    return min(max(5, 2 * (n // 20) + 1), (n - 1) | 1)


def places(smoother: Smoother) -> Rows:
    """Lines at which curves are compared: all of them under a short window, forty a window under a wide one.

    Near the ends, where the window grows from one line, they stand closer, in equal ratios.
    """
    last, reach = smoother.n - 1, min(smoother.width, smoother.n) // 2
    inner = np.arange(0, smoother.n, max(1, smoother.width // _PER_WINDOW))
    near = np.geomspace(1, max(reach, 1), 1 + _PER_OCTAVE * int(np.log2(max(reach, 1)))).astype(np.intp)
    return np.unique(np.concatenate([inner, np.minimum(near, last), np.maximum(last - near, 0), [last]]))


def _symmetric(n: int, reach: int, spread: float) -> LocalSmoother:
    """Moving mean (infinite spread) or Gaussian. Near an end the window shrinks on both sides alike.

    So a straight line stays a straight line up to its ends, where the smooth value is the raw one.
    """
    offsets = np.arange(-reach, reach + 1)
    bell = np.exp(-0.5 * (offsets / spread) ** 2)
    edge = np.zeros((reach, 2 * reach + 1))
    for row in range(reach):
        edge[row, : 2 * row + 1] = bell[reach - row : reach + row + 1]
    return LocalSmoother(n, bell / bell.sum(), edge / edge.sum(axis=1, keepdims=True) if reach else edge)


def _lowess(n: int, reach: int) -> LocalSmoother:
    """Locally weighted straight lines (Cleveland 1979), tricube weights, no robustness steps, so that it is linear.

    Near an end the neighbours lie to one side. Equal to statsmodels' `lowess(..., it=0)`, which does not give weights.
    """
    width = 2 * reach + 1
    rows = np.arange(reach + 1)[:, None]  # the last one is the kernel of all that follow
    away = (np.arange(width) - rows).astype(np.float64)
    farthest = np.abs(away).max(axis=1, keepdims=True)
    weight = (1 - (np.abs(away) / farthest) ** 3) ** 3
    s0, s1, s2 = (weight.sum(axis=1, keepdims=True), *(_moment(weight, away, power) for power in (1, 2)))
    spread = s0 * s2 - s1**2
    lines = np.divide(weight * (s2 - s1 * away), spread, out=weight / s0, where=spread > 1e-9)
    return LocalSmoother(n, lines[reach], lines[:reach])


def _moment(weight: Array, away: Array, power: int) -> Array:
    return np.asarray((weight * away**power).sum(axis=1, keepdims=True))

"""Speed of a trajectory with its bands, as a ratio against the naive way in one run.

Naive is what a notebook does: for each random order one more pass of a smoother written as a loop over lines.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from emolit.analysis.resampling import PERMUTATIONS, SEED
from emolit.analysis.trajectory.chance import null_band
from emolit.analysis.trajectory.smoothing import Smoothing, default_window, make_smoother
from emolit.analysis.trajectory.tracing import Method, trace
from emolit.emotions import load_scheme

Array = NDArray[np.float64]

LENGTHS = (100, 1_000, 10_000)
_NAIVE_ORDERS = 9  # of 999: the naive way takes the same time for each


@dataclass(frozen=True)
class Speed:
    """Seconds for a work of `n_lines`."""

    n_lines: int
    window: int
    trace: float  # one signal with all that is drawn: bands, null band, turning points
    null: float  # the null band alone
    naive: float  # the same random orders by a loop, from a part of them

    @property
    def ratio(self) -> float:
        return self.naive / self.null


def measure(rounds: int) -> list[Speed]:
    """Best of `rounds` for each length; the values are drawn, for the time does not depend on them."""
    scheme = load_scheme()
    found = []
    for n in LENGTHS:
        values = np.random.default_rng(SEED).beta(0.5, 4, (n, len(scheme.names)))
        window = default_window(n)
        smoother, signal = make_smoother(Smoothing.MEAN, n, window), values[:, 0]
        method = Method(window=window)
        found.append(
            Speed(
                n,
                window,
                _best(rounds, partial(trace, values, scheme.names[0], scheme, method, alone=values)),
                _best(rounds, partial(null_band, signal, smoother)),
                _best(1, partial(_naive, signal, window)) * PERMUTATIONS / _NAIVE_ORDERS,
            )
        )
    return found


def _naive(values: Array, window: int) -> Array:
    """The largest smooth value of each of some random orders."""
    random, reach = np.random.default_rng(SEED), window // 2
    highest = []
    for _ in range(_NAIVE_ORDERS):
        order = random.permutation(values)
        smooth = []
        for line in range(len(order)):
            near = min(reach, line, len(order) - 1 - line)
            smooth.append(order[line - near : line + near + 1].mean())
        highest.append(max(smooth))
    return np.array(highest)


def _best(rounds: int, way: Callable[[], object]) -> float:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        way()
        times.append(time.perf_counter() - started)
    return min(times)


def report(found: list[Speed]) -> str:
    """The figures as Markdown."""
    rows = "\n".join(
        f"| {each.n_lines:,} | {each.window:,} | {1000 * each.trace:.0f} | {1000 * each.null:.0f} | "
        f"{1000 * each.naive:,.0f} | {each.ratio:,.0f} |"
        for each in found
    )
    return f"""## Trajectories

One signal with everything that is drawn for it (smooth, band between lines, null band of {PERMUTATIONS} random orders, turning points with
the prominence that chance reaches), and the null band alone against a loop over lines in each order. Moving mean, milliseconds.

| lines | window | trajectory | null band | the same by a loop | ratio |
| ---: | ---: | ---: | ---: | ---: | ---: |
{rows}
"""

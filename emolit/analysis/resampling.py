"""Drawing lines, blocks of lines and works anew, always from a seed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SEED = 42
PERMUTATIONS = 999
REPLICATES = 999  # of a bootstrap
LEVEL = 0.95

_CELLS = 4_000_000  # of one batch of permutations: 32 MB


def permutations(values: Array, n_permutations: int, seed: int) -> Iterator[Array]:
    """Random orders of a series, in batches of shape (n, batch).

    The same length, number and seed give the same orders whatever the values, so that several signals of one work can
    be tested under the same ones.
    """
    random = np.random.default_rng(seed)
    size = max(1, _CELLS // max(len(values), 1))
    for start in range(0, n_permutations, size):
        batch = min(size, n_permutations - start)
        yield np.ascontiguousarray(random.permuted(np.tile(values, (batch, 1)), axis=1).T)


def moving_blocks(n: int, n_source: int, length: int, n_replicates: int, seed: int) -> NDArray[np.intp]:
    """Indices into a series of `n_source` values, in blocks of consecutive ones (Künsch 1989).

    Returns shape (n, n_replicates): each column is a new series of `n` values.
    """
    length = min(length, n_source)
    random = np.random.default_rng(seed)
    starts = random.integers(n_source - length + 1, size=(-(-n // length), 1, n_replicates))
    return (starts + np.arange(length)[None, :, None]).reshape(-1, n_replicates)[:n]


def block_length(n: int) -> int:
    """The cube root of the number of lines, the usual order of magnitude (Hall, Horowitz, Jing 1995)."""
    return max(1, round(float(np.cbrt(n))))


def p_value(n_as_extreme: int, n_permutations: int) -> float:
    """(b + 1) / (m + 1): never zero, and exact for a Monte Carlo test (Phipson and Smyth 2010)."""
    return (n_as_extreme + 1) / (n_permutations + 1)


def interval(replicates: Array, level: float = LEVEL, axis: int = -1) -> tuple[Array, Array]:
    """The middle `level` of the replicates: its lower and its upper end."""
    low, high = np.quantile(replicates, [(1 - level) / 2, (1 + level) / 2], axis=axis)
    return low, high

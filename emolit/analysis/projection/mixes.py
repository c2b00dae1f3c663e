"""The mix of emotions: what shares of a profile each emotion has, and how far two mixes lie apart.

A profile is the scores of the emotions, "no emotion" left out. Everywhere in this package the distance of two profiles
is Hellinger's, of the mixes: 0 for the same mix, however strong, 1 for nothing in common. It is the metric that UMAP is
given, and a Euclidean one, of the square roots of the shares.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Indices = NDArray[np.intp]

SEED = 42
NEIGHBOURS = 15

_TINY = 1e-12
_DIGITS = 12  # of a squared distance: a product of matrices gives equal rows values that differ in the last ones
_CELLS = 8_000_000  # of one block of distances: 64 MB


def shares(profiles: Array) -> Array:
    """(n_points, n_emotions) with rows that sum to 1; equal shares of nothing."""
    values = np.asarray(profiles, dtype=np.float64)
    total = values.sum(axis=1, keepdims=True)
    equal = np.full_like(values, 1 / values.shape[1])
    return np.asarray(np.divide(values, total, out=equal, where=total > _TINY))


def mix(profiles: Array) -> Array:
    """Places whose Euclidean distances are the profiles' Hellinger distances: sqrt(shares / 2), (n_points, n_emotions).

    Rao (1995), Legendre and Gallagher (2001).
    """
    return np.asarray(np.sqrt(shares(profiles) / 2))


def hellinger(first: Array, second: Array) -> Array:
    """Distance of each profile of the first to each of the second, (n_first, n_second), from 0 to 1.

    Memory grows with the product of the two numbers; `blocks` walks over many.
    """
    squared = np.round(1 - 2 * mix(first) @ mix(second).T, _DIGITS)
    return np.asarray(np.sqrt(np.maximum(squared, 0.0)))


def blocks(n_rows: int, n_columns: int) -> Iterator[slice]:
    """Slices of rows, so that a block of distances stays within 64 MB."""
    size = max(1, _CELLS // max(n_columns, 1))
    for start in range(0, n_rows, size):
        yield slice(start, min(start + size, n_rows))


def k_nearest(asked: Array, reference: Array, k: int, *, among_themselves: bool = False) -> tuple[Indices, Array]:
    """The k reference profiles nearest to each asked one, nearest first, and their distances; both (n_asked, k).

    among_themselves: asked and reference are the same rows, and none is its own neighbour.
    Equal distances come in the order of the reference. k is at most the number of others.
    """
    k = min(k, len(reference) - among_themselves)
    found, apart = np.empty((len(asked), k), dtype=np.intp), np.empty((len(asked), k))
    for part in blocks(len(asked), len(reference)):
        distances = hellinger(asked[part], reference)
        if among_themselves:
            np.fill_diagonal(distances[:, part], np.inf)
        found[part], apart[part] = smallest(distances, k)
    return found, apart


def smallest(distances: Array, k: int) -> tuple[Indices, Array]:
    """Columns of the k smallest values of each row, smallest first, and the values."""
    if not k:
        return np.empty((len(distances), 0), dtype=np.intp), np.empty((len(distances), 0))
    limit = np.partition(distances, k - 1, axis=1)[:, k - 1 : k]
    columns = np.empty((len(distances), k), dtype=np.intp)
    for number, row in enumerate(distances):
        within = np.flatnonzero(row <= limit[number])  # ties at the limit: by order, not as partition left them
        columns[number] = within[np.argsort(row[within], kind="stable")[:k]]
    return columns, np.take_along_axis(distances, columns, axis=1)


def nearest(profiles: Array, index: int, k: int = NEIGHBOURS) -> Indices:
    """The k profiles whose mix is nearest to that of one, nearest first: its true neighbours, whatever a map shows."""
    distances = hellinger(profiles[index : index + 1], profiles)
    distances[0, index] = np.inf
    return np.asarray(smallest(distances, min(k, len(profiles) - 1))[0][0], dtype=np.intp)


def apparent(points: Array, index: int, k: int = NEIGHBOURS) -> Indices:
    """The k points that lie nearest to one on a map, (n_points, 2), nearest first: its apparent neighbours."""
    distances = np.hypot(*(points - points[index]).T)[None]
    distances[0, index] = np.inf
    return np.asarray(smallest(distances, min(k, len(points) - 1))[0][0], dtype=np.intp)


def medoid(profiles: Array, rows: Sequence[int] | Indices) -> int:
    """Of the profiles at `rows`, the index of the one that is on average nearest to the others.

    A real text that stands for its author on a map where means mean nothing. Raises ValueError without rows.
    """
    chosen = np.asarray(rows, dtype=np.intp)
    own = profiles[chosen]
    total = np.concatenate([hellinger(own[part], own).sum(axis=1) for part in blocks(len(own), len(own))])
    return int(chosen[total.argmin()])


def clusters(profiles: Array, n_clusters: int, seed: int = SEED) -> Indices:
    """The cluster of each profile, (n_points,), 0 for the largest: k-means of the mixes, best of three starts.

    Found in the space of emotions, never on a map, which can tear apart what belongs together. A few seconds for
    thousands of points.
    """
    from sklearn.cluster import KMeans  # a second

    n = min(n_clusters, len(np.unique(profiles, axis=0)))
    found = KMeans(n, n_init=3, random_state=seed).fit_predict(mix(profiles))
    order = np.argsort(-np.bincount(found, minlength=n), kind="stable")
    return np.asarray(np.argsort(order)[found], dtype=np.intp)

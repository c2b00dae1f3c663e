"""One line against a corpus: how far its scores lie above the corpus's own, and the lines closest to it in emotion."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from emolit.analysis.signals import emotion_columns
from emolit.emotions import Scheme

Array = NDArray[np.float64]


def base_rates(values: Array) -> Array:
    """The mean score of each label over all lines of a corpus, (n_labels,); values: (n_lines, n_labels)."""
    return np.asarray(values.mean(axis=0))


def lift(row: Array, base: Array) -> Array:
    """How many times a line's scores are the corpus's mean scores, (n_labels,); NaN where the corpus has none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(base > 0, row / base, np.nan)


def hellinger(values: Array, row: Array, scheme: Scheme) -> Array:
    """Distance of each line's emotion profile from one, (n_lines,), "no emotion" left out.

    The Hellinger form on scores as they are, |sqrt(p) - sqrt(q)| / sqrt(2), so that both which emotions a line has and
    how strongly count. (Profiles that add up to 1 would make a line of nothing look like a line of everything.)
    """
    columns = emotion_columns(scheme)
    apart = np.sqrt(values[:, columns]) - np.sqrt(row[columns])
    return np.asarray(np.sqrt((apart**2).sum(axis=1) / 2))


def nearest(values: Array, index: int, scheme: Scheme, k: int = 5) -> list[tuple[int, float]]:
    """The k lines whose emotion profile is nearest to that of line `index`, with their distances, nearest first.

    Equal distances come in the order of the corpus.
    """
    return nearest_to(values, values[index], scheme, k, but=(index,))


def nearest_to(
    values: Array, row: Array, scheme: Scheme, k: int = 5, but: Sequence[int] = ()
) -> list[tuple[int, float]]:
    """The same for a line that need not be one of them, row: (n_labels,); the lines `but` are left out."""
    distances = hellinger(values, row, scheme)
    distances[list(but)] = np.inf
    order = np.argsort(distances, kind="stable")[: max(0, min(k, len(values) - len(set(but))))]
    return [(int(line), float(distances[line])) for line in order]


def labels_per_line(values: Array, scheme: Scheme, threshold: float, top_k: int) -> NDArray[np.intp]:
    """How many emotions each line gets, (n_lines,): those above the threshold, at most `top_k`."""
    above = (values[:, emotion_columns(scheme)] > threshold).sum(axis=1)
    return np.asarray(np.minimum(above, top_k), dtype=np.intp)

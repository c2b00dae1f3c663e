"""Rows of KPoEM with what their readers chose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emolit.emotions import Scheme
from emolit.training.data import KpoemRow, counts, gold, shares

Array = NDArray[np.float64]
Labels = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Truth:
    """rows: (n_rows,), indices into the data. votes, shares: (n_rows, n_labels). gold: the paper's 0/1 labels.

    blocks: (n_rows,), what is resampled as a whole. is_line: (n_rows,), lines, not segments.
    """

    rows: NDArray[np.intp]
    votes: Array
    shares: Array
    gold: Labels
    blocks: NDArray[np.intp]
    is_line: NDArray[np.bool_]

    @staticmethod
    def of(rows: Sequence[KpoemRow], wanted: Sequence[int], scheme: Scheme) -> Truth:
        """Of the wanted rows, those with votes."""
        chosen = [index for index in wanted if rows[index].votes is not None]
        votes = counts([rows[index] for index in chosen], scheme).reshape(len(chosen), len(scheme.names))
        return Truth(
            np.array(chosen, dtype=np.intp),
            votes,
            shares(votes),
            gold(votes) if chosen else votes.astype(bool),
            np.array([rows[index].block for index in chosen], dtype=np.intp),
            np.array([rows[index].unit == "line" for index in chosen], dtype=bool),
        )

    def only(self, kept: NDArray[np.bool_]) -> Truth:
        """kept: (n_rows,)."""
        return Truth(**{name: part[kept] for name, part in vars(self).items()})

"""A signal: one number a line, for an emotion or a family."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from emolit.emotions import Scheme

Array = NDArray[np.float64]

FAMILY_PREFIX = "family:"  # a signal's key is a label's name, or this and a family's key


def signal(values: Array, key: str, scheme: Scheme) -> Array:
    """The column of a label, or the mean of the columns of a family's members.

    values: (n_lines, n_labels). Returns (n_lines,). Raises SchemeError for a key that is neither.
    """
    if key.startswith(FAMILY_PREFIX):
        for family in scheme.families:
            if key == FAMILY_PREFIX + family.key:
                columns = [scheme.names.index(member) for member in family.members]
                return np.asarray(values[:, columns].mean(axis=1))
    return np.asarray(values[:, scheme.names.index(scheme.find(key).name)])


def emotion_columns(scheme: Scheme) -> list[int]:
    """The columns of labels that are emotions: "no emotion" is left out of rankings and lift."""
    return [index for index, emotion in enumerate(scheme.emotions) if emotion.is_emotion]


def strongest(row: Array, scheme: Scheme, k: int) -> list[int]:
    """Columns of the k highest scores of one line, highest first, "no emotion" left out."""
    columns = emotion_columns(scheme)
    return sorted(columns, key=lambda column: (-row[column], column))[:k]

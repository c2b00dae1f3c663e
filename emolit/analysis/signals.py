"""A signal: one number a line, for an emotion, a family, a valence, or the balance of valences.

A signal is the same weighted sum of a line's label values, whoever the values come from: the model reading in context,
the model reading each line alone, or human readers.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from emolit.corpus import Line
from emolit.emotions import NONE_FAMILY, Scheme
from emolit.errors import SchemeError

Array = NDArray[np.float64]

FAMILY_PREFIX = "family:"  # a signal's key is a label's name, or this and a family's key,
VALENCE_PREFIX = "valence:"  # or this and a valence,
BALANCE = "valence"  # or this: mean of the positive labels minus mean of the negative ones, from -1 to 1


def coefficients(key: str, scheme: Scheme) -> Array:
    """What each label adds to a signal, shape (n_labels,).

    A family and a valence are the mean of their members; the balance is ours: mean positive minus mean negative.

    Raises SchemeError for a key that is no signal.
    """
    if key == BALANCE:
        return coefficients(f"{VALENCE_PREFIX}positive", scheme) - coefficients(f"{VALENCE_PREFIX}negative", scheme)
    members = np.array(_members(key, scheme), dtype=np.float64)
    return np.asarray(members / members.sum())


def _members(key: str, scheme: Scheme) -> list[bool]:
    if key.startswith(FAMILY_PREFIX):
        chosen = [FAMILY_PREFIX + emotion.family == key for emotion in scheme.emotions]
    elif key.startswith(VALENCE_PREFIX):
        chosen = [emotion.is_emotion and VALENCE_PREFIX + emotion.valence == key for emotion in scheme.emotions]
    else:
        chosen = [emotion is scheme.find(key) for emotion in scheme.emotions]
    if not any(chosen):
        raise SchemeError("scheme.unknown_label", label=key, scheme=scheme.name)
    return chosen


def signal(values: Array, key: str, scheme: Scheme) -> Array:
    """values: (n_lines, n_labels). Returns (n_lines,). Raises SchemeError for a key that is no signal."""
    return np.asarray(values @ coefficients(key, scheme))


def bounds(key: str) -> tuple[float, float]:
    """The fixed axis of a signal."""
    return (-1.0, 1.0) if key == BALANCE else (0.0, 1.0)


def signal_keys(scheme: Scheme) -> list[str]:
    """Every signal: balance, families, valences, labels; "no emotion" only as a label.

    Labels of which no valence is known have no balance.
    """
    families = [FAMILY_PREFIX + family.key for family in scheme.families if family.key != NONE_FAMILY]
    valences = dict.fromkeys(VALENCE_PREFIX + emotion.valence for emotion in scheme.emotions if emotion.is_emotion)
    both = {f"{VALENCE_PREFIX}positive", f"{VALENCE_PREFIX}negative"} <= set(valences)
    return [*([BALANCE] if both else []), *families, *valences, *scheme.names]


def find_signal(word: str, scheme: Scheme) -> str:
    """The key of a signal named by its key, or by a label's name or gloss in either language.

    Raises SchemeError when there is none.
    """
    return word if word in signal_keys(scheme) else scheme.find(word).name


def vote_shares(lines: Sequence[Line], scheme: Scheme) -> Array:
    """What human readers chose, as shares, shape (n_lines, n_labels); a row of NaN where nobody was asked."""
    rows = np.full((len(lines), len(scheme.names)), np.nan)
    for row, line in zip(rows, lines, strict=True):
        if line.votes is not None:
            row[:] = [line.votes.get(name, 0) / line.readers for name in scheme.names]
    return rows


def emotion_columns(scheme: Scheme) -> list[int]:
    """The columns of labels that are emotions: "no emotion" is left out of rankings and lift."""
    return [index for index, emotion in enumerate(scheme.emotions) if emotion.is_emotion]


def strongest(row: Array, scheme: Scheme, k: int) -> list[int]:
    """Columns of the k highest scores of one line, highest first, "no emotion" left out."""
    columns = emotion_columns(scheme)
    return sorted(columns, key=lambda column: (-row[column], column))[:k]

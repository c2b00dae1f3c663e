"""The words that carry an emotion in a work, or in all works of an author: where the model reads it most and least."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from emolit.reading.words import LineWords, bare


@dataclass(frozen=True)
class Carrier:
    """One word in all its places.

    strength: mean over its places of how far the mean logit of its tokens lies above that of all tokens of these lines.
    places: indices of the lines that it stands in, one for each time.
    """

    word: str
    strength: float
    places: tuple[int, ...]

    @property
    def count(self) -> int:
        return len(self.places)


def carriers(lines: Sequence[LineWords], label: int, *, at_least: int = 1) -> list[Carrier]:
    """Every word, the one that carries the label most first.

    Forms of a word are words of their own; letter case and punctuation around a word make no difference.

    label: its column. at_least: words that stand there less often are left out: of a word that stands there once,
    nobody can tell it from its line.
    """
    found: dict[str, list[tuple[float, int]]] = {}
    for index, words in enumerate(lines):
        for text, level in zip(words.texts, words.levels[:, label], strict=True):
            if (word := bare(text)) and not np.isnan(level):
                found.setdefault(word, []).append((float(level), index))
    usual = _mean_level(lines, label)
    told = [
        Carrier(word, float(np.mean([level for level, _ in seen])) - usual, tuple(index for _, index in seen))
        for word, seen in found.items()
        if len(seen) >= at_least
    ]
    return sorted(told, key=lambda carrier: (-carrier.strength, carrier.word))


def _mean_level(lines: Iterable[LineWords], label: int) -> float:
    """The mean logit of all tokens."""
    total, tokens = 0.0, 0.0
    for words in lines:
        total += float(words.logit[label] * words.tokens.sum())
        tokens += float(words.tokens.sum())
    return total / tokens if tokens else 0.0

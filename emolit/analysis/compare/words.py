"""Which words carry a difference of two groups: an exact share of the difference of their mean logits.

A line's logit is the sum of what its words add. Less the same amount a token everywhere (the mean of all lines, which a
difference does not contain), the sums over a side's lines differ by exactly what its words, one by one, differ by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from emolit.analysis.compare.gathering import Rows
from emolit.reading.words import bare


class Words(Protocol):
    """The words of all lines of a work, one after another, and what each adds to its line's logits."""

    @property
    def texts(self) -> tuple[str, ...]:
        """(n_words,)."""

    @property
    def starts(self) -> NDArray[np.intp]:
        """(n_lines + 1,), the first word of each line, and the number of words."""

    @property
    def contributions(self) -> NDArray[np.float32]:
        """(n_words, n_labels)."""

    @property
    def tokens(self) -> NDArray[np.float32]:
        """(n_words,), how many tokens each word was read as."""


@dataclass(frozen=True)
class Carrier:
    """One word in all its places, letter case and the punctuation around it aside.

    carries: its part of the difference of the sides' mean logits; the parts of all words add up to it.
    first, second: how often it stands in either side; works: in how many works.
    """

    word: str
    carries: float
    first: int
    second: int
    works: int


def carriers(works: Sequence[Words], first: Rows, second: Rows, label: int) -> list[Carrier]:
    """Every word of two sides, the one that carries most of the first side's lead on top.

    As everywhere, a work counts once: its lines weigh the same within it, and works within their side. A word of one
    work alone says more of that work than of the side.
    """
    usual = _usual(works, [*first, *second], label)
    parts: dict[str, list[float]] = {}
    for sign, rows in ((1, first), (-1, second)):
        for row in rows:
            _add(parts, works[row], usual, label, sign, len(rows))
    found = [Carrier(word, carries, int(a), int(b), int(n)) for word, (carries, a, b, n) in parts.items()]
    return sorted(found, key=lambda each: (-each.carries, each.word))


def first_places(works: Sequence[Words], rows: Rows) -> dict[str, tuple[int, int]]:
    """Where each word of one side stands first: the work's row and the line's index in it."""
    found: dict[str, tuple[int, int]] = {}
    for row in rows:
        starts = works[row].starts
        line_of_word = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        for text, line in zip(works[row].texts, line_of_word, strict=True):
            found.setdefault(_plain(text), (int(row), int(line)))
    return found


def _plain(text: str) -> str:
    """What makes two words one; a mark that stands alone stays, so that the parts still add up."""
    return bare(text) or text


def _usual(works: Sequence[Words], rows: Sequence[int], label: int) -> float:
    """Mean logit of all lines of these works."""
    sums = [np.add.reduceat(works[row].contributions[:, label], works[row].starts[:-1]) for row in rows]
    return float(np.concatenate(sums).mean())


def _add(parts: dict[str, list[float]], work: Words, usual: float, label: int, sign: int, n_works: int) -> None:
    """Add a work's words to the sums of `Carrier`: carries, first, second, works."""
    n_lines = len(work.starts) - 1
    lengths = np.diff(work.starts)
    tokens = np.repeat(np.add.reduceat(work.tokens.astype(np.float64), work.starts[:-1]), lengths)
    added = work.contributions[:, label].astype(np.float64) - usual * work.tokens / tokens
    words = [_plain(text) for text in work.texts]
    for word, value in zip(words, sign * added / (n_lines * n_works), strict=True):
        sums = parts.setdefault(word, [0.0, 0, 0, 0])
        sums[0] += float(value)
        sums[1 if sign > 0 else 2] += 1
    for word in set(words):
        parts[word][3] += 1

"""Passages with targets: what one epoch of each stage shows the network.

Each epoch is a pure function of its seed, so that a run that was cut off goes on as if it had not been.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from emolit.emotions import Scheme
from emolit.reading.passages import MAX_TOKENS, Passage, Specials, batches, pack
from emolit.reading.tokens import Tokens
from emolit.training.data import Comment, KpoemRow, counts, scaled_shares

WHOLE_SEGMENT = 0.6  # probability that a segment is read whole
LONGEST_WINDOW = 6  # lines of a window otherwise
_POOL = 256  # passages sorted by length together, so that batches hold little padding


@dataclass(frozen=True)
class Example:
    """One passage and what its owners (lines, or the whole segment) should score.

    targets: (n_owners, n_labels) in [0, 1].
    weights: (n_owners,), 0 for lines that are there to be read but carry no loss.
    """

    passage: Passage
    targets: NDArray[np.float32]
    weights: NDArray[np.float32]


@dataclass(frozen=True)
class _Line:
    ids: Sequence[int]
    target: NDArray[np.float32]
    weight: float


class KpoemExamples:
    """Whole segments, windows and single lines of the poems, drawn anew each epoch.

    Rows that are not `train` stay in the passage as text and carry no loss.
    """

    def __init__(self, rows: Sequence[KpoemRow], scheme: Scheme, tokens: Tokens) -> None:
        self.specials = tokens.specials
        targets = scaled_shares(counts(rows, scheme)).astype(np.float32)
        ids = tokens.encode([row.text for row in rows])
        self.segments: list[list[_Line]] = []
        self.whole: list[_Line] = []
        in_order = sorted(range(len(rows)), key=lambda i: (rows[i].segment, rows[i].row))
        for _, group in groupby(in_order, key=lambda i: rows[i].segment):
            members = [(rows[i], _Line(ids[i], targets[i], float(rows[i].split == "train"))) for i in group]
            self.segments.append([line for row, line in members if row.unit == "line"])
            self.whole += [line for row, line in members if row.unit == "segment" and line.weight]

    def epoch(self, random: np.random.Generator) -> list[Example]:
        examples = [example for lines in self.segments for example in self._segment(lines, random)]
        examples += [example for line in self.whole for example in _examples([line], self.specials)]
        return [example for example in examples if example.weights.any()]

    def _segment(self, lines: Sequence[_Line], random: np.random.Generator) -> Iterator[Example]:
        if random.random() < WHOLE_SEGMENT:
            yield from _examples(lines, self.specials)
            return
        start = 0
        while start < len(lines):
            stop = start + int(random.integers(1, LONGEST_WINDOW + 1))
            yield from _examples(lines[start:stop], self.specials)
            start = stop


class KoteExamples:
    """Each comment a passage of one line with its 0/1 labels, cut at `max_tokens`."""

    def __init__(self, comments: Sequence[Comment], scheme: Scheme, tokens: Tokens, max_tokens: int) -> None:
        self.examples: list[Example] = []
        for comment, ids in zip(comments, tokens.encode([c.text for c in comments]), strict=True):
            target = np.zeros(len(scheme.names), dtype=np.float32)
            target[list(comment.labels)] = 1
            self.examples += _examples([_Line(ids[: max_tokens - 2], target, 1.0)], tokens.specials)

    def epoch(self, random: np.random.Generator) -> list[Example]:
        return self.examples


def _examples(lines: Sequence[_Line], specials: Specials) -> list[Example]:
    """Pack lines as the reader does; a passage keeps only its own lines, numbered from 0."""
    packed = pack([line.ids for line in lines], [0] * len(lines), specials, MAX_TOKENS)
    result = []
    for passage in packed:
        first, last = min(o for o in passage.owners if o >= 0), max(passage.owners)
        owners = tuple(owner - first if owner >= 0 else owner for owner in passage.owners)
        own = lines[first : last + 1]
        result.append(
            Example(
                Passage(passage.ids, owners),
                np.stack([line.target for line in own]),
                np.array([line.weight for line in own], dtype=np.float32),
            )
        )
    return result


def epoch_batches(examples: Sequence[Example], budget: int, random: np.random.Generator) -> list[list[Example]]:
    """Shuffle, then batch passages of like length under a budget of padded tokens, in random order."""
    order = random.permutation(len(examples))
    result = []
    for start in range(0, len(order), _POOL):
        pool = [examples[index] for index in order[start : start + _POOL]]
        result += [[pool[i] for i in batch] for batch in batches([len(e.passage) for e in pool], budget)]
    return [result[index] for index in random.permutation(len(result))]

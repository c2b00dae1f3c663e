"""Passages with targets: what one epoch of each stage shows the network.

Each epoch is a pure function of its seed, so that a run that was cut off goes on as if it had not been.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from emolit.reading.passages import MAX_TOKENS, Passage, Specials, batches, pack
from emolit.reading.tokens import Tokens
from emolit.training.data import Comment, KpoemRow, ParallelComment
from emolit.training.recipe import Recipe
from emolit.training.splits import Split

Array = NDArray[np.float32]

_POOL = 256  # passages sorted by length together, so that batches hold little padding


@dataclass(frozen=True)
class Example:
    """One passage and what its owners (lines, or the whole segment) should score.

    targets: (n_owners, n_labels) in [0, 1], NaN where nothing is known.
    weights: (n_owners,), 0 for lines that are there to be read but carry no loss.
    """

    passage: Passage
    targets: Array
    weights: Array


@dataclass(frozen=True)
class _Line:
    ids: Sequence[int]
    target: Array
    weight: float


class PoemExamples:
    """Whole segments, windows and single lines of the poems, drawn anew each epoch, mixed with a few comments.

    Rows that may be read but are not learnt stay in the passage as text and carry no loss.

    targets: (n_rows, n_labels).
    """

    def __init__(
        self,
        rows: Sequence[KpoemRow],
        split: Split,
        targets: Array,
        tokens: Tokens,
        recipe: Recipe,
        comments: CommentExamples | None = None,
    ) -> None:
        self.specials = tokens.specials
        self.recipe = recipe
        self.comments = comments
        self.segments: list[list[_Line]] = []
        self.whole: list[_Line] = []
        ids = tokens.encode([row.text for row in rows])
        in_order = sorted(split.read, key=lambda i: (rows[i].segment, rows[i].row))
        for _, group in groupby(in_order, key=lambda i: rows[i].segment):
            members = [(rows[i], _Line(ids[i], targets[i], float(i in split.learn))) for i in group]
            self.segments.append([line for row, line in members if row.unit == "line"])
            self.whole += [line for row, line in members if row.unit == "segment" and line.weight]

    def epoch(self, random: np.random.Generator) -> list[Example]:
        examples = [example for lines in self.segments for example in self._segment(lines, random)]
        examples += [example for line in self.whole for example in _examples([line], self.specials)]
        examples = [example for example in examples if example.weights.any()]
        if self.comments and self.recipe.replay:
            examples += self.comments.some(random, self.recipe.replay)
        return examples

    def _segment(self, lines: Sequence[_Line], random: np.random.Generator) -> Iterator[Example]:
        if random.random() < self.recipe.whole_segment:
            yield from _examples(lines, self.specials)
            return
        start = 0
        while start < len(lines):
            stop = start + int(random.integers(1, self.recipe.longest_window + 1))
            yield from _examples(lines[start:stop], self.specials)
            start = stop


@dataclass(frozen=True)
class PoemTexts:
    """Whole segments of the poems that may be read, with what is learnt of them or not: for words, not for votes."""

    poems: PoemExamples

    def epoch(self, random: np.random.Generator) -> list[Example]:
        return [example for lines in self.poems.segments for example in _examples(lines, self.poems.specials)]


class CommentExamples:
    """Comments, each a passage of one line cut at the most tokens it may have.

    KOTE's have the scheme's labels; GoEmotions' own 28 labels follow these in the same row, and what the other data set
    would say is not known. Each epoch has all of KOTE and a draw of GoEmotions, each in English or in Korean.

    meant: for labels of the scheme, those of GoEmotions that mean them; the comments then teach these as well.
    """

    def __init__(
        self,
        kote: Sequence[Comment],
        goemotions: Sequence[ParallelComment],
        widths: tuple[int, int],
        tokens: Tokens,
        recipe: Recipe,
        meant: Mapping[int, frozenset[int]],
    ) -> None:
        self.drawn = min(recipe.goemotions, len(goemotions))
        longest = recipe.comment_tokens - 2
        own, others = widths
        targets = [_one_hot(comment.labels, 0, own, own + others) for comment in kote]
        self.kote = _single(tokens, [comment.text for comment in kote], targets, longest)
        targets = [_one_hot(comment.labels, own, others, own + others) for comment in goemotions]
        for comment, target in zip(goemotions, targets, strict=True):
            target[list(meant)] = [not theirs.isdisjoint(comment.labels) for theirs in meant.values()]
        self.parallel = tuple(
            _single(tokens, texts, targets, longest)
            for texts in ([each.english for each in goemotions], [each.korean for each in goemotions])
        )

    def epoch(self, random: np.random.Generator) -> list[Example]:
        return self.kote + self._draw(random, self.drawn)

    def some(self, random: np.random.Generator, number: int) -> list[Example]:
        """As many KOTE as GoEmotions comments."""
        chosen = random.choice(len(self.kote), min(number // 2, len(self.kote)), replace=False)
        return [self.kote[index] for index in chosen] + self._draw(random, min(number // 2, len(self.parallel[0])))

    def _draw(self, random: np.random.Generator, number: int) -> list[Example]:
        chosen = random.choice(len(self.parallel[0]), number, replace=False) if number else np.array([], dtype=np.intp)
        return [self.parallel[random.integers(2)][index] for index in chosen]


def _one_hot(labels: Sequence[int], start: int, width: int, total: int) -> Array:
    """0 and 1 for the labels of one data set, which begin at `start`; NaN for the others."""
    target = np.full(total, np.nan, dtype=np.float32)
    target[start : start + width] = 0
    target[[start + label for label in labels]] = 1
    return target


def _single(tokens: Tokens, texts: Sequence[str], targets: Sequence[Array], longest: int) -> list[Example]:
    lines = zip(tokens.encode(texts), targets, strict=True)
    return [_examples([_Line(ids[:longest], target, 1.0)], tokens.specials)[0] for ids, target in lines]


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

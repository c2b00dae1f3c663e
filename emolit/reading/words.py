"""What each whole word of a line adds to the line's logits.

A line's logit is the mean of its own tokens' logits. A word therefore adds the sum of its tokens' logits over the
number of the line's tokens, and a line's words add up to its logit exactly. It says where in the line the model reads
an emotion; not what would happen without the word, since each token's logit already knows its neighbours.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from emolit.reading.passages import NOBODY, Passage

Values = NDArray[np.float64]

_WORD = re.compile(r"\S+")
_EDGE = re.compile(r"^[^\w]+|[^\w]+$")


@dataclass(frozen=True, eq=False)
class LineWords:
    """The words of one line, each as it stands between white space, punctuation included.

    texts: (n_words,).
    contributions: (n_words, n_labels), in logits; they add up to the line's logit.
    tokens: (n_words,), how many tokens each word was read as.
    """

    texts: tuple[str, ...]
    contributions: Values
    tokens: NDArray[np.float64]

    @property
    def logit(self) -> Values:
        """(n_labels,); its sigmoid is the line's score."""
        return np.asarray(self.contributions.sum(axis=0))

    @property
    def even_share(self) -> Values:
        """(n_words, n_labels): what each word would add if all tokens of the line said the same."""
        return np.outer(self.tokens / self.tokens.sum(), self.logit)

    @property
    def deviation(self) -> Values:
        """(n_words, n_labels): how much more than its even share a word adds; the words' deviations add up to 0.

        For a rare emotion every word's contribution is negative; the deviation still says where it is found most.
        """
        return np.asarray(self.contributions - self.even_share)

    @property
    def levels(self) -> Values:
        """(n_words, n_labels): mean logit of each word's tokens, whatever the length of word and line; NaN without."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self.contributions * self.tokens.sum() / self.tokens[:, None])


@dataclass(frozen=True, eq=False)
class WorkWords:
    """The words of all lines of a work, one after another.

    texts: (n_words,); starts: (n_lines + 1,), the first word of each line, and the number of words.
    contributions: (n_words, n_labels) in float32, since a work has many words; tokens: (n_words,).
    """

    texts: tuple[str, ...]
    starts: NDArray[np.intp]
    contributions: NDArray[np.float32]
    tokens: NDArray[np.float32]

    def __len__(self) -> int:
        """The number of lines."""
        return len(self.starts) - 1

    def line(self, index: int) -> LineWords:
        own = slice(int(self.starts[index]), int(self.starts[index + 1]))
        return LineWords(
            self.texts[own], self.contributions[own].astype(np.float64), self.tokens[own].astype(np.float64)
        )


def split_words(text: str) -> tuple[str, ...]:
    """What stands between white space; a text of nothing else is one word, so that its logit belongs to somebody."""
    return tuple(_WORD.findall(text)) or (text,)


def bare(word: str) -> str:
    """A word without the punctuation around it, in lower case; empty where there is nothing else."""
    return _EDGE.sub("", word).casefold()


def words_of_tokens(text: str, spans: Iterable[tuple[int, int]]) -> list[int]:
    """The word of each token, by where it begins.

    spans: start and end of each token in `text`. A token that begins in the space before a word belongs to that word,
    one after the last word to the last.
    """
    ends = [found.end() for found in _WORD.finditer(text)] or [len(text)]
    return [min(bisect_right(ends, start), len(ends) - 1) for start, _ in spans]


def first_words(texts: Sequence[str]) -> NDArray[np.intp]:
    """The first word of each line in a row of all words, (n_lines + 1,)."""
    return np.cumsum([0, *(len(split_words(text)) for text in texts)]).astype(np.intp)


def owned_by_words(
    passages: Iterable[Passage], words: Sequence[Sequence[int]], starts: NDArray[np.intp]
) -> list[Passage]:
    """Passages of lines as passages of words: each token belongs to its word, counted through the work.

    words: of each line the word of each token. A line's tokens stand in their order, in however many windows.
    """
    seen = [0] * len(words)
    result = []
    for passage in passages:
        owners = []
        for line in passage.owners:
            if line == NOBODY:
                owners.append(NOBODY)
                continue
            owners.append(int(starts[line]) + words[line][seen[line]])
            seen[line] += 1
        result.append(replace(passage, owners=tuple(owners)))
    return result

"""From summed token logits to scores of lines, stanzas and works.

The score of a unit that lies in one passage is the sigmoid of the mean logit of its tokens. A unit that spans passages
is the token-weighted mean of its passages' probabilities, and is marked as derived. The one exception is a line: its
logit is the mean over all its tokens, in however many windows it was read.

Pieces of words, where the owners of tokens were words, are put together to pieces of lines and score the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from emolit.reading.engine import Pieces
from emolit.reading.scores import LevelScores
from emolit.reading.words import Values, WorkWords, split_words


def line_scores(pieces: Pieces, n_lines: int) -> LevelScores:
    """One row a line; `derived` where the line was read in more than one window."""
    sums = np.zeros((n_lines, pieces.sums.shape[1]))
    tokens = np.zeros(n_lines)
    np.add.at(sums, pieces.line, pieces.sums)
    np.add.at(tokens, pieces.line, pieces.tokens)
    windows = np.bincount(pieces.line, minlength=n_lines)
    return LevelScores(expit(sums / tokens[:, None]), windows > 1)


def unit_scores(pieces: Pieces, unit_of_line: NDArray[np.intp], n_units: int) -> LevelScores:
    """One row a unit (stanza or work); unit_of_line: (n_lines,), from 0."""
    n_labels = pieces.sums.shape[1]
    units = unit_of_line[pieces.line]
    keys, parts = np.unique(np.stack([units, pieces.passage]), axis=1, return_inverse=True)
    sums, tokens = np.zeros((keys.shape[1], n_labels)), np.zeros(keys.shape[1])
    np.add.at(sums, parts.ravel(), pieces.sums)
    np.add.at(tokens, parts.ravel(), pieces.tokens)
    probabilities = expit(sums / tokens[:, None])
    weighted, weights = np.zeros((n_units, n_labels)), np.zeros(n_units)
    np.add.at(weighted, keys[0], probabilities * tokens[:, None])
    np.add.at(weights, keys[0], tokens)
    return LevelScores(weighted / weights[:, None], np.bincount(keys[0], minlength=n_units) > 1)


def as_lines(pieces: Pieces, starts: NDArray[np.intp]) -> Pieces:
    """Pieces of words, put together to pieces of lines."""
    read = pieces.tokens > 0
    lines = np.searchsorted(starts, pieces.line[read], side="right") - 1
    keys, parts = np.unique(np.stack([pieces.passage[read], lines]), axis=1, return_inverse=True)
    sums, tokens = np.zeros((keys.shape[1], pieces.sums.shape[1])), np.zeros(keys.shape[1])
    np.add.at(sums, parts.ravel(), pieces.sums[read])
    np.add.at(tokens, parts.ravel(), pieces.tokens[read])
    return Pieces(keys[0], keys[1], sums, tokens)


def contributions(pieces: Pieces, starts: NDArray[np.intp]) -> tuple[Values, Values]:
    """What each word adds to its line's logits, (n_words, n_labels), and its tokens, (n_words,).

    pieces: of words. A line that was not read at all adds nothing.
    """
    sums, tokens = np.zeros((int(starts[-1]), pieces.sums.shape[1])), np.zeros(int(starts[-1]))
    np.add.at(sums, pieces.line, pieces.sums)
    np.add.at(tokens, pieces.line, pieces.tokens)
    line_of_word = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    of_line = np.bincount(line_of_word, weights=tokens, minlength=len(starts) - 1)
    return sums / np.maximum(of_line, 1)[line_of_word, None], tokens


def work_words(texts: Sequence[str], pieces: Pieces, starts: NDArray[np.intp]) -> WorkWords:
    """texts: of the lines. pieces: of the words of all of them."""
    values, tokens = contributions(pieces, starts)
    words = tuple(word for text in texts for word in split_words(text))
    return WorkWords(words, starts, values.astype(np.float32), tokens.astype(np.float32))

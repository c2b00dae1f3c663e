"""Read KPoEM rows with a model, as the app would: lines within their segment or alone, segments whole."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from emolit.reading.engine import Engine
from emolit.reading.passages import MAX_TOKENS, Passage, pack
from emolit.reading.reader import EmotionReader
from emolit.reading.tokens import Tokens
from emolit.training.data import KpoemRow


def read_with(
    reader: EmotionReader,
    rows: Sequence[KpoemRow],
    wanted: Sequence[int],
    context: bool = True,
    over_segments: bool = False,
) -> NDArray[np.float64]:
    """`read_rows` with a model of either kind; a classifier of single texts knows no context."""
    context = context and not reader.checkpoint.reads_lines
    return read_rows(reader.engine, reader.tokens, rows, wanted, context, reader.width, over_segments)


def single_texts(texts: Sequence[str]) -> list[KpoemRow]:
    """Texts that are no poems, as rows that are each read by itself."""
    return [KpoemRow(number, "segment", number, 0, "", "val", text, None) for number, text in enumerate(texts)]


def read_rows(
    engine: Engine,
    tokens: Tokens,
    rows: Sequence[KpoemRow],
    wanted: Sequence[int],
    context: bool = True,
    width: int = MAX_TOKENS,
    over_segments: bool = False,
) -> NDArray[np.float64]:
    """Mean token logit of each wanted row, shape (n_wanted, n_labels).

    rows: all rows, since a line is read among its neighbours, whichever split they belong to (their text only).
    wanted: indices into `rows`. width: tokens of the longest passage.
    over_segments: passages are as long as they may be, as in a work of a reader's own, and hold the lines of segments
    that follow one another; else they end with a segment, as in training.
    """
    ids = tokens.encode([row.text for row in rows])
    passages: list[Passage] = []
    keys: list[list[int]] = []  # per passage: line number within it -> index into rows
    for group in _groups(rows, set(wanted), context, over_segments):
        stanzas = [rows[index].segment for index in group]  # where a long passage is best cut
        packed = pack([ids[index] for index in group], stanzas, tokens.specials, width)
        passages += packed
        keys += [group] * len(packed)
    pieces = engine.read(passages)
    n_labels = pieces.sums.shape[1]
    sums, counts = np.zeros((len(rows), n_labels)), np.zeros(len(rows))
    for passage, line, total, count in zip(pieces.passage, pieces.line, pieces.sums, pieces.tokens, strict=True):
        index = keys[passage][line]
        sums[index] += total
        counts[index] += count
    chosen = list(wanted)
    return sums[chosen] / counts[chosen, None]


def _groups(rows: Sequence[KpoemRow], wanted: set[int], context: bool, over_segments: bool) -> list[list[int]]:
    """Rows that are read together: the lines of a segment, or of a block of segments, that holds a wanted one, and each
    wanted segment alone.
    """
    if not context:
        return [[index] for index in sorted(wanted)]
    lines = [index for index, row in enumerate(rows) if row.unit == "line"]
    lines.sort(key=lambda index: (rows[index].segment, rows[index].row))
    segments = [
        list(group) for _, group in groupby(lines, key=lambda i: rows[i].block if over_segments else rows[i].segment)
    ]
    together = [group for group in segments if wanted & set(group)]
    return together + [[index] for index in sorted(wanted) if rows[index].unit == "segment"]

"""Which rows a training learns from, which it may read, and which it never sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from emolit.errors import TrainingError
from emolit.training.data import KpoemRow

N_FOLDS = 5


@dataclass(frozen=True)
class Split:
    """Indices into the rows.

    learn: rows that carry loss. read: rows whose text may stand in a passage; holds `learn`. held_out: rows to predict.
    """

    learn: frozenset[int]
    read: frozenset[int]
    held_out: tuple[int, ...]


def paper_split(rows: Sequence[KpoemRow]) -> Split:
    """The paper's: rows at random. Every row's text may be read, since lines of one segment lie in all three splits."""
    learn = frozenset(i for i, row in enumerate(rows) if row.split == "train" and row.votes is not None)
    return Split(learn, frozenset(range(len(rows))), tuple(i for i, row in enumerate(rows) if row.split != "train"))


def lines_in_learnt_segments(rows: Sequence[KpoemRow]) -> list[KpoemRow]:
    """Lines that stand, word for word, in a segment that the paper's split learns, whichever split they are of."""
    learnt = {row.segment: row.text for row in rows if row.unit == "segment" and row.split == "train"}
    return [row for row in rows if row.unit == "line" and row.text.strip() in learnt.get(row.segment, "")]


def fold_of_block(rows: Sequence[KpoemRow]) -> dict[int, int]:
    """Block -> fold. Blocks are dealt poet by poet, so that each fold has its share of every poet."""
    poets = {row.block: row.poet for row in rows}
    in_order = sorted(poets, key=lambda block: (poets[block], block))
    return {block: place % N_FOLDS for place, block in enumerate(in_order)}


def grouped_fold(rows: Sequence[KpoemRow], fold: int) -> Split:
    """Whole blocks of poems held out.

    A block can end inside a poem, so the segments on each side of a held-out block are neither learnt nor read. Of a
    poem that goes on for more than a segment beyond the border, the rest is learnt all the same: KPoEM does not say
    where its poems end.
    """
    folds = fold_of_block(rows)
    return _without(rows, {block for block in folds if folds[block] == fold})


def poets(rows: Sequence[KpoemRow]) -> list[str]:
    """In the order of their names, which numbers them."""
    return sorted({row.poet for row in rows})


def without_poet(rows: Sequence[KpoemRow], poet: str) -> Split:
    """Every row of one poet held out. Raises TrainingError when the poet is not in the data."""
    if poet not in poets(rows):
        raise TrainingError("training.no_poet", poet=poet, known=", ".join(poets(rows)))
    return _without(rows, {row.block for row in rows if row.poet == poet})


def _without(rows: Sequence[KpoemRow], blocks: set[int]) -> Split:
    inside = {row.segment for row in rows if row.block in blocks}
    beside = {segment + step for segment in inside for step in (-1, 1)} | inside
    read = frozenset(i for i, row in enumerate(rows) if row.segment not in beside)
    learn = frozenset(i for i in read if rows[i].votes is not None)
    return Split(learn, read, tuple(i for i, row in enumerate(rows) if row.block in blocks))

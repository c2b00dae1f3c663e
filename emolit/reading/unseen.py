"""KPoEM's own lines, never in-sample: their scores from models that had not learnt their passage, out of the atlas.

A work is taken for one of KPoEM's when more than half of its lines stand there; only then are scores exchanged, for a
line that happens to be alike in a poem of somebody else's stands among other lines. Such a line says that the model has
learnt it, as before.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from emolit.corpus import Line, Work
from emolit.corpus.votes import READERS
from emolit.reading.atlas import Atlas
from emolit.reading.checkpoint import SHIPPED, line_hash
from emolit.reading.scores import EmotionScores, LevelScores, Values, WorkScores

NOWHERE = -1

_ENOUGH = 0.5  # of a work's lines

Rows = NDArray[np.intp]


def is_of(atlas: Atlas, scores: EmotionScores) -> bool:
    """Whether the atlas says how the model of these scores reads what it has not learnt.

    That is the shipped one, reading in context, as those did whose scores are in the atlas.
    """
    about = scores.provenance
    return about.model == SHIPPED and about.context and scores.labels == atlas.labels


def rows_of(work: Work, atlas: Atlas) -> Rows:
    """Where each line stands in the published files, (n_lines,): lines first, then segments; `NOWHERE` for others.

    A line whose text stands more than once there is the one next to its neighbour's.
    """
    rows = np.array([_row(line, atlas) for line in work.lines], dtype=np.intp)
    if len(rows) == 0 or (rows == NOWHERE).all():
        return rows
    hashes = [line_hash(text) for text in work.texts]
    n = len(atlas.lines)
    for places, step in ((range(1, len(rows)), 1), (range(len(rows) - 2, -1, -1), -1)):
        for place in places:
            beside = rows[place - step]
            if rows[place] == NOWHERE and beside != NOWHERE and 0 <= (row := beside + step) < n:
                rows[place] = row if atlas.lines.hashes[row] == hashes[place] else NOWHERE
    return rows


def _row(line: Line, atlas: Atlas) -> int:
    number = (line.id or "").removeprefix("kpoem-")
    segment = int(number) - len(atlas.lines) if number.isdecimal() else NOWHERE
    if 0 <= segment < len(atlas.segments) and atlas.segments.hashes[segment] == line_hash(line.text):
        return int(number)
    found = atlas.find(line.text, line.id or "")
    return NOWHERE if found is None else found


def is_known(rows: Rows) -> bool:
    """Whether a work with these rows is one of KPoEM's."""
    return bool(len(rows)) and float((rows != NOWHERE).mean()) > _ENOUGH


def unseen(work: Work, found: WorkScores, rows: Rows, atlas: Atlas) -> WorkScores:
    """The scores of a work of KPoEM's, out of fold where the atlas has them; those of any other work as they are.

    A stanza or work with such lines gets the mean of its lines' scores, and is marked as derived.
    """
    if not is_known(rows):
        return found
    kept = np.flatnonzero(rows != NOWHERE)
    values = found.lines.values.copy()
    values[kept] = _all_rows(atlas)[0][rows[kept]]
    derived = found.lines.derived.copy()
    derived[kept] = False
    stanza = np.array(work.stanza_numbers, dtype=np.intp) - 1
    return replace(
        found,
        lines=LevelScores(values, derived),
        stanzas=_derived(found.stanzas, values, kept, stanza),
        work=_derived(found.work, values, kept, np.zeros(len(work), dtype=np.intp)),
        trained_on=tuple(line for line in found.trained_on if rows[line] == NOWHERE),
        out_of_fold=tuple(int(line) for line in kept),
    )


@lru_cache(maxsize=4)
def _all_rows(atlas: Atlas) -> tuple[Values, Values]:
    """Scores and votes of the published files' rows, (n_rows, n_labels) each: lines, then segments."""
    parts = (atlas.lines, atlas.segments)
    return np.concatenate([part.scores for part in parts]), np.concatenate([part.votes for part in parts])


def _derived(level: LevelScores, lines: Values, kept: NDArray[np.intp], unit: NDArray[np.intp]) -> LevelScores:
    """unit: (n_lines,), the unit of each line."""
    values, derived = level.values.copy(), level.derived.copy()
    for one in np.unique(unit[kept]):
        values[one], derived[one] = lines[unit == one].mean(axis=0), True
    return LevelScores(values, derived)


def with_votes(work: Work, rows: Rows, atlas: Atlas) -> Work:
    """A work of KPoEM's with its readers' votes, where it came without and they are not withheld."""
    if not is_known(rows) or all(line.votes is not None for line in work.lines):
        return work
    votes = _all_rows(atlas)[1]
    rest = iter(rows)
    stanzas = tuple(tuple(_voted(line, next(rest), votes, atlas.labels) for line in stanza) for stanza in work.stanzas)
    return replace(work, stanzas=stanzas)


def _voted(line: Line, row: int, votes: Values, labels: tuple[str, ...]) -> Line:
    if line.votes is not None or row == NOWHERE or np.isnan(votes[row]).any():
        return line
    chosen = {label: int(count) for label, count in zip(labels, votes[row], strict=True) if count}
    return replace(line, votes=chosen, readers=READERS)

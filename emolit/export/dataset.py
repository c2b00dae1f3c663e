"""Data to take away: a row a line, stanza, work or author, with scores and whatever else is known of the lines."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
import pandas as pd

from emolit.corpus import Corpus, Work
from emolit.errors import Language
from emolit.export.layers import Layer, Values
from emolit.export.tables import DIGITS, PLACE, TableUnit, score_table
from emolit.reading.scores import EmotionScores


class RowUnit(StrEnum):
    """What a row is."""

    LINE = "line"
    STANZA = "stanza"
    WORK = "work"
    AUTHOR = "author"


def data_table(
    corpus: Corpus,
    scores: EmotionScores,
    unit: RowUnit = RowUnit.LINE,
    labels: Language = "ko",
    layers: Sequence[Layer] = (),
) -> pd.DataFrame:
    """`score_table` with authors as a unit, and 44 columns `name:label` for each layer.

    An author's score is the mean over their lines. A layer's value of a longer unit is the mean of those of its lines
    that have one; a unit without such a line has none. Scores of stanzas are the model's own, derived ones.
    """
    if unit is RowUnit.AUTHOR:
        table = _author_table(corpus, scores, labels)
    else:
        table = score_table(corpus, scores, TableUnit(unit), labels)
    glosses = scores.scheme.glosses(labels)
    further = [
        pd.DataFrame(_layer_rows(corpus, layer, unit, len(glosses)), columns=[f"{layer.name}:{g}" for g in glosses])
        for layer in layers
    ]
    return pd.concat([table, *(frame.round(DIGITS) for frame in further)], axis="columns")


def _author_table(corpus: Corpus, scores: EmotionScores, labels: Language) -> pd.DataFrame:
    rows, values = [], []
    for author, works in by_author(corpus).items():
        found = [scores.of(work.id) for work in works]
        text = " / ".join(work.title for work in works)
        rows.append((None, author, None, None, text, sum(sum(one.unread) for one in found)))
        values.append(np.concatenate([one.lines.values for one in found]).mean(axis=0))
    table = pd.DataFrame(rows, columns=[*PLACE, "truncated"])
    table = table.astype({"stanza": "Int64", "line": "Int64", "truncated": "int64"})
    glosses = scores.scheme.glosses(labels)
    grid = pd.DataFrame(values, columns=list(glosses)).round(DIGITS)
    return pd.concat([table[list(PLACE)], grid, table[["truncated"]]], axis="columns")


def by_author(corpus: Corpus) -> dict[str, list[Work]]:
    """Works by author, both in the order of the corpus; works without an author together under ""."""
    found: dict[str, list[Work]] = {}
    for work in corpus:
        found.setdefault(work.author, []).append(work)
    return found


def _layer_rows(corpus: Corpus, layer: Layer, unit: RowUnit, n_labels: int) -> Values:
    values = {work.id: layer.of(work.id, (len(work), n_labels)) for work in corpus}
    if unit is RowUnit.AUTHOR:
        blocks = [np.concatenate([values[work.id] for work in works]) for works in by_author(corpus).values()]
        return np.array([_mean(block) for block in blocks])
    return np.concatenate([_units(values[work.id], work, unit) for work in corpus])


def _units(values: Values, work: Work, unit: RowUnit) -> Values:
    if unit is RowUnit.LINE:
        return values
    if unit is RowUnit.WORK:
        return _mean(values)[None]
    ends = np.cumsum([len(stanza) for stanza in work.stanzas])
    return np.array([_mean(part) for part in np.split(values, ends[:-1])])


def _mean(values: Values) -> Values:
    """The mean of the known values of each label, NaN where none is known."""
    known = ~np.isnan(values)
    total = np.where(known, values, 0.0).sum(axis=0)
    return np.asarray(np.where(known.any(axis=0), total / np.maximum(known.sum(axis=0), 1), np.nan))

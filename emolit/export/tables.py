"""Scores as a table: `work, author, stanza, line, text`, the labels in the scheme's order, `truncated`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum

import pandas as pd

from emolit.corpus import Corpus, Work
from emolit.corpus.spreadsheet import GUARD_COLUMN, guard
from emolit.corpus.table import CsvLines
from emolit.errors import Language
from emolit.reading.scores import EmotionScores, LevelScores, WorkScores

BOM = "\ufeff"
PLACE = ("work", "author", "stanza", "line", "text")
DIGITS = 6

_Place = tuple[int | None, int | None, str, int]  # stanza, line, text, characters not read


class TableUnit(StrEnum):
    """What a row is."""

    LINE = "line"
    STANZA = "stanza"
    WORK = "work"


def score_table(
    corpus: Corpus, scores: EmotionScores, unit: TableUnit = TableUnit.LINE, labels: Language = "ko"
) -> pd.DataFrame:
    """One row a line, stanza or work, in the order of the corpus.

    `stanza` and `line` count from 1, `line` within the work; cells that the unit does not use are missing. `truncated`
    counts the characters that were not read.
    """
    columns = scores.scheme.glosses(labels)
    places, values = [], []
    for work in corpus:
        found = scores.of(work.id)
        places += [(work.title, work.author, *place) for place in _places(work, found, unit)]
        values.append(_level(found, unit).values)
    table = pd.DataFrame(places, columns=[*PLACE, "truncated"])
    table = table.astype({"stanza": "Int64", "line": "Int64", "truncated": "int64"})
    grid = pd.concat([pd.DataFrame(value, columns=list(columns)) for value in values], ignore_index=True)
    return pd.concat([table[list(PLACE)], grid.round(DIGITS), table[["truncated"]]], axis="columns")


def with_words(table: pd.DataFrame, corpus: Corpus, scores: EmotionScores, label: str) -> pd.DataFrame:
    """A table of lines with each line's `logit` for a label and its `words`, whose contributions add up to it.

    Raises ValueError where the scores were read without words.
    """
    column = scores.column(label)
    logits, told = [], []
    for work in corpus:
        words = scores.of(work.id).words
        if words is None:
            raise ValueError("These scores were read without words: annotate(..., words=True).")
        for index in range(len(work)):
            line = words.line(index)
            added = line.contributions[:, column].round(DIGITS).tolist()
            logits.append(round(float(line.logit[column]), DIGITS))
            told.append([{"text": text, "contribution": one} for text, one in zip(line.texts, added, strict=True)])
    return table.assign(logit=logits, words=pd.Series(told, index=table.index, dtype=object))


def _level(found: WorkScores, unit: TableUnit) -> LevelScores:
    return {TableUnit.LINE: found.lines, TableUnit.STANZA: found.stanzas, TableUnit.WORK: found.work}[unit]


def _places(work: Work, found: WorkScores, unit: TableUnit) -> Iterator[_Place]:
    if unit is TableUnit.WORK:
        yield None, None, "\n".join(work.texts), sum(found.unread)
        return
    number = 0
    for stanza_number, stanza in enumerate(work.stanzas, start=1):
        unread = found.unread[number : number + len(stanza)]
        if unit is TableUnit.STANZA:
            yield stanza_number, None, "\n".join(line.text for line in stanza), sum(unread)
        else:
            for offset, line in enumerate(stanza):
                yield stanza_number, number + offset + 1, line.text, unread[offset]
        number += len(stanza)


def csv_text(table: pd.DataFrame, *, bom: bool = False) -> str:
    """CSV with exactly the table's columns; with BOM where a spreadsheet program on Windows is to read Korean."""
    buffer = CsvLines()
    table.to_csv(buffer, index=False, float_format=f"%.{DIGITS}f", lineterminator="\r\n")
    return BOM + buffer.getvalue() if bom else buffer.getvalue()


def jsonl_text(table: pd.DataFrame) -> str:
    """One JSON object a row, missing cells null."""
    rows = table.astype(object).where(table.notna(), None).to_dict(orient="records")
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def spreadsheet_table(table: pd.DataFrame) -> pd.DataFrame:
    """The same table with formula-like cells guarded, and a column that says so to our own reader."""
    guarded = table.assign(**{column: table[column].map(guard) for column in ("work", "author", "text")})
    return guarded.assign(**{GUARD_COLUMN: 1})

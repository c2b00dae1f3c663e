"""Judgements as readers' votes: beside their lines, in KPoEM's own form, and as rows that a model can be trained on."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from emolit.corpus import Line, Work
from emolit.corpus.table import CsvLines
from emolit.emotions import load_scheme
from emolit.judgements.sheet import Place, Sheet, text_hash

FIFTHS = 5  # what a row of training data counts in, whatever the number of coders
_SEGMENT = 11  # lines of a segment, as in KPoEM on average
_BLOCK = 10  # segments of one poet that stay together when a part is held out
_HELD_OUT = 5  # every fifth segment is for validation


def with_votes(work: Work, sheet: Sheet) -> Work:
    """The work with its coders' votes on each line that any of them judged; other lines as they were."""
    key, coders = text_hash(work), sheet.coders
    numbers = iter(range(len(work)))
    stanzas = tuple(
        tuple(_voted(line, sheet, key, next(numbers), coders) for line in stanza) for stanza in work.stanzas
    )
    return replace(work, stanzas=stanzas)


def _voted(line: Line, sheet: Sheet, key: str, number: int, coders: Sequence[str]) -> Line:
    found = [one for coder in coders if (one := sheet.get(Place(key, number, coder))) is not None]
    if not found:
        return line
    return replace(
        line, votes=dict(Counter(label for one in found for label in _ordered(one.labels))), readers=len(found)
    )


def kpoem_table(works: Iterable[Work], sheet: Sheet) -> tuple[str, int]:
    """Lines as KPoEM publishes them, with a column a coder, and how many judged lines had to be left out.

    The form has no way to say that an annotator did not see a line, so a line stands in it when all coders judged it.
    """
    coders = sheet.coders
    annotators = [f"annotator_{number:02d}" for number in range(1, len(coders) + 1)]
    rows = ["\t".join(["poem_id", "line_id", "text", "title", "poet", *annotators])]
    left_out = 0
    for number, work in enumerate(works, start=1):
        key = text_hash(work)
        for index, line in enumerate(work.lines):
            found = [sheet.get(Place(key, index, coder)) for coder in coders]
            chosen = [",".join(_ordered(one.labels)) for one in found if one is not None]
            if chosen and len(chosen) == len(coders):
                place = [str(number), str(index + 1), *map(_cell, (line.text, work.title, work.author))]
                rows.append("\t".join([*place, *chosen]))
            elif chosen:
                left_out += 1
    return "\n".join(rows) + "\n", left_out


def training_rows(works: Iterable[Work], sheet: Sheet) -> str:
    """`rows.tsv` as `python -m emolit train` reads it: all lines of judged works, with votes where there are any.

    Training counts five readers, so shares are given in fifths, rounded. Every fifth segment is for validation.
    """
    buffer = CsvLines()
    writer = csv.writer(buffer, delimiter="\t", lineterminator="\r\n")
    writer.writerow(["row", "unit", "segment", "block", "poet", "split", "text", "votes"])
    judged = [work for work in works if any(place.text == text_hash(work) for place, _ in sheet)]
    segments = [(work.author, segment) for work in judged for segment in _segments(with_votes(work, sheet), sheet)]
    held_out = {number for number in range(len(segments)) if number % _HELD_OUT == _HELD_OUT - 1}
    held_out = held_out or {len(segments) - 1} if len(segments) > 1 else set()
    row = 0
    for number, (poet, lines) in enumerate(segments):
        for line, is_judged in lines:
            votes = json.dumps(_fifths(line), ensure_ascii=False) if is_judged else ""
            split = "val" if number in held_out else "train"
            writer.writerow([row, "line", number, number // _BLOCK, poet, split, line.text, votes])
            row += 1
    return buffer.getvalue()


def _segments(work: Work, sheet: Sheet) -> Iterator[list[tuple[Line, bool]]]:
    """Stanzas together until there are lines enough, a longer one cut; each line with whether coders judged it."""
    judged = {place.line for place, _ in sheet if place.text == text_hash(work)}
    waiting: list[tuple[Line, bool]] = []
    number = 0
    for stanza in work.stanzas:
        if waiting and len(waiting) + len(stanza) > _SEGMENT:
            yield waiting
            waiting = []
        for line in stanza:
            if len(waiting) == _SEGMENT:
                yield waiting
                waiting = []
            waiting.append((line, number in judged))
            number += 1
    if waiting:
        yield waiting


def _fifths(line: Line) -> dict[str, int]:
    counted = {label: round(FIFTHS * count / line.readers) for label, count in (line.votes or {}).items()}
    return {label: count for label, count in counted.items() if count}


def _ordered(labels: Iterable[str]) -> list[str]:
    chosen = set(labels)
    return [name for name in load_scheme().names if name in chosen]


def _cell(text: str) -> str:
    """The form quotes nothing: white space that would end a cell is a space."""
    return " ".join(text.split("\t")).replace("\r", " ").replace("\n", " ")

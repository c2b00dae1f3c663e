"""Tables of lines or of whole works: `.csv`, `.tsv` and sheets with columns `work`, `text` and a few optional ones.

Adjacent rows of equal (author, work) form one work. A key that comes back later starts a second work, which is flagged:
rows are never reordered. Within a work an empty cell, a blank line or a new `stanza` value is a stanza break.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from emolit.corpus.columns import DETAILS, OPTIONAL, REQUIRED, resolve
from emolit.corpus.kpoem import is_published, read_published
from emolit.corpus.source import Source
from emolit.corpus.spreadsheet import GUARD_COLUMN, unguard
from emolit.corpus.verse import is_blank, split_lines
from emolit.corpus.votes import are_votes, counted, parse_votes, vote_columns, write_votes
from emolit.corpus.works import Corpus, Line, SourceNote, Stanza, Work, unique_ids, work_id
from emolit.errors import CorpusError

_DELIMITERS = (",", "\t", ";")
_ANY_LENGTH = 2**31 - 1  # of a cell; the csv module's limit is one for the whole process, so it is never lowered

Row = dict[str, str]


def read_table(source: Source) -> Corpus:
    """Works in the order of the rows. Raises CorpusError without the columns, or without any text."""
    text, note = source.text()
    if is_published(text.partition("\n")[0]):
        return read_published(source.name, text, note)
    cells = list(_cells(source.name, text))
    return works_of(source, cells[0] if cells else [], cells[1:], note)


def works_of(source: Source, header: Sequence[str], body: Iterable[Sequence[str]], note: SourceNote) -> Corpus:
    """Works of a table's cells, whatever file they stood in.

    header: the columns' own names. body: the rows below it, which may be shorter or longer.
    """
    names = [column.strip().lower() for column in header]
    columns = resolve(source.name, names, source.options)
    if GUARD_COLUMN in names:
        columns[GUARD_COLUMN] = names.index(GUARD_COLUMN)
    body = list(body)
    works = tuple(_works(source.name, list(_rows(body, columns, _votes(body, names)))))
    if not works:
        raise CorpusError("corpus.only_blank", name=source.name)
    returning = tuple(dict.fromkeys(work.title for work in works if work.returns))
    told = tuple((role, header[index].strip()) for role, index in columns.items() if role != GUARD_COLUMN)
    note = replace(note, returning_works=returning, columns=told, header=tuple(column.strip() for column in header))
    return Corpus(unique_ids(works), (note,))


def _cells(name: str, text: str) -> Iterator[list[str]]:
    csv.field_size_limit(_ANY_LENGTH)
    lines = text.removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(lines, newline=""), delimiter=_delimiter(lines), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise CorpusError("corpus.bad_table", name=name, line=reader.line_num, problem=error) from error


def _votes(body: Sequence[Sequence[str]], names: Sequence[str]) -> dict[int, str]:
    """Index -> label of the columns that hold readers' votes, where there are such."""
    columns = vote_columns(names)
    return columns if are_votes(row[index] for row in body for index in columns if index < len(row)) else {}


def _rows(body: Iterable[Sequence[str]], columns: Mapping[str, int], votes: Mapping[int, str]) -> Iterator[Row]:
    row: Row = {}
    read = {*columns.values(), *votes}
    for cells in body:
        if any(not is_blank(cells[index]) for index in read if index < len(cells)):
            row = {role: cells[index] if index < len(cells) else "" for role, index in columns.items()}
            if votes and "votes" not in row:
                row["votes"] = counted({label: cells[index] for index, label in votes.items() if index < len(cells)})
            row = _unguarded(row) if GUARD_COLUMN in row else row
            yield row
        elif row:  # a row that says nothing is a break in the work that it stands in
            yield row | {"text": ""}


def _delimiter(text: str) -> str:
    """The delimiter under which the header holds the required columns, else the most frequent one in the header."""
    header = split_lines(text)[0]
    for delimiter in _DELIMITERS:
        names = {cell.strip().strip('"').lower() for cell in header.split(delimiter)}
        if names >= set(REQUIRED):
            return delimiter
    return max(_DELIMITERS, key=header.count)


def _unguarded(row: Row) -> Row:
    return {column: unguard(cell) for column, cell in row.items()}


def _works(name: str, rows: Sequence[Row]) -> Iterator[Work]:
    ended: set[tuple[str, str]] = set()
    for (author, title), group in groupby(rows, key=lambda row: (row.get("author", ""), row["work"])):
        members = list(group)
        stanzas = tuple(_stanzas(name, members))
        if not stanzas:
            continue
        details: dict[str, Any] = {detail: _first(members, detail) for detail in DETAILS}
        yield Work(
            work_id(author, title, stanzas),
            title,
            stanzas,
            author=author,
            year=_first(members, "year"),
            language=_first(members, "language"),
            **details,
            returns=(author, title) in ended,
        )
        ended.add((author, title))


def _first(rows: Iterable[Row], column: str) -> str:
    return next((row[column].strip() for row in rows if row.get(column, "").strip()), "")


def _stanzas(name: str, rows: Iterable[Row]) -> Iterator[Stanza]:
    stanza: list[Line] = []
    last: str | None = None
    for row in rows:
        value = row.get("stanza") or last or ""  # an empty cell names no new stanza
        breaks = last is not None and value != last
        last = value
        for text in ["", *split_lines(row["text"])] if breaks else split_lines(row["text"]):
            if not is_blank(text):
                stanza.append(_line(name, text, row))
            elif stanza:
                yield tuple(stanza)
                stanza = []
    if stanza:
        yield tuple(stanza)


def _line(name: str, text: str, row: Row) -> Line:
    """A line with its readers' votes; those of a cell of several lines belong to none of them."""
    cell = row.get("votes", "").strip()
    if not cell or text != row["text"]:
        return Line(text)
    try:
        votes, readers = parse_votes(cell, row.get("readers", ""))
    except ValueError as error:
        raise CorpusError("corpus.bad_votes", name=name, votes=cell[:80], line=text[:40]) from error
    return Line(text, votes=votes, readers=readers)


class CsvLines(io.StringIO):
    """What a `csv.writer` writes that ends rows in "\\r\\n"; they end in "\\n" here.

    Only such a writer quotes a lone "\\r" within a cell (Python 3.11).
    """

    def __init__(self) -> None:
        super().__init__(newline="")

    def write(self, row: str) -> int:
        return super().write(row.removesuffix("\r\n") + "\n")


def to_csv(corpus: Corpus) -> str:
    """A corpus as a table of lines, which `read_table` reads back to the same works."""
    buffer = CsvLines()
    writer = csv.writer(buffer, lineterminator="\r\n")
    details = tuple(detail for detail in DETAILS if any(getattr(work, detail) for work in corpus))
    writer.writerow((*REQUIRED, *OPTIONAL, *details))
    for work in corpus:
        about = [getattr(work, detail) for detail in details]
        for line, stanza in zip(work.lines, work.stanza_numbers, strict=True):
            votes = ("", "") if line.votes is None else (write_votes(line.votes), line.readers)
            writer.writerow((work.title, line.text, work.author, stanza, work.year, work.language, *votes, *about))
    return buffer.getvalue()

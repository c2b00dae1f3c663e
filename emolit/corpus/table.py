"""Tables of lines or of whole works: `.csv` and `.tsv` with columns `work`, `text` and a few optional ones.

Adjacent rows of equal (author, work) form one work. A key that comes back later starts a second work, which is flagged:
rows are never reordered. Within a work an empty cell, a blank line or a new `stanza` value is a stanza break.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from emolit.corpus.spreadsheet import GUARD_COLUMN, unguard
from emolit.corpus.verse import is_blank, split_lines
from emolit.corpus.votes import parse_votes, write_votes
from emolit.corpus.works import Corpus, Line, SourceNote, Stanza, Work, unique_ids, work_id
from emolit.errors import CorpusError

REQUIRED = ("work", "text")
OPTIONAL = ("author", "stanza", "year", "language", "votes", "readers")
_DELIMITERS = (",", "\t", ";")
_ANY_LENGTH = 2**31 - 1  # of a cell; the csv module's limit is one for the whole process, so it is never lowered

Row = dict[str, str]


def read_table(name: str, text: str, note: SourceNote) -> Corpus:
    """Works in the order of the rows. Raises CorpusError without the columns, or without any text."""
    works = tuple(_works(name, list(_rows(name, text))))
    if not works:
        raise CorpusError("corpus.only_blank", name=name)
    returning = tuple(dict.fromkeys(work.title for work in works if work.returns))
    return Corpus(unique_ids(works), (replace(note, returning_works=returning),))


def _rows(name: str, text: str) -> Iterator[Row]:
    csv.field_size_limit(_ANY_LENGTH)
    lines = text.removeprefix("\ufeff")
    try:
        reader = csv.reader(io.StringIO(lines, newline=""), delimiter=_delimiter(lines), strict=True)
        header = [column.strip().lower() for column in next(reader, [])]
        missing = [column for column in REQUIRED if column not in header]
        if missing:
            found = ", ".join(header) or "-"
            raise CorpusError("corpus.no_columns", name=name, missing=", ".join(missing), found=found)
        wanted = [(header.index(c), c) for c in (*REQUIRED, *OPTIONAL, GUARD_COLUMN) if c in header]
        row: Row = {}
        for cells in reader:
            if any(not is_blank(cell) for cell in cells):
                row = {column: cells[index] if index < len(cells) else "" for index, column in wanted}
                row = _unguarded(row) if GUARD_COLUMN in row else row
                yield row
            elif row:  # an empty row is a break in the work that it stands in
                yield row | {"text": ""}
    except csv.Error as error:
        raise CorpusError("corpus.bad_table", name=name, line=reader.line_num, problem=error) from error


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
        yield Work(
            work_id(author, title, stanzas),
            title,
            stanzas,
            author=author,
            year=_first(members, "year"),
            language=_first(members, "language"),
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
    writer.writerow((*REQUIRED, *OPTIONAL))
    for work in corpus:
        for line, stanza in zip(work.lines, work.stanza_numbers, strict=True):
            votes = ("", "") if line.votes is None else (write_votes(line.votes), line.readers)
            writer.writerow((work.title, line.text, work.author, stanza, work.year, work.language, *votes))
    return buffer.getvalue()

"""Excel workbooks (`.xlsx`): the first sheet that holds anything, as a table.

Office Open XML, ECMA-376 part 1, section 18. A cell is read as it is stored: text as text, a number by its digits, a
formula by the value that was last computed for it. A merged cell is read in each of its rows, so that one title
stands for all lines beside it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from emolit.corpus.archive import Archive
from emolit.corpus.columns import resolve
from emolit.corpus.source import Source
from emolit.corpus.table import works_of
from emolit.corpus.votes import vote_columns
from emolit.corpus.works import Corpus
from emolit.corpus.xml import Element, attribute, find_all, local, parse_xml
from emolit.errors import CorpusError

_LETTERS = re.compile(r"[A-Z]{1,3}")
_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,9}):[A-Z]{1,3}(\d{1,9})")
_MOST_COLUMNS = 1_000

Row = tuple[int, list[str]]  # the number that the sheet gives it, its cells


def read_xlsx(source: Source) -> Corpus:
    """Works of the first sheet with a filled row. Raises CorpusError like a table in text."""
    archive = Archive(source.name, source.data, source.budget)
    shared = _shared(source.name, archive)
    for sheet in _sheets(source.name, archive):
        root = parse_xml(source.name, archive.read(sheet))
        rows = list(_rows(root, shared))
        while rows and not any(rows[0][1]):
            rows.pop(0)
        if rows:
            header = rows[0][1]
            body = _filled_down(rows[1:], _merged(root, len(header)), *_of_lines(source, header))
            return works_of(source, header, body, source.note())
    raise CorpusError("corpus.only_blank", name=source.name)


def _sheets(name: str, archive: Archive) -> Iterator[str]:
    """Names of the sheets' files in the order of their tabs."""
    relations = parse_xml(name, archive.read("xl/_rels/workbook.xml.rels"))
    targets = {attribute(found, "Id"): attribute(found, "Target") for found in find_all(relations, "Relationship")}
    for sheet in find_all(parse_xml(name, archive.read("xl/workbook.xml")), "sheet"):
        target = targets.get(attribute(sheet, "id"), "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if path in archive:
            yield path


def _shared(name: str, archive: Archive) -> list[str]:
    if "xl/sharedStrings.xml" not in archive:
        return []
    root = parse_xml(name, archive.read("xl/sharedStrings.xml"))
    return [_text(item) for item in find_all(root, "si")]


def _text(item: Element) -> str:
    """The runs of a string; its phonetic reading (`rPh`) stands beside it and is no part of it."""
    return "".join(
        found.text or "" for found in find_all(item, "t") if not any(local(up) == "rPh" for up in found.iterancestors())
    )


def _of_lines(source: Source, header: Sequence[str]) -> tuple[int, frozenset[int]]:
    """The columns of the text and of readers' votes, which speak of one line."""
    names = [column.strip().lower() for column in header]
    columns = resolve(source.name, names, source.options)
    return columns["text"], frozenset(vote_columns(names)) | {columns[role] for role in ("votes",) if role in columns}


def _merged(sheet: Element, n_columns: int) -> dict[int, list[tuple[int, int]]]:
    """First row of merged cells -> the first column and the last row of each."""
    found: dict[int, list[tuple[int, int]]] = {}
    for merged in find_all(sheet, "mergeCell"):
        place = _RANGE.fullmatch(attribute(merged, "ref"))
        if place and _column(place[1], 0) < n_columns:
            found.setdefault(int(place[2]), []).append((_column(place[1], 0), int(place[3])))
    return found


def _filled_down(
    rows: Iterable[Row], merged: Mapping[int, Sequence[tuple[int, int]]], text: int, votes: frozenset[int]
) -> Iterator[list[str]]:
    """The cells of each row, those that a merged cell covers with its value, which only its first row has.

    text: a column that would be read again. votes: columns in which a merged cell speaks of several lines, and so of
    none. An empty row stays empty: it breaks a stanza.
    """
    current: dict[int, tuple[int, str]] = {}  # column -> the last row that a merged cell covers, its value
    for number, cells in rows:
        for column, last in merged.get(number, ()):
            if column in votes and last > number and column < len(cells):
                cells[column] = ""
            elif column != text and column not in votes:
                current[column] = last, cells[column] if column < len(cells) else ""
        for column, (last, value) in current.items():
            if number <= last and any(cells):
                cells += [""] * (column + 1 - len(cells))
                cells[column] = cells[column] or value
        yield cells


def _rows(sheet: Element, shared: list[str]) -> Iterator[Row]:
    expected = 1
    for row in find_all(sheet, "row"):
        number = attribute(row, "r")
        if expected > 1 and number.isdigit() and int(number) > expected:
            yield expected, []  # an empty row is not stored: it breaks a stanza all the same
        place = int(number) if number.isdigit() else expected
        expected = place + 1
        cells: list[str] = []
        for cell in row:
            column = _column(attribute(cell, "r"), len(cells))
            cells += [""] * (column - len(cells))
            cells[column:] = [_value(cell, shared)]
        yield place, cells


def _column(reference: str, following: int) -> int:
    """Index of the column in "AB12"; the next one where a cell does not say. Never to the left of what is there."""
    letters = _LETTERS.match(reference)
    if not letters:
        return following
    index = 0
    for letter in letters.group():
        index = 26 * index + ord(letter) - ord("A") + 1
    return min(max(index - 1, following), _MOST_COLUMNS + following)


def _value(cell: Element, shared: list[str]) -> str:
    kind = attribute(cell, "t")
    if kind == "inlineStr":
        return _text(cell)
    value = next((found.text or "" for found in find_all(cell, "v")), "")
    if kind == "s":
        return shared[int(value)] if value.isdigit() and int(value) < len(shared) else ""
    return value

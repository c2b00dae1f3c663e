"""A zip of files: each through its own reader, folders as authors where the reader says so, `metadata.csv` joined.

An archive may hold documents that are archives themselves (Word files, EPUB books), but no further zip.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from emolit.corpus.archive import Archive
from emolit.corpus.assembly import ABOUT, identified
from emolit.corpus.columns import field_of
from emolit.corpus.decoding import decode
from emolit.corpus.source import Source
from emolit.corpus.works import Corpus, Problem, SourceNote, Work
from emolit.errors import CorpusError

ReadEntry = Callable[[Source], Corpus]

_METADATA = ("metadata.csv", "metadata.tsv")
_OF_THE_SYSTEM = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
_FILE_COLUMNS = ("file", "filename", "file_name", "path", "파일", "파일명")
_NO_TEXT = frozenset(
    "png jpg jpeg gif webp svg bmp tif tiff mp3 mp4 wav css js ttf otf woff woff2 json pdf~ log ini db".split()
)
_DANGER = frozenset(
    "corpus.archive_too_big corpus.archive_bomb corpus.archive_entries corpus.archive_names corpus.nested".split()
)


@dataclass(frozen=True)
class _Sheet:
    """What a metadata sheet says of each file, by the file's name in small letters."""

    rows: Mapping[str, Mapping[str, str]]

    def about(self, entry: str) -> Mapping[str, str]:
        path = PurePosixPath(_key(entry))
        names = (str(path), path.name, path.stem)
        return next((self.rows[name] for name in names if name in self.rows), {})


def read_bundle(source: Source, read_entry: ReadEntry) -> Corpus:
    """All works of all files, in the order of the files' names.

    read_entry: reads one file within. Raises CorpusError for the first bad file, unless the options skip such; what is
    dangerous is never skipped.
    """
    archive = Archive(source.name, source.data, source.budget)
    entries = sorted((entry for entry in archive if not _is_of_the_system(entry)), key=_natural)
    sheet = _sheet(source.name, archive, entries)
    texts = [entry for entry in entries if not _is_aside(entry)]
    works: list[Work] = []
    notes: list[SourceNote] = []
    problems: list[Problem] = []
    for number, entry in enumerate(texts, start=1):
        try:
            found = read_entry(_within(source, archive, entry))
        except CorpusError as error:
            if not source.options.skip_bad_entries or error.code in _DANGER:
                raise
            problems.append(Problem(error.code, error.details))
        else:
            works += _joined(found, entry, sheet, source.options.folders_as_authors)
            notes += found.notes
        if source.on_progress:
            source.on_progress(number, len(texts))
    if not works:
        raise CorpusError("corpus.archive_without_text", name=source.name)
    skipped = tuple(entry for entry in entries if _is_aside(entry) and PurePosixPath(entry).name not in _METADATA)
    note = replace(source.note(), skipped=skipped, problems=tuple(problems))
    return Corpus(identified(works), (note, *notes))


def _within(source: Source, archive: Archive, entry: str) -> Source:
    return Source(f"{source.name}/{entry}", archive.read(entry), "", source.options, source.budget)


def _is_of_the_system(entry: str) -> bool:
    return any(part in _OF_THE_SYSTEM or part.startswith(".") for part in PurePosixPath(entry).parts)


def _is_aside(entry: str) -> bool:
    path = PurePosixPath(entry)
    return path.suffix.lower().lstrip(".") in _NO_TEXT or path.name.lower() in _METADATA


def _natural(entry: str) -> list[str | int]:
    """What sorts "2.txt" before "10.txt": text and numbers by turns."""
    parts = re.split(r"([0-9]{1,9})", entry)
    return [int(part) if place % 2 else part for place, part in enumerate(parts)]


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip()).casefold()


def _sheet(name: str, archive: Archive, entries: list[str]) -> _Sheet:
    path = next((entry for entry in entries if PurePosixPath(entry).name.lower() in _METADATA), None)
    if path is None:
        return _Sheet({})
    text, _ = decode(f"{name}/{path}", archive.read(path))
    text = text.removeprefix("\ufeff")
    delimiter = max(",\t;", key=text.partition("\n")[0].count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    reader.fieldnames = [column.strip().lower() for column in reader.fieldnames or ()]
    return _Sheet(dict(_row(row) for row in reader if any(column in row for column in _FILE_COLUMNS)))


def _row(row: Mapping[str | Any, Any]) -> tuple[str, dict[str, str]]:
    name = next(str(row[column] or "") for column in _FILE_COLUMNS if column in row)
    fields = ((field_of(str(column)), str(value or "").strip()) for column, value in row.items())
    return _key(name), {field: value for field, value in fields if field and value}


def _joined(found: Corpus, entry: str, sheet: _Sheet, folders_as_authors: bool) -> Iterator[Work]:
    about = sheet.about(entry)
    fields: dict[str, Any] = {field: about[field] for field in ABOUT if field in about}
    folder = PurePosixPath(entry).parent.name
    for work in found:
        titled = {"title": about["title"]} if "title" in about and len(found) == 1 else {}
        author = {"author": folder} if folders_as_authors and folder and not work.author else {}
        yield replace(work, **{**author, **fields, **titled})

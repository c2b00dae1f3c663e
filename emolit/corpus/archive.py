"""Zip archives, and the formats that are zip archives, under limits that count what is really unpacked.

The limits are those of SonarSource's rule S5042 against zip bombs: entries, bytes, ratio. A header may lie about
sizes, entries may overlap (so that one is unpacked many times), names may climb out of the folder; nothing is ever
written to disk.
"""

from __future__ import annotations

import io
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise

from emolit.corpus.decoding import known_name
from emolit.errors import CorpusError

MAX_ENTRIES = 2_000
MAX_UNPACKED = 200_000_000  # bytes
MAX_RATIO = 100  # unpacked to packed
_RATIO_MATTERS = 1_000_000  # bytes unpacked; a page of spaces may well shrink a thousandfold
_CHUNK = 65_536
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, struct.error, ValueError, IndexError)


class Budget:
    """Bytes that may still be unpacked; shared by an archive and the archives within it."""

    def __init__(self, unpacked: int = MAX_UNPACKED) -> None:
        self._left = unpacked

    def spend(self, name: str, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise CorpusError("corpus.archive_too_big", name=name, limit=MAX_UNPACKED // 1_000_000)


class Archive:
    """The files of a zip archive, by name. Raises CorpusError for an archive that is broken or dangerous."""

    def __init__(self, name: str, data: bytes, budget: Budget | None = None) -> None:
        self._name = name
        self._budget = budget or Budget()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (*_BROKEN, NotImplementedError) as error:
            raise CorpusError("corpus.broken", name=name) from error
        entries = self._zip.infolist()
        if len(entries) > MAX_ENTRIES:
            raise CorpusError("corpus.archive_entries", name=name, found=len(entries), limit=MAX_ENTRIES)
        self._check_overlap(entries)
        for entry in entries:
            self._check(entry)
        self._entries = {_name_of(entry): entry for entry in entries if not entry.is_dir()}

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def read(self, name: str) -> bytes:
        """The bytes of one entry, counted as they come. Raises CorpusError when it is not there, broken or too much."""
        entry = self._entries.get(name)
        if entry is None:
            raise CorpusError("corpus.broken", name=self._name)
        parts, size = [], 0
        try:
            with self._zip.open(entry) as file:
                while part := file.read(_CHUNK):
                    size += len(part)
                    self._budget.spend(self._name, len(part))
                    self._check_ratio(size, entry)
                    parts.append(part)
        except (*_BROKEN, NotImplementedError, RuntimeError) as error:
            raise CorpusError("corpus.broken", name=self._name) from error
        return b"".join(parts)

    def _check(self, entry: zipfile.ZipInfo) -> None:
        parts = entry.filename.replace("\\", "/").split("/")
        if ".." in parts or not parts[0] or ":" in parts[0] or stat.S_ISLNK(entry.external_attr >> 16):
            raise CorpusError("corpus.archive_names", name=self._name)
        if entry.flag_bits & _ENCRYPTED:
            raise CorpusError("corpus.encrypted", name=self._name)
        if entry.compress_type not in _METHODS:
            raise CorpusError("corpus.archive_method", name=self._name)
        self._check_ratio(entry.file_size, entry)

    def _check_overlap(self, entries: list[zipfile.ZipInfo]) -> None:
        ordered = sorted(entries, key=lambda entry: entry.header_offset)
        for entry, following in pairwise(ordered):
            if entry.header_offset + entry.compress_size >= following.header_offset:
                raise CorpusError("corpus.archive_bomb", name=self._name, limit=MAX_RATIO)

    def _check_ratio(self, size: int, entry: zipfile.ZipInfo) -> None:
        if size > _RATIO_MATTERS and size > MAX_RATIO * max(entry.compress_size, 1):
            raise CorpusError("corpus.archive_bomb", name=self._name, limit=MAX_RATIO)


def _name_of(entry: zipfile.ZipInfo) -> str:
    """An entry's name; Korean Windows writes CP949, which `zipfile` takes for the old code page of DOS."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    try:
        return known_name(entry.filename.encode("cp437")) or entry.filename
    except UnicodeEncodeError:
        return entry.filename

"""Short ways to read a made-up file, and to say what came of it."""

from __future__ import annotations

import io
from typing import Any

import openpyxl

from emolit.corpus import Corpus, ReadingOptions, Work, read_corpus


def verse(work: Work) -> list[list[str]]:
    return [[line.text for line in stanza] for stanza in work.stanzas]


def read(name: str, data: bytes | str, **options: Any) -> Corpus:
    return read_corpus(name, data.encode() if isinstance(data, str) else data, ReadingOptions(**options))


def only(name: str, data: bytes | str, **options: Any) -> Work:
    (work,) = read(name, data, **options)
    return work


def titles(corpus: Corpus) -> list[str]:
    return [work.title for work in corpus]


def sheet(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()

"""The one door for files: name and bytes in, corpus out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import PurePath

from emolit.corpus.decoding import decode
from emolit.corpus.language import with_languages
from emolit.corpus.limits import Limits
from emolit.corpus.plain import read_pasted, read_plain
from emolit.corpus.table import read_table
from emolit.corpus.works import Corpus, SourceNote
from emolit.errors import CorpusError

Reader = Callable[[str, str, SourceNote], Corpus]

READERS: dict[str, Reader] = {".txt": read_plain, ".csv": read_table, ".tsv": read_table}


def read_corpus(name: str, data: bytes, limits: Limits | None = None) -> Corpus:
    """Read one file, its format by the ending of its name.

    Raises CorpusError with a sentence for a format that is not read, an encoding that is not known, a file without
    text, a table without its columns, or more than `limits` allow (None: no limits).
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in READERS:
        raise CorpusError("corpus.unknown_format", name=name, suffix=suffix or "-", formats=", ".join(READERS))
    if limits:
        limits.check_bytes(name, len(data))
    text, encoding = decode(name, data)
    digest = hashlib.sha256(data).hexdigest()
    note = SourceNote(name, suffix.removeprefix("."), encoding, text.count("\ufffd"), sha256=digest)
    return _finish(READERS[suffix](name, text, note), limits)


def read_paste(text: str, *, title: str, author: str = "", year: str = "", limits: Limits | None = None) -> Corpus:
    """Read a pasted text as one work. Raises CorpusError when it is blank or more than `limits` allow."""
    if limits:
        limits.check_bytes(title, len(text.encode("utf-8", "replace")))
    return _finish(read_pasted(text, title=title, author=author, year=year), limits)


def _finish(corpus: Corpus, limits: Limits | None) -> Corpus:
    if limits:
        limits.check_corpus(corpus)
    return with_languages(corpus)

"""The one door for files: name and bytes in, corpus out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import import_module

from emolit.corpus.counting import count
from emolit.corpus.language import with_languages
from emolit.corpus.limits import Limits
from emolit.corpus.options import OnProgress, ReadingOptions
from emolit.corpus.plain import read_pasted
from emolit.corpus.sniffing import ENDINGS, kind_of
from emolit.corpus.source import Source
from emolit.corpus.units import read_by
from emolit.corpus.works import Corpus
from emolit.errors import CorpusError

Reader = Callable[[Source], Corpus]

# Kind -> where its reader stands; it is imported when it is needed, with the library that it needs.
READERS = {
    "txt": "plain.read_plain",
    "md": "plain.read_markdown",
    "wiki": "wikitext.read_wikitext",
    "csv": "table.read_table",
    "tsv": "table.read_table",
    "xlsx": "xlsx.read_xlsx",
    "docx": "docx.read_docx",
    "odt": "odt.read_odt",
    "epub": "epub.read_epub",
    "tei": "tei.read_tei",
    "html": "html.read_html",
    "pdf": "pdf.read_pdf",
    "zip": "bundle.read_bundle",
}
_DOCUMENTS = ("tei", "html")  # name their encoding; one that is named for an archive is meant for its plain texts
_BROKEN = (ValueError, LookupError, RecursionError, OverflowError)  # what a reader meets in a file that is damaged

__all__ = ["ENDINGS", "READERS", "read_corpus", "read_paste"]


def read_corpus(
    name: str,
    data: bytes,
    options: ReadingOptions | None = None,
    *,
    limits: Limits | None = None,
    on_progress: OnProgress | None = None,
) -> Corpus:
    """Read one file, its format by what it holds.

    Raises CorpusError with a sentence for a format that is not read, an encoding that is not known, a file without
    text, a table without its columns, a file that is damaged or dangerous, or more than `limits` allow (None: no
    limits). A hostile file can still cost time and memory: `guard.read_guarded` bounds both.
    """
    if limits:
        limits.check_bytes(name, len(data))
    source = Source(name, data, "", options or ReadingOptions(), on_progress=on_progress)
    corpus = _read(source, _in_archive)
    works = tuple(read_by(work, source.options.unit) for work in corpus)
    return _finish(replace(corpus, works=works), limits)


def read_paste(text: str, *, title: str, author: str = "", year: str = "", limits: Limits | None = None) -> Corpus:
    """Read a pasted text as one work. Raises CorpusError when it is blank or more than `limits` allow."""
    if limits:
        limits.check_bytes(title, len(text.encode("utf-8", "replace")))
    return _finish(read_pasted(text, title=title, author=author, year=year), limits)


def _read(source: Source, read_entry: Reader) -> Corpus:
    if not source.data:
        raise CorpusError("corpus.empty", name=source.name)
    source = replace(source, kind=kind_of(source))
    if read_entry is _no_further and source.kind in _DOCUMENTS:
        source = replace(source, options=replace(source.options, encoding=""))
    try:
        corpus: Corpus = _reader(source.kind, read_entry)(source)
    except _BROKEN as error:
        raise CorpusError("corpus.broken", name=source.name) from error
    return _counted(corpus)


def _reader(kind: str, read_entry: Reader) -> Reader:
    module, function = READERS[kind].split(".")
    reader: Callable[..., Corpus] = getattr(import_module(f"emolit.corpus.{module}"), function)
    return partial(reader, read_entry=read_entry) if kind == "zip" else reader


def _in_archive(source: Source) -> Corpus:
    return _read(source, _no_further)


def _no_further(source: Source) -> Corpus:
    raise CorpusError("corpus.nested", name=source.name.rpartition("/")[0])


def _counted(corpus: Corpus) -> Corpus:
    first, *others = corpus.notes
    return replace(corpus, notes=(replace(first, counts=count(corpus)), *others))


def _finish(corpus: Corpus, limits: Limits | None) -> Corpus:
    if limits:
        limits.check_corpus(corpus)
    return _counted(with_languages(corpus))

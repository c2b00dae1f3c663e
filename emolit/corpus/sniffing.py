"""What a file is, by what it holds. Its name decides only between kinds of text, which look alike."""

from __future__ import annotations

import re
from pathlib import PurePath

from emolit.corpus.archive import Archive
from emolit.corpus.decoding import decode
from emolit.corpus.source import Source
from emolit.corpus.wikitext import around_poems
from emolit.errors import CorpusError

ENDINGS = {
    **{".txt": "txt", ".md": "md", ".wiki": "wiki", ".csv": "csv", ".tsv": "tsv", ".xlsx": "xlsx", ".docx": "docx"},
    **{".odt": "odt", ".epub": "epub", ".xml": "tei", ".html": "html", ".pdf": "pdf", ".zip": "zip"},
}
_TEXTS = {**{e: ENDINGS[e] for e in (".txt", ".md", ".wiki", ".csv", ".tsv")}, ".htm": "html", ".xhtml": "html"}
_TEXTS |= {".html": "html", ".xml": "xml", ".tei": "xml"}

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PDF = b"%PDF-"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office, HWP 5, and today's Office under a password
_MIMETYPES = {b"application/epub+zip": "epub", b"application/vnd.oasis.opendocument.text": "odt"}
_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "META-INF/container.xml": "epub"}
# What may stand before the outermost element; possessive, or many comments would be tried in all combinations.
_ROOT = re.compile(
    r"(?:(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>))*+<(?:[\w.-]+:)?([A-Za-z][\w.-]*)", re.DOTALL | re.IGNORECASE
)
_SUBSET = re.compile(rb"<!DOCTYPE[^>\[]*\[", re.IGNORECASE)
_ROOTS = {"TEI": "tei", "TEI.2": "tei", "teiCorpus": "tei", "html": "html", "HTML": "html"}
_HEAD = 4_000  # bytes in which a document must have begun


def is_foreign(data: bytes) -> bool:
    """Whether reading these bytes takes more than decoding them: an archive, a PDF, a marked-up document."""
    return data.startswith((*_ZIP, _OLE)) or data.lstrip()[:5] == _PDF or bool(_root(data))


def kind_of(source: Source) -> str:
    """A key of `reading.READERS`. Raises CorpusError for what is not read, in a sentence that says what it is."""
    name, data = source.name, source.data
    suffix = PurePath(name).suffix.lower()
    if data.startswith(_ZIP) and suffix == ".emolit":
        raise CorpusError("corpus.is_session", name=name)
    if data.startswith(_ZIP):
        return _kind_of_zip(source)
    if data.lstrip()[:5] == _PDF:
        return "pdf"
    if data.startswith(_OLE):
        raise CorpusError("corpus.old_office", name=name)
    root = _root(data)
    if root in _ROOTS:
        return _ROOTS[root]
    if suffix not in _TEXTS:
        raise CorpusError("corpus.unknown_format", name=name, suffix=suffix or "-", formats=", ".join(ENDINGS))
    if _TEXTS[suffix] == "xml":
        if _SUBSET.search(data[:_HEAD]):
            raise CorpusError("corpus.own_entities", name=name)
        raise CorpusError("corpus.unknown_xml", name=name, root=root or "-")
    return _text_kind(_TEXTS[suffix], source)


def _text_kind(kind: str, source: Source) -> str:
    """A text with poems marked in it is wikitext by its name, or where all that it says stands in the poems."""
    if kind not in ("txt", "md", "wiki"):
        return kind
    lowered = source.data.lower()
    start = lowered.find(b"<poem")
    if start < 0 or lowered.find(b"</poem", start) < 0:
        return "txt" if kind == "wiki" else kind
    is_wiki = kind == "wiki" or not around_poems(decode(source.name, source.data, source.options.encoding)[0])
    return "wiki" if is_wiki else kind


def _kind_of_zip(source: Source) -> str:
    archive = Archive(source.name, source.data, source.budget)
    if "mimetype" in archive:
        mimetype = archive.read("mimetype").strip()
        if mimetype in _MIMETYPES:
            return _MIMETYPES[mimetype]
    return next((kind for part, kind in _PARTS.items() if part in archive), "zip")


def _root(data: bytes) -> str:
    """The name of a document's outermost element where it begins with one; "" for any other text."""
    head = data[:_HEAD]
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    text = head.decode(encoding, "replace")
    declared = text.lstrip().startswith("<?xml")
    found = _ROOT.match(text)
    if not found:
        return ""
    is_document = declared or "<!doctype" in text[: found.start(1)].lower() or found.group(1) in _ROOTS
    return found.group(1) if is_document else ""

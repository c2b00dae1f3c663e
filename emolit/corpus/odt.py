"""OpenDocument texts (`.odt`): `text:p` and `text:line-break` are lines, empty paragraphs breaks, `text:h` titles.

OpenDocument 1.3 part 3, sections 5 and 6. Notes, annotations and deleted text of tracked changes are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from emolit.corpus.archive import Archive
from emolit.corpus.assembly import BREAK, Heading, Piece, assemble
from emolit.corpus.source import Source
from emolit.corpus.verse import is_blank
from emolit.corpus.works import Corpus, Line
from emolit.corpus.xml import Element, attribute, find_all, local, parse_xml
from emolit.errors import CorpusError

_SKIPPED = {"note", "annotation", "tracked-changes", "ruby-text", "table-of-content"}
_WHITE = re.compile(r"[ \t\r\n]+")  # collapses, as in HTML; spaces that are meant are `text:s`
_MOST_SPACES = 100


def read_odt(source: Source) -> Corpus:
    """Works under their headings; one work called after the file without any. Raises CorpusError when encrypted."""
    archive = Archive(source.name, source.data, source.budget)
    if "META-INF/manifest.xml" in archive:
        manifest = parse_xml(source.name, archive.read("META-INF/manifest.xml"))
        if any(True for _ in find_all(manifest, "encryption-data")):
            raise CorpusError("corpus.encrypted", name=source.name)
    root = parse_xml(source.name, archive.read("content.xml"))
    pieces = (piece for body in find_all(root, "body") for piece in _pieces(body))
    return Corpus(assemble(source.name, source.stem, pieces), (source.note(),))


def _pieces(element: Element) -> Iterator[Piece]:
    for child in element:
        name = local(child)
        if name == "h" and not is_blank(_text(child)):
            yield Heading(" ".join(_text(child).split()), int(attribute(child, "outline-level") or 1))
        elif name in ("p", "h"):
            text = _text(child)
            yield from [BREAK] if is_blank(text) else map(Line, text.split("\n"))
        elif name not in _SKIPPED:
            yield from _pieces(child)


def _text(element: Element) -> str:
    parts = [_WHITE.sub(" ", element.text or "")]
    for child in element:
        parts.append(_inline(child))
        parts.append(_WHITE.sub(" ", child.tail or ""))
    return "".join(parts)


def _inline(child: Element) -> str:
    name = local(child)
    if name == "line-break":
        return "\n"
    if name == "tab":
        return "\t"
    if name == "s":
        count = attribute(child, "c") or "1"
        return " " * min(int(count) if count.isdigit() else 1, _MOST_SPACES)
    return "" if name in _SKIPPED else _text(child)

"""Word files (`.docx`): paragraphs and soft line breaks are lines, empty paragraphs stanza breaks, headings titles.

Office Open XML, ECMA-376 part 1, section 17: `w:p` paragraphs of `w:r` runs. Deleted text of tracked changes, notes,
headers and footers are not read.
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

_HEADING = re.compile(r"(?:heading|제목)\s*(\d)|(title|표제)", re.IGNORECASE)
_SKIPPED = {
    *("del", "moveFrom", "instrText", "delText", "rt", "Fallback", "footnoteReference", "pict", "txbxContent"),
    *("pPr", "rPr"),
}
_PAGE = "\f"  # parts lines, and says nothing of stanzas
_TO_PAGES = re.compile(rf"\n?{_PAGE}\n?")
_WRITTEN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}


def read_docx(source: Source) -> Corpus:
    """Works under their headings; one work called after the file without any."""
    archive = Archive(source.name, source.data, source.budget)
    body = parse_xml(source.name, archive.read("word/document.xml"))
    levels = _heading_levels(source.name, archive)
    pieces = (piece for paragraph in _paragraphs(body) for piece in _pieces(paragraph, levels))
    return Corpus(assemble(source.name, source.stem, pieces), (source.note(),))


def _heading_levels(name: str, archive: Archive) -> dict[str, int]:
    """Style id -> heading level. Ids differ between languages of Word; the names of the built-in styles do not."""
    if "word/styles.xml" not in archive:
        return {}
    levels = {}
    for style in find_all(parse_xml(name, archive.read("word/styles.xml")), "style"):
        named = next((attribute(child, "val") for child in style if local(child) == "name"), "")
        found = _HEADING.fullmatch(named.strip())
        if found:
            levels[attribute(style, "styleId")] = int(found.group(1) or 0)
    return levels


def _paragraphs(element: Element) -> Iterator[Element]:
    """In their order, those of a text box behind the paragraph that holds it; old readers have it a second time."""
    for child in element:
        if local(child) == "p":
            yield child
        if local(child) != "Fallback":
            yield from _paragraphs(child)


def _pieces(paragraph: Element, levels: dict[str, int]) -> Iterator[Piece]:
    text = _text(paragraph)
    style = next((attribute(found, "val") for found in find_all(paragraph, "pStyle")), "")
    if is_blank(text):
        yield BREAK
    elif style in levels:
        yield Heading(" ".join(text.split()), levels[style])
    else:
        yield from (Line(line) for part in _TO_PAGES.split(text) if not is_blank(part) for line in part.split("\n"))


def _text(element: Element) -> str:
    parts = []
    for child in element:
        name = local(child)
        if name == "t":
            parts.append((child.text or "").replace("\n", " "))
        elif name in _WRITTEN:
            parts.append(_PAGE if attribute(child, "type") in ("page", "column") else _WRITTEN[name])
        elif name not in _SKIPPED and name != "p":
            parts.append(_text(child))
    return "".join(parts)

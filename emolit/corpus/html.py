"""HTML pages: `<br>` and paragraphs are lines, headings titles; a paragraph with `<br>` in it is a stanza of its own.

An empty paragraph, a rule, two `<br>` in a row and the edge of a block of blocks end a stanza, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from emolit.corpus.assembly import BREAK, Heading, Piece, assemble
from emolit.corpus.source import Source
from emolit.corpus.verse import is_blank
from emolit.corpus.works import Corpus, Line
from emolit.corpus.xml import Element, find_all, local, without_doctype, xml_text
from emolit.errors import CorpusError

_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details div dl dt figcaption figure footer form header
    hr legend li main ol p pre section summary table tbody td tfoot th thead tr ul""".split()
)
_SKIPPED = frozenset("head script style template noscript rt rp svg math nav button select textarea iframe".split())
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LINE_CLASSES = frozenset("line l v verse-line verseline poem-line poetry-line 행".split())
_WHITE = re.compile(r"[ \t\r\n\f]+")
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z][\w.:-]*)""", re.IGNORECASE)


def read_html(source: Source) -> Corpus:
    """Works under their headings; without any, one work called after the page's title or the file."""
    root = parse_html(source.name, source.data, source.options.encoding)
    title = next((" ".join((found.text or "").split()) for found in find_all(root, "title")), "")
    about = {"language": (root.get("lang") or "").strip(), "author": _meta(root, "author")}
    works = assemble(source.name, title or source.stem, html_pieces(root), about)
    return Corpus(works, (source.note_on_document(),))


def parse_html(name: str, data: bytes, encoding: str = "") -> Element:
    """The root of a page. Raises CorpusError for a page without content, or with a document type of its own making.

    encoding: as a reader has named it.
    """
    text = without_doctype(name, xml_text(name, data, encoding) if encoding else _decoded(name, data))
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise CorpusError("corpus.broken", name=name) from error
    if root is None:
        raise CorpusError("corpus.only_blank", name=name)
    return root


def _decoded(name: str, data: bytes) -> str:
    """The page's own word is the last resort: pages are saved again under other encodings than they say."""
    meta = _META_CHARSET.search(data[:2000])
    declared = meta.group(1).decode("ascii") if meta else ""
    try:
        return xml_text(name, data)
    except CorpusError as error:
        if error.code != "corpus.unknown_encoding" or not declared:
            raise
    try:
        return data.decode(declared)
    except (LookupError, UnicodeError) as error:
        raise CorpusError("corpus.broken_encoding", name=name, encoding=declared) from error


def _meta(root: Element, name: str) -> str:
    metas = (found for found in find_all(root, "meta") if (found.get("name") or "").lower() == name)
    return next(((found.get("content") or "").strip() for found in metas), "")


def html_pieces(root: Element) -> Iterator[Piece]:
    """Headings, lines and breaks of a page, in document order."""
    walk = _Walk()
    walk.block(root)
    walk.end_paragraph()
    yield from walk.pieces


class _Walk:
    """Goes through a tree, which libxml2 keeps from being too deep, with the text of the paragraph it is in."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._text: list[str] = []

    def block(self, element: Element) -> None:
        outer = _has_blocks(element)
        self.end_paragraph()
        if outer or local(element) == "hr":
            self.pieces.append(BREAK)
        keep_white = local(element).lower() == "pre"
        self._inside(element, keep_white=keep_white)
        self.end_paragraph(is_paragraph=not outer and local(element) == "p", keep_white=keep_white)
        if outer:
            self.pieces.append(BREAK)

    def _inside(self, element: Element, *, keep_white: bool = False) -> None:
        self._write(element.text, keep_white)
        for child in element:
            self._child(child, keep_white)
            self._write(child.tail, keep_white)

    def _child(self, child: Element, keep_white: bool) -> None:
        name = local(child).lower()
        if name in _HEADINGS:
            self.end_paragraph()
            heading = " ".join("".join(_visible(child)).split())
            self.pieces += [Heading(heading, _HEADINGS[name])] if heading else []
        elif name == "br":
            self._text.append("\n")
        elif name in _BLOCKS or _is_line(child):
            self.block(child)
        elif name not in _SKIPPED:
            self._inside(child, keep_white=keep_white)

    def _write(self, text: str | None, keep_white: bool) -> None:
        if text:
            self._text.append(text if keep_white else _WHITE.sub(" ", text))

    def end_paragraph(self, *, is_paragraph: bool = False, keep_white: bool = False) -> None:
        lines = "".join(self._text).split("\n")
        self._text = []
        if len(lines) == 1 and is_blank(lines[0]):
            self.pieces += [BREAK] if is_paragraph else []
            return
        kept = [line.rstrip() if keep_white else line.strip(" ") for line in lines]
        stanza: list[Piece] = [BREAK if is_blank(line) else Line(line) for line in kept]
        self.pieces += [BREAK, *stanza, BREAK] if len(lines) > 1 else stanza


def _visible(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if local(child) == "br":
            yield " "
        elif local(child) not in _SKIPPED:
            yield from _visible(child)
        yield child.tail or ""


def _has_blocks(element: Element) -> bool:
    return any(local(child).lower() in _BLOCKS or local(child).lower() in _HEADINGS or _is_line(child)
               for child in element)  # fmt: skip


def _is_line(element: Element) -> bool:
    return local(element).lower() == "span" and bool(_LINE_CLASSES & set((element.get("class") or "").split()))

"""TEI editions: `lg` and `l` as stanzas and lines, a `head` as title, `xml:id` kept on each line.

TEI P5 guidelines, chapters 4 (structure) and 6 (verse). A work is a `div` or an `lg type="poem"` with its lines; a
`head` inside a poem divides it and is not read, as are notes, page headers and what an editor deleted. Prose
that stands around quoted verse in one paragraph is read as lines around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from emolit.corpus.assembly import BREAK, Heading, Piece, assemble, in_book
from emolit.corpus.source import Source
from emolit.corpus.verse import is_blank
from emolit.corpus.works import Corpus, Line
from emolit.corpus.xml import Element, attribute, find_all, local, parse_xml

_SKIPPED = frozenset("note fw figure del surplus gap pb cb milestone teiHeader index rdg witDetail".split())
_NO_VERSE = _SKIPPED | {"head"}
_OTHER_READING = {"corr", "reg", "expan"}  # of `choice`: what the source itself has stands beside it
_POEMS = frozenset("poem sonnet ode ballad song haiku elegy 시 시조".split())
_PROSE = {"p", "ab", "sp"}
_AROUND = {"q", "quote", "said", "epigraph", "argument"}
_SPOKEN = {"p", "ab", "q", "quote", "said"}  # may say something of their own around what stands in them
_INLINE = {"s", "seg", "hi", "emph", "foreign", "phr"}  # of a paragraph; what they say goes on in it
_VERSE = ("l", "lg")
_ABOUT = {"author": "author", "docAuthor": "author", "date": "year", "docDate": "year"}
_YEAR = re.compile(r"-?\d{4}")
_VOTE = re.compile(r"(\d{1,6})/([1-9]\d{0,5})")

TAXONOMY = "emolit"  # xml:id of the taxonomy of emotions that emolit writes
VOTES = "emolit-votes"  # type of the group that holds readers' votes
BIBL = "emolit"  # type of the `bibl` that holds what emolit knows of a work


def read_tei(source: Source) -> Corpus:
    """Works of all texts of a file, with what its header says of each."""
    root = parse_xml(source.name, source.data, source.options.encoding)
    texts = _texts(root)
    about = _header(texts[0])
    book = "" if local(root) == "teiCorpus" else str(about["title"])  # of several texts, the first names but itself
    works = assemble(source.name, book or source.stem, _voted(root, _pieces(texts)))
    return Corpus(in_book(works, book), (source.note_on_document(),))


def _texts(root: Element) -> list[Element]:
    return [found for found in root.iter() if local(found) in ("TEI", "TEI.2")] or [root]


def _pieces(texts: list[Element]) -> Iterator[Piece]:
    return (piece for number, text in enumerate(texts) for piece in _text_pieces(text, number))


def is_line(element: Element) -> bool:
    """Whether an element can be what the reader makes a line of."""
    return local(element) == "l" or local(element) in _PROSE


def lines_of(root: Element) -> Iterator[Line]:
    """The lines of a document as the reader finds them, in order; blank ones, which it drops, left out."""
    return (piece for piece in _pieces(_texts(root)) if isinstance(piece, Line) and not is_blank(piece.text))


def _voted(root: Element, pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The pieces, lines with the readers' votes that a stand-off `spanGrp` of emolit's own says."""
    votes = _votes(root)
    for piece in pieces:
        if isinstance(piece, Line) and piece.id in votes:
            counts, readers = votes[piece.id]
            yield replace(piece, votes=counts, readers=readers)
        else:
            yield piece


def _votes(root: Element) -> dict[str, tuple[dict[str, int], int]]:
    """Line id -> label -> readers who chose it, and how many were asked, from `span n="3/5"`."""
    labels = {
        attribute(category, "id"): attribute(category, "n")
        for taxonomy in find_all(root, "taxonomy")
        if attribute(taxonomy, "id") == TAXONOMY
        for category in find_all(taxonomy, "category")
    }
    found: dict[str, tuple[dict[str, int], int]] = {}
    for group in find_all(root, "spanGrp"):
        if attribute(group, "type") == VOTES:
            for span in find_all(group, "span"):
                told = _VOTE.fullmatch(attribute(span, "n"))
                counts, _ = found.setdefault(attribute(span, "from").lstrip("#"), ({}, int(told[2]) if told else 5))
                label = labels.get(attribute(span, "ana").lstrip("#"))
                if told and label:
                    counts[label] = int(told[1])
    return found


def _text_pieces(text: Element, number: int) -> Iterator[Piece]:
    about = _header(text)
    yield Heading(str(about["title"]) if number else "", level=0, about=about)
    for child in text:
        if local(child) == "text":
            yield from _structure(child, 1, in_poem=False)


def _header(text: Element) -> dict[str, Any]:
    """Title, author, year, translator and language of a text, from its header."""
    about: dict[str, Any] = {"title": "", "language": attribute(text, "lang")}
    header = next((child for child in text if local(child) == "teiHeader"), None)
    for statement in () if header is None else find_all(header, "titleStmt"):
        authors = filter(None, map(_plain, find_all(statement, "author")))
        about |= {"title": _first(statement, "title"), "author": ", ".join(authors)}
        about["translator"] = next(
            (_plain(found) for found in find_all(statement, "editor") if attribute(found, "role") == "translator"), ""
        )
    for part in ("sourceDesc", "creation"):  # when it was written counts more than when it was printed
        for found in () if header is None else find_all(header, part):
            about["year"] = _dated(found) or about.get("year", "")
    for found in () if header is None else find_all(header, "bibl"):
        if attribute(found, "type") == BIBL:
            about |= _own_bibl(found)
    inner = next((child for child in text if local(child) == "text"), None)
    if inner is not None and attribute(inner, "lang"):
        about["language"] = attribute(inner, "lang")
    return {name: value for name, value in about.items() if value or name == "title"}


def _own_bibl(bibl: Element) -> dict[str, Any]:
    """A work's year, collection, edition, source and kind, as emolit writes them."""
    about: dict[str, Any] = {"year": _first(bibl, "date"), "edition": _first(bibl, "edition")}
    about |= {"collection": _first(bibl, "title"), "source": _first(bibl, "note")}
    return about | ({"paratext": True} if attribute(bibl, "subtype") == "paratext" else {})


def _first(element: Element, name: str) -> str:
    return next((_plain(found) for found in find_all(element, name)), "")


def _dated(element: Element) -> str:
    date = next(find_all(element, "date"), None)
    return "" if date is None else _year(date)


def _year(date: Element) -> str:
    when = _YEAR.match(attribute(date, "when") or attribute(date, "from"))
    return when.group() if when else _plain(date)


def _structure(element: Element, level: int, *, in_poem: bool) -> Iterator[Piece]:
    """The pieces of a `text`, `div` or `lg`, and of what stands in it."""
    opens = _opens_work(element, in_poem)
    if opens:
        yield _heading(element, level)
    in_poem = in_poem or (local(element) == "lg" and opens)
    yield BREAK
    for child in element:
        yield from _child(child, level + opens, in_poem=in_poem)
    yield BREAK


def _opens_work(element: Element, in_poem: bool) -> bool:
    if local(element) in ("front", "back"):
        return True
    if local(element).startswith("div"):
        return not in_poem
    if local(element) == "text":
        parent = element.getparent()
        return parent is not None and local(parent) == "group"
    is_named = attribute(element, "type") in _POEMS or _head(element) is not None
    return local(element) == "lg" and not in_poem and is_named


def _head(element: Element) -> Element | None:
    return next((child for child in element if local(child) == "head"), None)


def _heading(element: Element, level: int) -> Heading:
    about: dict[str, Any] = {"paratext": True} if local(element) in ("front", "back") else {}
    for found in element.iter():
        field = _ABOUT.get(local(found))
        if field and field not in about and _owner(found) is element:
            about[field] = _year(found) if field == "year" else _plain(found)
    if attribute(element, "lang"):
        about["language"] = attribute(element, "lang")
    head = _head(element)
    return Heading("" if head is None else _plain(head), level, about)


def _owner(found: Element) -> Element | None:
    """The nearest part of the text that something stands in."""
    return next((up for up in found.iterancestors() if local(up).startswith("div") or local(up) == "lg"), None)


def _child(child: Element, level: int, *, in_poem: bool) -> Iterator[Piece]:
    name = local(child)
    if name == "l":
        yield Line(_plain(child), id=attribute(child, "id") or None)
    elif name == "lg" or name.startswith("div") or name in ("body", "group", "text", "front", "back", "floatingText"):
        yield from _structure(child, level, in_poem=in_poem)
    elif name in _PROSE and not _holds(child, *_VERSE):
        yield from (BREAK, Line(_plain(child), id=attribute(child, "id") or None), BREAK)
    elif name in _SPOKEN:
        yield from _mixed(child, level, in_poem=in_poem)
    elif name in _PROSE or name in _AROUND or (name not in _NO_VERSE and _holds(child, *_VERSE)):
        for inner in _source_s_own(child):
            yield from _child(inner, level, in_poem=in_poem)


def _mixed(element: Element, level: int, *, in_poem: bool) -> Iterator[Piece]:
    """Verse or paragraphs, with what is said around them: prose, which has no element of its own."""
    own, said = _source_s_own(element), [element.text or ""]
    for child in element:
        if child in own and _holds(child, *_VERSE, *_PROSE):
            yield from _prose("".join(said))
            said = []
            read = _mixed if local(child) in _INLINE else _child
            yield from read(child, level, in_poem=in_poem)
        elif child in own:
            said += _inline(child)
        said.append(child.tail or "")
    yield from _prose("".join(said))


def _holds(element: Element, *names: str) -> bool:
    """Whether it is one of these, or one stands in what is read of it."""
    if local(element) in _SKIPPED:
        return False
    return local(element) in names or any(_holds(child, *names) for child in element)


def _prose(text: str) -> Iterator[Piece]:
    if not is_blank(text):
        yield from (BREAK, Line(" ".join(text.split())), BREAK)


def _source_s_own(element: Element) -> list[Element]:
    """The children, of a `choice` those that the source itself has."""
    names = {local(child) for child in element} if local(element) == "choice" else set()
    other = _OTHER_READING if names & {"sic", "orig", "abbr"} else set()
    return [child for child in element if local(child) not in other]


def _plain(element: Element) -> str:
    """The text of the source itself, white space collapsed as an editor's indentation is no part of it."""
    if attribute(element, "space") == "preserve":
        return "".join(_running(element))
    return " ".join("".join(_running(element)).split())


def _running(element: Element) -> Iterator[str]:
    yield element.text or ""
    kept = _source_s_own(element)
    for child in element:
        if child in kept:
            yield from _inline(child)
        yield child.tail or ""


def _inline(element: Element) -> Iterator[str]:
    if local(element) == "lb":
        yield "" if attribute(element, "break") == "no" else " "
    elif local(element) not in _SKIPPED:
        yield from _running(element)

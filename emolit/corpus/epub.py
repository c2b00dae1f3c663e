"""EPUB books, 2 and 3: the documents of the spine in its order, headings as works.

EPUB 3.3, sections 4 (container) and 5 (package). Title pages, contents, prefaces and the like are marked as paratext.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from emolit.corpus.archive import Archive
from emolit.corpus.assembly import Heading, Piece, assemble, in_book
from emolit.corpus.html import html_pieces, parse_html
from emolit.corpus.source import Source
from emolit.corpus.works import Corpus
from emolit.corpus.xml import Element, attribute, find_all, local, parse_xml
from emolit.errors import CorpusError

_PARATEXT = frozenset(
    """acknowledgments afterword appendix backmatter bibliography colophon contributors copyright-page cover
    dedication endnotes epilogue foreword frontmatter glossary halftitlepage imprint index introduction landmarks loi
    lot page-list preface seriespage titlepage title-page toc""".split()
)
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")


def read_epub(source: Source) -> Corpus:
    """Works of a book. Raises CorpusError for a book without a spine, under DRM, or that points out of itself."""
    archive = Archive(source.name, source.data, source.budget)
    place = _package(source.name, archive)
    package = parse_xml(source.name, archive.read(place))
    pages = _spine(source.name, package, posixpath.dirname(place))
    _refuse_drm(source.name, archive, {path for path, _ in pages})
    pieces = (piece for page in pages for piece in _page(source.name, archive, *page))
    about = _about(package)
    title = str(about.pop("title"))
    works = assemble(source.name, title or source.stem, pieces, about)
    skipped = tuple(path for path, _ in pages if path not in archive)
    return Corpus(in_book(works, title), (replace(source.note(), skipped=skipped),))


def _package(name: str, archive: Archive) -> str:
    container = parse_xml(name, archive.read("META-INF/container.xml"))
    found = next((attribute(root, "full-path") for root in find_all(container, "rootfile")), "")
    return _within(name, found)


def _within(name: str, path: str) -> str:
    """A path inside the book. Raises CorpusError for one that leads out of it."""
    clean = posixpath.normpath(unquote(path.partition("#")[0]))
    if clean.startswith(("..", "/")) or ":" in clean.split("/")[0]:
        raise CorpusError("corpus.archive_names", name=name)
    return clean


def _spine(name: str, package: Element, folder: str) -> list[tuple[str, bool]]:
    """Path of each page, and whether it is paratext."""
    items = {attribute(item, "id"): item for item in find_all(package, "item")}
    guide = {
        _within(name, posixpath.join(folder, attribute(found, "href")))
        for found in find_all(package, "reference")
        if attribute(found, "type") in _PARATEXT
    }
    pages = []
    for reference in find_all(package, "itemref"):
        item = items.get(attribute(reference, "idref"))
        if item is not None and attribute(item, "media-type") in _PAGES:
            path = _within(name, posixpath.join(folder, attribute(item, "href")))
            pages.append((path, path in guide or "nav" in attribute(item, "properties").split()))
    if not pages:
        raise CorpusError("corpus.no_spine", name=name)
    return pages


def _refuse_drm(name: str, archive: Archive, pages: set[str]) -> None:
    """Fonts may be scrambled; a book whose pages are cannot be read."""
    if "META-INF/encryption.xml" in archive:
        root = parse_xml(name, archive.read("META-INF/encryption.xml"))
        if pages & {unquote(attribute(found, "URI")) for found in find_all(root, "CipherReference")}:
            raise CorpusError("corpus.encrypted", name=name)


def _page(name: str, archive: Archive, path: str, paratext: bool) -> Iterator[Piece]:
    if path not in archive:
        return
    root = parse_html(f"{name}/{posixpath.basename(path)}", archive.read(path))
    paratext = paratext or _is_paratext(root)
    pieces = list(html_pieces(root))
    if not any(isinstance(piece, Heading) for piece in pieces):
        yield Heading("", about={"paratext": paratext})  # a page without a heading is no part of the one before
    for piece in pieces:
        yield replace(piece, about={"paratext": paratext}) if isinstance(piece, Heading) else piece


def _is_paratext(root: Element) -> bool:
    """Whether the page, or its one section, says so: `epub:type="preface"`."""
    said = [found for found in find_all(root, "body", "section") if found.get("epub:type")]
    return bool(said) and bool(_PARATEXT & set((said[0].get("epub:type") or "").split()))


def _about(package: Element) -> dict[str, Any]:
    """Title, author, translator and language of the book; its date is most often that of the file."""
    people: dict[str, list[str]] = {"author": [], "translator": []}
    for person in find_all(package, "creator", "contributor"):
        role = _role(package, person)
        kind = "translator" if role == "trl" else "author" if local(person) == "creator" else ""
        if kind:
            people[kind].append(" ".join("".join(map(str, person.itertext())).split()))
    title = next((" ".join((found.text or "").split()) for found in find_all(package, "title")), "")
    language = next(((found.text or "").strip() for found in find_all(package, "language")), "")
    return {"title": title, "language": language, **{kind: ", ".join(names) for kind, names in people.items()}}


def _role(package: Element, person: Element) -> str:
    refined = (
        (meta.text or "").strip()
        for meta in find_all(package, "meta")
        if attribute(meta, "refines") == f"#{attribute(person, 'id')}" and attribute(meta, "property") == "role"
    )
    return attribute(person, "role") or next(refined, "")

"""From a stream of headings, lines and breaks, which every marked-up format comes down to, to works."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from emolit.corpus.verse import is_blank
from emolit.corpus.works import Line, Stanza, Work, unique_ids, work_id
from emolit.errors import CorpusError

ABOUT = ("author", "year", "language", "edition", "source", "translator", "collection")  # fields of a work by name


@dataclass(frozen=True)
class Heading:
    """Begins a work. Over deeper headings it names their collection."""

    text: str
    level: int = 1
    about: Mapping[str, Any] = field(default_factory=dict)  # fields of the work, for this one and those below


BREAK = None
Piece = Heading | Line | None


class _Assembly:
    def __init__(self, stem: str, about: Mapping[str, Any]) -> None:
        self._stem, self._about = stem, about
        self._headings: list[Heading] = []
        self._stanzas: list[Stanza] = []
        self._stanza: list[Line] = []
        self.works: list[Work] = []
        self.nameless: dict[str, list[int]] = {}  # a file's or text's title -> works that are called after it

    def take(self, piece: Piece) -> None:
        if isinstance(piece, Heading):
            self.end_work()
            while self._headings and self._headings[-1].level >= piece.level:
                self._headings.pop()
            self._headings.append(piece)
        elif piece is BREAK or is_blank(piece.text):
            self._end_stanza()
        else:
            self._stanza.append(piece)

    def _end_stanza(self) -> None:
        if self._stanza:
            self._stanzas.append(tuple(self._stanza))
            self._stanza = []

    def end_work(self) -> None:
        self._end_stanza()
        if not self._stanzas:
            return
        stanzas, self._stanzas = tuple(self._stanzas), []
        about = {**self._about, **{k: v for heading in self._headings for k, v in heading.about.items()}}
        named = [heading.text for heading in self._headings if heading.text]
        title = named.pop() if named and self._headings[-1].text else ""
        if named:
            about["collection"] = " / ".join(named)
        if not title:
            title = str(about.pop("title", "")) or self._stem
            self.nameless.setdefault(title, []).append(len(self.works))
        self.works.append(Work("", title, stanzas, **_fields(about)))


def _fields(about: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in about.items() if name in {*ABOUT, "paratext"}}


def assemble(name: str, stem: str, pieces: Iterable[Piece], about: Mapping[str, Any] | None = None) -> tuple[Work, ...]:
    """Works in the order of the pieces; what stands before the first heading is a work called `stem`.

    Raises CorpusError when there is no line.
    """
    assembly = _Assembly(stem, about or {})
    for piece in pieces:
        assembly.take(piece)
    assembly.end_work()
    if not assembly.works:
        raise CorpusError("corpus.only_blank", name=name)
    return identified(_numbered(assembly.works, assembly.nameless.values()))


def _numbered(works: list[Work], nameless: Iterable[list[int]]) -> Iterable[Work]:
    """Works that nobody named, with a number where there are several; not one that a heading calls as the file."""
    numbers = {place: number for group in nameless if len(group) > 1 for number, place in enumerate(group, start=1)}
    return [
        replace(work, title=f"{work.title} {numbers[place]}") if place in numbers else work
        for place, work in enumerate(works)
    ]


def identified(works: Iterable[Work]) -> tuple[Work, ...]:
    """The same works, each with the id that its author, title and text give it."""
    return unique_ids(replace(work, id=work_id(work.author, work.title, work.stanzas)) for work in works)


def in_book(works: tuple[Work, ...], book: str) -> tuple[Work, ...]:
    """The book is the collection of its works, of one with its own title too, unless that is all that it holds."""
    if not book or [work.title for work in works] == [book]:
        return works
    return tuple(replace(work, collection=_within(book, work.collection)) for work in works)


def _within(book: str, collection: str) -> str:
    return " / ".join(filter(None, (book, collection.removeprefix(book).lstrip(" /"))))

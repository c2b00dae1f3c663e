"""A corpus as it stands on paper: works of stanzas of lines, in the order of the source."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

Votes = Mapping[str, int]  # label -> readers who chose it


@dataclass(frozen=True)
class Line:
    """One verse line, each character as in the source, leading spaces included."""

    text: str
    id: str | None = None  # the source's own identifier (xml:id), so that an export can point back at it
    votes: Votes | None = None  # what human readers chose, where the source says
    readers: int = 5  # how many were asked, where there are votes

    @property
    def indent(self) -> int:
        """Number of white-space characters before the first word."""
        return len(self.text) - len(self.text.lstrip())


Stanza = tuple[Line, ...]


@dataclass(frozen=True)
class Work:
    """One poem or prose text. Its identity is (author, title); `id` tells two works of one name apart."""

    id: str
    title: str
    stanzas: tuple[Stanza, ...]
    author: str = ""
    year: str = ""  # as written in the source: "1925", "c. 1930"
    language: str = ""  # BCP 47; empty until somebody or something says it
    edition: str = ""
    source: str = ""  # where the text was taken from, in the words of whoever took it
    translator: str = ""
    collection: str = ""  # the book, cycle or journal that it stands in
    paratext: bool = False  # a preface, a list of contents, a note: kept, but no part of what is analysed
    returns: bool = False  # its (author, title) had ended earlier in the source and came back

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for stanza in self.stanzas for line in stanza)

    @cached_property
    def stanza_numbers(self) -> tuple[int, ...]:
        """The stanza of each line, from 1."""
        return tuple(number for number, stanza in enumerate(self.stanzas, start=1) for _ in stanza)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        return tuple(line.text for line in self.lines)

    @cached_property
    def digest(self) -> str:
        """Names all that a reading of this work depends on: its lines as they are cut, their votes, its language."""
        told = repr((self.id, self.language, self.stanzas))
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()

    def __len__(self) -> int:
        return len(self.lines)


@dataclass(frozen=True)
class Counts:
    """How much was read, and in which scripts: characters by kind, white space and punctuation left out."""

    works: int = 0
    stanzas: int = 0
    lines: int = 0
    hangul: int = 0
    hanja: int = 0
    latin: int = 0
    other: int = 0  # letters and digits of any other kind
    old_hangul: int = 0  # of `hangul`: syllables and letters that modern Korean no longer has
    invisible: int = 0  # zero-width, bidirectional and private-use characters: shown where the text is drawn

    def share(self, script: str) -> float:
        """A script's share of all letters counted, between 0 and 1; 0 of nothing."""
        letters = self.hangul + self.hanja + self.latin + self.other
        return float(getattr(self, script)) / letters if letters else 0.0


@dataclass(frozen=True)
class Problem:
    """One part of a source that could not be read: the code of its sentence and what happened."""

    code: str
    details: Mapping[str, object]


@dataclass(frozen=True)
class SourceNote:
    """What reading a source did that its reader should know: how it was decoded and cut, what was odd."""

    name: str
    format: str
    encoding: str = ""
    replaced: int = 0  # characters that could not be decoded
    returning_works: tuple[str, ...] = ()  # titles whose rows came back after another work
    sha256: str = ""
    separator: str = ""  # the rule that cut a text into works
    columns: tuple[tuple[str, str], ...] = ()  # of a table: what is read -> the column it is read from
    header: tuple[str, ...] = ()  # of a table: all its columns
    joined_words: int = 0  # words that were hyphenated across a line's end and were joined
    column_pages: int = 0  # pages that were read as two columns, one after the other
    prose: int = 0  # lines that stand around the poems of a wikitext and were not read
    skipped: tuple[str, ...] = ()  # entries of an archive that hold no text: pictures, fonts
    problems: tuple[Problem, ...] = ()  # entries of an archive that could not be read
    counts: Counts = Counts()


@dataclass(frozen=True)
class Corpus:
    """Works in the order of their source, with a note on each source."""

    works: tuple[Work, ...]
    notes: tuple[SourceNote, ...] = field(default=())
    left_out: int = 0  # works that are no part of it because they are paratext

    @property
    def n_lines(self) -> int:
        return sum(len(work) for work in self.works)

    def __iter__(self) -> Iterator[Work]:
        return iter(self.works)

    def __len__(self) -> int:
        return len(self.works)

    def __add__(self, other: Corpus) -> Corpus:
        """Both corpora; an id that both use gets a suffix in the second."""
        left_out = self.left_out + other.left_out
        return Corpus(unique_ids((*self.works, *other.works)), (*self.notes, *other.notes), left_out)


def work_id(author: str, title: str, stanzas: Iterable[Stanza]) -> str:
    """A short name for this very text: equal for equal content, whatever file it came from."""
    text = "\n\n".join("\n".join(line.text for line in stanza) for stanza in stanzas)
    return hashlib.sha256("\x1f".join((author, title, text)).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def unique_ids(works: Iterable[Work]) -> tuple[Work, ...]:
    """The same works, the second of two equal ids with "-2" after it, and so on."""
    again: Counter[str] = Counter()
    result: dict[str, Work] = {}
    for work in works:
        name = work.id
        while name in result:  # also where a suffix was given before
            again[work.id] += 1
            name = f"{work.id}-{again[work.id] + 1}"
        result[name] = replace(work, id=name)
    return tuple(result.values())

"""Several works in one text file: the rules by which a text is cut, and which of them a text seems to follow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from emolit.corpus.assembly import ABOUT, BREAK, Heading, Piece
from emolit.corpus.columns import field_of
from emolit.corpus.options import ReadingOptions, Separator
from emolit.corpus.verse import is_blank
from emolit.corpus.works import Line

_HEADING = re.compile(r"(#{1,6})\s+(\S.*)|(={2,6})([^=].*[^=])={2,6}")
_RULE = re.compile(r"\s*(?:([*＊※·_=~-])\s*)(?:\1\s*){2,}")
_MARKS = frozenset("#*＊※·_=~-")  # how a line that parts works begins
_FENCE = re.compile(r"---\s*")
_FIELD = re.compile(r"([^\W\d][\w .-]{0,30})[:：](.*)")
_KNOWN = frozenset({"title", *ABOUT})  # fields of front matter
_GUESSES = (Separator.FRONT_MATTER, Separator.HEADINGS, Separator.RULES)


def rule_for(lines: list[str], options: ReadingOptions, default: Separator) -> Separator:
    """The rule that a text is cut by: the one asked for, the first that finds several works, the format's own."""
    if options.separator is Separator.DEFAULT:
        return default
    if options.separator is not Separator.AUTOMATIC:
        return options.separator
    marked = any(line.lstrip()[:1] in _MARKS for line in lines if line)
    guesses = (rule for rule in _GUESSES if _finds_several(lines, rule, options))
    return next(guesses, default) if marked else default


def _finds_several(lines: list[str], rule: Separator, options: ReadingOptions) -> bool:
    found, empty = 0, True
    for piece in cut(lines, rule, options):
        if isinstance(piece, Heading):
            empty = True
        elif piece is not BREAK and empty and not is_blank(piece.text):
            found, empty = found + 1, False
        if found > 1:
            return True
    return False


def cut(lines: list[str], rule: Separator, options: ReadingOptions) -> Iterator[Piece]:
    """A text's lines with headings where works begin; a line that only separates is no verse and is left out."""
    if rule is Separator.HEADINGS:
        yield from map(_heading_or_line, lines)
    elif rule is Separator.FRONT_MATTER:
        yield from _by_front_matter(lines)
    elif rule in (Separator.RULES, Separator.BLANK_LINES):
        yield from _titled(_by_gap(lines, rule, options.blank_lines), options.first_line_is_title)
    else:
        yield from map(Line, lines)


def _heading_or_line(text: str) -> Piece:
    found = _HEADING.fullmatch(text.strip())
    if not found:
        return Line(text)
    marks, title, wiki_marks, wiki_title = found.groups()
    return Heading(title.rstrip("#").rstrip() if marks else wiki_title.strip(), len(marks or wiki_marks))


def _by_gap(lines: list[str], rule: Separator, blank_lines: int) -> Iterator[Piece]:
    """A nameless heading at the start and after each gap."""
    yield Heading("")
    blanks = 0
    for text in lines:
        blanks = blanks + 1 if is_blank(text) else 0
        parts = blanks == blank_lines if rule is Separator.BLANK_LINES else _RULE.fullmatch(text)
        yield Heading("") if parts else Line(text)


def _titled(pieces: Iterator[Piece], first_line_is_title: bool) -> Iterator[Piece]:
    waiting = False
    for piece in pieces:
        if not first_line_is_title or piece is BREAK:
            yield piece
        elif isinstance(piece, Heading):
            waiting = True
        elif waiting and not is_blank(piece.text):
            yield Heading(piece.text.strip())
            waiting = False
        else:
            yield piece


def _by_front_matter(lines: list[str]) -> Iterator[Piece]:
    place = 0
    while place < len(lines):
        about, end = front_matter(lines, place)
        if end > place:
            yield Heading(about.get("title", ""), about=about)
            place = end
        else:
            yield Line(lines[place])
            place += 1


def front_matter(lines: list[str], start: int = 0) -> tuple[Mapping[str, str], int]:
    """The known fields between two `---` at a line, and the line after them; `start` where no field is between two."""
    if start >= len(lines) or not _FENCE.fullmatch(lines[start]):
        return {}, start
    about: dict[str, str] = {}
    for place in range(start + 1, len(lines)):
        if _FENCE.fullmatch(lines[place]):
            known = {field: value for field, value in about.items() if field in _KNOWN}
            return known, place + 1 if about else start
        found = _FIELD.fullmatch(lines[place])
        if found is None:
            return {}, start
        key, value = (part.strip() for part in found.groups())
        about[field_of(key) or key] = value.strip("\"'")
    return {}, start

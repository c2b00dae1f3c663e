"""Text to stanzas of lines, and back. The one place that knows what a line break and a blank line are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from emolit.corpus.works import Line, Stanza

_LINE_BREAK = re.compile(r"\r\n|\r|\n")  # not str.splitlines, which also cuts at form feeds and separators

# White space, a stray BOM, the soft hyphen, marks without a width, and what stands for a missing letter: the fillers of
# Hangul, which are part of a syllable where a letter follows, and the empty pattern of Braille.
_NOTHING = re.compile(r"[\s\u00ad\u115f\u1160\u200b-\u200f\u2060-\u2064\u2800\u3164\ufeff\uffa0]*")


def split_lines(text: str) -> list[str]:
    return _LINE_BREAK.split(text)


def is_blank(line: str) -> bool:
    """True for a line that shows nothing: empty, or white space and invisible characters alone."""
    return _NOTHING.fullmatch(line) is not None


def group_stanzas(lines: Iterable[str]) -> tuple[Stanza, ...]:
    """Blank lines are stanza breaks, however many; every other line is kept as it is."""
    stanzas: list[list[Line]] = [[]]
    for line in lines:
        if not is_blank(line):
            stanzas[-1].append(Line(line))
        elif stanzas[-1]:
            stanzas.append([])
    return tuple(tuple(stanza) for stanza in stanzas if stanza)


def to_text(stanzas: Iterable[Stanza]) -> str:
    """Stanzas as a plain text: one blank line between stanzas, a line break at the end."""
    return "\n\n".join("\n".join(line.text for line in stanza) for stanza in stanzas) + "\n"

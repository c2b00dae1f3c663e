"""The unit a text is read by: the verse line by default, the sentence or the paragraph for prose."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from itertools import pairwise

from emolit.corpus.verse import is_blank
from emolit.corpus.works import Line, Stanza, Work

# A sentence ends at . ! ? … or their full-width forms, with closing quotes or brackets, before white space.
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])[\"'”’」』)\]]*\s+")


class ReadingUnit(StrEnum):
    LINE = "line"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"


def read_by(work: Work, unit: ReadingUnit) -> Work:
    """The same work, its lines joined to paragraphs (a stanza is a paragraph) or cut into sentences.

    Only white space at the joints changes; the order and every other character stay.
    """
    regroup = _REGROUP[unit]
    return work if regroup is None else replace(work, stanzas=tuple(regroup(stanza) for stanza in work.stanzas))


def _paragraph(stanza: Stanza) -> Stanza:
    return (Line(" ".join(line.text.strip() for line in stanza)),)


def _sentences(stanza: Stanza) -> Stanza:
    text = _paragraph(stanza)[0].text
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    bounds = [0, *ends, len(text)]
    pieces = (text[start:stop].strip() for start, stop in pairwise(bounds))
    return tuple(Line(piece) for piece in pieces if not is_blank(piece))


_REGROUP: dict[ReadingUnit, Callable[[Stanza], Stanza] | None] = {
    ReadingUnit.LINE: None,
    ReadingUnit.SENTENCE: _sentences,
    ReadingUnit.PARAGRAPH: _paragraph,
}

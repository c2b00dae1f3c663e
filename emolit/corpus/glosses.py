"""Hanja glosses, 영변(寧邊): kept as printed, or dropped from the copy that the model reads. The text itself stays."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from emolit.corpus.verse import is_blank
from emolit.corpus.works import Line, Work

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Hanja in brackets right after a Hangul word, or its Hangul reading in brackets right after hanja.
_OPEN, _CLOSE = r"[(（\[［〔]", r"[)）\]］〕]"
_GLOSS = re.compile(rf"(?<=[가-힣]){_OPEN}[{_HAN}·,、\s]+{_CLOSE}|(?<=[{_HAN}]){_OPEN}[가-힣·,\s]+{_CLOSE}")


def glosses(works: Iterable[Work]) -> list[tuple[str, str]]:
    """Each line that has a gloss, as printed and as read without."""
    pairs = ((text, without_gloss(text)) for work in works for text in work.texts)
    return [(text, read) for text, read in pairs if text != read]


def without_gloss(text: str) -> str:
    """A line without its glosses; as it is where nothing else would be left."""
    bare = _GLOSS.sub("", text)
    return text if is_blank(bare) else bare


def without_glosses(work: Work) -> Work:
    """The same work, line for line, as the model reads it when glosses are dropped; its id stays."""
    stanzas = tuple(tuple(_bare(line) for line in stanza) for stanza in work.stanzas)
    return replace(work, stanzas=stanzas)


def _bare(line: Line) -> Line:
    bare = without_gloss(line.text)
    return line if bare == line.text else replace(line, text=bare)

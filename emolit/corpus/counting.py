"""What a text is written in: scripts, old Hangul, characters that nobody sees."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from emolit.corpus.works import Counts, Work

_HANGUL = r"가-힣\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\ud7b0-\ud7fb"
_HANJA = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LATIN = r"A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02b8\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a"
# Conjoining letters beyond the modern 19 initials, 21 vowels and 27 finals; old compatibility letters; the extensions.
_OLD_HANGUL = re.compile(r"[\u1113-\u115f\u1176-\u11a7\u11c3-\u11ff\u3165-\u318e\ua960-\ua97c\ud7b0-\ud7fb]")
# Zero-width and bidirectional marks, soft hyphens, tags, and the private use area in which older word processors kept
# old Hangul. The zero-width joiner inside an emoji and white space are what they seem.
INVISIBLE = re.compile(
    r"[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ue000-\uf8ff\U000e0000-\U000e007f]"
    r"|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
)
_SCRIPTS = {name: re.compile(f"[{letters}]") for name, letters in
            (("hangul", _HANGUL), ("hanja", _HANJA), ("latin", _LATIN))}  # fmt: skip
_LETTER = re.compile(r"[^\W_]")


def count(works: Iterable[Work]) -> Counts:
    """Works, stanzas, lines and letters by script of a corpus or a part of it."""
    works = tuple(works)
    text = "\n".join(line for work in works for line in work.texts)
    scripts = {name: len(pattern.findall(text)) for name, pattern in _SCRIPTS.items()}
    letters = len(_LETTER.findall(text))
    return Counts(
        works=len(works),
        stanzas=sum(len(work.stanzas) for work in works),
        lines=sum(len(work) for work in works),
        **scripts,
        other=max(0, letters - sum(scripts.values())),
        old_hangul=len(_OLD_HANGUL.findall(text)),
        invisible=len(INVISIBLE.findall(text)),
    )


def show_invisible(text: str) -> str:
    """The text with each invisible character as its code point in brackets: what is drawn is what is there."""
    return INVISIBLE.sub(lambda found: f"⟨U+{ord(found.group()):04X}⟩", text)


def told_apart(names: Iterable[str]) -> list[str]:
    """The names, those that are alike with a number each: "봄 (1)", "봄 (2)"; no two that come out are alike."""
    names = list(names)
    often, taken, last = Counter(names), set(names), Counter[str]()
    told = []
    for name in names:
        new = name
        while often[name] > 1 and new in taken:
            last[name] += 1
            new = f"{name} ({last[name]})"
        taken.add(new)
        told.append(new)
    return told

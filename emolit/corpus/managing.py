"""A corpus that its reader puts in order: each function returns a new corpus, so that a step back is the one before."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from emolit.corpus.assembly import ABOUT
from emolit.corpus.works import Corpus, Stanza, Work, unique_ids, work_id

EDITABLE = ("title", *ABOUT, "paratext")


def edit(corpus: Corpus, work: str, changes: Mapping[str, Any]) -> Corpus:
    """The same corpus, some of `EDITABLE` changed in one work, which keeps its id: a name is not the text."""
    wanted = {name: value for name, value in changes.items() if name in EDITABLE}
    return replace(corpus, works=tuple(replace(each, **wanted) if each.id == work else each for each in corpus))


def remove(corpus: Corpus, works: Collection[str]) -> Corpus:
    """The corpus without some works; the notes stay, for they say what was read."""
    kept = tuple(work for work in corpus if work.id not in works)
    return replace(corpus, works=kept) if kept else Corpus(())


def merge(corpus: Corpus, works: Sequence[str]) -> Corpus:
    """Two or more works as one, in the corpus's order, in the place and under the name of the first."""
    parts = [work for work in corpus if work.id in works]
    if len(parts) < 2:
        return corpus
    first = parts[0]
    merged = _renamed(first, first.title, tuple(stanza for part in parts for stanza in part.stanzas))
    kept = (merged if work is first else work for work in corpus if work is first or work not in parts)
    return replace(corpus, works=unique_ids(kept))


def split(corpus: Corpus, work: str, line: int) -> Corpus:
    """One work as two, the second beginning at a line (index from 0), both under its name with a number.

    Nothing happens at the first line or beyond the last: a work has at least one line.
    """
    works: list[Work] = []
    for each in corpus:
        if each.id != work or not 0 < line < len(each):
            works.append(each)
            continue
        before, after = _cut(each, line)
        works += [_renamed(each, f"{each.title} (1)", before), _renamed(each, f"{each.title} (2)", after)]
    return replace(corpus, works=unique_ids(works))


def _cut(work: Work, line: int) -> tuple[tuple[Stanza, ...], tuple[Stanza, ...]]:
    before: list[Stanza] = []
    after: list[Stanza] = []
    for stanza in work.stanzas:
        here = max(0, min(len(stanza), line - sum(map(len, before)))) if not after else 0
        before += [stanza[:here]] if here else []
        after += [stanza[here:]] if here < len(stanza) else []
    return tuple(before), tuple(after)


def _renamed(work: Work, title: str, stanzas: tuple[Stanza, ...]) -> Work:
    return replace(work, id=work_id(work.author, title, stanzas), title=title, stanzas=stanzas, returns=False)


def content_hash(work: Work) -> str:
    """Equal for works of equal wording: white space, line breaks and the composition of Hangul do not count."""
    words = " ".join(unicodedata.normalize("NFC", "\n".join(work.texts)).split())
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def duplicates(corpus: Corpus) -> dict[str, str]:
    """Id of each work whose wording an earlier work has -> id of that one."""
    first: dict[str, str] = {}
    found: dict[str, str] = {}
    for work in corpus:
        earlier = first.setdefault(content_hash(work), work.id)
        if earlier != work.id:
            found[work.id] = earlier
    return found

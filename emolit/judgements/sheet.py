"""What coders decided, line by line. A sheet is never changed: a decision makes a new one, so that it can be undone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from emolit.corpus import Work


class Place(NamedTuple):
    """A line as one coder judges it."""

    text: str  # `text_hash` of the work, so that a judgement finds its text again in another session
    line: int  # from 0
    coder: str


@dataclass(frozen=True)
class Judgement:
    """The labels that a coder finds in a line, none of them also being a judgement."""

    labels: frozenset[str]
    note: str = ""  # as typed


@dataclass(frozen=True)
class Sheet:
    """All judgements, in the order in which they were first made."""

    entries: Mapping[Place, Judgement] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[tuple[Place, Judgement]]:
        return iter(self.entries.items())

    def get(self, place: Place) -> Judgement | None:
        return self.entries.get(place)

    def having(self, place: Place, judgement: Judgement | None) -> Sheet:
        """The sheet with this judgement at the place, or with none."""
        entries = dict(self.entries)
        if judgement is None:
            entries.pop(place, None)
        else:
            entries[place] = judgement
        return Sheet(entries)

    def toggled(self, place: Place, label: str) -> Sheet:
        """The label added where it is not, taken away where it is; the line is judged from then on."""
        before = self.entries.get(place, Judgement(frozenset()))
        return self.having(place, Judgement(before.labels ^ {label}, before.note))

    def labelled(self, place: Place, labels: Iterable[str]) -> Sheet:
        """Exactly these labels; the note stays."""
        before = self.entries.get(place, Judgement(frozenset()))
        return self.having(place, Judgement(frozenset(labels), before.note))

    def noted(self, place: Place, note: str) -> Sheet:
        before = self.entries.get(place, Judgement(frozenset()))
        return self.having(place, Judgement(before.labels, note))

    def joined(self, other: Sheet) -> Sheet:
        """Both; where both have a judgement of one line by one coder, the other's."""
        return Sheet({**self.entries, **other.entries})

    @property
    def coders(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(place.coder for place in self.entries))

    def of_text(self, text: str, coder: str) -> dict[int, Judgement]:
        """Line -> judgement, of one coder in one work."""
        return {place.line: found for place, found in self if place.text == text and place.coder == coder}


def text_hash(work: Work) -> str:
    """Sixteen hex digits of a work's lines: equal for an equal text cut into equal lines, whatever its title."""
    return hashlib.sha256("\n".join(work.texts).encode("utf-8", "surrogatepass")).hexdigest()[:16]

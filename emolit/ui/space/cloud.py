"""The points of a map: rows of the reference, and lines or works of the reader's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from emolit.analysis.compare import year_of
from emolit.analysis.signals import emotion_columns, vote_shares
from emolit.corpus import Work
from emolit.corpus.counting import show_invisible, told_apart
from emolit.corpus.votes import READERS
from emolit.emotions import Scheme, load_scheme
from emolit.figures.theme import hover
from emolit.reading.atlas import Atlas, Part
from emolit.ui import state
from emolit.ui.wording import t

Array = NDArray[np.float64]
Place = tuple[str, int]  # the id of a work and the index of a line in it

_STRONGEST = 3


class Scope(StrEnum):
    """Whose points are on the map."""

    AMONG = "among"
    OWN = "own"


class Unit(StrEnum):
    """What a point is. Works of the reference are its segments, for it has no poems; authors are drawn from works."""

    LINES = "lines"
    WORKS = "works"
    AUTHORS = "authors"


@dataclass(frozen=True, eq=False)
class Cloud:
    """n points, those of the reference first.

    values: (n, n_labels), share of readers. votes: as readers gave them, NaN where nobody says.
    parts: (n,), what is drawn anew when an author's spread is measured: works, or segments of the reference.
    rows: (n,), number in the published KPoEM, -1 for the reader's own. years: (n,), NaN where unknown.
    places: where a point is read. are_samples: whether what is not of the reference are the app's samples.
    """

    scheme: Scheme
    values: Array
    votes: Array
    parts: NDArray[np.intp]
    rows: NDArray[np.intp]
    years: Array
    authors: tuple[str, ...]
    languages: tuple[str, ...]
    names: tuple[str, ...]
    texts: tuple[str, ...] = field(default=())
    places: tuple[Place | None, ...] = field(default=())
    are_samples: bool = False

    def __len__(self) -> int:
        return len(self.values)

    @cached_property
    def profiles(self) -> Array:
        """(n, n_emotions), "no emotion" left out."""
        return self.values[:, emotion_columns(self.scheme)]

    @cached_property
    def is_own(self) -> NDArray[np.bool_]:
        return self.rows < 0

    @property
    def n_reference(self) -> int:
        return int((~self.is_own).sum())

    @property
    def has_years(self) -> bool:
        return bool(np.isfinite(self.years).any())

    @cached_property
    def members(self) -> dict[str, list[int]]:
        """Author -> indices of the author's points, authors in order of appearance."""
        found: dict[str, list[int]] = {}
        for index, author in enumerate(self.authors):
            found.setdefault(author, []).append(index)
        return found

    def __add__(self, other: Cloud) -> Cloud:
        """Both, the parts of the second numbered on. Their labels must be the same."""
        after = int(self.parts.max(initial=-1)) + 1
        arrays: dict[str, Any] = {
            name: np.concatenate([getattr(self, name), getattr(other, name)])
            for name in ("values", "votes", "rows", "years")
        }
        words: dict[str, Any] = {
            name: getattr(self, name) + getattr(other, name)
            for name in ("authors", "languages", "names", "texts", "places")
        }
        parts = np.concatenate([self.parts, other.parts + after])
        return Cloud(self.scheme, parts=parts, are_samples=other.are_samples, **arrays, **words)

    @cached_property
    def identities(self) -> dict[int | Place, int]:
        """What names a point whatever else is on the map -> its index: a row of KPoEM, or a line of the reader's."""
        named = zip(self.rows.tolist(), self.places, strict=True)
        return {(row if row >= 0 or place is None else place): index for index, (row, place) in enumerate(named)}

    @cached_property
    def strongest(self) -> list[str]:
        """The three emotions with the highest scores of each point, in words."""
        return strongest_of(self.profiles, self.scheme)

    @cached_property
    def told(self) -> list[str]:
        """What hovering shows of each point: whose it is, its text where it is known, its strongest emotions."""
        return [
            "<br>".join(
                filter(None, (f"<b>{hover(name)}</b> · {hover(author)}", hover(text) if text else "", strongest))
            )
            for name, author, text, strongest in zip(self.names, self.authors, self.texts, self.strongest, strict=True)
        ]


def strongest_of(profiles: Array, scheme: Scheme) -> list[str]:
    """The three emotions with the highest scores of each row, in words. profiles: (n, n_emotions)."""
    columns = emotion_columns(scheme)
    top = np.argsort(-profiles, axis=1, kind="stable")[:, : min(_STRONGEST, len(columns))]
    glosses = [scheme.emotions[column].gloss(state.language()) for column in columns]
    shown = np.take_along_axis(profiles, top, axis=1)
    return [
        ", ".join(f"{glosses[place]} {value:.2f}" for place, value in zip(places, values, strict=True))
        for places, values in zip(top.tolist(), shown.tolist(), strict=True)
    ]


def reference_cloud(atlas: Atlas, unit: Unit, known: Mapping[int, tuple[str, Place]]) -> Cloud:
    """The lines of KPoEM, or its segments. known: row -> text and place, where the reader has loaded them."""
    part = part_of(atlas, unit)
    key = "space.line_name" if unit is Unit.LINES else "space.segment_name"
    template = t(key, number="\0", segment="\1")
    names = [
        template.replace("\0", f"{row + 1}").replace("\1", f"{segment + 1}")
        for row, segment in zip(_numbers(part), part.segment.tolist(), strict=True)
    ]
    rows = part.row.tolist()
    return Cloud(
        load_scheme(),
        part.scores,
        part.votes / READERS,
        part.segment,
        part.row,
        np.full(len(part), np.nan),
        tuple(part.poets.tolist()),
        ("ko",) * len(part),
        tuple(names),
        tuple(known[row][0] if row in known else "" for row in rows),
        tuple(known[row][1] if row in known else None for row in rows),
    )


def part_of(atlas: Atlas, unit: Unit) -> Part:
    return atlas.lines if unit is Unit.LINES else atlas.segments


def _numbers(part: Part) -> list[int]:
    """Lines count from the first line, segments from the first segment."""
    return [int(number) for number in part.row - int(part.row.min(initial=0))]


def own_cloud(works: Sequence[Work], values: Sequence[Array], unit: Unit, scheme: Scheme) -> Cloud:
    """Lines or works of the reader's own. values: of each work, (n_lines, n_labels) or (1, n_labels)."""
    names: list[str] = []
    texts: list[str] = []
    places: list[Place | None] = []
    votes = []
    for work, title in zip(works, _titles(works), strict=True):
        lines = range(len(work)) if unit is Unit.LINES else range(1)
        names += [f"{title} {line + 1}" if unit is Unit.LINES else title for line in lines]
        texts += work.texts if unit is Unit.LINES else [""]
        places += [(work.id, line) for line in lines]
        votes.append(vote_shares(work.lines, scheme) if unit is Unit.LINES else np.full((1, len(scheme.names)), np.nan))
    sizes = [len(each) for each in values]
    years = [np.nan if (year := year_of(work)) is None else float(year) for work in works]
    return Cloud(
        scheme,
        np.concatenate(values),
        np.concatenate(votes),
        np.repeat(np.arange(len(works)), sizes),
        np.full(sum(sizes), -1),
        np.repeat(np.array(years, dtype=np.float64), sizes),
        tuple(name for work, n in zip(works, sizes, strict=True) for name in [_author(work)] * n),
        tuple(name for work, n in zip(works, sizes, strict=True) for name in [work.language] * n),
        tuple(names),
        tuple(map(show_invisible, texts)),
        tuple(places),
    )


def _author(work: Work) -> str:
    return show_invisible(work.author) or t("space.nobody")


def _titles(works: Sequence[Work]) -> list[str]:
    return told_apart(show_invisible(work.title) or t("app.untitled") for work in works)

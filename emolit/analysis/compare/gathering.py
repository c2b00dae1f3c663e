"""Works and their scores in groups: by author, work, collection, year or language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from emolit.analysis.signals import emotion_columns
from emolit.corpus import Corpus, Work
from emolit.emotions import Scheme
from emolit.errors import NotEnoughData
from emolit.reading.scores import EmotionScores

Array = NDArray[np.float64]
Rows = NDArray[np.intp]

REST = "*"  # instead of a group's name: every work that is not on the other side

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_SPAN = re.compile(r"(\d{4})\s*[-–]\s*(\d{4})")


class By(StrEnum):
    """What works are grouped by."""

    AUTHOR = "author"
    WORK = "work"
    COLLECTION = "collection"
    YEAR = "year"
    LANGUAGE = "language"


@dataclass(frozen=True, eq=False)
class Gathered:
    """The works that belong to a group, with the scores of their lines.

    groups: (n_works,), names. lines: one array (n_lines, n_labels) a work. threshold: (n_labels,).
    left_out: works of which nothing says what group they belong to.
    """

    by: By
    works: tuple[Work, ...]
    groups: tuple[str, ...]
    lines: tuple[Array, ...]
    scheme: Scheme
    threshold: Array
    left_out: int = 0

    @cached_property
    def means(self) -> Array:
        """Each work's mean line score, (n_works, n_labels): a work counts once, whatever its length."""
        return np.stack([lines.mean(axis=0) for lines in self.lines])

    @cached_property
    def sizes(self) -> NDArray[np.intp]:
        """Lines of each work, (n_works,)."""
        return np.array([len(lines) for lines in self.lines], dtype=np.intp)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Groups with works in them, in order of first appearance; years in their own order."""
        names = tuple(dict.fromkeys(self.groups))
        return tuple(sorted(names)) if self.by is By.YEAR else names

    @cached_property
    def columns(self) -> list[int]:
        """Of labels that are emotions: "no emotion" is left out of entropy, lift and distances."""
        return emotion_columns(self.scheme)

    def rows(self, group: str) -> Rows:
        """The works of a group. Of years also a span, as in "1920-1929"; empty where there are none."""
        span = _SPAN.fullmatch(group.strip()) if self.by is By.YEAR else None
        if span:
            first, last = (int(year) for year in span.groups())
            return np.flatnonzero([first <= int(name) <= last for name in self.groups])
        return np.flatnonzero([name == group for name in self.groups])

    def sides(self, first: str, second: str) -> tuple[Rows, Rows]:
        """The works of two groups, either of which may be `REST`.

        Raises NotEnoughData for a group without works, and for a work that would stand on both sides.
        """
        found = [self.rows(name) for name in (first, second)]
        everything = np.arange(len(self.works))
        if second == REST:
            found[1] = np.setdiff1d(everything, found[0])
        elif first == REST:
            found[0] = np.setdiff1d(everything, found[1])
        for name, rows in zip((first, second), found, strict=True):
            if not len(rows):
                raise NotEnoughData("analysis.no_such_group", group=name, known=", ".join(self.names))
        if len(np.intersect1d(found[0], found[1])):
            raise NotEnoughData("analysis.same_group", first=first, second=second)
        return found[0], found[1]


def gather(corpus: Corpus | Sequence[Work], scores: EmotionScores, scheme: Scheme, by: By) -> Gathered:
    """Works without lines, and works of which nothing says what group they belong to, are left out and counted."""
    read = [work for work in corpus if len(work)]
    named = _work_names(read) if by is By.WORK else {work.id: _group(work, by) for work in read}
    works = [work for work in read if named[work.id]]
    return Gathered(
        by,
        tuple(works),
        tuple(named[work.id] for work in works),
        tuple(np.asarray(scores.of(work.id).lines.values, dtype=np.float64) for work in works),
        scheme,
        np.array(scores.threshold),
        len(read) - len(works),
    )


def year_of(work: Work) -> int | None:
    """The first four-digit number of a year as it is written: 1930 of "c. 1930"."""
    found = _YEAR.search(work.year)
    return int(found[0]) if found else None


def _group(work: Work, by: By) -> str:
    if by is By.YEAR:
        year = year_of(work)
        return "" if year is None else str(year)
    return str(getattr(work, by.value)).strip()


def _work_names(works: Sequence[Work]) -> dict[str, str]:
    """Titles; with the author where two are alike, with the id where these are alike as well."""
    names = {work.id: work.title or work.id for work in works}
    for more in ("author", "id"):
        known = Counter(names.values())
        for work in works:
            if known[names[work.id]] > 1:
                names[work.id] = f"{names[work.id]} · {getattr(work, more)}"
    return names

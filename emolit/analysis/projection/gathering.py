"""Lines, works or authors of a corpus as points: their profiles, and whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from emolit.analysis.projection.mixes import Array
from emolit.analysis.signals import emotion_columns
from emolit.corpus import Corpus, Work
from emolit.emotions import Scheme
from emolit.reading.scores import EmotionScores


class Unit(StrEnum):
    """What a point is."""

    LINE = "line"
    WORK = "work"
    AUTHOR = "author"


@dataclass(frozen=True, eq=False)
class Points:
    """n points in the order of the corpus.

    ids: a work's id, with ":" and the line's number from 1 for a line; an author's name for an author.
    profiles: (n, n_emotions), "no emotion" left out.
    """

    unit: Unit
    ids: tuple[str, ...]
    authors: tuple[str, ...]
    works: tuple[str, ...]
    profiles: Array


def gather_points(corpus: Corpus | Sequence[Work], scores: EmotionScores, scheme: Scheme, unit: Unit) -> Points:
    """Works without lines are left out, and so are works without an author where authors are the points.

    A work's profile is the mean of its lines', an author's the mean of their works', so that a long work counts once.
    """
    works = [work for work in corpus if len(work) and (work.author or unit is not Unit.AUTHOR)]
    lines = {work.id: np.asarray(scores.of(work.id).lines.values[:, emotion_columns(scheme)]) for work in works}
    means = {work.id: lines[work.id].mean(axis=0) for work in works}
    if unit is Unit.AUTHOR:
        authors = tuple(dict.fromkeys(work.author for work in works))
        rows = [np.mean([means[work.id] for work in works if work.author == author], axis=0) for author in authors]
        return _points(unit, authors, authors, ("",) * len(authors), rows, scheme)
    if unit is Unit.WORK:
        named = [(work.id, work.author, work.title) for work in works]
        return _points(unit, *_columns(named), list(means.values()), scheme)
    named = [(f"{work.id}:{n}", work.author, work.title) for work in works for n in range(1, len(work) + 1)]
    return _points(unit, *_columns(named), [row for work in works for row in lines[work.id]], scheme)


def _columns(named: Sequence[tuple[str, str, str]]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    ids, authors, works = zip(*named, strict=True) if named else ((), (), ())
    return ids, authors, works


def _points(
    unit: Unit,
    ids: tuple[str, ...],
    authors: tuple[str, ...],
    works: tuple[str, ...],
    rows: Sequence[Array],
    scheme: Scheme,
) -> Points:
    profiles = np.array(rows, dtype=np.float64).reshape(len(rows), len(emotion_columns(scheme)))
    return Points(unit, ids, authors, works, profiles)

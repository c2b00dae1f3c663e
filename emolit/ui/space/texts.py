"""The reader's own texts as a map sees them: which stand in the reference, which have been read, and their scores.

A line that stands in KPoEM has the score of a model that had not learnt it; KPoEM itself, where the reader has loaded
it, is the reference and gives its points a text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from emolit.analysis.projection import as_one_text
from emolit.corpus import Work, sample_corpus
from emolit.corpus.kpoem import FIRST_SEGMENT
from emolit.emotions import Scheme, load_scheme
from emolit.reading.atlas import Atlas
from emolit.reading.checkpoint import SHIPPED, line_hash
from emolit.reading.scores import EmotionScores
from emolit.ui import cached, memory, state
from emolit.ui.space.cloud import Cloud, Place, Scope, Unit, own_cloud, reference_cloud
from emolit.ui.wording import t

Array = NDArray[np.float64]

_KPOEM = "KPoEM"


@dataclass(frozen=True, eq=False)
class Texts:
    """Works that are to be on the map, and what the reference knows of them.

    atlas: None where there is none, or where its labels are not the model's. known: work id -> line -> index into the
    reference's lines. published: row of KPoEM -> its text and place, where the reader has loaded it.
    """

    atlas: Atlas | None
    scope: Scope
    works: tuple[Work, ...]
    known: dict[str, dict[int, int]]
    published: dict[int, tuple[str, Place]]
    are_samples: bool

    @cached_property
    def unread(self) -> tuple[Work, ...]:
        """Works that the model has to read first; those that stand in the reference line by line need no model."""
        return tuple(work for work in self.works if not self._stands(work))

    def _stands(self, work: Work) -> bool:
        return len(self.known.get(work.id, ())) == len(work)

    @cached_property
    def as_segments(self) -> tuple[Work, ...]:
        """Works as they are read to lie among the segments of the reference: each as one text, as these were."""
        if self.scope is not Scope.AMONG or self.atlas is None:
            return ()
        return tuple(as_one_text(work) for work in self.unread if not self._is_of_reference(work))

    def _is_of_reference(self, work: Work) -> bool:
        return bool(self.known.get(work.id))

    @property
    def are_read(self) -> bool:
        return cached.are_read(self.unread) and cached.are_read(self.as_segments)

    @property
    def n_known(self) -> int:
        """Lines to be placed that stand in the reference."""
        return sum(len(self.known.get(work.id, ())) for work in self.works)

    def scores(self) -> EmotionScores | None:
        """Scores of the works that the model reads; None where there are none. Raises ModelError."""
        return cached.scores(self.unread) if self.unread else None

    def read(self) -> None:
        """Let the model read what it has not. Raises ModelError."""
        for works in filter(None, (self.unread, self.as_segments)):
            cached.scores(works)

    def cloud(self, unit: Unit) -> Cloud | None:
        """The points; the reader's own only once they are read. None where there are none."""
        clouds = []
        if self.scope is Scope.AMONG and self.atlas:
            clouds.append(reference_cloud(self.atlas, unit, self.published))
        if self.works and self.are_read:
            found = self.scores()
            scheme = found.scheme if found else load_scheme()
            if not clouds or scheme.names == clouds[0].scheme.names:
                own = own_cloud(self.works, [self._values(work, found, unit) for work in self.works], unit, scheme)
                clouds.append(replace(own, are_samples=self.are_samples))
        return clouds[0] + clouds[1] if len(clouds) > 1 else next(iter(clouds), None)

    def _values(self, work: Work, found: EmotionScores | None, unit: Unit) -> Array:
        """Scores of lines, out of fold for those of the reference. Of a work: among segments those of its one text, or
        of the segments that its lines stand in; on a map of one's own the mean of its lines'.
        """
        if self.scope is Scope.AMONG and self.atlas and unit is not Unit.LINES:
            return self._as_segment(work, self.atlas)
        known = self.known.get(work.id, {})
        fits = self.atlas is not None and (found is None or found.labels == self.atlas.labels)
        if self._stands(work) and self.atlas:
            lines = np.empty((len(work), len(self.atlas.labels)))
        else:
            assert found
            lines = found.of(work.id).lines.values.copy()
        if known and fits and self.atlas:
            lines[list(known)] = self.atlas.lines.scores[list(known.values())]
        return lines if unit is Unit.LINES else lines.mean(axis=0, keepdims=True)

    @cached_property
    def _segment_scores(self) -> EmotionScores:
        return cached.scores(self.as_segments)

    def _as_segment(self, work: Work, atlas: Atlas) -> Array:
        if not self._is_of_reference(work):
            return self._segment_scores.of(work.id).lines.values
        inside = atlas.lines.segment[list(self.known[work.id].values())]
        rows = np.searchsorted(atlas.segments.segment, inside)
        return np.asarray(atlas.segments.scores[rows].mean(axis=0, keepdims=True))


def gather(atlas: Atlas | None, scope: Scope) -> Texts:
    """The reader's own works; where there are none the samples, among the reference those that have been read."""
    own = tuple(map(state.in_unit, state.analysed_corpus()))
    known = _known(atlas, own) if atlas else {}
    published = _published(atlas, own) if atlas else {}
    works = own
    if scope is Scope.AMONG:  # KPoEM itself is there already
        works = tuple(work for work in own if not (work.source == _KPOEM and known.get(work.id)))
    if not own:
        samples = tuple(map(state.in_unit, sample_corpus()))
        wanted = scope is Scope.OWN or st.session_state.get("space.samples", False)
        works = samples if wanted or cached.are_read(samples) else ()
    return Texts(atlas, scope, works, known, published, not own)


def _known(atlas: Atlas, works: Sequence[Work]) -> dict[str, dict[int, int]]:
    """Work id -> line -> index into the lines of the reference, of works that are of it."""
    rows = {work.id: cached.reference_rows(work, atlas) for work in works}
    return {
        name: {line: row for line, row in enumerate(found.tolist()) if 0 <= row < len(atlas.lines)}
        for name, found in rows.items()
        if found is not None
    }


def _published(atlas: Atlas, works: Sequence[Work]) -> dict[int, tuple[str, Place]]:
    """Row of KPoEM -> its text and where it is read, of what the reader has loaded; a segment's text is its lines'."""
    published = [work for work in works if work.source == _KPOEM]
    return memory.remembered("space.published", _digest(published), lambda: _rows(atlas, published))


def _rows(atlas: Atlas, published: Sequence[Work]) -> dict[int, tuple[str, Place]]:
    rows: dict[int, tuple[str, Place]] = {}
    lines = _known(atlas, published)
    for work in published:
        for number, index in lines.get(work.id, {}).items():
            rows[int(atlas.lines.row[index])] = (work.texts[number], (work.id, number))
        for number, line in enumerate(work.lines):
            row = int((line.id or "").removeprefix("kpoem-")) if _is_row(line.id) else -1
            index = row - FIRST_SEGMENT
            if 0 <= index < len(atlas.segments) and atlas.segments.hashes[index] == line_hash(line.text):
                rows[row] = (line.text, (work.id, number))
    for index, row in enumerate(atlas.segments.row.tolist()):
        if row not in rows:
            inside = atlas.lines.row[atlas.lines.segment == atlas.segments.segment[index]].tolist()
            told = [rows[line] for line in inside if line in rows]
            if told:
                rows[row] = (" / ".join(text for text, _ in told), told[0][1])
    return rows


def _is_row(line_id: str | None) -> bool:
    return bool(line_id) and str(line_id).removeprefix("kpoem-").isdecimal()


def _digest(works: Sequence[Work]) -> str:
    return hashlib.sha256(" ".join(work.digest for work in works).encode()).hexdigest()


def scheme_of(texts: Texts) -> Scheme:
    """The labels of the model, where anything has been read; otherwise those of the reference."""
    found = texts.scores() if texts.are_read else None
    return found.scheme if found else load_scheme()


def say(texts: Texts) -> None:
    """What the reader should know of what is on the map and what is not."""
    if texts.are_samples and texts.works:
        st.info(t("space.samples"), icon=":material/auto_stories:")
    if texts.published and texts.scope is Scope.AMONG:
        st.info(t("space.published"), icon=":material/library_books:")
    if texts.n_known:
        st.info(t("space.known", lines=f"{texts.n_known:,}"), icon=":material/fact_check:")
    if texts.works and texts.atlas and texts.scope is Scope.AMONG and texts.are_read:
        if scheme_of(texts).names != texts.atlas.labels:
            st.warning(t("space.other_labels"), icon=":material/flag:")
        elif cached.model_name() != SHIPPED:
            st.warning(t("space.other_model"), icon=":material/flag:")

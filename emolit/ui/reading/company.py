"""The corpus that a line is held against: the visitor's own works, or for a sample the samples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from emolit.analysis.profile import base_rates
from emolit.corpus import Work, sample_corpus
from emolit.ui import cached, memory, state
from emolit.ui.reading.reference import with_votes
from emolit.ui.wording import t

_AT_ONCE = 300  # lines that are read without being asked for

_FEWEST_FOR_BASE = 1_000  # lines of which a mean score says what is usual

_ASKED = "emolit.company"  # whether the visitor asked for a corpus that takes time


@dataclass(frozen=True, eq=False)
class Company:
    """All lines of the corpus; KPoEM's own with their readers' votes and their scores out of fold.

    values: (n_lines, n_labels); places: (work id, line) of each; base: (n_labels,), mean scores. trained: places of
    lines whose scores are no predictions, for the model has learnt them.
    """

    works: tuple[Work, ...]
    values: NDArray[np.float64]
    places: tuple[tuple[str, int], ...]
    base: NDArray[np.float64]
    trained: frozenset[tuple[str, int]]

    def text(self, index: int) -> str:
        work_id, line = self.places[index]
        return next(work for work in self.works if work.id == work_id).texts[line]

    def work(self, index: int) -> Work:
        return next(work for work in self.works if work.id == self.places[index][0])


@dataclass(frozen=True, eq=False)
class Base:
    """The mean scores that a line is held against, (n_labels,), and of how many lines they are."""

    rates: NDArray[np.float64]
    lines: int
    is_reference: bool  # of KPoEM, for the visitor's own lines are few


def base_of(company: Company | None) -> Base | None:
    """The visitor's corpus where it is large enough to say what is usual, else KPoEM; None where there is neither."""
    known = cached.reference_scores()
    if known and (company is None or len(company.places) < _FEWEST_FOR_BASE):
        return Base(known.lines.base_rates, len(known.lines), True)
    return Base(company.base, len(company.places), False) if company else None


def members(work: Work) -> tuple[Work, ...]:
    whole = sample_corpus().works if state.is_sample(work.id) else state.analysed_corpus().works
    return tuple(map(state.in_unit, whole))


def company_of(work: Work) -> Company | None:
    """The corpus with its scores; None where reading it would keep the reader waiting and nobody asked for it."""
    works = members(work)
    n_lines = sum(map(len, works))
    key = _key(works)
    is_ready = cached.has_scores(works, state.in_context())
    if not is_ready and n_lines > _AT_ONCE and st.session_state.get(_ASKED) != key:
        return None
    return memory.remembered("company", key, lambda: _gather(works))


def ask_for_company(work: Work, where: str) -> None:
    """A button that reads the whole corpus, and says how much that is; where: the part of the page it stands in."""
    works = members(work)
    st.caption(t("read.company_lead"))
    label = t("read.company_read", works=len(works), lines=sum(map(len, works)))
    if st.button(label, key=f"read.company.{where}"):
        st.session_state[_ASKED] = _key(works)
        st.rerun()


def _key(works: tuple[Work, ...]) -> str:
    """Names these works as they are read."""
    told = [cached.model_name(), str(state.in_context()), str(state.glosses_dropped())]
    return " ".join([*told, *(f"{work.digest[:16]} {work.title!r} {work.author!r}" for work in works)])


def _gather(works: tuple[Work, ...]) -> Company:
    found = cached.scores(works)
    values = found.line_values()
    places = tuple((work.id, line) for work in works for line in range(len(work)))
    trained = frozenset((work.id, line) for work in works for line in found.of(work.id).trained_on)
    return Company(tuple(map(with_votes, works)), values, places, base_rates(values), trained)

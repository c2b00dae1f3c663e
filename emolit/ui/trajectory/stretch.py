"""What a trajectory runs along: one work, or the works of one author in their order."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from emolit.analysis.signals import vote_shares
from emolit.analysis.trajectory import Reading
from emolit.corpus import Work
from emolit.emotions import Scheme
from emolit.reading.scores import EmotionScores
from emolit.ui import cached, state
from emolit.ui.wording import t

Array = NDArray[np.float64]

_LONG = 1500  # lines above which the lines are read alone only when the reader asks


@dataclass(frozen=True, eq=False)
class Stretch:
    """Consecutive lines with their scores; a section is a stanza of one work, or a work of several."""

    works: tuple[Work, ...]
    scores: EmotionScores
    scheme: Scheme

    @cached_property
    def texts(self) -> tuple[str, ...]:
        return tuple(text for work in self.works for text in work.texts)

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def title(self) -> str:
        first = self.works[0]
        return (first.title or t("app.untitled")) if len(self.works) == 1 else first.author

    @cached_property
    def sections(self) -> tuple[int, ...]:
        """The section of each line, from 1: the stanza, or where there are several works the work."""
        if len(self.works) == 1:
            return self.works[0].stanza_numbers
        return tuple(number for number, work in enumerate(self.works, start=1) for _ in work.lines)

    @cached_property
    def section_names(self) -> list[str]:
        """The name of each line's section, (n_lines,)."""
        if len(self.works) > 1:
            return [self.works[number - 1].title for number in self.sections]
        names = [t("trajectory.stanza", number=number + 1) for number in range(self.sections[-1])]
        return [names[number - 1] for number in self.sections]

    @cached_property
    def key(self) -> str:
        """Names these works as they are read, votes included."""
        told = repr([(work.id, work.stanzas, state.reads_bare(work)) for work in self.works])
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def has_votes(self) -> bool:
        return any(line.votes is not None for work in self.works for line in work.lines)

    @property
    def panel(self) -> int:
        """How many readers a judged line had."""
        return next((line.readers for work in self.works for line in work.lines if line.votes is not None), 5)

    def values(self, reading: Reading) -> Array:
        """(n_lines, n_labels); the model's under the sidebar's setting, or the votes."""
        if reading is Reading.VOTES:
            return vote_shares([line for work in self.works for line in work.lines], self.scheme)
        return np.concatenate([self.scores.of(work.id).lines.values for work in self.works])

    def alone(self) -> Array:
        """(n_lines, n_labels), every line read alone; read now if it has not been."""
        scores = cached.scores(self.works, context=False)
        return np.concatenate([scores.of(work.id).lines.values for work in self.works])

    def reads_alone_at_once(self) -> bool:
        """Whether `alone` keeps nobody waiting."""
        return len(self) <= _LONG or cached.has_scores(self.works, context=False)

    def as_work(self) -> Work:
        """All lines as one work, for a record of them."""
        lines = tuple(line for work in self.works for line in work.lines)
        return self.works[0] if len(self.works) == 1 else Work(self.key, self.title, (lines,), self.works[0].author)

    def place(self, index: int) -> tuple[Work, int]:
        """The work and the line within it that the stretch's line `index` is."""
        for work in self.works:
            if index < len(work):
                return work, index
            index -= len(work)
        raise IndexError(index)

    def index_of(self, work: Work, line: int) -> int:
        before = self.works[: [own.id for own in self.works].index(work.id)]
        return sum(len(own) for own in before) + line

    @property
    def selected(self) -> int:
        """The line that is selected in the current work."""
        work = state.current_work()
        return self.index_of(work, state.selected_line(work))

    def select(self, index: int) -> None:
        """Select a line everywhere; the work it stands in becomes the current one."""
        work, line = self.place(index)
        state.select_line(work.id, line)
        if work.id != state.current_work().id:
            state.turn_to(work.id)


def choose_stretch(scheme: Scheme) -> Stretch:
    """The current work, or with it all works of its author."""
    work = state.current_work()
    together = [own for own in state.all_works().values() if work.author and own.author == work.author]
    scope = len(together) > 1 and st.segmented_control(
        t("trajectory.scope"),
        ["work", "author"],
        default="work",
        required=True,
        format_func={"work": t("trajectory.scope_work"), "author": t("trajectory.scope_author")}.__getitem__,
        key="trajectory.scope",
        persist_state="session",
        help=t("trajectory.scope_help"),
    )
    works = tuple(state.in_unit(own) for own in together) if scope == "author" else (work,)
    return Stretch(works, cached.scores(works), scheme)

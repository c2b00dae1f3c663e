"""KPoEM beside the line at hand: its readers' votes, and its lines closest to it in emotion."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from emolit.analysis.profile import nearest_to
from emolit.analysis.signals import strongest
from emolit.corpus import Work
from emolit.corpus.counting import show_invisible
from emolit.emotions import Scheme
from emolit.reading import unseen
from emolit.reading.atlas import Atlas
from emolit.reading.unseen import NOWHERE
from emolit.ui import cached, memory, state
from emolit.ui.widgets import as_typed
from emolit.ui.wording import t

_NEAR = 5
_TOLD = 2  # emotions named of a line without its text


def with_votes(work: Work) -> Work:
    """A poem of KPoEM's with its readers' votes, also where the visitor brought the bare text."""
    known = cached.reference()
    rows = cached.reference_rows(work, known) if known else None
    return work if rows is None or known is None else unseen.with_votes(work, rows, known)


def show_nearest_known(work: Work, index: int, row: NDArray[np.float64], scheme: Scheme) -> None:
    """The lines of the reference atlas whose profile is nearest to `row`, (n_labels,).

    The atlas has no text: poet, number and emotions are told, and the line itself where the visitor has brought it.
    """
    known = cached.reference_scores()
    if known is None:
        return
    st.markdown(f"**{t('read.nearest_known', lines=len(known.lines))}**", help=t("read.nearest_known_help"))
    rows = cached.reference_rows(work, known)
    itself = [] if rows is None or not 0 <= rows[index] < len(known.lines) else [int(rows[index])]
    brought = _brought(known)
    for rank, (place, distance) in enumerate(nearest_to(known.lines.scores, row, scheme, _NEAR, itself)):
        where = t(
            "read.known_place",
            poet=known.lines.poets[place],
            number=int(known.lines.row[place]),
            distance=f"{distance:.2f}",
        )
        if place in brought:
            _show_text(brought[place], where, rank)
        else:
            st.markdown(as_typed(f"{_emotions(known, place, scheme)}  ({where})"))


def _emotions(known: Atlas, place: int, scheme: Scheme) -> str:
    scores = known.lines.scores[place]
    return ", ".join(
        f"{scheme.emotions[column].gloss(state.language())} {scores[column]:.2f}"
        for column in strongest(scores, scheme, _TOLD)
    )


def _show_text(place: tuple[str, int], where: str, rank: int) -> None:
    work_id, line = place
    text = state.all_works()[work_id].texts[line].strip()[:80]
    st.button(
        as_typed(f"{show_invisible(text)}  ({where})"),
        key=f"read.known.{rank}",
        type="tertiary",
        wrap=True,
        on_click=state.go_to,
        args=place,
    )


def _brought(known: Atlas) -> dict[int, tuple[str, int]]:
    """Of the atlas' lines those that the visitor has brought: index -> work and line, as they stand before any unit."""
    works = state.analysed_corpus().works
    key = " ".join(work.digest[:16] for work in works)

    def find() -> dict[int, tuple[str, int]]:
        found: dict[int, tuple[str, int]] = {}
        for work in works:
            rows = cached.reference_rows(work, known)
            for line, place in enumerate([] if rows is None else rows.tolist()):
                if place != NOWHERE and state.in_unit(work) is work:
                    found.setdefault(place, (work.id, line))
        return found

    return memory.remembered("brought", f"{key} {state.units()}", find)

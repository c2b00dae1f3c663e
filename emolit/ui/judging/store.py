"""Judgements in the visitor's session: the sheet, its steps back, who is judging."""

from __future__ import annotations

import streamlit as st

from emolit.corpus import Work
from emolit.judgements import Place, Sheet, text_hash
from emolit.judgements.document import LONGEST_CODER
from emolit.ui import state
from emolit.ui.wording import t

ON = "judge.on"  # keys of widgets
CODER = "judge.coder"

_SHEET = "emolit.judgements"
_HISTORY = "emolit.judgements_before"
_HISTORY_KEPT = 200
_IN_FULL = "emolit.judgements_in_full"  # whether they stand on the page in full, and not beside their lines alone


def sheet() -> Sheet:
    found: Sheet = st.session_state.get(_SHEET, Sheet())
    return found


def set_sheet(new: Sheet) -> None:
    """Replace the sheet; the one before can be had back with `undo`."""
    if new.entries == sheet().entries:
        return
    history: list[Sheet] = st.session_state.setdefault(_HISTORY, [])
    history.append(sheet())
    del history[:-_HISTORY_KEPT]
    _replace(new)


def undo() -> None:
    """The sheet as it was before the last step; nothing when there was none."""
    history: list[Sheet] = st.session_state.get(_HISTORY, [])
    if history:
        _replace(history.pop())


def _replace(new: Sheet) -> None:
    st.session_state[_SHEET] = new
    change()


def change() -> None:
    """Have the page drawn anew where judgements stand in full on it."""
    if st.session_state.get(_IN_FULL):
        state.ask_page()


def tell_in_full(in_full: bool) -> None:
    """Whether the page shows, counts and hands out all judgements, so that each change has it drawn anew."""
    st.session_state[_IN_FULL] = in_full


def steps() -> int:
    """How many steps back there are."""
    return len(st.session_state.get(_HISTORY, []))


def is_on() -> bool:
    return bool(st.session_state.get(ON, False))


def coder() -> str:
    """Who is judging; a name of ours until the visitor gives one."""
    return str(st.session_state.get(CODER) or "").strip()[:LONGEST_CODER] or t("judge.nobody")


def place(work: Work, line: int) -> Place:
    return Place(text_hash(work), line, coder())


def of_work(work: Work) -> dict[int, frozenset[str]]:
    """Line -> labels, of the present coder."""
    return {line: found.labels for line, found in sheet().of_text(text_hash(work), coder()).items()}

"""Judgements in the visitor's session: the sheet, its steps back, who is judging."""

from __future__ import annotations

import streamlit as st

from emolit.corpus import Work
from emolit.judgements import Place, Sheet, text_hash
from emolit.judgements.document import LONGEST_CODER
from emolit.ui.wording import t

ON = "judge.on"  # keys of widgets
CODER = "judge.coder"

_SHEET = "emolit.judgements"
_HISTORY = "emolit.judgements_before"
_HISTORY_KEPT = 200


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
    st.session_state[_SHEET] = new


def undo() -> None:
    """The sheet as it was before the last step; nothing when there was none."""
    history: list[Sheet] = st.session_state.get(_HISTORY, [])
    if history:
        st.session_state[_SHEET] = history.pop()


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

"""Files that a visitor has brought and that wait for their reader's word."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from emolit.corpus import Corpus, ReadingOptions
from emolit.errors import EmolitError
from emolit.ui import state

_NUMBERED = "emolit.staged_numbers"


@dataclass(frozen=True)
class Staged:
    """A file that was read, or was not, under options that its reader may still change.

    number: names it among all that waited in this session.
    """

    number: int
    name: str
    data: bytes
    options: ReadingOptions
    corpus: Corpus | None
    error: EmolitError | None


def waiting() -> list[Staged]:
    found: list[Staged] = st.session_state.setdefault(state.STAGED, [])
    return found


def next_number() -> int:
    """A number that no other file of this session has."""
    number = int(st.session_state.get(_NUMBERED, 0))
    st.session_state[_NUMBERED] = number + 1
    return number


def clear() -> None:
    st.session_state[state.STAGED] = []

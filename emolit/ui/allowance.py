"""How much a visitor may bring and have read: less on a server for strangers."""

from __future__ import annotations

import streamlit as st

from emolit.corpus import APP_LIMITS, PUBLIC_LIMITS, Limits
from emolit.settings import Settings

_SCORED = "emolit.scored"  # how many lines of the visitor's the model has scored in this session


def limits() -> Limits:
    return PUBLIC_LIMITS if Settings.from_env().public else APP_LIMITS


def spend_lines(lines: int) -> None:
    """Count lines that are to be scored. Raises CorpusError when the visitor has had enough scored."""
    scored = st.session_state.get(_SCORED, 0) + lines
    limits().check_scored(scored)
    st.session_state[_SCORED] = scored

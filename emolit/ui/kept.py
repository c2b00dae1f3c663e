"""What a session file keeps beside the corpus: editions, scores that came with a file, settings, others' extras."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from emolit.corpus import ReadingUnit
from emolit.export.session import Extra
from emolit.reading.scores import EmotionScores
from emolit.ui import memory, state


def editions() -> dict[str, bytes]:
    known: dict[str, bytes] = st.session_state.setdefault(state.EDITIONS, {})
    return known


def extras() -> dict[str, Extra]:
    """What other parts keep in a session file, by their name; each part writes its own and no other."""
    known: dict[str, Extra] = st.session_state.setdefault(state.EXTRAS, {})
    return known


def opened_scores() -> dict[str, EmotionScores]:
    """Scores of single works that a session file brought, by a digest of what they are of."""
    known: dict[str, EmotionScores] = st.session_state.setdefault(state.OPENED, {})
    return known


def drop_opened() -> None:
    """Have texts read by the model at hand of which a session file brought scores, and drop what was made of those."""
    opened_scores().clear()
    memory.drop_results()


def all_scores() -> list[EmotionScores]:
    """All scores of private texts that are remembered, those used last at the end."""
    return [*opened_scores().values(), *memory.private_scores().values()]


def settings() -> dict[str, Any]:
    """How texts are read: what a session file keeps beside the corpus."""
    units = {work_id: str(unit) for work_id, unit in state.units().items()}
    how = {"glosses_dropped": state.glosses_dropped(), "context": state.in_context()}
    return {**how, "units": units, "lines": state.selected_lines(), "work": state.current_work().id}


def restore(settings: Mapping[str, Any]) -> None:
    """The inverse of `settings`, but for what widgets show: `restore_sidebar`. What is not understood is left out."""
    works = state.all_works()
    state.drop_glosses(settings.get("glosses_dropped") is True)
    units, lines = settings.get("units"), settings.get("lines")
    for work_id, unit in units.items() if isinstance(units, dict) else ():
        if work_id in works and unit in list(ReadingUnit):
            state.set_unit(work_id, ReadingUnit(unit))
    for work_id, line in lines.items() if isinstance(lines, dict) else ():
        if work_id in works and isinstance(line, int) and line >= 0:
            state.select_line(work_id, line)


def restore_sidebar(settings: Mapping[str, Any]) -> None:
    """The rest of `restore`, to be called before the sidebar is drawn."""
    st.session_state[state.CONTEXT] = settings.get("context") is not False
    if settings.get("work") in state.all_works():
        state.set_current_work(settings["work"])

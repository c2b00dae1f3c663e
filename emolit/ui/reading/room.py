"""The poem and the panel of its selected line: one fragment, so that another line needs no rerun of the page."""

from __future__ import annotations

from functools import partial

import streamlit as st

from emolit.corpus import Work
from emolit.emotions import Scheme
from emolit.reading.scores import WorkScores
from emolit.ui import judging, state, widgets
from emolit.ui.poem import View, show_poem
from emolit.ui.reading.controls import Choice
from emolit.ui.reading.line import show_line


@st.fragment
def show_poem_and_line(work: Work, found: WorkScores, scheme: Scheme, choice: Choice) -> None:
    """Selecting a line, or judging it, draws this part anew and nothing else."""
    widgets.run(partial(_draw, work, found, scheme, choice))


def _draw(work: Work, found: WorkScores, scheme: Scheme, choice: Choice) -> None:
    if state.awaits_page():
        st.rerun()
    judging.show_switch()
    is_judging = judging.is_on()
    judged = judging.of_work(work) if is_judging else None
    view = View(choice.emotion, choice.top_k, choice.threshold, judged)
    poem, panel = st.columns([7, 5], gap="medium")
    with panel:  # first: it is what a click waits for, the poem itself has moved its mark already
        if is_judging:
            judging.show_box(work, found, scheme, view)
        show_line(work, found, scheme, choice)
    with poem:
        show_poem(work, found, scheme, view, judging.keys(work, found, scheme, view))
    judging.keep()
    if state.is_page_due():
        st.rerun()

"""What stands below the poem: find lines, the words that carry an emotion, readers' votes, judgements, the table."""

from __future__ import annotations

from functools import partial

import streamlit as st

from emolit.corpus import Work
from emolit.emotions import Scheme
from emolit.reading.scores import EmotionScores
from emolit.ui import judging, state, widgets
from emolit.ui.reading.controls import Choice
from emolit.ui.reading.finding import show_find
from emolit.ui.reading.readers import show_readers
from emolit.ui.reading.table import show_table
from emolit.ui.reading.wordlist import show_words
from emolit.ui.wording import t


@st.fragment
def show_tools(work: Work, scores: EmotionScores, scheme: Scheme, choice: Choice) -> None:
    """One tab a tool; only the open one is computed."""
    widgets.run(partial(_draw, work, scores, scheme, choice))


def _draw(work: Work, scores: EmotionScores, scheme: Scheme, choice: Choice) -> None:
    if state.awaits_page():
        st.rerun()
    find, words, readers, judged, table = st.tabs(
        [t("read.tab_find"), t("read.tab_words"), t("read.tab_readers"), t("read.tab_judged"), t("read.table")],
        on_change="rerun",
        key="read.tools",
    )
    if find.open:
        with find:
            show_find(work, scheme, choice)
    if words.open:
        with words:
            show_words(work, scheme, choice)
    if readers.open:
        with readers:
            show_readers(work, scheme, choice)
    judging.tell_in_full(bool(judged.open))
    if judged.open:
        with judged:
            judging.show_overview(work, scheme, choice.threshold)
    if table.open:
        with table:
            show_table(work, scores)
    if state.is_page_due():
        st.rerun()

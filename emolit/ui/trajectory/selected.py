"""The selected line beneath a figure, the twin of clicking a point."""

from __future__ import annotations

import streamlit as st

from emolit.ui import state
from emolit.ui.trajectory.mark import mark_line
from emolit.ui.trajectory.stretch import Stretch
from emolit.ui.wording import t

_MOST_OPTIONS = 500  # lines above which a number is easier to give than a line to find in a list


@st.fragment
def show_selected(name: str, stretch: Stretch) -> None:
    """The selected line as text, and the way to it on the Read page; it is marked in the figure called `name`.

    Choosing another line draws only this part of the page anew.
    """
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    with left:
        _choose_line(stretch)
    if state.awaits_page():
        st.rerun()
    index = stretch.selected
    mark_line(name, index)
    with right:
        st.page_link("pages/read_page.py", label=t("trajectory.open"), icon=":material/menu_book:")
    with st.container(border=True, key="trajectory_selected"):
        work, line = stretch.place(index)
        st.caption(t("trajectory.selected", number=line + 1, work=work.title or t("app.untitled")))
        st.text(stretch.texts[index])


def _choose_line(stretch: Stretch) -> None:
    """A list of lines, or their number in a long text: for the keyboard, and for readers who do not see the figure."""
    key = f"trajectory.line.{stretch.key[:12]}"
    st.session_state[key] = stretch.selected + (len(stretch) > _MOST_OPTIONS)

    def take() -> None:
        stretch.select(int(st.session_state[key]) - (len(stretch) > _MOST_OPTIONS))

    if len(stretch) > _MOST_OPTIONS:
        st.number_input(t("trajectory.line"), 1, len(stretch), key=key, on_change=take)
        return
    several = len(stretch.works) > 1
    shown = [
        f"{f'{work.title} ' if several else ''}{number}  {line.text.strip()[:60]}"
        for work in stretch.works
        for number, line in enumerate(work.lines, start=1)
    ]
    st.selectbox(t("trajectory.line"), range(len(stretch)), format_func=shown.__getitem__, key=key, on_change=take)

"""The views of a trajectory, one function each, and which one is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from emolit.analysis.trajectory import Reading
from emolit.ui import widgets
from emolit.ui.measured_room import warn_of_weak
from emolit.ui.trajectory import told
from emolit.ui.trajectory.controls import Choice, View, choose, with_focus
from emolit.ui.trajectory.curves import show_curves, show_panels, show_windows
from emolit.ui.trajectory.dynamics import show_dynamics
from emolit.ui.trajectory.grid import show_grid, show_stack
from emolit.ui.trajectory.several import show_works
from emolit.ui.trajectory.stretch import Stretch
from emolit.ui.wording import t

_VIEWS: dict[View, Callable[[Stretch, Choice], None]] = {
    View.CURVES: show_curves,
    View.PANELS: show_panels,
    View.WINDOWS: show_windows,
    View.GRID: show_grid,
    View.STACK: show_stack,
    View.WORKS: show_works,
    View.DYNAMICS: show_dynamics,
}
_WITH_FOCUS = {View.CURVES, View.WINDOWS, View.WORKS}  # where one of the signals is told more of


@st.fragment
def show(stretch: Stretch) -> None:
    """Controls and the chosen view; what is changed here draws only this part of the page anew."""
    widgets.run(partial(_show, stretch))


def _show(stretch: Stretch) -> None:
    choice = choose(stretch)
    if not choice.signals:
        st.info(t("trajectory.choose"))
        return
    told.note(stretch, choice)
    _show_view(stretch, choice)


@st.fragment
def _show_view(stretch: Stretch, choice: Choice) -> None:
    """The view beneath the controls, which stand still when another signal comes into focus."""
    widgets.run(partial(_draw_view, stretch, choice))


def _draw_view(stretch: Stretch, choice: Choice) -> None:
    if choice.view in _WITH_FOCUS:
        choice = with_focus(choice, stretch.scheme)
    if choice.reading is not Reading.VOTES:
        warn_of_weak(_drawn(choice), stretch.scheme)
    _VIEWS[choice.view](stretch, choice)


def _drawn(choice: Choice) -> tuple[str, ...]:
    """The signals that the view is about; the grid and the stack are about all labels alike."""
    if choice.view in (View.WINDOWS, View.WORKS):
        return (choice.focus,)
    return () if choice.view in (View.GRID, View.STACK) else choice.signals

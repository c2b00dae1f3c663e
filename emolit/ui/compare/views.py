"""The views of a comparison, one function each, and which one is shown."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import partial

import streamlit as st

from emolit.ui import widgets
from emolit.ui.choices import choose_one
from emolit.ui.compare.company import show_together, show_typical
from emolit.ui.compare.differences import show_differences
from emolit.ui.compare.groups import Chosen
from emolit.ui.compare.profiles import show_profiles, show_years
from emolit.ui.compare.trees import show_distances
from emolit.ui.compare.wordlist import show_words


class View(StrEnum):
    DIFFERENCES = "differences"
    PROFILES = "profiles"
    DISTANCES = "distances"
    WORDS = "words"
    TYPICAL = "typical"
    TOGETHER = "together"
    YEARS = "years"


_VIEWS: dict[View, Callable[[Chosen], None]] = {
    View.DIFFERENCES: show_differences,
    View.PROFILES: show_profiles,
    View.DISTANCES: show_distances,
    View.WORDS: show_words,
    View.TYPICAL: show_typical,
    View.TOGETHER: show_together,
    View.YEARS: show_years,
}


@st.fragment
def show(chosen: Chosen) -> None:
    """The choice of a view and the view; what is changed here draws only this part of the page anew."""
    widgets.run(partial(_show, chosen))


def _show(chosen: Chosen) -> None:
    _VIEWS[choose_one("compare.view", View, View.DIFFERENCES)](chosen)

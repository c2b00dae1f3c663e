"""The flag of a work that lies outside what the model knows, for any page that shows its scores."""

from __future__ import annotations

import streamlit as st

from emolit.corpus import Work
from emolit.export import meter_of, outside_notice
from emolit.reading import EmotionScores
from emolit.reading.meter import Meter
from emolit.ui import widgets
from emolit.ui.wording import sentence


def flag(work: Work, meter: Meter | None) -> str:
    """The reason in one sentence of the reader's language; empty for a work that the model knows how to read."""
    notice = outside_notice(work, meter) if meter else None
    return sentence(notice) if notice else ""


def show_flag(work: Work, scores: EmotionScores) -> None:
    """The flag alone, where a page does not show all notices with `widgets.show_notices`."""
    said = flag(work, meter_of(work, scores)) if scores.known_languages else ""
    if said:
        st.warning(widgets.as_typed(said), icon=":material/flag:")

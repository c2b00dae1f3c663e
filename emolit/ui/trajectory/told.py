"""The course as it is set on the Trajectory page, told on the Take away page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from emolit.analysis.trajectory import Reading
from emolit.corpus import Work
from emolit.export import trajectory_record
from emolit.reading import EmotionScores
from emolit.ui import cached
from emolit.ui.trajectory.controls import Choice, signal_name
from emolit.ui.trajectory.stretch import Stretch
from emolit.ui.trajectory.traced import traced

_SET = "emolit.course_set"  # along which lines, and how; of the lines a digest alone


def note(stretch: Stretch, choice: Choice) -> None:
    st.session_state[_SET] = (stretch.key, choice)


def course_of(works: Sequence[Work], scores: EmotionScores) -> tuple[Stretch, Choice] | None:
    """The course along exactly these works, where that is what the Trajectory page has drawn last; else None."""
    stretch = Stretch(tuple(works), scores, cached.reader().scheme)
    key, choice = st.session_state.get(_SET, ("", None))
    if choice is None or key != stretch.key:
        return None
    model = Reading.CONTEXT if scores.provenance.context else Reading.ALONE  # the sidebar may say another than then
    return stretch, choice if choice.reading is Reading.VOTES else replace(choice, reading=model)


def records(stretch: Stretch, choice: Choice) -> list[dict[str, Any]]:
    """A record for each signal, in the reader's words, with how many works it runs along."""
    found = [traced(stretch, key, choice) for key in choice.signals]
    return [
        trajectory_record(stretch.as_work(), one, choice.reading)
        | {"label": signal_name(one.key, stretch.scheme), "works": len(stretch.works)}
        for one in found
    ]

"""The poem as printed, with its emotions on it; a line is chosen with the mouse or the keyboard."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from emolit.analysis.signals import strongest
from emolit.corpus import Work
from emolit.corpus.counting import show_invisible
from emolit.emotions import Scheme
from emolit.reading.scores import WorkScores
from emolit.ui import state
from emolit.ui.wording import t

_FOLDER = Path(__file__).parent
_KEY = "read.poem"


@cache
def _source(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def show_poem(work: Work, found: WorkScores, scheme: Scheme, *, emotion: str, top_k: int, threshold: float) -> None:
    """Draw the poem; choosing a line selects it everywhere.

    emotion: the label whose strength tints the lines. top_k, threshold: which emotions stand beside a line.
    """
    component = st.components.v2.component(
        "emolit_poem", html='<div class="poem"></div>', css=_source("poem.css"), js=_source("poem.js")
    )

    def take_choice() -> None:
        state.select_line(work.id, int(st.session_state[_KEY]["line"]))

    component(
        data={
            "title": show_invisible(work.title or t("app.untitled")),
            "by": show_invisible(" · ".join(part for part in (work.author, work.year) if part)),
            "language": work.language,
            "label": t("read.poem"),
            "nothing": t("read.nothing_above"),
            "selected": state.selected_line(work),
            "stanzas": _stanzas(work, found, scheme, emotion, top_k, threshold),
        },
        key=_KEY,
        on_line_change=take_choice,
    )


def _stanzas(
    work: Work, found: WorkScores, scheme: Scheme, emotion: str, top_k: int, threshold: float
) -> list[list[dict[str, Any]]]:
    chosen = scheme.names.index(emotion)
    stanzas: list[list[dict[str, Any]]] = []
    index = 0
    for stanza in work.stanzas:
        rows = []
        for line in stanza:
            scores = found.lines.values[index]
            best = [column for column in strongest(scores, scheme, top_k) if scores[column] > threshold]
            rows.append(
                {
                    "index": index,
                    "text": show_invisible(line.text),
                    "chosen": _mark(scores, chosen, scheme),
                    "strongest": [_mark(scores, column, scheme) for column in best if column != chosen],
                    "note": line_note(found, index),
                }
            )
            index += 1
        stanzas.append(rows)
    return stanzas


def _mark(scores: NDArray[np.float64], column: int, scheme: Scheme) -> dict[str, Any]:
    emotion = scheme.emotions[column]
    return {"label": emotion.gloss(state.language()), "score": float(scores[column]), "colour": emotion.colour}


def line_note(found: WorkScores, index: int) -> str:
    """What must be said beside one line's scores; empty when there is nothing."""
    if index in found.trained_on:
        return t("read.trained_line")
    return t("read.unread_line") if found.unread[index] else ""

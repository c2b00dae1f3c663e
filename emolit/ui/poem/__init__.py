"""The poem as printed, with its emotions on it; a line is chosen with the mouse or the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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
from emolit.errors import Language
from emolit.reading.scores import WorkScores
from emolit.ui import state
from emolit.ui.wording import t

WINDOW = 300  # lines drawn at once; a longer text is drawn around the selected line

_FOLDER = Path(__file__).parent
_KEY = "read.poem"
_SHORTCUTS = ("judge", "confirm", "none", "undo")


@dataclass(frozen=True)
class View:
    """What stands on the poem."""

    emotion: str  # the label whose strength tints the lines
    top_k: int  # how many emotions stand beside a line at most,
    threshold: float  # and how high they must score
    judged: Mapping[int, frozenset[str]] | None = field(default=None)  # line -> labels, while a coder is judging


@cache
def _source(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def show_poem(
    work: Work, found: WorkScores, scheme: Scheme, view: View, on_key: Callable[[int, str, str], None] | None = None
) -> None:
    """Draw the poem; choosing a line selects it everywhere.

    on_key: told of each key of a coder's: the line, what was asked for, the label it concerns.
    """
    component = st.components.v2.component(
        "emolit_poem", html='<div class="poem"></div>', css=_source("poem.css"), js=_source("poem.js")
    )

    def take_line() -> None:
        if chosen := st.session_state.get(_KEY):  # gone where the visitor has left the page meanwhile
            state.select_line(work.id, int(chosen["line"]))

    def take_window() -> None:
        if chosen := st.session_state.get(_KEY):
            state.set_window(work.id, int(chosen["window"]))

    def take_key() -> None:
        key = st.session_state.get(_KEY, {}).get("key")
        if key and on_key and key["act"] in _SHORTCUTS:
            on_key(int(key["line"]), str(key["act"]), str(key["label"]))

    start, stop = drawn(work)
    component(
        data={
            "title": show_invisible(work.title or t("app.untitled")),
            "by": show_invisible(" · ".join(part for part in (work.author, work.year) if part)),
            "language": work.language,
            "label": t("read.poem"),
            "nothing": t("read.nothing_above"),
            "keys": t("read.keys_judging") if view.judged is not None else t("read.keys"),
            "selected": state.selected_line(work),
            "jumps": state.jumps(),
            "judging": view.judged is not None,
            "start": start,
            "stop": stop,
            "total": len(work),
            "window": WINDOW,
            "earlier": t("read.earlier", first=max(1, start - WINDOW + 1), last=start) if start else "",
            "later": t("read.later", first=stop + 1, last=min(len(work), stop + WINDOW)) if stop < len(work) else "",
            "stanzas": _stanzas(work, found, scheme, view, start, stop),
        },
        key=_KEY,
        on_line_change=take_line,
        on_window_change=take_window,
        on_key_change=take_key,
    )


def drawn(work: Work) -> tuple[int, int]:
    """First line drawn, and the one after the last: all of a short text; of a long one, a window.

    The window stands where the reader moved it, else where the selected line is; it moves by halves, so that a step to
    the next line does not draw all anew.
    """
    if len(work) <= WINDOW:
        return 0, len(work)
    half = WINDOW // 2
    moved = state.window(work.id)
    start = max(0, (state.selected_line(work) // half) * half - half // 2) if moved is None else moved
    start = max(0, min(start, len(work) - WINDOW))
    return start, start + WINDOW


def _stanzas(
    work: Work, found: WorkScores, scheme: Scheme, view: View, start: int, stop: int
) -> list[list[dict[str, Any]]]:
    stanzas: list[list[dict[str, Any]]] = []
    language = state.language()  # asked once: of the session it costs as much as all else of a line
    index = 0
    for stanza in work.stanzas:
        rows = []
        for line in stanza:
            if start <= index < stop:
                rows.append(_line(line.text, index, found, scheme, view, language))
            index += 1
        if rows:
            stanzas.append(rows)
    return stanzas


def _line(text: str, index: int, found: WorkScores, scheme: Scheme, view: View, language: Language) -> dict[str, Any]:
    scores = found.lines.values[index]
    chosen = scheme.names.index(view.emotion)
    best = [column for column in strongest(scores, scheme, view.top_k) if scores[column] > view.threshold]
    line: dict[str, Any] = {
        "index": index,
        "text": show_invisible(text),
        "chosen": _mark(scores, chosen, scheme, view, language),
        "strongest": [_mark(scores, column, scheme, view, language) for column in best],
        "note": line_note(found, index),
    }
    if view.judged is not None and index in view.judged:
        labels = [emotion.gloss(language) for emotion in scheme.emotions if emotion.name in view.judged[index]]
        line["judged"] = t("judge.mark", labels=", ".join(labels)) if labels else t("judge.mark_none")
    return line


def _mark(scores: NDArray[np.float64], column: int, scheme: Scheme, view: View, language: Language) -> dict[str, Any]:
    emotion = scheme.emotions[column]
    return {
        "name": emotion.name,
        "label": emotion.gloss(language),
        "score": round(float(scores[column]), 4),
        "colour": emotion.colour,
        "isChosen": emotion.name == view.emotion,
    }


def line_note(found: WorkScores, index: int) -> str:
    """What must be said beside one line's scores; empty when there is nothing."""
    if index in found.trained_on:
        return t("read.trained_line")
    if index in found.out_of_fold:
        return t("read.out_of_fold_mark")
    return t("read.unread_line") if found.unread[index] else ""

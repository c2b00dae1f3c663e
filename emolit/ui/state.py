"""Session state behind typed doors; no page spells a key."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from emolit.corpus import Corpus, ReadingUnit, Work, read_by, sample_corpus
from emolit.errors import Language
from emolit.reading.scores import EmotionScores

LANGUAGE = "app.language"  # the keys of the widgets that `app.py` draws
WORK = "app.work"
CONTEXT = "app.context"

_CORPUS = "emolit.corpus"  # what this visitor brought
_MESSAGES = "emolit.messages"  # said once, on the next run
_TURN = "emolit.turn"  # the work to turn to on the next run
_LINES = "emolit.lines"  # work id -> selected line
_UNITS = "emolit.units"  # work id -> reading unit
_SCORES = "emolit.scores"  # private texts' scores, newest last
_SCORES_KEPT = 16
_RESULTS_KEPT = 32

T = TypeVar("T")


@dataclass(frozen=True)
class Message:
    """Something that happened, to be said after the rerun."""

    text: str
    is_error: bool


def language() -> Language:
    """The chosen language; before a choice, the browser's if it is one of ours."""
    chosen = st.session_state.get(LANGUAGE)
    if chosen in ("ko", "en"):
        return "ko" if chosen == "ko" else "en"
    return default_language()


def default_language() -> Language:
    locale = st.context.locale or "ko"
    return "ko" if locale.lower().startswith("ko") else "en"


def own_corpus() -> Corpus:
    corpus: Corpus = st.session_state.get(_CORPUS, Corpus(()))
    return corpus


def set_own_corpus(corpus: Corpus) -> None:
    st.session_state[_CORPUS] = corpus


def all_works() -> dict[str, Work]:
    """The reader's own works first, then the samples; as they came, before the reading unit."""
    return {work.id: work for work in (*own_corpus(), *sample_corpus())}


def is_sample(work_id: str) -> bool:
    return any(work.id == work_id for work in sample_corpus())


def corpus_of(*works: Work) -> Corpus:
    """Works of one kind, samples or the visitor's, with the notes on the sources they can have come from."""
    return Corpus(works, (sample_corpus() if is_sample(works[0].id) else own_corpus()).notes)


def set_current_work(work_id: str) -> None:
    st.session_state[WORK] = work_id


def turn_to(work_id: str) -> None:
    """Make a work the current one on the next run, also where the sidebar has been drawn in this one."""
    st.session_state[_TURN] = work_id


def take_turn() -> None:
    """Follow `turn_to`; to be called before the sidebar is drawn."""
    if _TURN in st.session_state:
        set_current_work(st.session_state.pop(_TURN))


def current_work() -> Work:
    """The work being read, in the unit chosen for it."""
    works = all_works()
    work = works.get(st.session_state.get(WORK, ""), next(iter(works.values())))
    return in_unit(work)


def unit_of(work_id: str) -> ReadingUnit:
    unit: ReadingUnit = st.session_state.get(_UNITS, {}).get(work_id, ReadingUnit.LINE)
    return unit


def set_unit(work_id: str, unit: ReadingUnit) -> None:
    st.session_state.setdefault(_UNITS, {})[work_id] = unit
    st.session_state.setdefault(_LINES, {}).pop(work_id, None)


def in_unit(work: Work) -> Work:
    return read_by(work, unit_of(work.id))


def in_context() -> bool:
    return bool(st.session_state.get(CONTEXT, True))


def selected_line(work: Work) -> int:
    """Index of the line that is selected in this work, the first one if none is."""
    line: int = st.session_state.get(_LINES, {}).get(work.id, 0)
    return min(line, len(work) - 1)


def select_line(work_id: str, line: int) -> None:
    st.session_state.setdefault(_LINES, {})[work_id] = line


def say(text: str, *, is_error: bool = False) -> None:
    st.session_state.setdefault(_MESSAGES, []).append(Message(text, is_error))


def take_messages() -> list[Message]:
    messages: list[Message] = st.session_state.pop(_MESSAGES, [])
    return messages


def remembered_scores(key: str, compute: Callable[[], EmotionScores]) -> EmotionScores:
    """A private text's scores, kept in this session alone, the sixteen used last."""
    store: OrderedDict[str, EmotionScores] = st.session_state.setdefault(_SCORES, OrderedDict())
    if key not in store:
        store[key] = compute()
    store.move_to_end(key)
    while len(store) > _SCORES_KEPT:
        store.popitem(last=False)
    return store[key]


def remembers_scores(key: str) -> bool:
    return key in st.session_state.get(_SCORES, {})


def remembered(kind: str, key: str, compute: Callable[[], T]) -> T:
    """A result about this visitor's texts, kept in this session alone, the thirty-two of its kind used last."""
    store: OrderedDict[str, T] = st.session_state.setdefault(f"emolit.{kind}", OrderedDict())
    if key not in store:
        store[key] = compute()
    store.move_to_end(key)
    while len(store) > _RESULTS_KEPT:
        store.popitem(last=False)
    return store[key]

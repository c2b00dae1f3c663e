"""What was computed of this visitor's texts, kept in this session alone and dropped with the texts."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from emolit.reading.scores import EmotionScores
from emolit.ui import state

_SCORES_KEPT = 100_000  # lines
_RESULTS_KEPT = 32

T = TypeVar("T")


def private_scores() -> OrderedDict[str, EmotionScores]:
    """Scores of private texts, one work an entry, kept in this session alone."""
    store: OrderedDict[str, EmotionScores] = st.session_state.setdefault(state.SCORES, OrderedDict())
    return store


def drop_results() -> None:
    """Compute anew what was computed of the visitor's texts, since their scores are others now."""
    st.session_state.pop(state.RESULTS, None)


def use_scores(keys: Sequence[str]) -> None:
    """Keep the scores used last, some works' at least those of `keys`."""
    store = private_scores()
    for key in keys:
        if key in store:
            store.move_to_end(key)
    lines = {key: len(found.works[0].lines.values) for key, found in store.items()}
    total = sum(lines.values())
    while total > _SCORES_KEPT and next(iter(store)) not in keys:
        total -= lines[next(iter(store))]
        store.popitem(last=False)


def remembered(kind: str, key: str, compute: Callable[[], T], most: int = _RESULTS_KEPT) -> T:
    """A result about this visitor's texts, kept in this session alone, the `most` of its kind used last."""
    store: OrderedDict[str, T] = st.session_state.setdefault(state.RESULTS, {}).setdefault(kind, OrderedDict())
    if key not in store:
        store[key] = compute()
    store.move_to_end(key)
    while len(store) > most:
        store.popitem(last=False)
    return store[key]

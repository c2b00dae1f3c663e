"""Judgements in the visitor's own browser: written there as they are made, brought back after a reload.

The browser keeps judgements and a hash of each text; the texts only where the visitor says so.
"""

from __future__ import annotations

import secrets
from functools import cache
from pathlib import Path

import streamlit as st

from emolit.corpus import Corpus, SourceNote, Work
from emolit.errors import EmolitError
from emolit.judgements import Sheet, read_document, write_document
from emolit.ui import allowance, state
from emolit.ui.judging import store
from emolit.ui.wording import sentence, t

WITH_TEXT = "judge.with_text"

_KEY = "judge.keeper"
_TAKEN = "emolit.judgements_taken"  # how many times the browser told what it has
_SESSION = "emolit.judgements_session"  # tells a window whose server has begun anew that nothing was said yet
_HELD = "emolit.judgements_held"  # texts that the browser kept and that are more than a visitor may bring
_LONGEST = 5_000_000  # characters that a browser keeps for one site


@cache
def _script() -> str:
    return (Path(__file__).parent / "keeper.js").read_text(encoding="utf-8")


def keep() -> None:
    """Give the browser what there is. It answers where it has something else: from an earlier session until that is
    taken, or from another window that has written meanwhile, so that what both have is kept.
    """
    component = st.components.v2.component("emolit_keeper", html="<span></span>", js=_script())
    taken = int(st.session_state.get(_TAKEN, 0))
    session = st.session_state.setdefault(_SESSION, secrets.token_hex(8))
    component(  # `taken` makes it answer anew though the document is the same
        data={"ask": not taken, "document": document(), "longest": _LONGEST, "taken": taken, "session": session},
        key=_KEY,
        on_kept_change=_take_kept,
        on_full_change=_say_full,
        height="content",
    )


def document() -> str:
    """What the browser is to keep; empty when there is nothing."""
    with_text = keeps_text()
    if not len(store.sheet()) and not with_text:
        return ""
    held: tuple[Work, ...] = st.session_state.get(_HELD, ())
    return write_document(store.sheet(), [*works(), *held], with_text=with_text)


def forget() -> None:
    """Drop every judgement, and texts that only the browser has."""
    store.set_sheet(Sheet())
    st.session_state.pop(_HELD, None)
    state.ask_page()


def works() -> list[Work]:
    """The visitor's own works, in the unit they are read in."""
    return [state.in_unit(work) for work in state.analysed_corpus()]


def keeps_text() -> bool:
    return bool(st.session_state.get(WITH_TEXT, False))


def _take_kept() -> None:
    answer = st.session_state.get(_KEY)
    if answer is None:  # the visitor has left the page meanwhile; the browser is asked again when they come back
        return
    st.session_state[_TAKEN] = int(st.session_state.get(_TAKEN, 0)) + 1
    kept, is_first = answer["kept"]["document"], answer["kept"]["isFirst"]
    if not kept:
        return
    try:
        found = read_document(str(kept))
    except EmolitError:
        state.say(t("judge.kept_broken"), is_error=True)
        return
    store.set_sheet(found.sheet.joined(store.sheet()))
    if found.works:
        st.session_state[WITH_TEXT] = True
        try:
            _bring(found.works)
        except EmolitError as error:  # the browser goes on keeping what this session may not take
            st.session_state[_HELD] = found.works
            state.say(sentence(error), is_error=True)
    if len(found.sheet) and is_first:
        st.session_state[store.ON] = True
        here = {work.id for work in state.own_corpus()}
        came = sum(work.id in here for work in found.works)
        state.say(t("judge.came_back", judgements=len(found.sheet), works=came))
    elif not is_first:
        state.say(t("judge.other_window"))


def _bring(found: tuple[Work, ...]) -> None:
    """Texts that the browser kept and that are not here. Raises CorpusError when there are too many."""
    known = {work.id for work in state.own_corpus()}
    new = tuple(work for work in found if work.id not in known)
    if new:
        both = state.own_corpus() + Corpus(new, (SourceNote(t("judge.browser"), "json"),))
        allowance.limits().check_corpus(both)
        state.set_own_corpus(both)
        state.turn_to(new[0].id)


def _say_full() -> None:
    state.say(t("judge.full"), is_error=True)


def take_document(data: bytes) -> Sheet:
    """The sheet with an uploaded document's judgements, and its texts.

    Raises EmolitError when it is none, CorpusError when it or its texts are more than a visitor may bring.
    """
    allowance.limits().check_bytes(t("judge.upload"), len(data))
    state.bring(len(data))
    found = read_document(data)
    _bring(found.works)
    return store.sheet().joined(found.sheet)

"""Session state behind typed doors; no page spells a key."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from emolit.corpus import Corpus, ReadingUnit, Work, read_by, sample_corpus
from emolit.corpus.glosses import without_glosses
from emolit.errors import Language
from emolit.reading.fit import Fit
from emolit.ui import allowance

LANGUAGE = "app.language"  # the keys of the widgets that `app.py` draws
WORK = "app.work"
CONTEXT = "app.context"

_CORPUS = "emolit.corpus"  # what this visitor brought
_TYPED = ("read.paste", "corpus.")  # keys of fields that are typed into
_MESSAGES = "emolit.messages"  # said once, on the next run
_TURN = "emolit.turn"  # the work to turn to on the next run
_DUE = "emolit.page_due"  # that a part of the page changed what stands in another
_JUMPS = "emolit.jumps"
_LINES = "emolit.lines"  # work id -> selected line
_UNITS = "emolit.units"  # work id -> reading unit
SCORES = "emolit.scores"  # private texts' scores, work by work, newest last
_WINDOWS = "emolit.windows"  # work id -> first line drawn on the Read page
_HISTORY = "emolit.history"  # the corpus before each change, oldest first
_HISTORY_KEPT = 30
STAGED = "emolit.staged"  # files that were read and wait for their reader's word
_BROUGHT = "emolit.brought"  # how many files, and bytes in all, were read in this session
_GLOSSES = "emolit.glosses_dropped"
_FITS = "emolit.fits"  # work id and language -> how it fits the model
RESULTS = "emolit.results"  # kind -> what was computed of the visitor's texts, newest last
EDITIONS = "emolit.editions"  # keys of `kept`: sha256 -> bytes of each TEI edition that was brought
OPENED = "emolit.opened_scores"  # scores that a session file brought, by what they are of
EXTRAS = "emolit.extras"  # what other parts keep in a session file
_AWAITED = "emolit.awaited_work"  # a work that a link names and that is not here yet


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


def say_choices_anew() -> None:
    """Send every choice to the browser again, after a change of language and before the page is drawn.

    The browser keeps a choice by the words it was shown in and would name it in the old language on the next run, where
    nobody knows it. What is being typed is left alone.
    """
    for key, value in st.session_state.items():
        if not str(key).startswith(("emolit.", *_TYPED)) and _is_choice(value):
            st.session_state[key] = value


def _is_choice(value: object) -> bool:
    if isinstance(value, list | tuple):  # an empty one may be a file uploader's, which nobody may set
        return bool(value) and all(_is_choice(part) for part in value)
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def own_corpus() -> Corpus:
    corpus: Corpus = st.session_state.get(_CORPUS, Corpus(()))
    return corpus


def set_own_corpus(corpus: Corpus) -> None:
    """Replace the visitor's corpus; the one before can be had back with `undo`."""
    history: list[Corpus] = st.session_state.setdefault(_HISTORY, [])
    history.append(own_corpus())
    del history[:-_HISTORY_KEPT]
    st.session_state[_CORPUS] = corpus


def forget_all() -> None:
    """Drop all that the visitor brought, and everything that was made of it."""
    for key in (_CORPUS, _HISTORY, STAGED, _FITS, SCORES, RESULTS, _LINES, _UNITS, EDITIONS, OPENED, EXTRAS):
        st.session_state.pop(key, None)


def undo() -> None:
    """The corpus as it was before the last change; nothing when there was none."""
    history: list[Corpus] = st.session_state.get(_HISTORY, [])
    if history:
        st.session_state[_CORPUS] = history.pop()


def changes() -> int:
    """How many steps back there are."""
    return len(st.session_state.get(_HISTORY, []))


def bring(size: int) -> None:
    """Count a file that is to be read. Raises CorpusError when the visitor has brought too much."""
    files, total = st.session_state.get(_BROUGHT, (0, 0))
    allowance.limits().check_visitor(files + 1, total + size)
    st.session_state[_BROUGHT] = (files + 1, total + size)


def glosses_dropped() -> bool:
    return bool(st.session_state.get(_GLOSSES, False))


def drop_glosses(dropped: bool) -> None:
    st.session_state[_GLOSSES] = dropped


def as_read(work: Work) -> Work:
    """A work as the model gets it: the visitor's own without its glosses, if so chosen."""
    return without_glosses(work) if reads_bare(work) else work


def reads_bare(work: Work) -> bool:
    """Whether the model reads a work without its glosses."""
    return glosses_dropped() and not is_sample(work.id)


def fits() -> dict[str, Fit]:
    known: dict[str, Fit] = st.session_state.setdefault(_FITS, {})
    return known


def analysed_corpus() -> Corpus:
    """The visitor's corpus without the paratext."""
    own = own_corpus()
    return replace(own, works=tuple(work for work in own if not work.paratext))


def all_works() -> dict[str, Work]:
    """The reader's own works first, then the samples; as they came, before the reading unit; paratext left out."""
    return {work.id: work for work in (*analysed_corpus(), *sample_corpus())}


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


def ask_page() -> None:
    """Have the whole page drawn, after a change in one part of it that another part shows."""
    st.session_state[_DUE] = True


def is_page_due() -> bool:
    """Whether `ask_page` was called. To be asked when a part is drawn: what is not drawn loses the reader's place."""
    return bool(st.session_state.get(_DUE))


def awaits_page() -> bool:
    """Whether a part of the page did what only a run of the whole page can show: turn to a work, or say something."""
    return _TURN in st.session_state or bool(st.session_state.get(_MESSAGES))


def go_to(work_id: str, line: int) -> None:
    """Select a line of any work, and turn to it on the next run."""
    select_line(work_id, line)
    turn_to(work_id)
    st.session_state[_JUMPS] = jumps() + 1


def jumps() -> int:
    """How often the reader was taken to a line from elsewhere."""
    return int(st.session_state.get(_JUMPS, 0))


def take_turn() -> None:
    """Follow `turn_to`; to be called before the sidebar is drawn."""
    st.session_state.pop(_DUE, None)
    if st.session_state.get(_AWAITED) in all_works():
        turn_to(st.session_state.pop(_AWAITED))
    if _TURN in st.session_state:
        set_current_work(st.session_state.pop(_TURN))


def await_work(work_id: str) -> None:
    """Turn to a work as soon as it is here."""
    st.session_state[_AWAITED] = work_id


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
    set_window(work_id, None)


def say(text: str, *, is_error: bool = False) -> None:
    st.session_state.setdefault(_MESSAGES, []).append(Message(text, is_error))


def take_messages() -> list[Message]:
    messages: list[Message] = st.session_state.pop(_MESSAGES, [])
    return messages


def window(work_id: str) -> int | None:
    """The first line drawn of a long work; None when the selected line decides."""
    start: int | None = st.session_state.get(_WINDOWS, {}).get(work_id)
    return start


def set_window(work_id: str, start: int | None) -> None:
    st.session_state.setdefault(_WINDOWS, {})[work_id] = start


def units() -> dict[str, ReadingUnit]:
    return dict(st.session_state.get(_UNITS, {}))


def selected_lines() -> dict[str, int]:
    return dict(st.session_state.get(_LINES, {}))

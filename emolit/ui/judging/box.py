"""Judging the selected line: labels, a note, and the keys that do the same on the poem."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from emolit.analysis.signals import strongest
from emolit.corpus import Work
from emolit.emotions import Scheme
from emolit.judgements.document import LONGEST_CODER, LONGEST_NOTE
from emolit.reading.scores import WorkScores
from emolit.ui import state
from emolit.ui.judging import store
from emolit.ui.poem import View
from emolit.ui.wording import t

OnKey = Callable[[int, str, str], None]


def show_switch() -> None:
    """Whether lines are being judged, and by whom."""
    left, right = st.columns([2, 3], vertical_alignment="center")
    left.toggle(t("judge.switch"), key=store.ON, help=t("judge.help"), persist_state="session")
    if store.is_on():
        right.text_input(
            t("judge.coder"),
            placeholder=t("judge.nobody"),
            max_chars=LONGEST_CODER,
            key=store.CODER,
            on_change=store.change,
            label_visibility="collapsed",
            persist_state="session",
        )


def keys(work: Work, found: WorkScores, scheme: Scheme, view: View) -> OnKey | None:
    """What the poem's keys do while a coder is judging."""
    if view.judged is None:
        return None

    def take(line: int, act: str, label: str) -> None:
        if not 0 <= line < len(work):
            return
        place = store.place(work, line)
        if act == "undo":
            store.undo()
        elif act == "judge" and label in scheme.names:
            store.set_sheet(store.sheet().toggled(place, label))
        elif act in ("confirm", "none"):
            labels = proposed(found, line, scheme, view) if act == "confirm" else []
            store.set_sheet(store.sheet().labelled(place, labels))
        state.select_line(work.id, line)

    return take


def proposed(found: WorkScores, line: int, scheme: Scheme, view: View) -> list[str]:
    """The labels that the model shows beside a line."""
    row = found.lines.values[line]
    return [scheme.names[column] for column in strongest(row, scheme, view.top_k) if row[column] > view.threshold]


def show_box(work: Work, found: WorkScores, scheme: Scheme, view: View) -> None:
    """The selected line's judgement, with the mouse or by name."""
    line = state.selected_line(work)
    place = store.place(work, line)
    known = store.sheet().get(place)
    suffix = f"{place.text}.{line}.{place.coder}"
    labels_key, note_key = f"judge.labels.{suffix}", f"judge.note.{suffix}"
    glosses = {emotion.name: emotion.gloss(state.language()) for emotion in scheme.emotions}
    st.session_state[labels_key] = [name for name in scheme.names if known and name in known.labels]
    st.session_state[note_key] = known.note if known else ""

    def take_labels() -> None:
        store.set_sheet(store.sheet().labelled(place, st.session_state[labels_key]))

    def take_note() -> None:
        store.set_sheet(store.sheet().noted(place, st.session_state[note_key][:LONGEST_NOTE]))

    take = keys(work, found, scheme, view)
    assert take is not None
    with st.container(border=True, key="judge_box"):
        st.markdown(t("judge.line", number=line + 1, state=t("judge.done") if known else t("judge.open")))
        st.multiselect(
            t("judge.labels"),
            scheme.names,
            format_func=glosses.__getitem__,
            key=labels_key,
            on_change=take_labels,
            placeholder=t("judge.labels_hint"),
        )
        with st.container(horizontal=True, gap="small"):
            st.button(t("judge.confirm"), key="judge.confirm", on_click=take, args=(line, "confirm", ""))
            st.button(t("judge.none"), key="judge.none", on_click=take, args=(line, "none", ""))
            st.button(t("judge.undo"), key="judge.undo", on_click=store.undo, disabled=not store.steps())
            st.button(t("judge.next"), key="judge.next", on_click=to_next, args=(work, line))
        st.text_area(t("judge.note"), key=note_key, max_chars=LONGEST_NOTE, height=68, on_change=take_note)


def to_next(work: Work, line: int) -> None:
    """Select the next line, from this one on and round, that the coder has not judged."""
    judged = store.of_work(work)
    order = [*range(line + 1, len(work)), *range(line + 1)]
    state.select_line(work.id, next((one for one in order if one not in judged), line))

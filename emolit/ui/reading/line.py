"""The panel of the selected line: its words, all of its emotions, and the lines closest to it in emotion."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from scipy.special import expit

from emolit.analysis.profile import lift, nearest
from emolit.corpus import Line, Work
from emolit.corpus.counting import show_invisible
from emolit.emotions import Scheme
from emolit.reading.measured import LabelFigures
from emolit.reading.scores import WorkScores
from emolit.ui import cached, state
from emolit.ui.measured_room import warn_of_weak
from emolit.ui.poem import line_note
from emolit.ui.reading.company import Company, ask_for_company, base_of, company_of
from emolit.ui.reading.controls import Choice
from emolit.ui.reading.markup import Row, ranking_markup, signed, words_markup
from emolit.ui.reading.reference import show_nearest_known, with_votes
from emolit.ui.widgets import as_typed, work_label
from emolit.ui.wording import t

_STYLE = Path(__file__).parent / "reading.css"
_MOST_OPTIONS = 500  # lines above which a number is easier to give than a line to find in a list
_HEIGHT = 480  # pixels of the ranking, which has 44 rows
_NEAR = 5


def show_line(work: Work, found: WorkScores, scheme: Scheme, choice: Choice) -> None:
    """Everything about the selected line."""
    st.html(_STYLE)
    choose_line(work, key="read.line", label=t("read.line"))
    index = state.selected_line(work)
    is_unseen = index in found.out_of_fold
    if is_unseen:
        st.info(t("read.out_of_fold_line"), icon=":material/verified:")
    elif note := line_note(found, index):
        st.warning(note)
    company = company_of(work)
    row = found.lines.values[index]
    _show_why(work, index, scheme, choice, is_unseen)
    _show_ranking(work, index, row, scheme, choice, company, is_unseen)
    _show_nearest(work, index, scheme, company)
    show_nearest_known(work, index, row, scheme)


def choose_line(work: Work, *, key: str, label: str) -> None:
    """A list of lines, in a long text their number: the twin of clicking one, for the keyboard and screen readers."""
    key = f"{key}.{work.id}.{len(work)}"
    by_number = len(work) > _MOST_OPTIONS
    st.session_state[key] = state.selected_line(work) + by_number

    def take() -> None:
        state.select_line(work.id, int(st.session_state[key]) - by_number)

    if by_number:
        st.number_input(label, 1, len(work), key=key, on_change=take)
        return
    shown = [f"{number}  {show_invisible(text.strip()[:60])}" for number, text in enumerate(work.texts, start=1)]
    st.selectbox(label, range(len(work)), format_func=shown.__getitem__, key=key, on_change=take)


def _show_why(work: Work, index: int, scheme: Scheme, choice: Choice, is_unseen: bool) -> None:
    """The line's words, each with what it adds to the chosen emotion."""
    words = cached.words(work, index)
    if words is None:
        st.caption(t("read.no_words"))
        return
    column = scheme.names.index(choice.emotion)
    emotion = scheme.emotions[column]
    name, logit = emotion.gloss(state.language()), float(words.logit[column])
    st.html(
        words_markup(words, column, emotion.colour, work.language, t("read.why_alt", number=index + 1, emotion=name))
    )
    details = {"emotion": name, "logit": signed(logit), "score": f"{1 / (1 + np.exp(-logit)):.2f}"}
    told = [t("read.why_sum", words=len(words.texts), **details), t("read.why_note")]
    st.caption(" ".join([*told, *([t("read.why_learnt")] if is_unseen else [])]))


def _show_ranking(
    work: Work,
    index: int,
    row: NDArray[np.float64],
    scheme: Scheme,
    choice: Choice,
    company: Company | None,
    is_unseen: bool,
) -> None:
    """All labels. Beside the score stands that of the line read alone, or beside one out of fold the model's own."""
    language, line = state.language(), with_votes(work).lines[index]
    beside = _learnt(work, index) if is_unseen else cached.line_alone(work, index)
    base = base_of(company)
    lifts = lift(row, base.rates) if base else np.full(len(row), np.nan)
    known = cached.reader().checkpoint.measured.labels
    order = sorted(range(len(row)), key=lambda i: (not scheme.emotions[i].is_emotion, -row[i]))
    rows = []
    for column in order:
        emotion = scheme.emotions[column]
        family = next(family for family in scheme.families if emotion.name in family.members)
        rows.append(
            Row(
                name=emotion.gloss(language),
                family=family.gloss(language),
                definition=emotion.definition(language),
                colour=emotion.colour,
                score=float(row[column]),
                alone=float(beside[column]),
                lift="–" if np.isnan(lifts[column]) or not emotion.is_emotion else f"{lifts[column]:.1f}×",
                votes=_votes(line, emotion.name),
                reliability=_told(known.get(emotion.name)),
                weak=t("read.weak") if emotion.name in known and known[emotion.name].is_weak else "",
                is_chosen=emotion.name == choice.emotion,
                is_above=bool(row[column] > choice.threshold) and emotion.is_emotion,
                is_emotion=emotion.is_emotion,
            )
        )
    with st.container(height=_HEIGHT, border=False, key="read_ranking"):
        caption = t("read.ranking_caption", number=index + 1)
        st.html(ranking_markup(rows, _heads(is_unseen, line.votes is not None), caption))
    none = next((emotion for emotion in scheme.emotions if not emotion.is_emotion), None)
    notes = [t("read.score_note"), t("read.learnt_note" if is_unseen else "read.alone_note")]
    if base:
        notes.append(t("read.lift_reference" if base.is_reference else "read.lift_note", lines=base.lines))
    notes += [t("read.none_note", label=none.gloss(language))] if none else []
    notes += [t("read.weak_note")] if any(figures.is_weak for figures in known.values()) else []
    st.caption(" ".join(notes))
    warn_of_weak([choice.emotion], scheme)


def _heads(is_unseen: bool, has_votes: bool) -> list[str]:
    score = "read.head_context" if state.in_context() else "read.head_score"
    return [
        t("read.head_emotion"),
        t("read.head_unseen" if is_unseen else score),
        t("read.head_learnt" if is_unseen else "read.head_alone"),
        t("read.head_lift"),
        *([t("read.head_votes")] if has_votes else []),
    ]


def _learnt(work: Work, index: int) -> NDArray[np.float64]:
    """The scores that the words of the line add up to: those of the model at hand, which may have learnt it."""
    words = cached.words(work, index)
    return np.full(len(cached.reader().scheme.names), np.nan) if words is None else np.asarray(expit(words.logit))


def _votes(line: Line, label: str) -> str:
    return "" if line.votes is None else f"{line.votes.get(label, 0)}/{line.readers}"


def _told(known: LabelFigures | None) -> str:
    """What is known of a label; nothing while nothing is."""
    if known is None:
        return ""
    parts = [
        t("read.reliable_alpha", alpha=f"{known.alpha:.2f}") if known.alpha is not None else "",
        t("read.reliable_f", score=f"{known.f1:.2f}"),
        t("read.reliable_support", lines=known.support),
    ]
    if known.new_auc is not None and known.new_f1 is not None:
        parts.append(t("read.reliable_new", auc=f"{known.new_auc:.2f}", score=f"{known.new_f1:.2f}"))
    return ", ".join(filter(None, parts))


def _show_nearest(work: Work, index: int, scheme: Scheme, company: Company | None) -> None:
    """The lines of the corpus whose profile is nearest; a click goes there."""
    st.markdown(f"**{t('read.nearest')}**", help=t("read.nearest_help"))
    if company is None:
        ask_for_company(work, "line")
        return
    own = company.places.index((work.id, index))
    for rank, (place, distance) in enumerate(nearest(company.values, own, scheme, _NEAR)):
        other, line = company.work(place), company.places[place][1]
        where = t("read.near_place", work=work_label(other), number=line + 1, distance=f"{distance:.2f}")
        text = show_invisible(other.texts[line].strip()[:80])
        st.button(
            as_typed(f"{text}  ({where})"),
            key=f"read.near.{rank}",
            type="tertiary",
            wrap=True,
            on_click=state.go_to,
            args=(other.id, line),
        )

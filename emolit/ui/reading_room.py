"""The parts of the Read page: what to show, one line in full, the table to take away."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import streamlit as st

from emolit.analysis.signals import emotion_columns, strongest
from emolit.corpus import Work
from emolit.corpus.counting import show_invisible
from emolit.emotions import Scheme
from emolit.export import TableUnit, csv_text, provenance_record, score_table, spreadsheet_table
from emolit.figures import ranking_figure
from emolit.reading.scores import EmotionScores, WorkScores
from emolit.ui import state
from emolit.ui.poem import line_note
from emolit.ui.widgets import is_dark
from emolit.ui.wording import t

_FIRST_EMOTION = "슬픔"
_UTF8 = "utf-8"


@dataclass(frozen=True)
class Choice:
    """What the reader wants to see on the poem."""

    emotion: str  # label whose strength tints the lines
    top_k: int
    threshold: float


def choose(scheme: Scheme, scores: EmotionScores) -> Choice:
    """The row of controls above the poem."""
    first = float(np.mean(scores.threshold))
    language = state.language()
    emotion, top_k, threshold = st.columns([2, 1, 2], vertical_alignment="bottom")
    return Choice(
        emotion.selectbox(
            t("read.emotion"),
            scheme.names,
            index=scheme.names.index(_FIRST_EMOTION),
            format_func={emotion.name: emotion.gloss(language) for emotion in scheme.emotions}.__getitem__,
            key="read.emotion",
            persist_state="session",
        ),
        top_k.number_input(t("read.top_k"), 1, 6, 3, key="read.top_k", persist_state="session"),
        threshold.slider(
            t("read.threshold"),
            0.0,
            1.0,
            round(first, 2),
            0.01,
            key="read.threshold",
            help=t("read.threshold_help", value=f"{first:.2f}"),
            persist_state="session",
        ),
    )


def show_effect(found: WorkScores, scheme: Scheme, threshold: float) -> None:
    """How many emotions the threshold leaves."""
    above = found.lines.values[:, emotion_columns(scheme)] > threshold
    st.caption(t("read.above", mean=f"{above.sum(axis=1).mean():.1f}", total=int(above.sum())))


def show_line(work: Work, found: WorkScores, scheme: Scheme, threshold: float) -> None:
    """The selected line and all of its emotions as ranked bars."""
    choose_line(work, key="read.line", label=t("read.line"))
    index = state.selected_line(work)
    row = found.lines.values[index]
    st.text(show_invisible(work.texts[index]))
    if note := line_note(found, index):
        st.warning(note)
    best = strongest(row, scheme, 1)[0]
    first = scheme.emotions[best].gloss(state.language())
    st.plotly_chart(
        ranking_figure(
            row, scheme, language=state.language(), threshold=threshold, axis=t("read.score_axis"), dark=is_dark()
        ),
        theme=None,
        key="read.ranking",
        config={"displayModeBar": False},
        alt=t("read.alt_ranking", number=index + 1, first=first, score=f"{row[best]:.2f}"),
    )
    none = next((e for e in scheme.emotions if not e.is_emotion), None)
    if none:
        st.caption(t("read.none_note", label=none.gloss(state.language())))
    st.caption(t("read.score_note"))


def choose_line(work: Work, *, key: str, label: str) -> None:
    """A list of lines, the twin of clicking one: for the keyboard, and for readers who do not see the figure."""
    key = f"{key}.{work.id}.{len(work)}"
    st.session_state[key] = state.selected_line(work)
    shown = [f"{number}  {show_invisible(text.strip()[:60])}" for number, text in enumerate(work.texts, start=1)]
    st.selectbox(
        label,
        range(len(work)),
        format_func=shown.__getitem__,
        key=key,
        on_change=lambda: state.select_line(work.id, st.session_state[key]),
    )


def show_table(work: Work, scores: EmotionScores) -> None:
    """The scores as a table, and as files to take away."""
    with st.expander(t("read.table"), icon=":material/table:"):
        unit = st.segmented_control(
            t("read.table_unit"),
            list(TableUnit),
            default=TableUnit.LINE,
            required=True,
            format_func={unit: t(f"read.unit_{unit}") for unit in TableUnit}.__getitem__,
            key="read.table_unit",
            persist_state="session",
        )
        corpus = state.corpus_of(work)
        settings: dict[str, object] = {"unit": unit} | ({"glosses": "dropped"} if state.reads_bare(work) else {})
        table = score_table(corpus, scores, unit or TableUnit.LINE, state.language())
        st.dataframe(table, hide_index=True, height=320, alt=t("read.table"))
        plain, guarded, meta = st.columns(3)
        plain.download_button(
            t("read.download"),
            lambda: csv_text(table, bom=True).encode(_UTF8, "surrogatepass"),
            file_name="emolit.csv",
            mime="text/csv",
            on_click="ignore",
            key="read.download",
        )
        guarded.download_button(
            t("read.download_spreadsheet"),
            lambda: csv_text(spreadsheet_table(table), bom=True).encode(_UTF8, "surrogatepass"),
            file_name="emolit-spreadsheet.csv",
            mime="text/csv",
            on_click="ignore",
            key="read.download_spreadsheet",
            help=t("read.download_spreadsheet_help"),
        )
        meta.download_button(
            t("read.download_meta"),
            lambda: json.dumps(provenance_record(corpus, scores, **settings), ensure_ascii=False, indent=2),
            file_name="emolit.meta.json",
            mime="application/json",
            on_click="ignore",
            key="read.download_meta",
        )

"""The scores as a table, and as files to take away."""

from __future__ import annotations

import json

import streamlit as st

from emolit.corpus import Work
from emolit.export import TableUnit, csv_text, provenance_record, score_table, spreadsheet_table
from emolit.reading.scores import EmotionScores
from emolit.ui import state
from emolit.ui.choices import choose_one
from emolit.ui.wording import t

_UTF8 = "utf-8"


def show_table(work: Work, scores: EmotionScores) -> None:
    """The scores as a table, and as files to take away."""
    with st.container():
        unit = choose_one("read.table_unit", TableUnit, TableUnit.LINE, names="read.unit")
        corpus = state.corpus_of(work)
        settings: dict[str, object] = {"unit": unit} | ({"glosses": "dropped"} if state.reads_bare(work) else {})
        table = score_table(corpus, scores, unit, state.language())
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

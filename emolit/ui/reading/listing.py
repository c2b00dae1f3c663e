"""A table of lines; choosing a row turns to the line in its poem."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from emolit.corpus.counting import show_invisible
from emolit.ui import state
from emolit.ui.reading.company import Company
from emolit.ui.wording import t

MOST = 500  # rows drawn


def show_lines(
    company: Company, found: Sequence[int], columns: dict[str, Sequence[object]], *, key: str, alt: str
) -> None:
    """found: indices into the company's lines; columns: heading -> a value for each of them, before work and text."""
    rows = list(found[:MOST])
    works = {work.id: work for work in company.works}
    texts = {work.id: work.texts for work in company.works}
    table = pd.DataFrame({heading: list(values)[: len(rows)] for heading, values in columns.items()})
    table[t("app.work")] = [show_invisible(works[company.places[row][0]].title) for row in rows]
    table[t("intake.author")] = [show_invisible(works[company.places[row][0]].author) for row in rows]
    table[t("read.line")] = [company.places[row][1] + 1 for row in rows]
    table[t("read.text")] = [
        show_invisible(texts[company.places[row][0]][company.places[row][1]].strip()) for row in rows
    ]
    key = f"{key}.{hash((tuple(rows), tuple(columns)))}"

    def take() -> None:
        chosen = st.session_state[key]["selection"]["rows"]
        if chosen:
            state.go_to(*company.places[rows[chosen[0]]])

    st.dataframe(
        table,
        hide_index=True,
        height=min(38 + 35 * max(1, len(rows)), 420),
        key=key,
        on_select=take,
        selection_mode="single-row",
        alt=alt,
    )
    st.caption(t("read.jump"))

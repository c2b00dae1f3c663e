"""Find lines of the corpus by emotion, combination, text and author."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from emolit.analysis.finding import Condition, matches, parse_conditions
from emolit.analysis.readers import apart_among_readers, panel_of
from emolit.corpus import Work
from emolit.emotions import Scheme
from emolit.errors import EmolitError
from emolit.ui import state
from emolit.ui.reading.company import Company, ask_for_company, company_of
from emolit.ui.reading.controls import Choice
from emolit.ui.reading.listing import MOST, show_lines
from emolit.ui.widgets import as_typed
from emolit.ui.wording import sentence, t


def show_find(work: Work, scheme: Scheme, choice: Choice) -> None:
    """Conditions, and the lines that meet them."""
    company = company_of(work)
    if company is None:
        ask_for_company(work, "find")
        return
    gloss = scheme.find(choice.emotion).gloss(state.language())
    left, middle, right = st.columns([3, 2, 2])
    asked = left.text_input(
        t("find.conditions"),
        placeholder=t("find.placeholder", emotion=gloss),
        help=t("find.help"),
        key="read.find",
        persist_state="session",
    )
    text = middle.text_input(t("find.text"), key="read.find_text", persist_state="session")
    authors = sorted({one.author for one in company.works if one.author})
    author = right.multiselect(t("intake.author"), authors, key="read.find_author", placeholder=t("find.any_author"))
    try:
        conditions = parse_conditions(asked or "", scheme)
    except EmolitError as error:
        st.error(as_typed(sentence(error)))
        return
    kept = np.flatnonzero(matches(company.values, conditions, scheme) & _said(company, text or "", author))
    _show(company, kept, conditions, scheme, choice)


def _said(company: Company, text: str, authors: list[str]) -> NDArray[np.bool_]:
    """The lines that hold the text, whatever its letter case, in works of these authors."""
    wanted, by = text.strip().casefold(), set(authors)
    return np.array(
        [(not by or work.author in by) and wanted in line.casefold() for work in company.works for line in work.texts],
        dtype=np.bool_,
    )


def _show(
    company: Company, kept: NDArray[np.intp], conditions: tuple[Condition, ...], scheme: Scheme, choice: Choice
) -> None:
    labels = list(
        dict.fromkeys([*(condition.label for condition in conditions), *([] if conditions else [choice.emotion])])
    )
    apart = _apart(company, scheme, labels)
    orders = ["score", "low", "text", *(["readers"] if apart is not None else [])]
    order = st.segmented_control(
        t("find.sort"),
        orders,
        default="score",
        required=True,
        format_func={
            "score": t("find.sort_score"),
            "low": t("find.sort_low"),
            "text": t("find.sort_text"),
            "readers": t("find.sort_readers"),
        }.__getitem__,
        key="read.find_sort",
    )
    columns = [scheme.names.index(label) for label in labels]
    scores = company.values[:, columns].min(axis=1)
    if order == "readers" and apart is not None:
        kept = kept[np.argsort(-np.nan_to_num(apart[kept], nan=-1), kind="stable")]
    elif order != "text":
        kept = kept[np.argsort(scores[kept] * (1 if order == "low" else -1), kind="stable")]
    st.markdown(t("find.found", found=len(kept), total=len(company.places), shown=min(len(kept), MOST)))
    if not len(kept):
        return
    told: dict[str, object] = {
        scheme.find(label).gloss(state.language()): company.values[kept, column].round(3).tolist()
        for label, column in zip(labels, columns, strict=True)
    }
    if apart is not None:
        told[t("find.apart")] = [None if np.isnan(value) else round(float(value), 2) for value in apart[kept]]
    show_lines(company, kept.tolist(), told, key="read.found", alt=t("find.alt", found=len(kept)))  # type: ignore[arg-type]


def _apart(company: Company, scheme: Scheme, labels: list[str]) -> NDArray[np.float64] | None:
    """How far readers differ on these labels, (n_lines,), NaN where nobody judged; None where nobody judged any."""
    panel = panel_of(company.works, scheme)
    if not len(panel):
        return None
    columns = [scheme.names.index(label) for label in labels]
    found = np.full(len(company.places), np.nan)
    index = {place: row for row, place in enumerate(company.places)}
    found[[index[place] for place in panel.places]] = apart_among_readers(panel)[:, columns].mean(axis=1)
    return found

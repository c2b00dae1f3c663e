"""What human readers chose, where a corpus says so: how far they agree, and where they differ from the model."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from emolit.analysis.agreement import Agreement, agreement
from emolit.analysis.readers import Panel, apart_among_readers, apart_from_model, most, panel_of
from emolit.corpus import Work
from emolit.emotions import Scheme
from emolit.ui import memory, state
from emolit.ui.reading.company import Company, ask_for_company, company_of
from emolit.ui.reading.controls import Choice
from emolit.ui.reading.listing import show_lines
from emolit.ui.wording import t

_SHOWN = 20


def show_readers(work: Work, scheme: Scheme, choice: Choice) -> None:
    """Agreement per label, and the lines where readers and model, or readers among themselves, differ most."""
    company = company_of(work)
    if company is None:
        ask_for_company(work, "readers")
        return
    panel = panel_of(company.works, scheme)
    if not len(panel):
        st.info(t("readers.none"))
        return
    name = scheme.find(choice.emotion).gloss(state.language())
    index = {place: row for row, place in enumerate(company.places)}
    rows = np.array([index[place] for place in panel.places])
    column = scheme.names.index(choice.emotion)
    st.markdown(t("readers.lead", lines=len(panel), emotion=name))
    _show_apart_from_model(company, panel, rows, column, name)
    among = apart_among_readers(panel)[:, column]
    first = most(among, _SHOWN)
    if first:
        st.markdown(f"**{t('readers.among', emotion=name)}**")
        told = {
            t("readers.votes"): [f"{panel.votes[i, column]:.0f}/{panel.readers[i]:.0f}" for i in first],
            t("find.apart"): among[first].round(2).tolist(),
        }
        show_lines(company, rows[first].tolist(), told, key="read.among", alt=t("readers.among", emotion=name))
    _show_agreement(company, panel, scheme)


def _show_apart_from_model(company: Company, panel: Panel, rows: np.ndarray, column: int, name: str) -> None:
    """KPoEM's own lines have their scores out of fold. Other lines that the model was trained on are left out: their
    scores are no predictions.
    """
    st.markdown(f"**{t('readers.model', emotion=name)}**")
    scores = company.values[rows]
    apart = apart_from_model(panel, scores)[:, column]
    trained = np.array([place in company.trained for place in panel.places], dtype=np.bool_)
    apart[trained] = np.nan
    if trained.any():
        st.caption(t("readers.trained", lines=int(trained.sum())))
    first = most(apart, _SHOWN)
    if not first:
        return
    told = {
        t("readers.votes"): [f"{panel.votes[i, column]:.0f}/{panel.readers[i]:.0f}" for i in first],
        t("readers.score"): scores[first, column].round(2).tolist(),
        t("readers.difference"): apart[first].round(2).tolist(),
    }
    show_lines(company, rows[first].tolist(), told, key="read.apart", alt=t("readers.model", emotion=name))


def _show_agreement(company: Company, panel: Panel, scheme: Scheme) -> None:
    st.markdown(f"**{t('readers.agreement')}**")
    key = " ".join(work.digest for work in company.works)
    found: Agreement = memory.remembered("agreement", key, lambda: agreement(panel.votes, panel.readers, panel.groups))
    known = np.flatnonzero(~np.isnan(found.alpha))
    if not len(known):
        st.info(t("readers.no_alpha"))
        return
    order = known[np.argsort(-found.alpha[known], kind="stable")]
    table = pd.DataFrame(
        {
            t("read.head_emotion"): [scheme.emotions[i].gloss(state.language()) for i in order],
            t("readers.alpha"): found.alpha[order].round(3),
            t("readers.low"): found.low[order].round(3),
            t("readers.high"): found.high[order].round(3),
            t("readers.votes"): panel.votes[:, order].sum(axis=0).round().astype(int),
        }
    )
    st.dataframe(table, hide_index=True, height=320, alt=t("readers.agreement"))
    st.caption(t("readers.agreement_note"))

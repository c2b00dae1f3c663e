"""All judgements: progress, agreement of coders with each other and with the model, files out and in."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import streamlit as st

from emolit.corpus import Corpus, Work
from emolit.corpus.counting import show_invisible
from emolit.corpus.table import to_csv
from emolit.emotions import Scheme
from emolit.errors import EmolitError
from emolit.judgements import (
    Comparison,
    alpha_of,
    compare,
    decisions,
    kpoem_table,
    model_decisions,
    text_hash,
    training_rows,
    with_votes,
    write_document,
)
from emolit.ui import cached, state
from emolit.ui.judging import keeping, store
from emolit.ui.wording import sentence, t

_BOM = "\ufeff"


def judged_works() -> list[Work]:
    """Every work that somebody judged, in the unit it is read in."""
    hashes = {place.text for place, _ in store.sheet()}
    return [work for work in map(state.in_unit, state.all_works().values()) if text_hash(work) in hashes]


def show_overview(work: Work, scheme: Scheme, threshold: float) -> None:
    """What has been judged, and what can be done with it."""
    if not len(store.sheet()):
        st.info(t("judge.empty"))
    else:
        works = judged_works()
        _show_progress(work, works)
        _show_comparisons(works, scheme, threshold)
        _show_notes(works)
        _offer(works)
    _bring_back()


def _show_progress(work: Work, works: list[Work]) -> None:
    rows = []
    for one in works:
        for coder in store.sheet().coders:
            count = len([line for line in store.sheet().of_text(text_hash(one), coder) if line < len(one)])
            if count:
                rows.append((show_invisible(one.title), show_invisible(coder), count, len(one), count / len(one)))
    mine = len(store.of_work(work))
    st.progress(min(1.0, mine / len(work)), t("judge.progress", done=mine, total=len(work)))
    heads = [t("app.work"), t("judge.coder"), t("judge.judged"), t("judge.of"), t("judge.share")]
    table = pd.DataFrame(rows, columns=heads)
    config = {t("judge.share"): st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1)}
    st.dataframe(table, hide_index=True, column_config=config, alt=t("judge.progress_alt"))
    elsewhere = {place.text for place, _ in store.sheet()} - {text_hash(one) for one in works}
    if elsewhere:
        st.caption(t("judge.elsewhere", texts=len(elsewhere)))


def comparisons(works: list[Work], scheme: Scheme, threshold: float) -> list[Comparison]:
    """Each pair of coders, and each coder with the model."""
    by = {coder: decisions(store.sheet(), coder, works, scheme) for coder in store.sheet().coders}
    pairs = [compare(one, by[one], other, by[other]) for one, other in combinations(by, 2)]
    model = model_decisions(cached.scores(works), works, threshold) if works else {}
    pairs += [compare(coder, found, t("judge.model"), model) for coder, found in by.items()]
    return [pair for pair in pairs if pair is not None]


def _show_comparisons(works: list[Work], scheme: Scheme, threshold: float) -> None:
    found = comparisons(works, scheme, threshold)
    if not found:
        return
    st.markdown(f"**{t('judge.agreement')}**")
    rows = [
        (
            show_invisible(f"{one.one} – {one.other}"),
            one.lines,
            _mean(one.alpha),
            None if np.isnan(one.macro) else round(one.macro, 3),
        )
        for one in found
    ]
    heads = [t("judge.who"), t("judge.lines"), t("judge.alpha_mean"), t("judge.f_macro")]
    st.dataframe(pd.DataFrame(rows, columns=heads), hide_index=True, alt=t("judge.agreement"))
    st.caption(t("judge.agreement_note", threshold=f"{threshold:.2f}"))
    with st.expander(t("judge.per_label")):
        st.dataframe(_per_label(found, works, scheme), hide_index=True, alt=t("judge.per_label"))


def _per_label(found: list[Comparison], works: list[Work], scheme: Scheme) -> pd.DataFrame:
    coders = [decisions(store.sheet(), coder, works, scheme) for coder in store.sheet().coders]
    columns: dict[str, object] = {t("read.head_emotion"): scheme.glosses(state.language())}
    if len(coders) > 1:
        columns[t("judge.alpha_all")] = alpha_of(coders, len(scheme.names)).round(3)
    for one in found:
        who = show_invisible(f"{one.one} – {one.other}")
        columns[f"α {who}"] = one.alpha.round(3)
        columns[f"F1 {who}"] = one.f1.round(3)
    table = pd.DataFrame(columns)
    return table[table.drop(columns=t("read.head_emotion")).notna().any(axis=1)]


def _mean(values: np.ndarray) -> float | None:
    known = values[~np.isnan(values)]
    return round(float(known.mean()), 3) if len(known) else None


def _show_notes(works: list[Work]) -> None:
    """Every note as it was typed: a table draws text as text."""
    titles = {text_hash(one): one.title for one in works}
    rows = [
        (
            show_invisible(titles.get(place.text, "")),
            place.line + 1,
            show_invisible(place.coder),
            show_invisible(found.note),
        )
        for place, found in store.sheet()
        if found.note
    ]
    if rows:
        heads = [t("app.work"), t("read.line"), t("judge.coder"), t("judge.note")]
        st.markdown(f"**{t('judge.notes')}**")
        st.dataframe(pd.DataFrame(rows, columns=heads), hide_index=True, alt=t("judge.notes"))


def _offer(works: list[Work]) -> None:
    st.markdown(f"**{t('judge.take_away')}**")
    sheet = store.sheet()
    _, left_out = kpoem_table(works, sheet)
    files = (
        ("json", "emolit-judgements.json", lambda: write_document(sheet, works, with_text=keeping.keeps_text())),
        ("csv", "emolit-votes.csv", lambda: _BOM + to_csv(Corpus(tuple(with_votes(one, sheet) for one in works)))),
        ("kpoem", "emolit-kpoem.tsv", lambda: kpoem_table(works, sheet)[0]),
        ("rows", "rows.tsv", lambda: training_rows(works, sheet)),
    )
    for column, (kind, name, make) in zip(st.columns(len(files)), files, strict=True):
        column.download_button(
            t(f"judge.file_{kind}"),
            lambda make=make: make().encode("utf-8", "surrogatepass"),  # type: ignore[misc]
            file_name=name,
            on_click="ignore",
            key=f"judge.file.{kind}",
            help=t(f"judge.help_{kind}"),
            width="stretch",
        )
    if left_out:
        st.caption(t("judge.left_out", lines=left_out))
    forget = t("judge.forget_help")
    st.button(t("judge.forget"), on_click=keeping.forget, key="judge.forget", help=forget)


def _bring_back() -> None:
    left, right = st.columns([3, 2])
    upload = f"judge.upload.{st.session_state.get('judge.uploads', 0)}"

    def take() -> None:
        for file in st.session_state[upload] or []:
            try:
                store.set_sheet(keeping.take_document(file.getvalue()))
                state.say(t("judge.brought"))
            except EmolitError as error:
                state.say(sentence(error), is_error=True)
        st.session_state["judge.uploads"] = st.session_state.get("judge.uploads", 0) + 1

    left.file_uploader(t("judge.upload"), type="json", accept_multiple_files=True, key=upload, on_change=take)
    right.caption(t("judge.kept_note"))
    right.checkbox(
        t("judge.with_text"), key=keeping.WITH_TEXT, on_change=state.ask_page, persist_state="session"
    )  # fmt: skip

"""The parts of the Take away page: data, edition, report, methods and citation, of what the scholar chooses."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from emolit.corpus import Corpus, Work, sample_corpus
from emolit.corpus.edition import Edition
from emolit.export import (
    Layer,
    RowUnit,
    TableFormat,
    data_table,
    provenance_record,
    table_bytes,
    votes_layer,
)
from emolit.export.citing import bibtex, csl_json, plain
from emolit.export.methods import methods, methods_paragraph
from emolit.reading import EmotionReader, EmotionScores
from emolit.ui import cached, kept, memory, state
from emolit.ui.judging.leaving import judgement_layers
from emolit.ui.trajectory import told
from emolit.ui.wording import t

_TESTED = 3_000  # lines up to which a report's courses are tested against chance, for which all are read once more


@dataclass(frozen=True, eq=False)
class Taken:
    """What is taken away: works as they are read, their scores, and where these come from."""

    corpus: Corpus
    scores: EmotionScores
    record: dict[str, object]
    layers: tuple[Layer, ...]


def choose() -> Taken:
    """The current work, all of its author, or everything of its kind; read now where it has not been."""
    work = state.current_work()
    own = not state.is_sample(work.id)
    all_of_kind = state.analysed_corpus().works if own else sample_corpus().works
    scopes: dict[str, list[Work]] = {"work": [work]}
    together = [state.in_unit(w) for w in all_of_kind if work.author and w.author == work.author]
    if len(together) > 1:
        scopes["author"] = together
    if len(all_of_kind) > max(1, len(together)):
        scopes["all"] = [state.in_unit(w) for w in all_of_kind]
    names = {"work": t("share.scope_work"), "author": t("share.scope_author"), "all": t("share.scope_all")}
    scope = st.segmented_control(
        t("share.scope"), list(scopes), default="work", required=True, format_func=names.__getitem__,
        key=f"share.scope.{'.'.join(scopes)}", persist_state="session",
    )  # fmt: skip
    works = scopes[scope or "work"]
    corpus, scores = state.corpus_of(*works), cached.scores(works)
    st.caption(t("share.chosen", works=len(works), lines=corpus.n_lines))
    return Taken(corpus, scores, _record(corpus, scores), _layers(corpus, scores))


def _record(corpus: Corpus, scores: EmotionScores) -> dict[str, object]:
    settings = {"glosses": "dropped"} if any(state.reads_bare(work) for work in corpus) else {}
    units = sorted({str(state.unit_of(work.id)) for work in corpus})
    return provenance_record(corpus, scores, reading_units=units, **settings)


def _layers(corpus: Corpus, scores: EmotionScores) -> tuple[Layer, ...]:
    """The readers' votes and every coder's judgements, where there are any."""
    votes = votes_layer(corpus, scores.scheme)
    return (*((votes,) if votes else ()), *judgement_layers(corpus.works, scores.scheme))


def show_data(taken: Taken) -> None:
    """The table in a unit and a format, its provenance beside it."""
    st.subheader(t("share.data"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        unit = st.segmented_control(
            t("share.unit"), list(RowUnit), default=RowUnit.LINE, required=True, key="share.unit",
            format_func={unit: t(f"share.unit_{unit}") for unit in RowUnit}.__getitem__, persist_state="session",
        )  # fmt: skip
        format = st.segmented_control(
            t("share.format"), list(TableFormat), default=TableFormat.CSV, required=True, key="share.format",
            format_func=lambda kind: str(kind).upper(), persist_state="session",
        )  # fmt: skip
    unit, format = unit or RowUnit.LINE, format or TableFormat.CSV
    record = taken.record | {"unit": str(unit), "format": str(format), "labels": state.language()}
    table = data_table(taken.corpus, taken.scores, unit, state.language(), taken.layers)
    name = f"emolit-{unit}.{format}"
    with st.container(horizontal=True):
        _download(t("share.data_button"), lambda: table_bytes(table, format, record), name, format.mime, "share.data")
        _download(t("share.meta_button"), lambda: _json(record), f"{name}.meta.json", "application/json", "share.meta")
    st.caption(t("share.data_note", rows=len(table), columns=len(table.columns)))


def show_edition(taken: Taken) -> None:
    """TEI: the edition that was brought, where all lines stand in it, or a new one."""
    from emolit.export.tei import Readings, annotated_edition, new_edition

    st.subheader(t("share.tei"))
    said = methods(taken.corpus, taken.record)
    readings = Readings(taken.scores, taken.record, taken.layers, said)
    brought = _edition(taken.corpus)

    def make() -> bytes:
        edition = brought[1]() if brought else None
        return annotated_edition(edition, taken.corpus, readings) if edition else new_edition(taken.corpus, readings)

    st.caption(t("share.tei_edition", name=brought[0]) if brought else t("share.tei_new"))
    _download(t("share.tei_button"), make, "emolit-tei.xml", "application/tei+xml", "share.tei")


def _edition(corpus: Corpus) -> tuple[str, Callable[[], Edition | None]] | None:
    """Name of the one uploaded edition in which every line of the corpus stands, and what parses it once more."""
    for note in corpus.notes:
        data = kept.editions().get(note.sha256)
        if data is None:
            continue
        parse = partial(Edition.parse, note.name, data, note.encoding)
        edition = memory.remembered("editions", f"{note.sha256} {note.encoding}", parse)
        if edition and edition.holds(corpus):
            return note.name, parse
    return None


def show_report(taken: Taken) -> None:
    """One page of text, figures, tables and methods, made when it is asked for."""
    from emolit.export.report import Report, report_page

    st.subheader(t("share.report"))
    language, reader = state.language(), cached.reader()
    works = [state.as_read(work) for work in taken.corpus]

    def make() -> str:
        alone = _alone(taken, works, reader)
        return report_page(Report(taken.corpus, taken.scores, taken.record, language, alone))

    _download(t("share.report_button"), make, "emolit-report.html", "text/html", "share.report")
    st.caption(t("share.report_note"))


def _alone(taken: Taken, works: Sequence[Work], reader: EmotionReader) -> EmotionScores | None:
    """Every line read alone by the model that the scores are of; None where that is not the model at hand.

    works: as the model gets them.
    """
    same = taken.scores.provenance.fingerprint == reader.checkpoint.fingerprint
    return reader.annotate(works, context=False) if same and taken.corpus.n_lines <= _TESTED else None


def show_methods(taken: Taken) -> None:
    """A paragraph for the paper, of the course drawn on the Trajectory page too if wanted, and what to cite."""
    st.subheader(t("share.methods"))
    courses = _courses(taken)
    st.code(methods_paragraph(taken.corpus, taken.record, state.language(), courses), language=None, wrap_lines=True)
    st.caption(t("share.methods_note"))
    st.subheader(t("share.cite"))
    st.code(plain(), language=None, wrap_lines=True)
    with st.container(horizontal=True):
        _download("BibTeX", bibtex, "emolit.bib", "application/x-bibtex", "share.bibtex")
        _download("CSL-JSON", csl_json, "emolit.csl.json", "application/json", "share.csl")


def _courses(taken: Taken) -> list[dict[str, Any]]:
    """The course of these works as it is set on the Trajectory page, where the visitor wants it told."""
    course = told.course_of(taken.corpus.works, taken.scores)
    if course is None:
        if len(taken.corpus) == 1:
            st.caption(t("share.no_course"))
        return []
    return told.records(*course) if st.toggle(t("share.with_course"), key="share.with_course") else []


def _json(record: dict[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False, indent=2)


def _download(label: str, make: Callable[[], str | bytes], name: str, mime: str, key: str) -> None:
    st.download_button(
        label, make, file_name=name, mime=mime, on_click="ignore", key=f"{key}.file", icon=":material/download:"
    )

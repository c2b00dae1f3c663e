"""The parts of the Models page: two models on the work that is open, line by line."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from emolit.analysis.models import ModelComparison, compare_models
from emolit.analysis.signals import strongest
from emolit.corpus import Work
from emolit.emotions import Scheme
from emolit.errors import ModelError, NotEnoughData
from emolit.figures import for_screen
from emolit.figures.models import models_figure
from emolit.reading import EmotionScores
from emolit.ui import cached, model_choice, state, widgets
from emolit.ui.wording import sentence, t

_FURTHEST = 8
_LOG = logging.getLogger("emolit")


@dataclass(frozen=True, eq=False)
class Side:
    """One model's reading of a work."""

    name: str
    scheme: Scheme
    scores: EmotionScores
    work: Work

    @property
    def lines(self) -> np.ndarray:
        return self.scores.of(self.work.id).lines.values


def choose(work: Work) -> tuple[Side, Side]:
    """Both models' readings of a work. Raises ModelError."""
    left, right = st.columns(2)
    with left:
        first = model_choice.choose(t("models.first"), "models.first", 0)
    with right:
        second = model_choice.choose(t("models.second"), "models.second", 1)
    return _side(first, work), _side(second, work)


def _side(place: str, work: Work) -> Side:
    name = next((name for name, where in model_choice.listed().items() if where == place), place)
    try:
        reader = cached.reader_of(place)
    except ModelError as error:
        if model_choice.is_for_one():
            raise
        _LOG.error("the listed model %s cannot be read: %s", name, error)  # its place is the operator's business
        raise ModelError("model.listed_broken", name=name) from error
    return Side(name, reader.scheme, cached.scores([work], model=place), work)


def show_sides(sides: tuple[Side, Side]) -> None:
    """What each model is and what its scores are; one and the same twice is said."""
    rows = []
    for side in sides:
        found = side.scores.provenance
        rows.append(
            {
                t("models.model"): side.name,
                t("models.labels"): len(side.scheme.names),
                t("models.reads"): t(f"models.reads_{found.reads}"),
                t("models.languages"): ", ".join(side.scores.known_languages) or "–",
                t("models.precision"): found.precision,
                t("models.fingerprint"): found.fingerprint[:16],
            }
        )
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=t("models.about_alt"))
    if sides[0].scores.provenance.fingerprint == sides[1].scores.provenance.fingerprint:
        st.info(t("models.same"))
    for side in sides:
        widgets.say_notices(state.corpus_of(side.work), side.scores)


def show(sides: tuple[Side, Side]) -> None:
    """Both models line by line; where labels are shared, how they differ."""
    try:
        found = compare_models(sides[0].lines, sides[1].lines, (sides[0].scheme, sides[1].scheme))
    except NotEnoughData as error:
        st.info(widgets.as_typed(sentence(error)))
        _show_lines(sides, None)
        return
    known = found.correlation[~np.isnan(found.correlation)]
    middle = f"{np.median(known):.2f}" if len(known) else "–"
    st.markdown(t("models.summary", shared=len(found.labels), correlation=middle, apart=f"{found.apart.mean():.3f}"))
    _show_lines(sides, found)
    st.subheader(t("models.furthest_title"))
    _show_furthest(sides, found)
    st.subheader(t("models.labels_title"))
    _show_labels(sides, found)
    st.subheader(t("models.one_title"))
    _show_one(sides, found)


def _show_lines(sides: tuple[Side, Side], found: ModelComparison | None) -> None:
    """One row a line: what each model finds strongest, and how far they are apart."""
    rows = []
    for line, text in enumerate(sides[0].work.texts):
        row: dict[str, object] = {t("models.line"): line + 1, t("models.text"): text}
        for side, head in zip(sides, _heads(sides), strict=True):
            (top,) = strongest(side.lines[line], side.scheme, 1)
            row[head] = f"{_gloss(side.scheme, top)} {side.lines[line, top]:.2f}"
        if found is not None:
            row[t("models.apart")] = round(float(found.apart[line]), 3)
        rows.append(row)
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=t("models.lines_alt"))


def _show_furthest(sides: tuple[Side, Side], found: ModelComparison) -> None:
    heads = _heads(sides)
    rows = [
        {
            t("models.line"): line + 1,
            t("models.text"): sides[0].work.texts[line],
            t("models.label"): _gloss(sides[0].scheme, int(found.columns[label, 0])),
            heads[0]: round(float(found.first[line, label]), 3),
            heads[1]: round(float(found.second[line, label]), 3),
        }
        for line, label in found.furthest(_FURTHEST)
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=t("models.furthest_title"))


def _show_labels(sides: tuple[Side, Side], found: ModelComparison) -> None:
    heads = _heads(sides)
    table = pd.DataFrame(
        {
            t("models.label"): [_gloss(sides[0].scheme, int(column)) for column in found.columns[:, 0]],
            t("models.correlation"): found.correlation.round(2),
            t("models.mean", model=heads[0]): found.first.mean(axis=0).round(3),
            t("models.mean", model=heads[1]): found.second.mean(axis=0).round(3),
        }
    )
    st.caption(t("models.labels_note"))
    st.dataframe(table, hide_index=True, height=320, alt=t("models.labels_title"))


def _show_one(sides: tuple[Side, Side], found: ModelComparison) -> None:
    """One label along the lines, and the same as a table."""
    scheme = sides[0].scheme
    glosses = {label: scheme.find(label).gloss(state.language()) for label in found.labels}
    label = st.selectbox(
        t("models.label"), list(glosses), format_func=glosses.__getitem__, key=f"models.label.{scheme.name}"
    )
    column = found.labels.index(label)
    first, second = found.first[:, column], found.second[:, column]
    heads, texts = _heads(sides), sides[0].work.texts
    figure = models_figure(
        first, second, names=heads, texts=texts, axes=(t("models.line"), t("models.score")),
        colour=scheme.find(label).colour, dark=widgets.is_dark(),
    )  # fmt: skip
    said = t("models.alt", label=glosses[label], first=heads[0], second=heads[1],
             a=f"{first.mean():.2f}", b=f"{second.mean():.2f}")  # fmt: skip
    st.plotly_chart(for_screen(figure), theme=None, key="models.figure", config={"displaylogo": False}, alt=said)
    numbers = list(range(1, len(texts) + 1))
    columns = {t("models.line"): numbers, t("models.text"): texts, heads[0]: first, heads[1]: second}
    table = pd.DataFrame(columns | {t("models.difference"): first - second}).round(3)
    st.dataframe(table, hide_index=True, alt=said)


def _heads(sides: tuple[Side, Side]) -> tuple[str, str]:
    """Names for columns, which must differ."""
    one, other = (side.name.rstrip("/").rsplit("/", 1)[-1] for side in sides)
    return (one, other) if one != other else (f"{one} (1)", f"{other} (2)")


def _gloss(scheme: Scheme, column: int) -> str:
    return scheme.emotions[column].gloss(state.language())

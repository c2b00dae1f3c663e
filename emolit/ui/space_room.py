"""The parts of the Emotion space page."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from emolit.analysis.projection import (
    FEWEST_FOR_UMAP,
    NEIGHBOURS,
    SEED,
    Plane,
    centroid_spread,
    density,
    pca,
)
from emolit.analysis.signals import emotion_columns, strongest
from emolit.corpus import Corpus, Work
from emolit.corpus.counting import show_invisible
from emolit.emotions import Scheme
from emolit.figures import SpacePoint, space_figure
from emolit.figures.theme import hover
from emolit.reading.scores import EmotionScores
from emolit.ui import cached, state, takeaway
from emolit.ui.widgets import as_typed, is_dark
from emolit.ui.wording import t

Array = NDArray[np.float64]


class Points(StrEnum):
    LINES = "lines"
    WORKS = "works"


class Method(StrEnum):
    PCA = "PCA"
    UMAP = "UMAP"


def own_part(corpus: Corpus) -> Corpus:
    """The visitor's works; the samples' flags stand on the Read page and would drown them here."""
    return Corpus(tuple(work for work in corpus if not state.is_sample(work.id)), corpus.notes)


def choose() -> tuple[Points, Method]:
    left, right = st.columns(2)
    unit = left.segmented_control(
        t("space.points"),
        list(Points),
        default=Points.LINES,
        required=True,
        format_func={unit: t(f"space.{unit}") for unit in Points}.__getitem__,
        key="space.points",
        persist_state="session",
    )
    method = right.segmented_control(
        t("space.method"), list(Method), default=Method.UMAP, required=True, key="space.method", persist_state="session"
    )
    return unit or Points.LINES, method or Method.UMAP


def gather(
    corpus: Corpus, scores: EmotionScores, scheme: Scheme, unit: Points
) -> tuple[list[SpacePoint], Array, NDArray[np.intp]]:
    """Points, their profiles (n_points, n_emotions) without "no emotion", and the work of each."""
    columns = emotion_columns(scheme)
    points: list[SpacePoint] = []
    values, works = [], []
    for number, work in enumerate(corpus):
        found = scores.of(work.id)
        rows = found.lines.values if unit is Points.LINES else found.work.values
        texts: Sequence[str] = work.texts if unit is Points.LINES else [""]
        for index, (text, row) in enumerate(zip(texts, rows, strict=True)):
            line = index if unit is Points.LINES else None
            label = _label(work, text, row, scheme)
            points.append(SpacePoint(work.author or t("space.nobody"), work.language, label, work.id, line))
        values.append(rows[:, columns])
        works += [number] * len(rows)
    return points, np.concatenate(values), np.array(works, dtype=np.intp)


def _label(work: Work, text: str, row: Array, scheme: Scheme) -> str:
    best = ", ".join(
        f"{scheme.emotions[column].gloss(state.language())} {row[column]:.2f}" for column in strongest(row, scheme, 3)
    )
    head = f"<b>{hover(work.title)}</b> · {hover(work.author)}"
    return "<br>".join(part for part in (head, hover(text) if text else "", best) if part)


@st.fragment(run_every=1.0)
def _wait_for_umap(future: Future[Plane]) -> None:
    """Ask once a second whether the map is ready; only this note is drawn anew."""
    if future.done():
        st.rerun()
    st.info(t("space.umap_wait"), icon=":material/hourglass_top:")


def show(points: list[SpacePoint], profiles: Array, works: NDArray[np.intp], method: Method) -> None:
    """PCA at once; UMAP when it is ready and there are points enough."""
    st.markdown(t("space.lead", unit=t("space.lines") if points[0].line is not None else t("space.works")))
    if method is Method.UMAP:
        found = len(np.unique(profiles.astype(np.float32), axis=0))
        if found >= FEWEST_FOR_UMAP:
            future = cached.umap_worker().plane(profiles)
            if not future.done():
                _wait_for_umap(future)
            elif future.exception() is None:
                _draw(future.result(), points, works)
                return
            else:
                st.warning(t("space.umap_failed"))
        else:
            st.info(t("space.umap_few", found=found, needed=FEWEST_FOR_UMAP))
    _draw(pca(profiles), points, works)


def _draw(plane: Plane, points: list[SpacePoint], works: NDArray[np.intp]) -> None:
    members = _members(points)
    about: dict[str, Any]
    if plane.explained:
        spreads = {author: centroid_spread(plane.points[rows], works[rows]) for author, rows in members.items()}
        about = {"axes": _axes(plane), "spreads": spreads}
        figure = space_figure(plane, points, **about, selected=_selected(points), dark=is_dark())
        st.caption(t("space.pca_note", share=f"{sum(plane.explained):.0%}") + " " + t("space.legend"))
    else:
        shapes = {author: density(plane.points[rows]) for author, rows in members.items()}
        densities = {author: shape for author, shape in shapes.items() if shape is not None}
        about = {"axes": ("", ""), "densities": densities}
        figure = space_figure(plane, points, **about, selected=_selected(points), dark=is_dark())
        st.caption(t("space.umap_note", neighbours=NEIGHBOURS, seed=SEED) + " " + t("space.legend"))
    key = f"space.figure.{plane.method}"

    def take() -> None:
        chosen = st.session_state[key]["selection"]["points"]
        if chosen and "customdata" in chosen[0]:
            point = points[int(chosen[0]["customdata"][0])]
            state.go_to(point.work_id, point.line or 0)

    st.plotly_chart(
        figure,
        theme=None,
        key=key,
        on_select=take,
        selection_mode="points",
        config={"displaylogo": False},
        alt=t("space.alt", method=plane.method, points=len(points), authors=len(members)),
    )
    st.download_button(
        "PDF", lambda: takeaway.pdf(lambda press: press.printed_space(plane, points, **about)),
        file_name="emolit-space.pdf", mime="application/pdf", on_click="ignore", key="space.pdf",
        help=t("takeaway.pdf"),
    )  # fmt: skip
    _show_selected(points)
    _table(plane, points)


def _selected(points: Sequence[SpacePoint]) -> int | None:
    """The point of the selected line, or of the current work where works are points."""
    work = state.current_work()
    line = None if points[0].line is None else state.selected_line(work)
    place = (work.id, line)
    return next((index for index, point in enumerate(points) if (point.work_id, point.line) == place), None)


def _show_selected(points: Sequence[SpacePoint]) -> None:
    """The selected line as text, and the way to it on the Read page."""
    work = state.current_work()
    index = state.selected_line(work)
    with st.container(border=True, key="space_selected"):
        st.caption(t("trajectory.selected", number=index + 1, work=as_typed(work.title or t("app.untitled"))))
        if points[0].line is not None:
            st.text(show_invisible(work.texts[index]))
        st.page_link("pages/read_page.py", label=t("trajectory.open"), icon=":material/menu_book:")


def _members(points: Sequence[SpacePoint]) -> dict[str, list[int]]:
    members: dict[str, list[int]] = {}
    for index, point in enumerate(points):
        members.setdefault(point.author, []).append(index)
    return members


def _axes(plane: Plane) -> tuple[str, str]:
    first, second = (
        t("space.axis", number=number, share=f"{share:.0%}") for number, share in enumerate(plane.explained, start=1)
    )
    return first, second


def _table(plane: Plane, points: Sequence[SpacePoint]) -> None:
    with st.expander(t("space.table"), icon=":material/table:"):
        works = state.all_works()
        rows = [
            {
                t("app.work"): works[point.work_id].title,
                t("intake.author"): point.author,
                t("read.line"): None if point.line is None else point.line + 1,
                "x": round(float(x), 4),
                "y": round(float(y), 4),
            }
            for point, (x, y) in zip(points, plane.points, strict=True)
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt=t("space.table"))

"""Works of different length side by side: their courses, their mean, their distances, typical shapes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from emolit.analysis.signals import bounds, signal
from emolit.analysis.trajectory import (
    Distance,
    Shapes,
    common_axis,
    distances,
    make_smoother,
    mean_course,
    typical_shapes,
)
from emolit.corpus import Work
from emolit.errors import NotEnoughData
from emolit.figures import Ribbon, courses_figure
from emolit.ui import cached, state, takeaway
from emolit.ui.choices import choose_one
from emolit.ui.trajectory.controls import Choice, signal_name
from emolit.ui.trajectory.stretch import Stretch
from emolit.ui.widgets import is_dark, work_labels
from emolit.ui.wording import sentence, t

Array = NDArray[np.float64]

_MOST_DRAWN = 12


def show_works(stretch: Stretch, choice: Choice) -> None:
    """The signal in focus in several works, from 0 to 100 % of each."""
    works = [work for work in map(state.in_unit, state.all_works().values()) if len(work) > 1]
    names = work_labels(works)
    chosen = st.multiselect(
        t("trajectory.works"),
        list(names),
        default=[work.id for work in works if work.author == stretch.works[0].author][:_MOST_DRAWN],
        format_func=names.__getitem__,
        key=f"trajectory.works.{stretch.works[0].author}.{len(works)}",
        help=t("trajectory.works_help"),
        persist_state="session",
    )
    together = [work for work in works if work.id in chosen]
    if not together:
        st.info(t("trajectory.works_none"))
        return
    scores = cached.scores(together)
    values = [scores.of(work.id).lines.values for work in together]
    curves = np.stack([_course(lines, stretch, choice) for lines in values])
    _draw(together, curves, stretch, choice)
    kind = choose_one("trajectory.distance", Distance, Distance.EUCLID, help="trajectory.distance_help")
    _show_distances(together, curves, kind)
    _show_shapes(together, curves, kind, choice)


def _course(values: Array, stretch: Stretch, choice: Choice) -> Array:
    """One work's smooth curve on the common axis; the window is the same share of each work."""
    n, share = len(values), choice.method.window / len(stretch)
    window = 2 * round(share * n / 2) + 1 if choice.method.window > 1 else 1
    smoother = make_smoother(choice.method.smoothing, n, window)
    return common_axis(smoother.apply(signal(values, choice.focus, stretch.scheme)))


def _draw(works: list[Work], curves: Array, stretch: Stretch, choice: Choice) -> None:
    name = signal_name(choice.focus, stretch.scheme)
    mean = mean_course(curves)
    ribbon = Ribbon(t("trajectory.ribbon_works"), mean.low, mean.high, mean.mean, t("trajectory.mean_course"))
    names = list(work_labels(works).values())
    drawn = dict(zip(names[:_MOST_DRAWN], curves, strict=False))
    axis = t("trajectory.axis_balance") if bounds(choice.focus)[0] < 0 else t("read.score_axis")
    figure = courses_figure(
        drawn,
        axes=(t("trajectory.axis_percent"), f"{name}: {axis}"),
        limits=bounds(choice.focus),
        mean=ribbon if len(works) > 2 else None,
        dark=is_dark(),
    )
    highest = int(mean.mean.argmax())
    alt = t("trajectory.alt_works", works=len(works), name=name, at=highest, high=f"{mean.mean[highest]:.2f}")
    takeaway.draw("trajectory_works", figure, alt=alt)
    share = f"{100 * choice.method.window / len(stretch):.0f}"
    st.caption(t("trajectory.works_note", share=share, works=len(works), drawn=len(drawn)))
    table = pd.DataFrame({label: curve.round(4) for label, curve in zip(names, curves, strict=True)})
    table.insert(0, t("trajectory.axis_percent"), range(len(table)))
    axes, limits = (t("trajectory.axis_percent"), f"{name}: {axis}"), bounds(choice.focus)
    takeaway.offer(
        "trajectory_works", figure, lambda: table, lambda: table.to_dict(orient="list"), name,
        printed=lambda press: press.printed_courses(drawn, axes=axes, limits=limits,
                                                    mean=ribbon if len(works) > 2 else None),
    )  # fmt: skip


def _show_distances(works: list[Work], curves: Array, kind: Distance) -> None:
    if len(works) < 2:
        return
    with st.expander(t("trajectory.distances"), icon=":material/straighten:"):
        names = list(work_labels(works).values())
        table = pd.DataFrame(distances(curves, kind).round(4), columns=names)
        table.insert(0, t("app.work"), names)
        st.dataframe(table, hide_index=True, alt=t("trajectory.distances"))


def _show_shapes(works: list[Work], curves: Array, kind: Distance, choice: Choice) -> None:
    with st.expander(t("trajectory.shapes"), icon=":material/category:"):
        try:
            found = typical_shapes(curves, kind)
        except NotEnoughData as error:
            st.info(sentence(error))
            return
        _say_shapes(found)
        names = [t("trajectory.shape", number=number) for number in range(1, len(found.curves) + 1)]
        figure = courses_figure(
            dict(zip(names, found.curves, strict=True)),
            axes=(t("trajectory.axis_percent"), t("read.score_axis")),
            limits=bounds(choice.focus),
            dark=is_dark(),
        )
        counts = np.bincount(found.members)
        told = ", ".join(f"{name}: {count}" for name, count in zip(names, counts, strict=True))
        alt = t("trajectory.alt_shapes", told=told)
        takeaway.draw("trajectory_shapes", figure, alt=alt)
        table = pd.DataFrame(found.away.round(4), columns=[t("trajectory.away", shape=name) for name in names])
        table.insert(0, t("app.work"), list(work_labels(works).values()))
        table.insert(1, t("trajectory.member"), [names[shape] for shape in found.members])
        st.dataframe(table, hide_index=True, alt=t("trajectory.shapes"))


def _say_shapes(found: Shapes) -> None:
    told = ", ".join(f"{k}: {value:.2f}" for k, value in found.silhouettes.items())
    stable = ", ".join(f"{value:.2f}" for value in found.stability)
    key = "trajectory.shapes_one" if len(found.curves) == 1 else "trajectory.shapes_found"
    st.markdown(t(key, number=len(found.curves), silhouettes=told, stability=stable))

"""The map itself, the sentences beneath it, and what is taken away of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from emolit.analysis.projection import NEIGHBOURS, Method, Plane
from emolit.figures import Figure, Scene, for_screen, space_figure
from emolit.ui import state, takeaway
from emolit.ui.space.chosen import Chosen, take_selection
from emolit.ui.space.cloud import Cloud, Scope, Unit, strongest_of
from emolit.ui.space.controls import Choice, Colour, Drag
from emolit.ui.space.laying import Laid, is_exact
from emolit.ui.space.looks import looks_of, shade_of, territories_of
from emolit.ui.trajectory.controls import signal_name
from emolit.ui.widgets import is_dark
from emolit.ui.wording import t

Array = NDArray[np.float64]

NAME = "space"
_ARROWS = 8
_ENDS = 2  # emotions that an axis is named by, at each of its ends


def scene_of(cloud: Cloud, laid: Laid, choice: Choice, scope: Scope, unit: Unit) -> Scene:
    """What is drawn, on the screen and on paper."""
    shown = is_shown(cloud, choice)
    looks = [] if unit is Unit.AUTHORS else looks_of(cloud, choice, scope, shown, dark=is_dark())
    with_authors = choice.authors or unit is Unit.AUTHORS
    return Scene(
        laid.plane.points,
        looks,
        _axes(cloud, laid),
        measured=laid.method is not Method.UMAP,
        territories=territories_of(cloud, laid.plane, laid.method, unit, scope, shown) if with_authors else (),
        arrows=_arrows(cloud, laid.plane) if choice.arrows else {},
        shade=shade_of(cloud, choice) if looks else None,
    )


def is_shown(cloud: Cloud, choice: Choice) -> NDArray[np.bool_]:
    """(n,), the points of authors who are not hidden."""
    return ~np.isin(np.array(cloud.authors), choice.hidden)


def _emotions(cloud: Cloud) -> list[str]:
    return [emotion.gloss(state.language()) for emotion in cloud.scheme.emotions if emotion.is_emotion]


def _axes(cloud: Cloud, laid: Laid) -> tuple[str, str]:
    plane = laid.plane
    if laid.method is Method.AXES:
        x, y = (signal_name(key, cloud.scheme) for key in laid.layout.axes)
        return x, y
    if laid.method is Method.UMAP:
        return "", ""
    if plane.loadings is None or laid.method is Method.MDS:
        first, second = (
            t("space.axis", number=number, share=f"{share:.0%}") for number, share in enumerate(plane.explained, 1)
        )
        return first, second
    named = [_ends(row, _emotions(cloud)) for row in plane.loadings]
    first, second = (
        t("space.axis_named", number=number, share=f"{share:.0%}", low=low, high=high)
        for number, (share, (low, high)) in enumerate(zip(plane.explained, named, strict=True), 1)
    )
    return first, second


def _ends(loadings: Array, emotions: Sequence[str]) -> tuple[str, str]:
    """The emotions that move a point farthest down an axis, and those that move it farthest up; "–" for none."""
    order = np.argsort(loadings, kind="stable")
    low = [emotions[place] for place in order[:_ENDS] if loadings[place] < 0]
    high = [emotions[place] for place in order[::-1][:_ENDS] if loadings[place] > 0]
    return ", ".join(low) or "–", ", ".join(high) or "–"


def _arrows(cloud: Cloud, plane: Plane) -> dict[str, tuple[float, float]]:
    if plane.loadings is None:
        return {}
    emotions = _emotions(cloud)
    longest = np.argsort(-np.hypot(*plane.loadings))[:_ARROWS]
    return {emotions[place]: (float(plane.loadings[0, place]), float(plane.loadings[1, place])) for place in longest}


def loadings_table(cloud: Cloud, plane: Plane) -> pd.DataFrame:
    """How far one more unit of an emotion's score moves a point along each axis, the strongest first."""
    assert plane.loadings is not None
    table = pd.DataFrame(
        {
            t("space.emotion"): _emotions(cloud),
            t("space.axis_number", number=1): plane.loadings[0].round(3),
            t("space.axis_number", number=2): plane.loadings[1].round(3),
        }
    )
    return table.iloc[np.argsort(-np.abs(plane.loadings[0]), kind="stable")]


def draw(
    cloud: Cloud,
    laid: Laid,
    scene: Scene,
    unit: Unit,
    *,
    found: NDArray[np.bool_] | None,
    chosen: Chosen,
    drag: Drag,
    alt: str,
) -> Figure:
    """The figure where `takeaway.offer` finds it; what is selected on it is chosen."""
    key = f"{NAME}.figure.{unit}.{laid.method}.{len(cloud)}"
    figure = space_figure(
        scene, cloud.told, found=found, selected=chosen.point, near=chosen.near, view=key, drag=drag, dark=is_dark()
    )

    def take() -> None:
        take_selection(st.session_state[key]["selection"], cloud, scene.territories)

    with st.container(key=NAME):
        st.plotly_chart(
            for_screen(figure),
            theme=None,
            key=key,
            on_select=take,
            selection_mode=["points", "box", "lasso"],
            config={"displaylogo": False, "displayModeBar": True},
            alt=alt,
        )
    return figure


def alt_of(cloud: Cloud, laid: Laid, scene: Scene, unit: Unit, shown: NDArray[np.bool_]) -> str:
    """What is drawn, in words: points, or the authors whose centres they are."""
    are_authors = unit is Unit.AUTHORS
    names = [author.name for author in scene.territories] if are_authors else list(dict.fromkeys(_of(cloud, shown)))
    places = [author.members[0] for author in scene.territories] if are_authors else np.flatnonzero(shown)
    own = int(cloud.is_own[places].sum()) if len(places) else 0
    told = ", ".join(names[:8]) + ("…" if len(names) > 8 else "")
    figure = t(
        "space.alt", method=_method_name(laid.method), points=f"{len(places):,}",
        unit=t(f"space.points_{unit}"), authors=len(names), names=told,
    )  # fmt: skip
    whose = t("space.alt_samples" if cloud.are_samples else "space.alt_own", own=f"{own:,}")
    return f"{figure} {whose}"


def _of(cloud: Cloud, shown: NDArray[np.bool_]) -> list[str]:
    return [cloud.authors[row] for row in np.flatnonzero(shown)]


def _method_name(method: Method) -> str:
    return t("space.axes") if method is Method.AXES else str(method)


def sentences(laid: Laid, choice: Choice, scope: Scope, unit: Unit) -> str:
    """How the map was made, what its distances mean, and where the reader's own points stand on it."""
    about = {
        Method.UMAP: lambda: _umap_note(laid, scope),
        Method.PCA: lambda: t("space.pca_note", share=f"{sum(laid.plane.explained):.0%}"),
        Method.MDS: lambda: t("space.mds_note", share=f"{sum(laid.plane.explained):.0%}"),
        Method.AXES: lambda: t("space.axes_note"),
    }
    parts = [about[laid.method]()]
    parts.append(t("space.contours_note" if laid.method is Method.UMAP else "space.ellipses_note"))
    if scope is Scope.AMONG:
        parts.append(t("space.among_note"))
        if unit is not Unit.LINES:
            parts.append(t("space.whole_note"))
    if laid.placement is not None:
        parts.append(
            t("space.placed_exactly") if is_exact(laid.method) else t("space.placed_note", neighbours=NEIGHBOURS)
        )
    if choice.colour is Colour.CLUSTER:
        parts.append(t("space.clusters_note"))
    return " ".join(parts)


def _umap_note(laid: Laid, scope: Scope) -> str:
    if scope is Scope.AMONG:
        return t("space.umap_note")
    layout = laid.layout
    return " ".join(
        (
            t("space.umap_note"),
            t("space.umap_how", neighbours=layout.neighbours, min_dist=layout.min_dist, seed=layout.seed),
        )
    )


def table_of(cloud: Cloud, laid: Laid, shown: NDArray[np.bool_]) -> pd.DataFrame:
    """The figure's twin: a row a point, with its place, its strongest emotions and how far from all that is known."""
    rows = np.flatnonzero(shown)
    columns: dict[str, Any] = {
        t("intake.author"): _of(cloud, shown),
        t("space.point"): [cloud.names[row] for row in rows],
        t("space.text"): [cloud.texts[row] for row in rows],
        t("space.strongest"): [told for told, is_shown in zip(cloud.strongest, shown, strict=True) if is_shown],
        "x": laid.plane.points[rows, 0].round(4),
        "y": laid.plane.points[rows, 1].round(4),
    }
    if laid.placement is not None:
        distance = np.full(len(cloud), np.nan)
        distance[cloud.n_reference :] = laid.placement.distance
        columns[t("space.distance")] = distance[rows].round(4)
    return pd.DataFrame(columns)


def authors_table(cloud: Cloud, scene: Scene) -> pd.DataFrame:
    """The twin of a map of authors: a row an author, with the place, and the strongest emotions of the mean."""
    places = [author.place(scene.points) for author in scene.territories]
    medoids = [None if author.medoid is None else cloud.names[author.medoid] for author in scene.territories]
    means = np.stack([cloud.profiles[list(author.members)].mean(axis=0) for author in scene.territories])
    columns: dict[str, Any] = {
        t("intake.author"): [author.name for author in scene.territories],
        t("space.n_parts"): [len(np.unique(cloud.parts[list(author.members)])) for author in scene.territories],
        **({t("space.medoid"): medoids} if any(medoids) else {}),
        t("space.strongest_mean"): strongest_of(means, cloud.scheme),
    }
    x, y = np.array([np.full(2, np.nan) if place is None else place for place in places]).T.round(4)
    return pd.DataFrame(columns | {"x": x, "y": y})


def offer(
    cloud: Cloud,
    laid: Laid,
    scene: Scene,
    figure: Figure,
    shown: NDArray[np.bool_],
    record: Callable[[], Any],
    caption: str,
) -> None:
    """Buttons for pictures and values of the map, and its values as a table."""
    takeaway.offer(
        NAME,
        figure,
        lambda: table_of(cloud, laid, shown) if scene.looks or not scene.territories else authors_table(cloud, scene),
        record,
        t("space.heading"),
        caption,
        printed=lambda press: press.printed_space(scene),
    )

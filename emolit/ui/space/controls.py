"""What the reader of a map may choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import streamlit as st

from emolit.analysis.projection import MIN_DIST, NEIGHBOURS, SEED, Method
from emolit.analysis.signals import BALANCE, signal_keys
from emolit.emotions import Scheme
from emolit.ui.space.cloud import Cloud, Scope, Unit
from emolit.ui.trajectory.controls import signal_name
from emolit.ui.wording import t

_FIRST_SIGNAL = "family:sorrow"
_CLUSTERS = (2, 8, 5)  # fewest, most, at first


class Drag(StrEnum):
    """What dragging on the map does, by Plotly's names."""

    PAN = "pan"
    LASSO = "lasso"
    BOX = "select"


class Colour(StrEnum):
    AUTHOR = "author"
    SIGNAL = "signal"
    FAMILY = "family"
    YEAR = "year"
    CLUSTER = "cluster"


class Shape(StrEnum):
    AUTHOR = "author"
    ORIGIN = "origin"
    LANGUAGE = "language"
    NONE = "none"


@dataclass(frozen=True)
class Layout:
    """How points come into the plane. neighbours, min_dist, seed: of a UMAP of the reader's own texts alone."""

    method: Method
    axes: tuple[str, str] = ("", "")  # signals, where they are chosen by hand
    neighbours: int = NEIGHBOURS
    min_dist: float = MIN_DIST
    seed: int = SEED


@dataclass(frozen=True)
class Choice:
    """What is drawn and how. hidden: authors left out; search: what the reader looks for."""

    layout: Layout
    colour: Colour
    signal: str  # of the colour, where it is a score
    shape: Shape
    clusters: int
    authors: bool  # whether centres or contours are drawn
    arrows: bool
    hidden: tuple[str, ...]
    search: str


def choose_scope() -> Scope:
    """Among the five poets, or the reader's own texts alone."""
    return Scope(_segments("space.scope", Scope, Scope.AMONG))


def choose_unit() -> Unit:
    return Unit(_segments("space.points", Unit, Unit.WORKS))


def choose_method() -> Method:
    method = st.segmented_control(
        t("space.method"),
        list(Method),
        default=Method.UMAP,
        required=True,
        format_func=lambda method: t("space.axes") if method == Method.AXES else str(method),
        key="space.method",
        help=t("space.method_help"),
        persist_state="session",
    )
    return Method(method or Method.UMAP)


def choose_drag() -> Drag:
    """A click chooses a point only while dragging moves the map."""
    return Drag(_segments("space.drag", Drag, Drag.PAN))


def choose(cloud: Cloud, scope: Scope, method: Method) -> Choice:
    """The rows of controls above the figure, below the choice of points and method."""
    axes = _axes(cloud.scheme) if method is Method.AXES else ("", "")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        colour = Colour(_select("space.colour", {one: t(f"space.colour_{one}") for one in _colours(cloud)}))
        signal = _signal(cloud.scheme) if colour is Colour.SIGNAL else ""
        clusters = _clusters() if colour is Colour.CLUSTER else _CLUSTERS[2]
        shape = Shape(_select("space.shape", {one: t(f"space.shape_{one}") for one in Shape}))
        search = st.text_input(
            t("space.search"), placeholder=t("space.search_hint"), key="space.search", persist_state="session"
        )
    with st.expander(t("space.more"), icon=":material/tune:"):
        hidden = _hidden(cloud)
        authors = st.toggle(t("space.authors_shown"), value=True, key="space.authors_shown", persist_state="session")
        arrows = method is Method.PCA and st.toggle(t("space.arrows"), key="space.arrows", persist_state="session")
        layout = _layout(method, axes, is_open=scope is Scope.OWN)
    return Choice(layout, colour, signal, shape, clusters, authors, arrows, hidden, search.strip())


def _colours(cloud: Cloud) -> list[Colour]:
    return [
        colour
        for colour in Colour
        if not ((colour is Colour.YEAR and not cloud.has_years) or (colour is Colour.FAMILY and cloud.scheme.is_plain))
    ]


def _axes(scheme: Scheme) -> tuple[str, str]:
    keys = signal_keys(scheme)
    first = (_FIRST_SIGNAL, BALANCE) if not scheme.is_plain else (scheme.names[0], scheme.names[-1])
    left, right = st.columns(2)
    with left:
        x = _signals_box("space.axis_x", scheme, keys, first[0])
    with right:
        y = _signals_box("space.axis_y", scheme, keys, first[1])
    return x, y


def _signal(scheme: Scheme) -> str:
    keys = signal_keys(scheme)
    return _signals_box("space.signal", scheme, keys, _FIRST_SIGNAL if _FIRST_SIGNAL in keys else keys[0])


def _signals_box(key: str, scheme: Scheme, keys: Sequence[str], first: str) -> str:
    names = {signal: signal_name(signal, scheme) for signal in keys}
    chosen = st.selectbox(
        t(key), keys, index=list(keys).index(first) if first in keys else 0, format_func=names.__getitem__,
        key=f"{key}.{scheme.name}", persist_state="session",
    )  # fmt: skip
    return str(chosen)


def _clusters() -> int:
    fewest, most, first = _CLUSTERS
    return int(st.number_input(t("space.clusters"), fewest, most, first, key="space.clusters", persist_state="session"))


def _hidden(cloud: Cloud) -> tuple[str, ...]:
    names = list(dict.fromkeys(cloud.authors))
    shown = {name: name or t("space.nobody") for name in names}
    return tuple(
        st.multiselect(
            t("space.hidden"), names, format_func=shown.__getitem__, key="space.hidden", persist_state="session"
        )
    )


def _layout(method: Method, axes: tuple[str, str], *, is_open: bool) -> Layout:
    if method is not Method.UMAP or not is_open:
        return Layout(method, axes)
    first, second, third = st.columns(3)
    with first:
        neighbours = st.slider(
            t("space.neighbours"), 2, 100, NEIGHBOURS, key="space.neighbours", help=t("space.neighbours_help"),
            persist_state="session",
        )  # fmt: skip
    with second:
        min_dist = st.slider(
            t("space.min_dist"), 0.0, 0.99, MIN_DIST, key="space.min_dist", help=t("space.min_dist_help"),
            persist_state="session",
        )  # fmt: skip
    with third:
        seed = st.number_input(t("space.seed"), 0, 2**31 - 1, SEED, key="space.seed", persist_state="session")
    return Layout(method, axes, int(neighbours), float(min_dist), int(seed))


def _segments(key: str, kinds: type[StrEnum], first: StrEnum) -> str:
    chosen = st.segmented_control(
        t(key),
        list(kinds),
        default=first,
        required=True,
        format_func={kind: t(f"{key}_{kind}") for kind in kinds}.__getitem__,
        key=key,
        persist_state="session",
    )
    return str(chosen or first)


def _select(key: str, names: dict[Any, str]) -> str:
    chosen = st.selectbox(t(key), list(names), format_func=names.__getitem__, key=key, persist_state="session")
    return str(chosen or next(iter(names)))

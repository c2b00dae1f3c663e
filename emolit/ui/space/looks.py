"""What colours and shapes say on a map: who is drawn how."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from emolit.analysis.projection import Density, Method, Plane, Spread, centroid_spread, clusters, density, medoid
from emolit.analysis.signals import FAMILY_PREFIX, bounds, signal
from emolit.emotions import NONE_FAMILY
from emolit.figures import Look, Shade, Territory
from emolit.figures.space import AUTHOR_COLOURS
from emolit.figures.theme import SYMBOLS, hover, palette
from emolit.ui import memory, state
from emolit.ui.space.cloud import Cloud, Scope, Unit
from emolit.ui.space.controls import Choice, Colour, Shape
from emolit.ui.space.laying import digest
from emolit.ui.trajectory.controls import signal_name
from emolit.ui.wording import t

Array = NDArray[np.float64]
Kinds = tuple[list[str], NDArray[np.intp]]  # names, and of each point which of them it is

_FEWEST_PARTS = 3
_FEWEST_FOR_SCALE = 0.1  # of a colour bar, so that nothing looks like much


def colour_of_authors(cloud: Cloud) -> dict[str, str]:
    """The reference's authors first, so that theirs stay when the reader adds some."""
    return {name: AUTHOR_COLOURS[number % len(AUTHOR_COLOURS)] for number, name in enumerate(cloud.members)}


def shade_of(cloud: Cloud, choice: Choice) -> Shade | None:
    """What a colour's lightness says, where it says a number."""
    if choice.colour is Colour.SIGNAL:
        values = signal(cloud.values, choice.signal, cloud.scheme)
        low = bounds(choice.signal)[0]
        high = max(float(np.quantile(values, 0.995)), _FEWEST_FOR_SCALE) if low == 0 else float(np.abs(values).max())
        return Shade(signal_name(choice.signal, cloud.scheme), values, (low if low == 0 else -high, high))
    if choice.colour is Colour.YEAR and cloud.has_years:
        limits = (float(np.nanmin(cloud.years)), float(np.nanmax(cloud.years)))
        return Shade(t("space.colour_year"), cloud.years, limits, ticks="d")
    return None


def looks_of(cloud: Cloud, choice: Choice, scope: Scope, shown: NDArray[np.bool_], *, dark: bool) -> list[Look]:
    """One entry of the legend for each kind of point among those shown."""
    names, kinds, colours = _colours(cloud, choice, dark)
    forms, shapes = _shapes(cloud, choice)
    own = cloud.is_own if scope is Scope.AMONG else np.zeros(len(cloud), dtype=bool)
    looks = []
    keys = np.stack([own, kinds, shapes], axis=1)[shown]
    rows = np.flatnonzero(shown)
    found, which = np.unique(keys, axis=0, return_inverse=True)
    for number, (is_own, kind, shape) in enumerate(found.tolist()):
        told = (names[kind], forms[shape] if len(forms) > 1 else "")
        name = " · ".join(filter(None, dict.fromkeys(told))) or signal_name(choice.signal, cloud.scheme)
        name = _marked(name, cloud) if is_own else name
        symbol = SYMBOLS[shape % len(SYMBOLS)]
        members = rows[which.ravel() == number].tolist()
        looks.append(Look(name, colours[kind], symbol, members, bool(is_own)))
    return looks


def _marked(name: str, cloud: Cloud) -> str:
    """A name among those of the reference, with whose it is."""
    return t("space.sampled" if cloud.are_samples else "space.mine", name=name)


def _colours(cloud: Cloud, choice: Choice, dark: bool) -> tuple[list[str], NDArray[np.intp], list[str]]:
    """Names, the kind of each point, and the colour of each kind; empty for a shade."""
    if choice.colour is Colour.SIGNAL:
        return [""], np.zeros(len(cloud), dtype=np.intp), [""]
    if choice.colour is Colour.YEAR:
        known = np.isfinite(cloud.years)
        return [t("space.colour_year"), t("space.no_year")], (~known).astype(np.intp), ["", palette(dark).faint]
    if choice.colour is Colour.FAMILY:
        families = [family for family in cloud.scheme.families if family.key != NONE_FAMILY]
        scores = np.stack([signal(cloud.values, FAMILY_PREFIX + family.key, cloud.scheme) for family in families])
        names = [family.gloss(state.language()) for family in families]
        return names, scores.argmax(axis=0), [family.colour for family in families]
    if choice.colour is Colour.CLUSTER:
        members = clusters_of(cloud, choice.clusters)
        n = int(members.max(initial=0)) + 1
        return [_cluster_name(cloud, members, number) for number in range(n)], members, list(AUTHOR_COLOURS[:n])
    names, kinds = _kinds(cloud.authors)
    return names, kinds, list(colour_of_authors(cloud).values())


def clusters_of(cloud: Cloud, n: int) -> NDArray[np.intp]:
    """Found among the mixes of emotions of all points, never on a map."""

    def find() -> NDArray[np.intp]:
        with st.spinner(t("space.clusters_wait")):
            return clusters(cloud.profiles, n)

    return memory.remembered("space.clusters", f"{n} {digest(cloud.profiles)}", find)


def _cluster_name(cloud: Cloud, members: NDArray[np.intp], number: int) -> str:
    """By the two emotions that its points have more of than all points, in share of the whole."""
    shares = cloud.profiles / np.maximum(cloud.profiles.sum(axis=1, keepdims=True), 1e-12)
    more = shares[members == number].mean(axis=0) - shares.mean(axis=0)
    emotions = [emotion for emotion in cloud.scheme.emotions if emotion.is_emotion]
    first = ", ".join(emotions[place].gloss(state.language()) for place in np.argsort(-more)[:2])
    return t("space.cluster_name", number=number + 1, emotions=first)


def _shapes(cloud: Cloud, choice: Choice) -> Kinds:
    if choice.shape is Shape.AUTHOR:
        return _kinds(cloud.authors)
    if choice.shape is Shape.LANGUAGE:
        return _kinds([language or "–" for language in cloud.languages])
    if choice.shape is Shape.ORIGIN:
        own = t("space.sample" if cloud.are_samples else "space.own")
        return [t("space.kpoem"), own], cloud.is_own.astype(np.intp)
    return [""], np.zeros(len(cloud), dtype=np.intp)


def _kinds(words: Sequence[str]) -> Kinds:
    names = list(dict.fromkeys(words))
    places = {name: number for number, name in enumerate(names)}
    return names, np.array([places[word] for word in words], dtype=np.intp)


def territories_of(
    cloud: Cloud, plane: Plane, method: Method, unit: Unit, scope: Scope, shown: NDArray[np.bool_]
) -> list[Territory]:
    """Centres and ellipses of authors where means have a meaning; on a UMAP, contours and the medoid.

    The reader's own among the reference are an author of their own, whatever their name. Unless authors are what is
    shown, an author with one point has none, for it would be the point again, and the reader's own from three works on.
    """
    colours = colour_of_authors(cloud)
    own = cloud.is_own if scope is Scope.AMONG else np.ones(len(cloud), dtype=bool)
    made: list[Territory] = []
    for author, members in cloud.members.items():
        for is_own in (False, True):
            rows = np.array([index for index in members if shown[index] and own[index] == is_own], dtype=np.intp)
            few = is_own and scope is Scope.AMONG and len(np.unique(cloud.parts[rows])) < _FEWEST_PARTS
            if len(rows) if unit is Unit.AUTHORS else len(rows) > 1 and not few:
                name = _marked(author, cloud) if is_own and scope is Scope.AMONG else author
                key = f"{method} {digest(plane.points[rows], cloud.profiles[rows])}"
                found = (_own if is_own else _shared)(key, cloud, plane, method, rows)
                told = _told(name, cloud, found, len(rows))
                made.append(Territory(name, colours[author], len(made), *found, told=told, members=rows.tolist()))
    return made


_Found = tuple[Spread | None, Density | None, int | None]


def _measure(cloud: Cloud, plane: Plane, method: Method, rows: NDArray[np.intp]) -> _Found:
    points = plane.points[rows]
    if method is Method.UMAP:
        return None, density(points), medoid(cloud.profiles, rows)
    return centroid_spread(points, cloud.parts[rows]), None, None


@st.cache_resource(show_spinner=False, max_entries=64)
def _shared(key: str, _cloud: Cloud, _plane: Plane, _method: Method, _rows: NDArray[np.intp]) -> _Found:
    """Of the reference, for all visitors."""
    return _measure(_cloud, _plane, _method, _rows)


def _own(key: str, cloud: Cloud, plane: Plane, method: Method, rows: NDArray[np.intp]) -> _Found:
    return memory.remembered("space.territory", key, lambda: _measure(cloud, plane, method, rows))


def _told(name: str, cloud: Cloud, found: _Found, n: int) -> str:
    spread, _, best = found
    if best is not None:
        return t("space.medoid_told", author=hover(name), name=hover(cloud.names[best]), points=f"{n:,}")
    assert spread
    return t("space.centre_told", author=hover(name), parts=f"{spread.n_works:,}", points=f"{n:,}")

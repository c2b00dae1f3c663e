"""How the points come into the plane, what is remembered of it, and what waits for the worker."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from emolit.analysis.projection import (
    FAR_LEVEL,
    FEWEST,
    FEWEST_FOR_UMAP,
    NEIGHBOURS,
    Diagnosis,
    Method,
    Placement,
    Plane,
    classical_mds,
    common,
    diagnose,
    hand_axes,
    n_different,
    pca,
    place,
)
from emolit.analysis.signals import emotion_columns, signal
from emolit.reading.atlas import Atlas
from emolit.ui import cached, memory
from emolit.ui.space.cloud import Cloud, Unit, part_of
from emolit.ui.space.controls import Layout
from emolit.ui.wording import t

Array = NDArray[np.float64]

SEEDS = 5


@dataclass(frozen=True, eq=False)
class Laid:
    """A plane with all points of a cloud, the reference's and the reader's own.

    method: how the plane was made, which is not what was asked for where that cannot be had yet. placement: of the
    reader's own among the reference. fitted: number of points that the plane was made from.
    """

    plane: Plane
    method: Method
    layout: Layout
    fitted: int
    placement: Placement | None = None


def digest(*arrays: Array) -> str:
    """Names the values of arrays."""
    found = hashlib.sha256()
    for array in arrays:
        found.update(np.ascontiguousarray(array).tobytes())
    return found.hexdigest()


# Among the reference: its places are shipped, and the reader's own do not move them


def record_of(atlas: Atlas, unit: Unit) -> dict[str, Any]:
    """What the atlas says of its maps of lines or of segments."""
    found: dict[str, Any] = atlas.record.get("lines" if unit is Unit.LINES else "segments", {})
    return found


def lay_among(cloud: Cloud, atlas: Atlas, unit: Unit, layout: Layout) -> Laid:
    """The reference where it is, each of the reader's own points among its nearest."""
    reference = cloud.profiles[: cloud.n_reference]
    own = cloud.profiles[cloud.n_reference :]
    plane = _reference_plane(cloud, atlas, unit, layout)
    placement = None
    if len(own):
        here = plane.points[: cloud.n_reference]
        key = f"{unit} {layout.method} {layout.axes} {digest(own)}"
        placement = memory.remembered(
            "space.placement", key, lambda: place(own, reference, here, far=_far(atlas, unit, reference))
        )
        plane = _with_own(plane, cloud, atlas, unit, layout, placement)
    return Laid(plane, layout.method, layout, cloud.n_reference, placement)


def _reference_plane(cloud: Cloud, atlas: Atlas, unit: Unit, layout: Layout) -> Plane:
    if layout.method is Method.AXES:
        return _by_hand(cloud, layout)
    if layout.method is Method.MDS:
        profiles = part_of(atlas, unit).scores[:, emotion_columns(cloud.scheme)]
        return _reference_mds(digest(profiles), profiles)
    points = part_of(atlas, unit).points[layout.method]
    if layout.method is Method.UMAP:
        return Plane(Method.UMAP, points)
    about = record_of(atlas, unit).get("pca", {})
    axes = np.asarray(about["axes"], dtype=np.float64) if "axes" in about else None
    return Plane(Method.PCA, points, tuple(about.get("explained", ())[:2]), axes)


@st.cache_resource(show_spinner=False, max_entries=4)
def _reference_mds(key: str, _profiles: Array) -> Plane:
    """For all visitors; the reference is the same for each."""
    return classical_mds(_profiles)


def _far(atlas: Atlas, unit: Unit, reference: Array) -> float | None:
    """The distance beyond which nothing known is near, from the atlas; None where it does not say."""
    shipped = record_of(atlas, unit).get("nearness", {})
    return shipped.get(f"{FAR_LEVEL:g}") if len(reference) > NEIGHBOURS else None


def is_exact(method: Method) -> bool:
    """Whether own points have places of their own: on chosen axes, and on those of PCA."""
    return method in (Method.AXES, Method.PCA)


def _with_own(plane: Plane, cloud: Cloud, atlas: Atlas, unit: Unit, layout: Layout, placement: Placement) -> Plane:
    """Where axes are sums of scores a new point has its own place on them; elsewhere it lies among its nearest."""
    if layout.method is Method.AXES:
        return plane
    points = placement.points
    mean = record_of(atlas, unit).get("pca", {}).get("mean")
    if is_exact(layout.method) and plane.loadings is not None and mean is not None:
        points = (cloud.profiles[cloud.n_reference :] - np.asarray(mean)) @ plane.loadings.T
    return Plane(plane.method, np.concatenate([plane.points, points]), plane.explained, plane.loadings)


def _by_hand(cloud: Cloud, layout: Layout) -> Plane:
    x, y = (signal(cloud.values, key, cloud.scheme) for key in layout.axes)
    return hand_axes(x, y)


# The reader's own texts alone


def lay_own(cloud: Cloud, layout: Layout) -> Laid:
    """PCA, MDS and chosen axes at once. UMAP when the worker has it; until then, and where it cannot be, PCA."""
    profiles = cloud.profiles
    if layout.method is Method.AXES:
        return Laid(_by_hand(cloud, layout), Method.AXES, layout, len(cloud))
    if layout.method is Method.UMAP and (plane := _umap(profiles, layout)) is not None:
        return Laid(plane, Method.UMAP, layout, len(cloud))
    method = Method.PCA if layout.method is Method.UMAP else layout.method
    compute: Callable[[Array], Plane] = classical_mds if method is Method.MDS else pca
    plane = memory.remembered("space.plane", f"{method} {digest(profiles)}", lambda: compute(profiles))
    return Laid(plane, method, layout, len(cloud))


def can_be_laid(cloud: Cloud, method: Method) -> bool:
    """Whether there are points enough for a plane of their own."""
    return method is Method.AXES or len(cloud) >= FEWEST


def _umap(profiles: Array, layout: Layout) -> Plane | None:
    """The map, or None after a sentence that says why there is none yet."""
    found = n_different(profiles)
    if found < FEWEST_FOR_UMAP:
        st.info(t("space.umap_few", found=found, needed=FEWEST_FOR_UMAP), icon=":material/scatter_plot:")
        return None
    key = f"{digest(profiles)} {layout}"
    if st.session_state.get(_CANCELLED) == key:
        _offer_again()
        return None
    future = _asked(profiles, layout, layout.seed)
    if not future.done():
        _wait(future, key)
        return None
    if future.cancelled() or future.exception() is not None:
        st.warning(t("space.umap_failed"), icon=":material/flag:")
        return None
    return future.result()


_CANCELLED = "space.cancelled"  # the map that the reader does not want to wait for


def _asked(profiles: Array, layout: Layout, seed: int) -> Future[Plane]:
    return cached.umap_worker().plane(profiles, layout.neighbours, layout.min_dist, seed)


def _offer_again() -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info(t("space.umap_cancelled"), icon=":material/cancel:")
        st.button(t("space.umap_again"), on_click=lambda: st.session_state.pop(_CANCELLED, None), key="space.again")


def _wait(future: Future[Plane], key: str) -> None:
    """A note, a way out, and a look once a second whether the map is ready; only this note is drawn anew."""

    @st.fragment(run_every=1.0)
    def look() -> None:
        if future.done():
            st.rerun()
        st.info(t("space.umap_wait"), icon=":material/hourglass_top:")
        if st.button(t("space.cancel"), icon=":material/cancel:", key="space.cancel"):
            st.session_state[_CANCELLED] = key
            cached.umap_worker().cancel(future)
            st.rerun()

    look()


# How far a plane can be trusted


def diagnosis_of_own(cloud: Cloud, laid: Laid) -> Diagnosis:
    """Trustworthiness, continuity and correlation of distances, computed once in a session for these points."""
    profiles, points = cloud.profiles[: laid.fitted], laid.plane.points[: laid.fitted]
    return memory.remembered("space.diagnosis", digest(profiles, points), lambda: diagnose(profiles, points))


def stability_of_own(cloud: Cloud, layout: Layout) -> float | None:
    """How alike the maps of five seeds are, which the worker draws one after the other; None while it draws."""
    futures = [_asked(cloud.profiles, layout, layout.seed + number) for number in range(SEEDS)]
    if not all(future.done() and future.exception() is None for future in futures):
        return None
    return common([future.result().points for future in futures])

"""The Emotion space page from top to bottom: what is on the map, the map, what is chosen on it, how far to trust it."""

from __future__ import annotations

from functools import partial

import numpy as np
import streamlit as st

from emolit.analysis.projection import FEWEST
from emolit.corpus import Corpus
from emolit.reading.atlas import atlas
from emolit.ui import state, widgets
from emolit.ui.space import chosen, drawing, honesty
from emolit.ui.space.cloud import Cloud, Scope, Unit
from emolit.ui.space.controls import Choice, choose, choose_drag, choose_method, choose_scope, choose_unit
from emolit.ui.space.laying import Laid, can_be_laid, lay_among, lay_own
from emolit.ui.space.texts import Texts, gather, say
from emolit.ui.wording import t


def gather_texts() -> Texts:
    """The reader's own texts and the reference, with a way to bring more; what is read of them is said."""
    widgets.intake(expanded=False)
    found = atlas()
    texts = gather(found, choose_scope() if found else Scope.OWN)
    if found is None:
        st.info(t("space.no_atlas"), icon=":material/map:")
    say(texts)
    if texts.unread and texts.are_read and not texts.are_samples:
        scores = texts.scores()
        assert scores
        widgets.show_notices(Corpus(texts.unread, state.own_corpus().notes), scores)
    if texts.are_samples and texts.scope is Scope.AMONG and not texts.works:
        st.button(t("space.place_samples"), icon=":material/add_location:", on_click=_place_samples, key="space.place")
    return texts


def _place_samples() -> None:
    st.session_state["space.samples"] = True


def show(texts: Texts) -> None:
    """The map at once, where the reference is on it; the reader's own join it when they have been read."""
    bar = st.container()
    if texts.scope is Scope.AMONG and not texts.are_read:
        bar.info(t("space.being_read"), icon=":material/hourglass_top:")
        _show_map(texts)
    if not texts.are_read:
        with bar:
            texts.read()
        if texts.are_read:
            st.rerun()
    else:
        _show_map(texts)


@st.fragment
def _show_map(texts: Texts) -> None:
    widgets.run(partial(_draw, texts))


def _draw(texts: Texts) -> None:
    left, right = st.columns(2)
    with left:
        unit = choose_unit()
    with right:
        method = choose_method()
    cloud = texts.cloud(unit)
    if cloud is None or not can_be_laid(cloud, method):
        st.info(t("space.few", found=0 if cloud is None else len(cloud), needed=FEWEST), icon=":material/group_add:")
        return
    choice = choose(cloud, texts.scope, method)
    laid = _lay(cloud, texts, unit, choice)
    _show(cloud, laid, choice, texts, unit)


def _lay(cloud: Cloud, texts: Texts, unit: Unit, choice: Choice) -> Laid:
    if texts.scope is Scope.AMONG and texts.atlas:
        return lay_among(cloud, texts.atlas, unit, choice.layout)
    return lay_own(cloud, choice.layout)


def _show(cloud: Cloud, laid: Laid, choice: Choice, texts: Texts, unit: Unit) -> None:
    scope, reference = texts.scope, texts.atlas
    scene = drawing.scene_of(cloud, laid, choice, scope, unit)
    found = chosen.search(cloud, choice.search, choice.hidden)
    picked = chosen.chosen_of(cloud)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        drag = choose_drag()
        st.caption(t(f"space.hint_{drag}"))
    shown = drawing.is_shown(cloud, choice)
    alt = drawing.alt_of(cloud, laid, scene, unit, shown)
    figure = drawing.draw(cloud, laid, scene, unit, found=found, chosen=picked, drag=drag, alt=alt)
    caption = drawing.sentences(laid, choice, scope, unit)
    st.caption(caption)
    _say_far(cloud, laid)
    record = partial(honesty.record, cloud, laid, scope, unit, reference)
    drawing.offer(cloud, laid, scene, figure, shown, record, caption)
    chosen.show_group(cloud, chosen.listed(picked, found), searched=found is not None)
    if picked.point is not None:
        chosen.show_point(cloud, laid, picked.point)
    honesty.show_honesty(cloud, laid, scope, unit, reference)


def _say_far(cloud: Cloud, laid: Laid) -> None:
    """Which of the reader's own lie farther from everything known than the reference does from itself."""
    if laid.placement is None or not laid.placement.is_far.any():
        return
    far = np.flatnonzero(laid.placement.is_far)
    names = ", ".join(
        f"{cloud.names[cloud.n_reference + row]} ({laid.placement.distance[row]:.2f})" for row in far[:5].tolist()
    )
    names += "…" if len(far) > 5 else ""
    told = t("space.far", far=len(far), own=int(cloud.is_own.sum()), names=names, limit=f"{laid.placement.far:.2f}")
    st.warning(widgets.as_typed(told), icon=":material/explore_off:")

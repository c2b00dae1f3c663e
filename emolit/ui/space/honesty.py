"""How far the map can be trusted: what it keeps of the distances in the space of all emotions."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from emolit.analysis.projection import NEIGHBOURHOODS, Method
from emolit.reading.atlas import Atlas
from emolit.ui import cached
from emolit.ui.space.cloud import Cloud, Scope, Unit
from emolit.ui.space.drawing import loadings_table
from emolit.ui.space.laying import SEEDS, Laid, diagnosis_of_own, record_of, stability_of_own
from emolit.ui.wording import t


def show_honesty(cloud: Cloud, laid: Laid, scope: Scope, unit: Unit, atlas: Atlas | None) -> None:
    """One sentence on what distance means, the map's figures, and the axes of a PCA as a table."""
    panel = st.expander(t("space.honesty"), icon=":material/balance:", on_change="rerun", key="space.honesty")
    if not panel.open:
        return
    with panel:
        st.markdown(t("space.distance_means"))
        found = diagnosis(cloud, laid, scope, unit, atlas)
        st.dataframe(_table(found, laid), hide_index=True, alt=t("space.honesty"))
        st.caption(t("space.honesty_note"))
        if laid.method is Method.UMAP:
            _show_stability(cloud, laid, scope, found)
        if scope is Scope.AMONG and atlas:
            st.caption(_made(atlas, unit))
        if laid.plane.loadings is not None:
            st.markdown(t("space.loadings"))
            st.dataframe(loadings_table(cloud, laid.plane), hide_index=True, alt=t("space.loadings"))


def diagnosis(cloud: Cloud, laid: Laid, scope: Scope, unit: Unit, atlas: Atlas | None) -> dict[str, Any]:
    """The map's figures as `Diagnosis.record` names them: shipped with the reference's maps, otherwise found now."""
    if scope is Scope.AMONG and atlas:
        shipped = record_of(atlas, unit).get("diagnostics", {}).get(laid.method.lower())
        if shipped:
            return dict(shipped)
    with st.spinner(t("space.honesty_wait")):
        return diagnosis_of_own(cloud, laid).record()


def _table(found: dict[str, Any], laid: Laid) -> pd.DataFrame:
    rows = [
        (t(f"space.{name}", k=k), found.get(name, {}).get(str(k)))
        for name in ("trustworthiness", "continuity")
        for k in NEIGHBOURHOODS
    ]
    rows.append((t("space.distance_correlation"), found.get("distance_correlation")))
    if laid.method is Method.UMAP and found.get("stability") is not None:
        rows.append((t("space.stability", seeds=SEEDS), found["stability"]))
    return pd.DataFrame(
        [(name, "–" if value is None else f"{value:.2f}") for name, value in rows],
        columns=[t("space.measure"), t("space.value")],
    )


def _show_stability(cloud: Cloud, laid: Laid, scope: Scope, found: dict[str, Any]) -> None:
    """Of the reader's own map on request, for it is drawn five times."""
    if scope is Scope.AMONG or found.get("stability") is not None:
        return
    if not st.toggle(t("space.ask_stability", seeds=SEEDS), key="space.ask_stability"):
        return
    value = stability_of_own(cloud, laid.layout)
    if value is not None:
        st.markdown(t("space.stability_said", seeds=SEEDS, value=f"{value:.2f}"))
        return

    @st.fragment(run_every=2.0)
    def look() -> None:
        if stability_of_own(cloud, laid.layout) is not None:
            st.rerun()
        st.info(t("space.stability_wait", seeds=SEEDS), icon=":material/hourglass_top:")

    look()


def _made(atlas: Atlas, unit: Unit) -> str:
    """How the shipped maps were made, so that anybody can make them again."""
    umap = record_of(atlas, unit).get("umap", {})
    versions = ", ".join(f"{name} {version}" for name, version in atlas.record.get("versions", {}).items())
    return t(
        "space.made", seed=atlas.record.get("seed", "–"), neighbours=umap.get("neighbours", "–"),
        min_dist=umap.get("min_dist", "–"), metric=umap.get("metric", "–"), versions=versions or "–",
    )  # fmt: skip


def record(cloud: Cloud, laid: Laid, scope: Scope, unit: Unit, atlas: Atlas | None) -> dict[str, Any]:
    """What a map taken away should say of itself."""
    layout = laid.layout
    made: dict[str, Any] = {"tool": "emolit", "map": str(scope), "points": str(unit), "method": str(laid.method)}
    if laid.method is Method.AXES:
        made |= {"axes": list(layout.axes)}
    if laid.method is Method.UMAP and scope is Scope.OWN:
        made |= {"neighbours": layout.neighbours, "min_dist": layout.min_dist, "seed": layout.seed}
    if scope is Scope.AMONG and atlas:
        made |= {"atlas": {key: atlas.record.get(key) for key in ("inputs", "versions", "seed")}}
        made |= {"umap": record_of(atlas, unit).get("umap")} if laid.method is Method.UMAP else {}
    if laid.placement is not None:
        made |= {
            "placed": int(cloud.is_own.sum()),
            "far": int(laid.placement.is_far.sum()),
            "limit": laid.placement.far,
        }
    return made | {"model": cached.model_name(), "distance": "Hellinger, of the mix of emotions"}

"""How far two groups lie apart, and the tree of all groups."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from emolit.analysis.compare import FEWEST_FOR_TREE, Apart, Tree, tree
from emolit.analysis.resampling import SEED
from emolit.figures import tree_figure
from emolit.ui import memory, takeaway
from emolit.ui.compare.differences import compared
from emolit.ui.compare.groups import Chosen, shown
from emolit.ui.widgets import as_typed, is_dark
from emolit.ui.wording import t

_MOST_GROUPS = 40
_NAME = "compare_tree"


def show_distances(chosen: Chosen) -> None:
    """Both distances of A and B in sentences; the tree where there are three groups."""
    found, distance = compared(chosen)
    st.markdown(_said(chosen, distance))
    if found.is_uneven:
        st.warning(t("compare.uneven", ratio=f"{found.spread:.1f}"), icon=":material/balance:")
    names = chosen.ordered[:_MOST_GROUPS]
    if len(names) < FEWEST_FOR_TREE:
        st.info(t("compare.no_tree", needed=FEWEST_FOR_TREE, found=len(names)), icon=":material/account_tree:")
        return
    branches = memory.remembered("compare.tree", f"{chosen.key}.{names}", lambda: tree(chosen.gathered, names))
    shown_names = [shown(name) for name in branches.names]
    figure = tree_figure(
        branches.joins,
        shown_names,
        branches.support,
        axis=t("compare.axis_distance"),
        supported=t("compare.support"),
        dark=is_dark(),
    )
    a, b = (int(leaf) for leaf in branches.joins[0][:2])
    takeaway.draw(_NAME, figure, alt=t("compare.alt_tree", n=len(names), a=shown_names[a], b=shown_names[b]))
    caption = _note(branches, len(chosen.gathered.names))
    st.caption(caption)
    table = pd.DataFrame(branches.distances.round(4), columns=shown_names)
    table.insert(0, t("compare.column_group"), shown_names)
    takeaway.offer(
        _NAME, figure, lambda: table, lambda: _record(chosen, branches, distance), t("compare.tree"), caption
    )


def _said(chosen: Chosen, distance: Apart) -> str:
    named = {"a": as_typed(shown(chosen.a)), "b": as_typed(shown(chosen.b))}
    if distance.drawn is None or distance.energy_p is None or distance.jensen_shannon_p is None:
        told = {"js": f"{distance.jensen_shannon:.3f}", "energy": f"{distance.energy:.3f}"}
        return t("compare.distance_untested", **named, **told)
    return t(
        "compare.distance",
        **named,
        js=f"{distance.jensen_shannon:.3f}",
        js_p=f"{distance.jensen_shannon_p:.3g}",
        energy=f"{distance.energy:.3f}",
        energy_p=f"{distance.energy_p:.3g}",
        reach=f"{distance.drawn.smallest_p:.2g}",
    )


def _note(found: Tree, n_groups: int) -> str:
    parts = [t("compare.tree_note", replicates=found.replicates)]
    if found.fixed:
        parts.append(t("compare.tree_fixed", names=", ".join(as_typed(shown(name)) for name in found.fixed)))
    if n_groups > len(found.names):
        parts.append(t("compare.tree_cut", shown=len(found.names), found=n_groups))
    return " ".join([*parts, t("compare.seed", seed=SEED)])


def _record(chosen: Chosen, found: Tree, distance: Apart) -> dict[str, object]:
    return {
        **chosen.provenance(),
        "seed": SEED,
        "groups": list(found.names),
        "distances": found.distances.round(6).tolist(),
        "joins": found.joins.round(6).tolist(),
        "support": [round(float(value), 4) for value in found.support[:-1]],
        "replicates": found.replicates,
        "pair": {
            "a": chosen.a,
            "b": chosen.b,
            "jensen_shannon": distance.jensen_shannon,
            "jensen_shannon_p": distance.jensen_shannon_p,
            "energy": distance.energy,
            "energy_p": distance.energy_p,
        },
    }

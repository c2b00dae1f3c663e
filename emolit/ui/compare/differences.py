"""Differences of two groups in all labels, with intervals, and what may be said of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from emolit.analysis.compare import FEWEST_WORKS, Apart, Comparison, apart, compare
from emolit.export import comparison_record, comparison_table
from emolit.figures import Dots, differences_figure
from emolit.ui import memory, takeaway
from emolit.ui.compare.groups import Chosen, label_names, shown
from emolit.ui.widgets import as_typed, is_dark, known
from emolit.ui.wording import t

_LEVEL = 0.05
_NAME = "compare_differences"
_COLUMNS = {
    "label": "compare.column_label",
    "mean_a": "compare.column_mean_a",
    "mean_b": "compare.column_mean_b",
    "difference": "compare.column_difference",
    "ci_low": "compare.column_ci_low",
    "ci_high": "compare.column_ci_high",
    "effect": "compare.column_effect",
    "p_value": "compare.column_p_value",
    "q_value": "compare.column_q_value",
    "p_max_t": "compare.column_p_max_t",
    "balanced_difference": "compare.column_balanced_difference",
    "balanced_same_sign": "compare.column_balanced_same_sign",
    "log_odds": "compare.column_log_odds",
    "log_odds_z": "compare.column_log_odds_z",
    "lines_above_a": "compare.column_lines_above_a",
    "lines_above_b": "compare.column_lines_above_b",
}


def compared(chosen: Chosen) -> tuple[Comparison, Apart]:
    """Computed once for these groups, kept in this session alone."""

    def run() -> tuple[Comparison, Apart]:
        with st.spinner(t("compare.working")):
            return compare(chosen.gathered, *chosen.sides), apart(chosen.gathered, *chosen.sides)

    return memory.remembered("compare", f"{chosen.key}.{chosen.a}.{chosen.b}", run)


def show_differences(chosen: Chosen) -> None:
    """All labels, largest difference first; symbols say how surely they differ."""
    found, distance = compared(chosen)
    labels = label_names(chosen.gathered)
    sure = _sure(found)
    axis = t("compare.axis", a=as_typed(shown(chosen.a)), b=as_typed(shown(chosen.b)))
    figure = differences_figure(
        Dots("", found.difference, found.low, found.high),
        labels,
        [emotion.colour for emotion in chosen.gathered.scheme.emotions],
        sure,
        [_hover(found, row) for row in range(len(labels))],
        legend=(t("compare.unsure" if found.drawn else "compare.untested"), t("compare.by_q"), t("compare.by_max_t")),
        axis=axis,
        dark=is_dark(),
    )
    st.markdown(_said(chosen, found, sure))
    if found.is_uneven:
        st.warning(t("compare.uneven", ratio=f"{found.spread:.1f}"), icon=":material/balance:")
    most, least = int(found.difference.argmax()), int(found.difference.argmin())
    alt = t("compare.alt_differences", a=shown(chosen.a), b=shown(chosen.b), most=labels[most], least=labels[least])
    takeaway.draw(_NAME, figure, alt=alt)
    caption = _how(found)
    st.caption(caption)
    table = _table(chosen, found)
    title = t("compare.title", a=shown(chosen.a), b=shown(chosen.b))
    takeaway.offer(_NAME, figure, lambda: table, lambda: _record(chosen, found, distance), title, caption)
    st.caption(t("compare.not_for"))


def _sure(found: Comparison) -> list[int]:
    """0 where chance would do, 1 by the false discovery rate, 2 also by the family-wise error rate."""
    if found.drawn is None:
        return [0] * len(found.difference)
    return [2 if family <= _LEVEL else int(q <= _LEVEL) for q, family in zip(found.q, found.p_max_t, strict=True)]


def _hover(found: Comparison, row: int) -> str:
    told = t(
        "compare.hover",
        low=known(found.low[row], "+.3f"),
        high=known(found.high[row], "+.3f"),
        mean_a=f"{found.first.mean[row]:.3f}",
        mean_b=f"{found.second.mean[row]:.3f}",
    )
    if found.drawn is None:
        return told
    p = t("compare.hover_p", p=f"{found.p[row]:.4f}", q=f"{found.q[row]:.3f}", family=f"{found.p_max_t[row]:.3f}")
    return f"{told}<br>{p}"


def _said(chosen: Chosen, found: Comparison, sure: list[int]) -> str:
    """Who is compared, and how many labels differ by which measure, in sentences."""
    sides = t(
        "compare.sides",
        a=as_typed(shown(chosen.a)),
        works_a=found.first.n_works,
        lines_a=f"{found.first.n_lines:,}",
        b=as_typed(shown(chosen.b)),
        works_b=found.second.n_works,
        lines_b=f"{found.second.n_lines:,}",
    )
    if found.drawn is None:
        return f"{sides} {t('compare.few', needed=FEWEST_WORKS)}"
    outcome = t("compare.outcome", tests=found.n_tests, by_q=sum(s > 0 for s in sure), by_max_t=sure.count(2))
    reach = found.drawn.smallest_p
    told = t("compare.reach", p=f"{reach:.2g}")
    if reach > _LEVEL:
        told += " " + t("compare.reach_none")
    return " ".join((sides, outcome, told))


def _how(found: Comparison) -> str:
    """What was done: interval, test, balance, seed."""
    single = min(found.first.n_works, found.second.n_works) == 1
    parts = [t("compare.how_lines" if single else "compare.how_works")]
    if found.drawn is not None:
        drawn = t("compare.how_exact" if found.drawn.exact else "compare.how_drawn", number=f"{found.drawn.n_drawn:,}")
        parts.append(drawn)
    if found.balanced is not None:
        balanced = found.balanced
        parts.append(t("compare.how_balanced", works=balanced.n_works, lines=balanced.n_lines, draws=balanced.draws))
    return " ".join([*parts, t("compare.seed", seed=found.seed)])


def _table(chosen: Chosen, found: Comparison) -> pd.DataFrame:
    """The figure's twin and more, largest difference first, in the reader's language."""
    table = comparison_table(chosen.gathered, found)
    table["label"] = label_names(chosen.gathered)
    table = table.rename(columns={column: t(key) for column, key in _COLUMNS.items()})
    return table.iloc[np.argsort(-found.difference, kind="stable")].round(4)


def _record(chosen: Chosen, found: Comparison, distance: Apart) -> dict[str, Any]:
    rows = comparison_table(chosen.gathered, found)
    values = rows.astype(object).where(rows.notna(), None).to_dict(orient="records")
    method = comparison_record(chosen.gathered, (chosen.a, chosen.b), found, distance)
    return {**chosen.provenance(), **method, "labels": values}

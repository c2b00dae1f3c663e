"""Profiles of groups side by side, and their course over the years."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from emolit.analysis.compare import By, Period, Profile, by_period
from emolit.analysis.resampling import SEED
from emolit.figures import Dots, periods_figure, profiles_figure
from emolit.ui import state, takeaway
from emolit.ui.compare.groups import Chosen, by_family, label_names, shown
from emolit.ui.widgets import as_typed, is_dark, known
from emolit.ui.wording import t

_MOST_GROUPS = 5
_FIRST_GROUPS = 3
_MOST_LABELS = 6
_WIDTHS = (1, 2, 5, 10, 20, 50)


def show_profiles(chosen: Chosen) -> None:
    """Means over works with their intervals, how wide the range of emotion is, and lift."""
    groups = st.multiselect(
        t("compare.groups"),
        chosen.ordered,
        default=chosen.ordered[:_FIRST_GROUPS],
        max_selections=_MOST_GROUPS,
        format_func={name: shown(name) for name in chosen.ordered}.__getitem__,
        key=f"compare.groups.{chosen.key[:12]}.{chosen.a}.{chosen.b}",
        persist_state="session",
    )
    if not groups:
        st.info(t("compare.choose"))
        return
    found = {name: chosen.profile(name) for name in groups}
    order, labels = by_family(chosen.gathered), label_names(chosen.gathered)
    figure = profiles_figure(
        [Dots(shown(name), own.mean[order], own.low[order], own.high[order]) for name, own in found.items()],
        [labels[column] for column in order],
        axis=t("compare.axis_mean"),
        dark=is_dark(),
    )
    for name, own in found.items():
        st.markdown(f"- {_said(name, own, labels)}")
    alt = t("compare.alt_profiles", groups=", ".join(shown(name) for name in groups))
    takeaway.draw("compare_profiles", figure, alt=alt)
    caption = " ".join((t("compare.profiles_note"), t("compare.seed", seed=SEED)))
    st.caption(caption)
    table = _table(found, order, labels)
    record = chosen.provenance() | {"seed": SEED, "groups": {name: _record(own) for name, own in found.items()}}
    takeaway.offer("compare_profiles", figure, lambda: table, lambda: record, t("compare.view_profiles"), caption)


def _said(name: str, own: Profile, labels: list[str]) -> str:
    ranked = np.argsort(-np.nan_to_num(own.lift, nan=-1.0))[:3]
    lifts = ", ".join(f"{labels[column]} ×{own.lift[column]:.2f}" for column in ranked)
    return t(
        "compare.profile_said",
        name=as_typed(shown(name)),
        works=own.n_works,
        lines=f"{own.n_lines:,}",
        range=f"{own.range:.1f}",
        low=known(2**own.entropy_low, ".1f"),
        high=known(2**own.entropy_high, ".1f"),
        lifts=lifts,
    )


def _table(found: dict[str, Profile], order: list[int], labels: list[str]) -> pd.DataFrame:
    columns: dict[str, object] = {t("compare.column_label"): [labels[column] for column in order]}
    for name, own in found.items():
        for part, values in (
            (t("compare.mean"), own.mean),
            (t("compare.low"), own.low),
            (t("compare.high"), own.high),
            (t("compare.lift"), own.lift),
        ):
            columns[f"{shown(name)}, {part}"] = values[order].round(4)
    return pd.DataFrame(columns)


def _record(own: Profile) -> dict[str, object]:
    values = {name: getattr(own, name) for name in ("mean", "low", "high", "lift", "lift_low", "lift_high")}
    numbers = {name: [None if np.isnan(v) else round(float(v), 6) for v in row] for name, row in values.items()}
    entropy = {
        name: None if np.isnan(bits) else bits
        for name, bits in (("bits", own.entropy), ("low", own.entropy_low), ("high", own.entropy_high))
    }
    return {"works": own.n_works, "lines": own.n_lines, "entropy": entropy, **numbers}


def show_years(chosen: Chosen) -> None:
    """Means of periods with intervals over works, of group A or of all works; a sentence where works have no years."""
    gathered = chosen.gathered
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    with right:
        years = st.select_slider(
            t("compare.width"),
            list(_WIDTHS),
            value=10,
            format_func={width: t("compare.years", years=width) for width in _WIDTHS}.__getitem__,
            key="compare.width",
            persist_state="session",
        )
    names = label_names(gathered)
    with left:
        chosen_labels = st.multiselect(
            t("compare.labels"),
            range(len(names)),
            default=_strongest(chosen),
            max_selections=_MOST_LABELS,
            format_func=names.__getitem__,
            key=f"compare.labels.{chosen.key[:12]}",
            persist_state="session",
        )
    everything = gathered.by is By.YEAR or st.toggle(t("compare.all_works"), value=True, key="compare.all_works")
    periods = by_period(gathered, int(years), None if everything else chosen.sides[0])
    if len(periods) < 2:
        st.info(t("compare.no_years", found=len(periods)), icon=":material/event_busy:")
        return
    if not chosen_labels:
        st.info(t("compare.choose_labels"))
        return
    _draw_years(chosen, periods, [int(label) for label in chosen_labels], names)


def _strongest(chosen: Chosen) -> list[int]:
    means = chosen.gathered.means.mean(axis=0)
    return sorted(chosen.gathered.columns, key=lambda column: -means[column])[:3]


def _draw_years(chosen: Chosen, periods: list[Period], labels: list[int], names: list[str]) -> None:
    mean, low, high = (np.stack([getattr(period, part) for period in periods]) for part in ("mean", "low", "high"))
    figure = periods_figure(
        [Dots(names[label], mean[:, label], low[:, label], high[:, label]) for label in labels],
        [(period.first, period.last) for period in periods],
        [chosen.gathered.scheme.emotions[label].colour for label in labels],
        [period.n_works for period in periods],
        axes=(t("compare.axis_year"), t("compare.axis_mean")),
        dark=is_dark(),
    )
    alt = t(
        "compare.alt_years", first=periods[0].first, last=periods[-1].last, labels=", ".join(names[i] for i in labels)
    )
    takeaway.draw("compare_years", figure, alt=alt)
    caption = " ".join((t("compare.years_note"), t("compare.seed", seed=SEED)))
    st.caption(caption)
    columns: dict[str, object] = {
        t("compare.axis_year"): [f"{period.first}–{period.last}" for period in periods],
        t("compare.works"): [period.n_works for period in periods],
    }
    for label in labels:
        for part, values in ((t("compare.mean"), mean), (t("compare.low"), low), (t("compare.high"), high)):
            columns[f"{names[label]}, {part}"] = values[:, label].round(4)
    table = pd.DataFrame(columns)
    rows = table.astype(object).where(table.notna(), None).to_dict(orient="list")
    record = chosen.provenance() | {"seed": SEED, "group": chosen.a, "periods": rows, "language": state.language()}
    takeaway.offer("compare_years", figure, lambda: table, lambda: record, t("compare.view_years"), caption)

"""What is typical of a group, and which emotions come together in its lines."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from emolit.analysis.compare import Together, Typical, together, typical
from emolit.corpus import Work
from emolit.errors import NotEnoughData
from emolit.figures import together_figure
from emolit.ui import state, takeaway
from emolit.ui.compare.groups import Chosen, by_family, label_names, shown
from emolit.ui.widgets import is_dark, work_label
from emolit.ui.wording import sentence, t

_MOST_LINES = 10
_FEWEST_LINES = 10


def _group(chosen: Chosen, key: str) -> str:
    names = chosen.ordered
    group = st.selectbox(
        t("compare.which"),
        names,
        index=names.index(chosen.a) if chosen.a in names else 0,
        format_func={name: shown(name) for name in names}.__getitem__,
        key=f"compare.{key}.{chosen.key[:12]}.{chosen.a}.{chosen.b}",
        persist_state="session",
    )
    return str(group)


def show_typical(chosen: Chosen) -> None:
    """Works from the most to the least typical, and the lines that show most and least what sets the group apart."""
    group = _group(chosen, "typical")
    rows = chosen.gathered.rows(group)
    try:
        found = typical(chosen.gathered, rows)
    except NotEnoughData as error:
        st.info(sentence(error), icon=":material/group_add:")
        return
    works = [chosen.gathered.works[row] for row in rows]
    st.subheader(t("compare.typical_works"))
    st.caption(t("compare.typical_works_note"))
    order = np.argsort(found.away, kind="stable")
    table = pd.DataFrame(
        {
            t("app.work"): [work_label(works[place]) for place in order],
            t("compare.lines"): [len(works[place]) for place in order],
            t("compare.away"): found.away[order].round(4),
        }
    )
    st.dataframe(table, hide_index=True, alt=t("compare.typical_works"))
    st.subheader(t("compare.typical_lines"))
    st.caption(t("compare.typical_lines_note"))
    _show_lines(found, works, group)


def _show_lines(found: Typical, works: list[Work], group: str) -> None:
    placed = [
        (value, work, line) for work, along in zip(works, found.along, strict=True) for line, value in enumerate(along)
    ]
    placed.sort(key=lambda each: -each[0])
    for heading, chosen in (
        (t("compare.most"), placed[:_MOST_LINES]),
        (t("compare.least"), placed[_MOST_LINES:][::-1][:_MOST_LINES]),
    ):
        if not chosen:
            continue
        st.markdown(f"**{heading}**")
        table = pd.DataFrame(
            {
                t("read.poem"): [work.texts[line] for _, work, line in chosen],
                t("app.work"): [work_label(work) for _, work, _ in chosen],
                t("read.line"): [line + 1 for _, _, line in chosen],
                t("compare.along"): [round(float(value), 3) for value, _, _ in chosen],
            }
        )
        st.dataframe(table, hide_index=True, alt=f"{heading}: {shown(group)}")
    _open(placed[0][1], placed[0][2])


def _open(work: Work, line: int) -> None:
    """The way to the line at the top on the Read page."""
    if st.button(t("compare.open"), icon=":material/menu_book:", key="compare.open"):
        state.select_line(work.id, line)
        state.turn_to(work.id)
        st.switch_page("pages/read_page.py")


def show_together(chosen: Chosen) -> None:
    """Correlations of all emotions over lines, and how often pairs lie above their thresholds together."""
    group = _group(chosen, "together")
    rows = chosen.gathered.rows(group)
    found = together(chosen.gathered, rows)
    if found.n_lines < _FEWEST_LINES:
        st.info(t("compare.few_lines", needed=_FEWEST_LINES, found=found.n_lines), icon=":material/short_text:")
        return
    places = [found.columns.index(column) for column in by_family(chosen.gathered) if column in found.columns]
    names = label_names(chosen.gathered)
    labels = [names[found.columns[place]] for place in places]
    values = found.correlation[np.ix_(places, places)]
    told = [[_hover(found, i, j, labels[x], labels[y]) for y, j in enumerate(places)] for x, i in enumerate(places)]
    figure = together_figure(values, labels, told, title=t("compare.correlation"), dark=is_dark())
    table = _pairs(found, names)
    first = table.iloc[0]
    alt = t("compare.alt_together", group=shown(group), a=first.iloc[0], b=first.iloc[1])
    takeaway.draw("compare_together", figure, alt=alt)
    caption = t("compare.together_note", lines=f"{found.n_lines:,}", works=len(rows))
    st.caption(caption)
    record = chosen.provenance() | {
        "group": group,
        "lines": found.n_lines,
        "pairs": table.astype(object).where(table.notna(), None).to_dict(orient="records"),
    }
    takeaway.offer("compare_together", figure, lambda: table, lambda: record, t("compare.view_together"), caption)


def _hover(found: Together, i: int, j: int, first: str, second: str) -> str:
    lift = "–" if np.isnan(found.lift[i, j]) else f"{found.lift[i, j]:.2f}"
    value = "–" if np.isnan(found.correlation[i, j]) else f"{found.correlation[i, j]:.2f}"
    return t("compare.pair", a=first, b=second, value=value, lines=int(found.lines[i, j]), lift=lift)


def _pairs(found: Together, names: list[str]) -> pd.DataFrame:
    """Every pair once, the strongest correlation first."""
    upper, lower = np.triu_indices(len(found.columns), 1)
    strength = np.nan_to_num(found.correlation[upper, lower], nan=-2.0)
    order = np.argsort(-strength, kind="stable")
    i, j = upper[order], lower[order]
    return pd.DataFrame(
        {
            t("compare.first"): [names[found.columns[place]] for place in i],
            t("compare.second"): [names[found.columns[place]] for place in j],
            t("compare.correlation"): found.correlation[i, j].round(3),
            t("compare.both"): found.lines[i, j],
            t("compare.pair_lift"): found.lift[i, j].round(3),
        }
    )

"""All labels at once: lines by emotions, and families stacked."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from emolit.figures import MOST_COLUMNS, Figure, Frame, grid_figure, stack_figure
from emolit.ui import state, takeaway
from emolit.ui.trajectory.controls import Choice
from emolit.ui.trajectory.drawing import follow_click
from emolit.ui.trajectory.selected import show_selected
from emolit.ui.trajectory.stretch import Stretch
from emolit.ui.trajectory.traced import smooth_labels
from emolit.ui.widgets import is_dark
from emolit.ui.wording import t

Array = NDArray[np.float64]


def show_grid(stretch: Stretch, choice: Choice) -> None:
    """Squares to click: raw scores, nothing smoothed."""
    values = stretch.values(choice.reading)
    frame, language = _frame(stretch, t("read.score_axis")), state.language()
    figure = grid_figure(np.nan_to_num(values), stretch.scheme, frame, language)
    key = f"trajectory.grid.{stretch.key[:12]}"
    first = stretch.scheme.emotions[int(np.nanmean(values, axis=0).argmax())].gloss(state.language())
    alt = t("trajectory.alt_grid", work=stretch.title, lines=len(stretch), first=first)
    point = takeaway.draw("trajectory_grid", figure, alt=alt, key=key)
    group = -(-len(stretch) // MOST_COLUMNS)
    st.caption(t("trajectory.grid_note") + (" " + t("trajectory.grid_groups", size=group) if group > 1 else ""))
    _offer("trajectory_grid", stretch, figure, values,
           lambda press: press.printed_grid(np.nan_to_num(values), stretch.scheme, frame, language))  # fmt: skip
    follow_click(stretch, key, int(point["customdata"][0]) if point else None)
    show_selected("trajectory_grid", stretch)


def show_stack(stretch: Stretch, choice: Choice) -> None:
    """Families as layers, smoothed; the height is a number of emotions."""
    smooth = smooth_labels(stretch, choice)
    axis = t("trajectory.axis_stack")
    figure = stack_figure(np.nan_to_num(smooth), stretch.scheme, _frame(stretch, axis), state.language())
    known = ~np.isnan(smooth).all(axis=1)
    total = np.nansum(smooth[known], axis=1) if known.any() else np.zeros(1)
    alt = t("trajectory.alt_stack", work=stretch.title, low=f"{total.min():.1f}", high=f"{total.max():.1f}")
    takeaway.draw("trajectory_stack", figure, alt=alt)
    st.caption(t("trajectory.stack_note", window=choice.method.window))
    _offer("trajectory_stack", stretch, figure, smooth)
    show_selected("trajectory_stack", stretch)


def _frame(stretch: Stretch, axis: str) -> Frame:
    axes = (t("trajectory.axis_line"), axis)
    return Frame(stretch.texts, stretch.sections, axes, dark=is_dark())


def _offer(name: str, stretch: Stretch, figure: Figure, values: Array,
           printed: Callable[[ModuleType], Any] | None = None) -> None:  # fmt: skip
    columns = list(stretch.scheme.glosses(state.language()))
    table = pd.DataFrame(values.round(4), columns=columns).dropna(axis="columns", how="all")
    table.insert(0, t("trajectory.axis_line"), range(1, len(stretch) + 1))
    table.insert(1, t("read.poem"), list(stretch.texts))

    def record() -> list[dict[Hashable, object]]:
        return table.astype(object).where(table.notna(), None).to_dict(orient="records")

    takeaway.offer(name, figure, lambda: table, record, stretch.title, "", printed)

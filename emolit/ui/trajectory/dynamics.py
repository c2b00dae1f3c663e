"""Emotion dynamics of the chosen signals, and which of them move together."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from emolit.analysis.signals import signal
from emolit.analysis.trajectory import co_movement, dynamics
from emolit.figures import co_movement_figure
from emolit.ui import takeaway
from emolit.ui.trajectory.controls import Choice, families_of, signal_name
from emolit.ui.trajectory.stretch import Stretch
from emolit.ui.trajectory.traced import curve_of
from emolit.ui.widgets import is_dark
from emolit.ui.wording import t


def show_dynamics(stretch: Stretch, choice: Choice) -> None:
    """A row a signal, then the correlations of signals over lines."""
    st.markdown(t("trajectory.dynamics_lead"))
    rows = []
    for key in choice.signals:
        found = curve_of(stretch, key, choice)
        known = ~np.isnan(found.raw)
        told = dynamics(found.smooth[known], found.raw[known])
        rows.append(
            {
                t("trajectory.emotion"): signal_name(key, stretch.scheme),
                t("trajectory.mean_level"): round(told.level, 3),
                t("trajectory.variability"): round(told.variability, 3),
                t("trajectory.departures"): told.departures,
                t("trajectory.rise"): _shown(told.rise),
                t("trajectory.recovery"): _shown(told.recovery),
            }
        )
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=t("trajectory.dynamics_lead"))
    st.caption(t("trajectory.dynamics_note", window=choice.method.window))
    _show_co_movement(stretch, choice)


def _shown(speed: float) -> str:
    return "–" if np.isnan(speed) else f"{speed:.4f}"


def _show_co_movement(stretch: Stretch, choice: Choice) -> None:
    keys = list(dict.fromkeys((*choice.signals, *families_of(stretch.scheme))))
    values = stretch.values(choice.reading)
    values = values[~np.isnan(values).any(axis=1)]
    if len(values) < 3:
        return
    names = [signal_name(key, stretch.scheme) for key in keys]
    found = co_movement(np.stack([signal(values, key, stretch.scheme) for key in keys], axis=1), choice.method.seed)
    told = [
        [
            t(
                "trajectory.pair",
                first=names[row],
                second=names[column],
                value=f"{found.values[row, column]:.2f}",
                low=f"{found.low[row, column]:.2f}",
                high=f"{found.high[row, column]:.2f}",
            )
            for column in range(len(keys))
        ]
        for row in range(len(keys))
    ]
    st.subheader(t("trajectory.co_movement"))
    off = np.where(np.eye(len(keys), dtype=bool), np.nan, found.values)
    if np.isnan(off).all():
        st.info(t("trajectory.nothing_varies"), icon=":material/trending_flat:")
        return
    figure = co_movement_figure(found.values, names, told, is_dark())
    row, column = np.unravel_index(int(np.nanargmax(np.abs(off))), off.shape)
    alt = t("trajectory.alt_co_movement", pair=told[row][column])
    takeaway.draw("trajectory_co_movement", figure, alt=alt)
    st.caption(t("trajectory.co_movement_note", seed=choice.method.seed))
    pairs = [(first, second) for first in range(len(keys)) for second in range(first)]
    table = pd.DataFrame(
        {
            t("trajectory.first"): [names[second] for _, second in pairs],
            t("trajectory.second"): [names[first] for first, _ in pairs],
            "r": [round(float(found.values[pair]), 3) for pair in pairs],
            t("trajectory.low"): [round(float(found.low[pair]), 3) for pair in pairs],
            t("trajectory.high"): [round(float(found.high[pair]), 3) for pair in pairs],
        }
    )
    rows = partial(table.astype(object).where(table.notna(), None).to_dict, orient="records")
    takeaway.offer("trajectory_co_movement", figure, lambda: table, rows, stretch.title)

"""Trajectories of a stretch of lines, remembered in the visitor's session; long ones are tested in the background."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from emolit.analysis.signals import emotion_columns
from emolit.analysis.trajectory import Finding, Method, Reading, Trajectory, make_smoother, scan, trace
from emolit.ui import state
from emolit.ui.trajectory.controls import Choice
from emolit.ui.trajectory.stretch import Stretch
from emolit.ui.wording import t

Array = NDArray[np.float64]

_LONG = 3000  # lines from which testing against chance takes longer than a click should


@st.cache_resource(show_spinner=False)
def _background() -> ThreadPoolExecutor:
    """One thread for all visitors: numpy leaves the others free to go on."""
    return ThreadPoolExecutor(1, thread_name_prefix="trajectory")


def trajectory_of(stretch: Stretch, key: str, choice: Choice, *, full: bool) -> Trajectory:
    """One signal; `full` with its null band, or without it where that is still being computed."""
    if not full or not choice.chance:
        return _traced(stretch, key, choice.reading, choice.method, None)
    alone = stretch.alone()
    if len(stretch) < _LONG:
        return _traced(stretch, key, choice.reading, choice.method, alone)
    future = _begun(stretch, key, choice, alone)
    return future.result() if future.done() else _traced(stretch, key, choice.reading, choice.method, None)


def is_waiting(stretch: Stretch, key: str, choice: Choice) -> bool:
    """Whether the null band of a long stretch is still being computed."""
    return choice.chance and len(stretch) >= _LONG and not _begun(stretch, key, choice, stretch.alone()).done()


def _begun(stretch: Stretch, key: str, choice: Choice, alone: Array) -> Future[Trajectory]:
    values = stretch.values(choice.reading)
    compute = partial(trace, values, key, stretch.scheme, choice.method, alone=alone)
    return state.remembered("futures", _name(stretch, key, choice), lambda: _background().submit(compute))


def _name(stretch: Stretch, key: str, choice: Choice) -> str:
    return repr((stretch.key, stretch.scores.provenance, key, choice.reading, choice.method))


def _traced(stretch: Stretch, key: str, reading: Reading, method: Method, alone: Array | None) -> Trajectory:
    name = repr((stretch.key, stretch.scores.provenance, key, reading, method, alone is None))
    return state.remembered(
        "traces", name, lambda: trace(stretch.values(reading), key, stretch.scheme, method, alone=alone)
    )


def with_window(choice: Choice, window: int) -> Choice:
    return replace(choice, method=replace(choice.method, window=window))


def findings(stretch: Stretch, choice: Choice) -> tuple[Finding, ...]:
    """Every emotion tested against chance, computed when it is first asked for."""
    name = repr((stretch.key, choice.method))

    def compute() -> tuple[Finding, ...]:
        with st.spinner(t("trajectory.scanning")):
            return scan(stretch.alone(), stretch.scheme, choice.method)

    return state.remembered("findings", name, compute)


def smooth_labels(stretch: Stretch, choice: Choice) -> Array:
    """Every label smoothed, (n_lines, n_labels)."""
    values = stretch.values(choice.reading)
    known = np.flatnonzero(~np.isnan(values).any(axis=1))
    smoother = make_smoother(choice.method.smoothing, len(known), choice.method.window)
    smooth = np.full(values.shape, np.nan)
    for column in [*emotion_columns(stretch.scheme)]:
        smooth[known, column] = smoother.apply(values[known, column])
    return smooth

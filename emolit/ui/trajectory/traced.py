"""Trajectories of a stretch of lines, remembered in the visitor's session; long ones are tested in the background."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TypeVar

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from emolit.analysis.signals import emotion_columns, signal
from emolit.analysis.trajectory import (
    Finding,
    Method,
    Sections,
    Trajectory,
    make_smoother,
    scan,
    sections,
    sketch,
    trace,
)
from emolit.emotions import Scheme
from emolit.ui import memory
from emolit.ui.trajectory.controls import Choice
from emolit.ui.trajectory.stretch import Stretch
from emolit.ui.wording import t

Array = NDArray[np.float64]

_LONG = 3000  # lines from which bands take longer than a click should

T = TypeVar("T")


@st.cache_resource(show_spinner=False)
def _background() -> ThreadPoolExecutor:
    """One thread for all visitors: numpy leaves the others free to go on."""
    return ThreadPoolExecutor(1, thread_name_prefix="trajectory")


def curve_of(stretch: Stretch, key: str, choice: Choice) -> Trajectory:
    """One signal without bands."""
    return _kept(stretch, key, choice, "curve", lambda: sketch(*_asked(stretch, key, choice)))


def trajectory_of(stretch: Stretch, key: str, choice: Choice) -> Trajectory:
    """One signal with its bands; of a long stretch the curve alone while they are being computed."""
    if not _is_smoothed(stretch, choice):
        return curve_of(stretch, key, choice)
    if len(stretch) < _LONG:
        return _kept(stretch, key, choice, "whole", partial(_whole, stretch, key, choice))
    future = _begun(stretch, key, choice)
    return future.result() if future.done() else curve_of(stretch, key, choice)


def _is_smoothed(stretch: Stretch, choice: Choice) -> bool:
    """A curve that is the raw scores has no band, and nothing can be said of its turns."""
    return choice.method.window > 1 and len(stretch) > 2


def _whole(stretch: Stretch, key: str, choice: Choice) -> Trajectory:
    return trace(*_asked(stretch, key, choice), alone=_alone(stretch, choice))


def is_waiting(stretch: Stretch, key: str, choice: Choice) -> bool:
    """Whether the bands of a long stretch are still being computed."""
    return len(stretch) >= _LONG and _is_smoothed(stretch, choice) and not _begun(stretch, key, choice).done()


def _begun(stretch: Stretch, key: str, choice: Choice) -> Future[Trajectory]:
    def begin() -> Future[Trajectory]:
        compute = partial(trace, *_asked(stretch, key, choice), alone=_alone(stretch, choice))
        return _background().submit(compute)

    return _kept(stretch, key, choice, "future", begin)


def _asked(stretch: Stretch, key: str, choice: Choice) -> tuple[Array, str, Scheme, Method]:
    return stretch.values(choice.reading), key, stretch.scheme, choice.method


def _alone(stretch: Stretch, choice: Choice) -> Array | None:
    return stretch.alone() if choice.chance else None


def _kept(stretch: Stretch, key: str, choice: Choice, kind: str, compute: Callable[[], T]) -> T:
    """In the visitor's session, under everything that the result depends on."""
    name = repr((stretch.key, stretch.scores.provenance, key, choice.reading, choice.method, choice.chance, kind))
    return memory.remembered("trajectories", name, compute)


def sections_of(stretch: Stretch, key: str) -> Sections:
    """Where the level of one signal changes, of the lines read alone."""
    name = repr((stretch.key, stretch.scores.provenance.fingerprint, key))
    return memory.remembered("sections", name, lambda: sections(signal(stretch.alone(), key, stretch.scheme)))


def with_window(choice: Choice, window: int) -> Choice:
    return replace(choice, method=replace(choice.method, window=window))


def findings(stretch: Stretch, choice: Choice) -> tuple[Finding, ...]:
    """Every emotion tested against chance, computed when it is first asked for."""
    name = repr((stretch.key, choice.method))

    def compute() -> tuple[Finding, ...]:
        with st.spinner(t("trajectory.scanning")):
            return scan(stretch.alone(), stretch.scheme, choice.method)

    return memory.remembered("findings", name, compute)


def smooth_labels(stretch: Stretch, choice: Choice) -> Array:
    """Every label smoothed, (n_lines, n_labels)."""
    values = stretch.values(choice.reading)
    known = np.flatnonzero(~np.isnan(values).any(axis=1))
    smoother = make_smoother(choice.method.smoothing, len(known), choice.method.window)
    smooth = np.full(values.shape, np.nan)
    for column in [*emotion_columns(stretch.scheme)]:
        smooth[known, column] = smoother.apply(values[known, column])
    return smooth

"""Trajectories of a stretch of lines, remembered in the visitor's session; long ones are tested in the background."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any, Generic, TypeVar

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


class Computing(Generic[T]):
    """A result that is computed in the background, or by whoever needs it before its turn has come."""

    def __init__(self, compute: Callable[[], T]) -> None:
        self._compute = compute
        self._future = _background().submit(compute)

    def is_done(self) -> bool:
        return self._future.done() and not self._future.cancelled()

    def leave(self) -> None:
        """Take it back, if its turn has not come; `result` still gives it."""
        self._future.cancel()

    def result(self) -> T:
        if self._future.cancel():
            self._future = Future()
            self._future.set_result(self._compute())
        return self._future.result()


def curve_of(stretch: Stretch, key: str, choice: Choice) -> Trajectory:
    """One signal without bands."""
    return _kept(stretch, key, choice, "curve", lambda: sketch(*_asked(stretch, key, choice)))


def trajectory_of(stretch: Stretch, key: str, choice: Choice) -> Trajectory:
    """One signal with its bands; of a long stretch the curve alone while they are being computed."""
    return curve_of(stretch, key, choice) if is_waiting(stretch, key, choice) else traced(stretch, key, choice)


def traced(stretch: Stretch, key: str, choice: Choice) -> Trajectory:
    """One signal with its bands, however long they take."""
    if not _is_smoothed(stretch, choice):
        return curve_of(stretch, key, choice)
    return _bands(stretch, key, choice).result()


def sections_of(stretch: Stretch, key: str) -> Sections:
    """Where the level of one signal changes, of the lines read alone."""
    return _sections(stretch, key).result()


def _is_smoothed(stretch: Stretch, choice: Choice) -> bool:
    """A curve that is the raw scores has no band, and nothing can be said of its turns."""
    return choice.method.window > 1 and len(stretch) > 2


def is_waiting(stretch: Stretch, key: str, choice: Choice) -> bool:
    """Whether the bands of a long stretch, or what is said of them, are still being computed."""
    if len(stretch) < _LONG or not _is_smoothed(stretch, choice):
        return False
    return not all([computing.is_done() for computing in _all_of(stretch, key, choice)])  # a list: both are begun


def compute_ahead(stretch: Stretch, choice: Choice) -> None:
    """Compute the bands of the other chosen signals while the reader looks at those of the one in focus.

    What was begun for an earlier choice, and is not asked for any more, is left.
    """
    ahead: list[Computing[Any]] = memory.remembered("ahead", "", list)
    for earlier in ahead:
        earlier.leave()
    wanted = choice.signals if len(stretch) < _LONG and _is_smoothed(stretch, choice) else ()
    ahead[:] = [computing for key in wanted for computing in _all_of(stretch, key, choice)]


def _all_of(stretch: Stretch, key: str, choice: Choice) -> list[Computing[Any]]:
    bands = _bands(stretch, key, choice)
    return [bands, _sections(stretch, key)] if choice.chance else [bands]


def _bands(stretch: Stretch, key: str, choice: Choice) -> Computing[Trajectory]:
    def begin() -> Computing[Trajectory]:
        alone = stretch.alone() if choice.chance else None
        return Computing(partial(trace, *_asked(stretch, key, choice), alone=alone))

    return _kept(stretch, key, choice, "bands", begin)


def _sections(stretch: Stretch, key: str) -> Computing[Sections]:
    name = repr((stretch.key, stretch.scores.provenance.fingerprint, key))

    def begin() -> Computing[Sections]:
        return Computing(partial(sections, signal(stretch.alone(), key, stretch.scheme)))

    return memory.remembered("sections", name, begin)


def _asked(stretch: Stretch, key: str, choice: Choice) -> tuple[Array, str, Scheme, Method]:
    return stretch.values(choice.reading), key, stretch.scheme, choice.method


def _kept(stretch: Stretch, key: str, choice: Choice, kind: str, compute: Callable[[], T]) -> T:
    """In the visitor's session, under everything that the result depends on."""
    name = repr((stretch.key, stretch.scores.provenance, key, choice.reading, choice.method, choice.chance, kind))
    return memory.remembered("trajectories", name, compute)


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

"""From trajectories to what the figures draw, and the sentences beneath them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from emolit.analysis.signals import bounds
from emolit.analysis.trajectory import BandKind, Reading, Smoothing, Trajectory, TurningPoint, components
from emolit.figures import Frame, Ribbon, Track
from emolit.ui import state
from emolit.ui.trajectory.controls import Axis, Choice, signal_colour, signal_name
from emolit.ui.trajectory.stretch import Stretch
from emolit.ui.widgets import is_dark
from emolit.ui.wording import t

Array = NDArray[np.float64]

MOST_TURNS = 150  # that are drawn of a signal
_CROWD = 500  # lines above which the points of several signals hide each other, and hold up the browser


def track_of(stretch: Stretch, found: Trajectory, choice: Choice, *, among: bool = False) -> Track:
    """One trajectory in the reader's words; bands only where they were computed.

    among: other signals are drawn on the same axis, so that bands name theirs.
    """
    band, null = found.band, found.null
    whose = f" ({signal_name(found.key, stretch.scheme)})" if among else ""
    kind = None if band.kind is BandKind.NONE else t(f"trajectory.ribbon_{band.kind}") + whose
    around = None if kind is None else Ribbon(kind, band.low, band.high)
    chance = (
        None
        if null is None
        else Ribbon(
            t("trajectory.ribbon_null") + whose, null.low, null.high, null.smooth, t("trajectory.curve_alone") + whose
        )
    )
    track = Track(
        signal_name(found.key, stretch.scheme),
        signal_colour(found.key, stretch.scheme),
        found.raw,
        found.smooth,
        band=around,
        null=chance,
        turns=tuple((turn.line, turn.beyond_chance and null is not None) for turn in drawn_turns(found)),
        has_points=not among or len(stretch) <= _CROWD or found.key == choice.focus,
    )
    return _standardised(track) if choice.axis is Axis.Z_SCORE else track


def drawn_turns(found: Trajectory) -> list[TurningPoint]:
    """The most prominent turning points, in the order of their lines: a thousand would hide the curve."""
    return sorted(sorted(found.turns, key=lambda turn: -turn.prominence)[:MOST_TURNS], key=lambda turn: turn.line)


def _standardised(track: Track) -> Track:
    """Everything less the mean of the raw values, in their standard deviations."""
    mean, spread = float(np.nanmean(track.raw)), max(float(np.nanstd(track.raw)), 1e-9)

    def scaled(values: Array) -> Array:
        return np.asarray((values - mean) / spread)

    def ribbon(band: Ribbon | None) -> Ribbon | None:
        if band is None:
            return None
        curve = None if band.curve is None else scaled(band.curve)
        return replace(band, low=scaled(band.low), high=scaled(band.high), curve=curve)

    return replace(
        track, raw=scaled(track.raw), smooth=scaled(track.smooth), band=ribbon(track.band), null=ribbon(track.null)
    )


def frame_of(stretch: Stretch, choice: Choice, tracks: list[Track]) -> Frame:
    """Fixed axes, unless the reader asked for others; then the axis says so."""
    low = min(bounds(key)[0] for key in choice.signals)
    limits, name = (low, 1.0), t("trajectory.axis_balance") if low < 0 else t("read.score_axis")
    if low == 0 and any(":" in key for key in choice.signals):
        name = t("trajectory.axis_mean")
    if choice.reading is Reading.VOTES and low == 0:
        name = t("trajectory.axis_votes")
    if choice.axis is Axis.CLOSE:
        top = _reach(tracks)
        limits, name = (-top if low < 0 else 0.0, top), t("trajectory.axis_cut", name=name, top=f"{top:g}")
    elif choice.axis is Axis.Z_SCORE:
        top = _reach(tracks)
        limits, name = (-top, top), t("trajectory.axis_z_score")
    return Frame(stretch.texts, stretch.sections, (t("trajectory.axis_line"), name), limits, is_dark())


def _reach(tracks: list[Track]) -> float:
    """The largest value drawn, rounded up to a twentieth."""
    drawn = [np.abs(values) for track in tracks for values in (track.raw, track.smooth)]
    return float(np.ceil(20 * max(float(np.nanmax(values)) for values in drawn) + 0.2) / 20)


def said(stretch: Stretch, found: Trajectory, choice: Choice) -> str:
    """What was done, and what it may not be taken for."""
    method, n = found.method, len(stretch)
    parts = [t(f"trajectory.said_{choice.reading}"), _said_smoother(method.smoothing, method.window, n)]
    if found.band.kind is BandKind.LINES:
        parts.append(t("trajectory.said_lines", replicates=found.band.replicates, block=found.band.block))
    if found.band.kind is BandKind.READERS:
        parts.append(t("trajectory.said_readers", replicates=found.band.replicates, readers=method.readers))
    if found.null is not None:
        parts.append(t("trajectory.said_null", permutations=found.null.n_permutations))
    if any(":" in key for key in choice.signals):
        parts.append(t("trajectory.said_family"))
    if len(stretch.works) > 1:
        parts.append(t("trajectory.said_works"))
    warning = t("trajectory.said_not") if found.null is not None else t("trajectory.said_untested")
    return " ".join([*parts, t("trajectory.said_seed", seed=method.seed), warning])


def _said_smoother(smoothing: Smoothing, window: int, n: int) -> str:
    smoothing = smoothing if window > 1 else Smoothing.NONE
    percent, shapes = f"{100 * window / n:.0f}", components(n, window)
    return t(f"trajectory.said_{smoothing}", window=window, percent=percent, components=shapes)


def found_chance(stretch: Stretch, found: Trajectory) -> str:
    """Whether the order of the lines matters for this signal, in one sentence."""
    null = found.null
    assert null is not None
    details = {
        "signal": signal_name(found.key, stretch.scheme),
        "explained": f"{null.explained:.0%}",
        "expected": f"{null.expected:.0%}",
        "p": f"{null.p_order:.3f}",
    }
    outside = np.flatnonzero(null.outside)
    if not len(outside):
        return t("trajectory.inside", **details)
    return t("trajectory.outside", lines=spans(outside), p_band=f"{null.p_envelope:.3f}", **details)


def spans(lines: NDArray[np.intp], most: int = 6) -> str:
    """Line numbers from 1 as "3–7, 12"."""
    groups = np.split(lines, np.flatnonzero(np.diff(lines) > 1) + 1)
    shown = [f"{g[0] + 1}–{g[-1] + 1}" if len(g) > 1 else f"{g[0] + 1}" for g in groups[:most]]
    return ", ".join(shown) + (" …" if len(groups) > most else "")


def alt_of(stretch: Stretch, tracks: list[Track]) -> str:
    """The figure in words, from its data: where each curve is highest and lowest."""
    courses = [
        t(
            "trajectory.alt_signal",
            name=track.name,
            high=f"{np.nanmax(track.smooth):.2f}",
            at=int(np.nanargmax(track.smooth)) + 1,
            low=f"{np.nanmin(track.smooth):.2f}",
            low_at=int(np.nanargmin(track.smooth)) + 1,
        )
        for track in tracks
    ]
    return t("trajectory.alt", work=stretch.title, lines=len(stretch)) + " " + " ".join(courses)


def follow_click(stretch: Stretch, key: str, clicked: int | None) -> None:
    """Turn to a newly clicked line; the figure remembers its click, which must not undo a later choice."""
    seen = f"{key}.clicked"
    if clicked is None:
        st.session_state.pop(seen, None)
    elif clicked != st.session_state.get(seen):
        st.session_state[seen] = clicked
        stretch.select(clicked)
        if state.awaits_page():
            st.rerun()

"""Curves: all on one axis, one panel each, or one under three windows."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from emolit.analysis.trajectory import Trajectory, section_means
from emolit.export import trajectory_record
from emolit.figures import MOST_POINTS, Figure, Track, panels_figure, trajectory_figure
from emolit.ui import takeaway
from emolit.ui.trajectory.controls import Choice, signal_name
from emolit.ui.trajectory.drawing import MOST_TURNS, alt_of, follow_click, found_chance, frame_of, said, track_of
from emolit.ui.trajectory.selected import show_selected
from emolit.ui.trajectory.stretch import Stretch
from emolit.ui.trajectory.traced import (
    compute_ahead,
    curve_of,
    findings,
    is_waiting,
    sections_of,
    trajectory_of,
    with_window,
)
from emolit.ui.wording import t


def show_curves(stretch: Stretch, choice: Choice) -> None:
    """All signals on one axis, the bands of the one in focus."""
    traces = {
        key: trajectory_of(stretch, key, choice) if key == choice.focus else curve_of(stretch, key, choice)
        for key in choice.signals
    }
    tracks = [track_of(stretch, found, choice, among=len(traces) > 1) for found in traces.values()]
    focus = traces[choice.focus]
    if is_waiting(stretch, choice.focus, choice):
        _wait(stretch, choice)
    frame = frame_of(stretch, choice, tracks)
    figure = trajectory_figure(tracks, frame)
    _draw("curves", stretch, choice, figure, tracks, list(traces.values()),
          printed=lambda press: press.printed_trajectory(tracks, frame))  # fmt: skip
    if focus.null is not None:
        st.markdown(found_chance(stretch, focus) + " " + _said_sections(stretch, focus))
    st.caption(said(stretch, focus, choice))
    if not all(track.has_points for track in tracks):
        st.caption(t("trajectory.points_of_focus"))
    show_selected("trajectory_curves", stretch)
    _show_turns(stretch, focus)
    _show_sections(stretch, focus, choice)
    _show_findings(stretch, choice)
    compute_ahead(stretch, choice)


@st.fragment(run_every=1.0)
def _wait(stretch: Stretch, choice: Choice) -> None:
    """Ask once a second whether the null band is ready; only this note is drawn anew."""
    if not is_waiting(stretch, choice.focus, choice):
        st.rerun()
    st.info(t("trajectory.waiting"), icon=":material/hourglass_top:")


def show_panels(stretch: Stretch, choice: Choice) -> None:
    """A panel a signal, each with its bands."""
    traces = [trajectory_of(stretch, key, choice) for key in choice.signals]
    if any(is_waiting(stretch, key, choice) for key in choice.signals):
        _wait(stretch, choice)
    tracks = [track_of(stretch, found, choice) for found in traces]
    _draw("panels", stretch, choice, panels_figure(tracks, frame_of(stretch, choice, tracks)), tracks, traces)
    for found in traces:
        if found.null is not None:
            st.markdown(f"- {found_chance(stretch, found)}")
    st.caption(said(stretch, traces[0], choice))
    show_selected("trajectory_panels", stretch)


def show_windows(stretch: Stretch, choice: Choice) -> None:
    """The signal in focus under half, the chosen and twice the window."""
    window = choice.method.window
    windows = sorted({max(3, window // 2 | 1), window, min(2 * window - 1, (len(stretch) - 1) | 1)})
    traces = [trajectory_of(stretch, choice.focus, with_window(choice, width)) for width in windows]
    tracks = [track_of(stretch, found, choice) for found in traces]
    named = [
        Track(t("trajectory.window_track", name=track.name, window=width), track.colour, track.raw, track.smooth,
              track.band, track.null, track.turns)
        for track, width in zip(tracks, windows, strict=True)
    ]  # fmt: skip
    st.markdown(t("trajectory.windows_lead"))
    _draw("windows", stretch, choice, panels_figure(named, frame_of(stretch, choice, named)), named, traces)
    st.caption(said(stretch, traces[len(traces) // 2], choice))
    show_selected("trajectory_windows", stretch)


def _draw(
    view: str,
    stretch: Stretch,
    choice: Choice,
    figure: Figure,
    tracks: list[Track],
    traces: list[Trajectory],
    printed: Callable[[ModuleType], Any] | None = None,
) -> None:
    key = f"trajectory.{view}.{stretch.key[:12]}"
    if len(stretch) > MOST_POINTS:
        st.caption(t("trajectory.points_thinned", lines=f"{len(stretch):,}", parts=MOST_POINTS // 3))
    if any(len(found.turns) > MOST_TURNS for found in traces):
        st.caption(t("trajectory.turns_thinned", most=MOST_TURNS))
    point = takeaway.draw(f"trajectory_{view}", figure, alt=alt_of(stretch, tracks), key=key)
    takeaway.offer(
        f"trajectory_{view}",
        figure,
        lambda: _table(stretch, tracks),
        lambda: [trajectory_record(stretch.as_work(), found, choice.reading) for found in traces],
        stretch.title,
        said(stretch, next((found for found in traces if found.null is not None), traces[0]), choice),
        printed,
    )
    follow_click(stretch, key, round(point["x"]) - 1 if point and _is_raw(figure, point) else None)


def _is_raw(figure: Figure, point: dict[str, Any]) -> bool:
    trace = figure.data[point["curve_number"]]
    return bool(trace.mode == "markers" and trace.hoverinfo != "skip")


def _table(stretch: Stretch, tracks: list[Track]) -> pd.DataFrame:
    """The figure's twin: every number that is drawn."""
    columns: dict[str, object] = {
        t("trajectory.axis_line"): range(1, len(stretch) + 1),
        t("trajectory.section"): stretch.section_names,
        t("read.poem"): stretch.texts,
    }
    for track in tracks:
        columns[f"{track.name}, {t('trajectory.raw')}"] = track.raw.round(4)
        columns[f"{track.name}, {t('trajectory.smooth')}"] = track.smooth.round(4)
        if track.null is not None and track.null.curve is not None:
            columns[f"{track.name}, {track.null.curve_name}"] = track.null.curve.round(4)
        for band in filter(None, (track.band, track.null)):
            columns[f"{track.name}, {band.name}, {t('trajectory.low')}"] = band.low.round(4)
            columns[f"{track.name}, {band.name}, {t('trajectory.high')}"] = band.high.round(4)
    return pd.DataFrame(columns)


def _show_turns(stretch: Stretch, found: Trajectory) -> None:
    """Turning points with their lines as text."""
    name = signal_name(found.key, stretch.scheme)
    beyond = sum(turn.beyond_chance for turn in found.turns)
    heading = t("trajectory.turns", name=name, count=len(found.turns), beyond=beyond)
    part = st.expander(heading, icon=":material/moving:", on_change="rerun", key="trajectory.open_turns")
    with part:
        if not part.open:
            return
        st.caption(t("trajectory.turns_note"))
        rows = [
            {
                t("trajectory.axis_line"): turn.line + 1,
                t("trajectory.turn_kind"): t(f"trajectory.{turn.kind}"),
                t("trajectory.smooth"): round(turn.value, 3),
                t("trajectory.prominence"): round(turn.prominence, 3),
                t("trajectory.beyond"): turn.beyond_chance,
                t("read.poem"): stretch.texts[turn.line],
            }
            for turn in found.turns
        ]
        if rows:
            st.dataframe(pd.DataFrame(rows), hide_index=True, alt=t("trajectory.turns_alt", name=name))
        else:
            st.markdown(t("trajectory.no_turns"))


def _said_sections(stretch: Stretch, found: Trajectory) -> str:
    """Where the level of the lines read alone changes, in one sentence."""
    starts = sections_of(stretch, found.key).starts[1:]
    if not starts:
        return t("trajectory.no_change")
    return t("trajectory.changes", lines=", ".join(str(start + 1) for start in starts))


def _show_sections(stretch: Stretch, found: Trajectory, choice: Choice) -> None:
    """Change points of the lines read alone, and the means of stanzas or works."""
    if not choice.chance:
        return
    name = signal_name(found.key, stretch.scheme)
    heading = t("trajectory.sections", name=name)
    part = st.expander(heading, icon=":material/segment:", on_change="rerun", key="trajectory.open_sections")
    with part:
        if not part.open:
            return
        raw = curve_of(stretch, choice.focus, choice).raw
        cut = sections_of(stretch, found.key)
        st.markdown(_said_sections(stretch, found))
        ends = [*cut.starts[1:], len(stretch)]
        rows = [
            {
                t("trajectory.from_line"): start + 1,
                t("trajectory.to_line"): end,
                t("trajectory.level"): round(float(level), 3),
                t("trajectory.first_line"): stretch.texts[start],
            }
            for start, end, level in zip(cut.starts, ends, cut.levels, strict=True)
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt=t("trajectory.sections", name=name))
        st.caption(t("trajectory.means_note"))
        means = section_means(raw, stretch.sections)
        table = pd.DataFrame({t("trajectory.section"): stretch.section_names, name: means.round(3)})
        first = table.index.isin(np.unique(stretch.sections, return_index=True)[1])
        st.dataframe(table[first], hide_index=True, alt=t("trajectory.means_note"))


def _show_findings(stretch: Stretch, choice: Choice) -> None:
    """All emotions tested at once, when the reader opens it."""
    if not choice.chance:
        return
    part = st.expander(
        t("trajectory.scan"), icon=":material/query_stats:", on_change="rerun", key="trajectory.open_scan"
    )
    with part:
        if not part.open:
            return
        st.caption(t("trajectory.scan_note"))
        rows = [
            {
                t("trajectory.emotion"): signal_name(finding.label, stretch.scheme),
                t("trajectory.explained"): round(finding.explained, 3),
                t("trajectory.expected"): round(finding.expected, 3),
                "p": round(finding.p_order, 4),
                "q": round(finding.q_order, 4),
            }
            for finding in findings(stretch, choice)
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt=t("trajectory.scan"))

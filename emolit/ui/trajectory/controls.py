"""What the reader of a trajectory may choose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import streamlit as st

from emolit.analysis.signals import BALANCE, FAMILY_PREFIX, VALENCE_PREFIX, signal_keys
from emolit.analysis.trajectory import SHORT, BandKind, Method, Reading, Smoothing, components, default_window
from emolit.emotions import NONE_FAMILY, Scheme
from emolit.ui import state
from emolit.ui.choices import choose_one
from emolit.ui.trajectory.stretch import Stretch
from emolit.ui.wording import t

_MOST_SIGNALS = 6
_FIRST_SIGNALS = ["family:sorrow", "family:joy", "family:anger"]
_WIDEST = 201  # lines, where a tenth of the work is less
_BALANCE_COLOUR = "#5b6472"


class View(StrEnum):
    CURVES = "curves"
    PANELS = "panels"
    WINDOWS = "windows"
    GRID = "grid"
    STACK = "stack"
    WORKS = "works"
    DYNAMICS = "dynamics"


class Axis(StrEnum):
    FIXED = "fixed"
    CLOSE = "close"
    Z_SCORE = "z"


@dataclass(frozen=True)
class Choice:
    """What is drawn and how."""

    view: View
    signals: tuple[str, ...]
    focus: str  # the signal whose bands are drawn
    reading: Reading
    method: Method
    chance: bool  # whether the null band is wanted
    axis: Axis


def signal_name(key: str, scheme: Scheme) -> str:
    """What a signal is called in the reader's language."""
    language = state.language()
    if key == BALANCE:
        return t("trajectory.balance")
    if key.startswith(VALENCE_PREFIX):
        return t("trajectory.valence", name=t(f"about.{key.removeprefix(VALENCE_PREFIX)}"))
    for family in scheme.families:
        if key == FAMILY_PREFIX + family.key:
            return t("trajectory.family", name=family.gloss(language))
    return scheme.find(key).gloss(language)


def signal_colour(key: str, scheme: Scheme) -> str:
    families = {FAMILY_PREFIX + family.key: family.colour for family in scheme.families}
    if key == BALANCE or key.startswith(VALENCE_PREFIX):
        return _BALANCE_COLOUR
    return families.get(key) or scheme.find(key).colour


def families_of(scheme: Scheme) -> list[str]:
    """Keys of the families of emotions, "no emotion" left out."""
    return [FAMILY_PREFIX + family.key for family in scheme.families if family.key != NONE_FAMILY]


def choose(stretch: Stretch) -> Choice:
    """The rows of controls above the figure; the first signal is in focus."""
    if len(stretch) < SHORT:
        st.info(t("trajectory.short", lines=len(stretch)), icon=":material/straighten:")
    view = choose_one("trajectory.view", View, View.CURVES, help="trajectory.view_help")
    keys = signal_keys(stretch.scheme)
    signals = st.multiselect(
        t("trajectory.signals"),
        keys,
        default=[key for key in _FIRST_SIGNALS if key in keys] or keys[-len(stretch.scheme.names) :][:3],
        max_selections=_MOST_SIGNALS,
        format_func={key: signal_name(key, stretch.scheme) for key in keys}.__getitem__,
        key="trajectory.signals",
        persist_state="session",
    )
    smoothing, window = _smoothing(len(stretch), is_used=view != View.GRID)
    with st.expander(t("trajectory.more"), icon=":material/tune:"):
        reading, band, chance, axis = _more(stretch)
    method = Method(smoothing, window, band, stretch.panel)
    return Choice(View(view), tuple(signals), next(iter(signals), ""), reading, method, chance, axis)


def with_focus(choice: Choice, scheme: Scheme) -> Choice:
    """The choice with the signal whose bands are drawn, chosen above the figure where there are several."""
    if len(choice.signals) < 2:
        return choice
    focus = st.segmented_control(
        t("trajectory.focus"),
        choice.signals,
        default=choice.focus,
        required=True,
        format_func={key: signal_name(key, scheme) for key in choice.signals}.__getitem__,
        key="trajectory.focus." + ",".join(choice.signals),
        help=t("trajectory.focus_help"),
        persist_state="session",
    )
    return replace(choice, focus=focus or choice.focus)


def _smoothing(n_lines: int, *, is_used: bool) -> tuple[Smoothing, int]:
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    with left:
        chosen = st.selectbox(
            t("trajectory.smoother"),
            list(Smoothing),
            format_func={kind: t(f"trajectory.smoother_{kind}") for kind in Smoothing}.__getitem__,
            key="trajectory.smoother",
            help=t("trajectory.smoother_help"),
            disabled=not is_used,
            persist_state="session",
        )
        smoothing = Smoothing(chosen or Smoothing.MEAN)
    with right:
        widths = windows(n_lines)
        window = st.select_slider(
            t("trajectory.window"),
            widths,
            value=min(default_window(n_lines), widths[-1]),
            format_func={width: _window_name(smoothing, width, n_lines) for width in widths}.__getitem__,
            key=f"trajectory.window.{n_lines}",
            help=t("trajectory.window_help"),
            disabled=smoothing is Smoothing.NONE or not is_used,
            persist_state="session",
        )
    return smoothing, 1 if smoothing is Smoothing.NONE else int(window)


def windows(n_lines: int) -> list[int]:
    """Odd windows up to half of the work, finer where they are small; the default is among them."""
    most = max(3, default_window(n_lines), min(n_lines // 2, max(_WIDEST, n_lines // 4)))
    steps = [*range(1, 32, 2), *range(41, 202, 10), *range(301, most + 1, 100)]
    return sorted({*(width for width in steps if width <= most), min(default_window(n_lines), most | 1)})


def _window_name(smoothing: Smoothing, width: int, n_lines: int) -> str:
    if smoothing is Smoothing.DCT:
        return t("trajectory.window_dct", components=components(n_lines, width) if width > 1 else n_lines)
    return t("trajectory.window_name", lines=width, percent=f"{100 * width / n_lines:.0f}")


def _more(stretch: Stretch) -> tuple[Reading, BandKind, bool, Axis]:
    model = Reading.CONTEXT if state.in_context() else Reading.ALONE
    readings = [model, Reading.VOTES] if stretch.has_votes else [model]
    columns = st.columns(2)
    with columns[0]:
        votes = len(readings) > 1 and _chosen_reading(readings) is Reading.VOTES
        band = choose_one("trajectory.band", BandKind, BandKind.LINES, help="trajectory.band_help")
    with columns[1]:
        axis = choose_one("trajectory.axis", Axis, Axis.FIXED, help="trajectory.axis_help")
        chance = st.toggle(
            t("trajectory.chance"),
            value=stretch.reads_alone_at_once(),
            key=f"trajectory.chance.{stretch.reads_alone_at_once()}",
            help=t("trajectory.chance_help"),
            persist_state="session",
        )
    return Reading.VOTES if votes else model, band, chance, axis


def _chosen_reading(readings: list[Reading]) -> Reading:
    where = f"trajectory.reading.{'.'.join(readings)}"
    return choose_one("trajectory.reading", readings, readings[0], help="trajectory.reading_help", where=where)

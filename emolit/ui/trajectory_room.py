"""The parts of the Trajectory page."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from emolit.analysis.signals import FAMILY_PREFIX, signal
from emolit.analysis.trajectory import SHORT, moving_mean
from emolit.corpus import Work
from emolit.emotions import NONE_FAMILY, Scheme
from emolit.figures import Track, trajectory_figure
from emolit.reading.scores import WorkScores
from emolit.ui import state
from emolit.ui.reading_room import choose_line
from emolit.ui.widgets import is_dark
from emolit.ui.wording import t

_MOST_SIGNALS = 6
_FIRST_SIGNALS = ["family:sorrow", "family:joy", "family:anger"]


def signal_name(key: str, scheme: Scheme) -> str:
    """A label's gloss, or "family: …", in the reader's language."""
    for family in scheme.families:
        if key == FAMILY_PREFIX + family.key:
            return t("trajectory.family", name=family.gloss(state.language()))
    return scheme.find(key).gloss(state.language())


def _colour(key: str, scheme: Scheme) -> str:
    families = {FAMILY_PREFIX + family.key: family.colour for family in scheme.families}
    return families.get(key) or scheme.find(key).colour


def choose(scheme: Scheme, n_lines: int) -> tuple[list[str], int]:
    """Signals to draw and the smoother's window in lines."""
    families = [FAMILY_PREFIX + family.key for family in scheme.families if family.key != NONE_FAMILY]
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    signals = left.multiselect(
        t("trajectory.signals"),
        [*families, *scheme.names],
        default=_FIRST_SIGNALS,
        max_selections=_MOST_SIGNALS,
        format_func={key: signal_name(key, scheme) for key in (*families, *scheme.names)}.__getitem__,
        key="trajectory.signals",
        persist_state="session",
    )
    window = right.select_slider(
        t("trajectory.window"),
        range(1, 32, 2),
        value=5,
        key="trajectory.window",
        help=t("trajectory.window_help"),
        persist_state="session",
    )
    if n_lines < SHORT:
        st.info(t("trajectory.short", lines=n_lines))
    return signals, window


def tracks(found: WorkScores, scheme: Scheme, signals: list[str], window: int) -> list[Track]:
    result = []
    for key in signals:
        raw = signal(found.lines.values, key, scheme)
        result.append(Track(signal_name(key, scheme), _colour(key, scheme), raw, moving_mean(raw, window)))
    return result


def show_figure(work: Work, tracks: list[Track], window: int) -> None:
    """The figure; clicking a point selects its line everywhere."""
    st.markdown(t("trajectory.lead", window=window))
    names = ", ".join(track.name for track in tracks)
    event = st.plotly_chart(
        trajectory_figure(
            tracks,
            work.texts,
            work.stanza_numbers,
            axes=(t("trajectory.axis_line"), t("read.score_axis")),
            selected=state.selected_line(work),
            dark=is_dark(),
        ),
        theme=None,
        key=f"trajectory.figure.{work.id}.{len(work)}",
        on_select="rerun",
        selection_mode="points",
        config={"displaylogo": False, "modeBarButtonsToRemove": ["select2d", "lasso2d"]},
        alt=t("trajectory.alt", work=work.title, lines=len(work), signals=names),
    )
    st.caption(t("trajectory.derived"))
    clicked = [point["customdata"][0] for point in event.selection.points if point.get("customdata")]
    _follow_click(work, clicked[0] if clicked else None)


def _follow_click(work: Work, clicked: int | None) -> None:
    """Turn to a newly clicked line; the figure remembers its click, which must not undo a later choice."""
    seen = f"trajectory.clicked.{work.id}"
    if clicked is not None and clicked != st.session_state.get(seen):
        st.session_state[seen] = clicked
        state.select_line(work.id, int(clicked))
        st.rerun()
    if clicked is None:
        st.session_state.pop(seen, None)


def show_selected(work: Work) -> None:
    """The selected line as text, and the way to it on the Read page."""
    choose_line(work, key="trajectory.line", label=t("trajectory.line"))
    index = state.selected_line(work)
    with st.container(border=True, key="trajectory_selected"):
        st.caption(t("trajectory.selected", number=index + 1))
        st.text(work.texts[index])
    st.page_link("pages/read_page.py", label=t("trajectory.open"), icon=":material/menu_book:")


def show_table(work: Work, tracks: list[Track]) -> None:
    with st.expander(t("trajectory.table"), icon=":material/table:"):
        columns: dict[str, object] = {t("trajectory.axis_line"): range(1, len(work) + 1), t("read.poem"): work.texts}
        for track in tracks:
            columns[f"{track.name}, {t('trajectory.raw')}"] = track.raw.round(4)
            columns[f"{track.name}, {t('trajectory.smooth')}"] = track.smooth.round(4)
        st.dataframe(pd.DataFrame(columns), hide_index=True, alt=t("trajectory.table"))

"""Trajectory: how emotions move along a work."""

import streamlit as st

from emolit.ui import cached, state, trajectory_room, widgets
from emolit.ui.wording import t

st.title(t("trajectory.heading"))
work = state.current_work()
scores = cached.scores([work])
scheme = cached.reader().scheme
widgets.show_notices(state.corpus_of(work), scores)

signals, window = trajectory_room.choose(scheme, len(work))
if not signals:
    st.info(t("trajectory.choose"))
    st.stop()

tracks = trajectory_room.tracks(scores.of(work.id), scheme, signals, window)
trajectory_room.show_figure(work, tracks, window)
trajectory_room.show_selected(work)
trajectory_room.show_table(work, tracks)

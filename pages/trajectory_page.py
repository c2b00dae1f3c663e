"""Trajectory: how emotions move along a work, and whether that is more than chance."""

import streamlit as st

from emolit.ui import cached, state, trajectory, widgets
from emolit.ui.wording import t

st.title(t("trajectory.heading"))
st.markdown(t("trajectory.lead"))
stretch = trajectory.choose_stretch(cached.reader().scheme)
widgets.show_notices(state.corpus_of(*stretch.works), stretch.scores)
trajectory.show(stretch)

"""Models: two models on the same work, line by line."""

import streamlit as st

from emolit.ui import models_room, state
from emolit.ui.wording import t

st.title(t("models.heading"))
st.markdown(t("models.lead"))
sides = models_room.choose(state.current_work())
models_room.show_sides(sides)
models_room.show(sides)

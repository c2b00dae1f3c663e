"""Emotion space: five poets, and the reader's own texts among them or alone."""

import streamlit as st

from emolit.ui import space
from emolit.ui.wording import t

st.title(t("space.heading"))
st.markdown(t("space.lead"))
space.show(space.gather_texts())

"""About: what a score is, the model, the labels, the limits, how to cite."""

import streamlit as st

from emolit.ui import about_room, cached, measured_room
from emolit.ui.wording import t

st.title(t("about.heading"))
for part in ("score", "limits", "privacy"):
    st.subheader(t(f"about.{part}_title"))
    st.markdown(t(f"about.{part}"))

reader = cached.reader()
st.subheader(t("about.scheme_title"))
about_room.show_scheme(reader.scheme)
st.subheader(t("measured.title"))
measured_room.show_measured(reader.checkpoint.measured, reader.scheme)
st.subheader(t("about.model_title"))
about_room.show_model(reader)
st.subheader(t("about.cite_title"))
about_room.show_citation()

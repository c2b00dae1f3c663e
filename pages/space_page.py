"""Emotion space: lines or works as points, authors as centre and spread or as density."""

import streamlit as st

from emolit.ui import cached, space_room, widgets
from emolit.ui.wording import t

st.title(t("space.heading"))
corpus, scores = cached.corpus_scores()
own_scheme = cached.reader().scheme
widgets.show_notices(space_room.own_part(corpus), scores)

unit, method = space_room.choose()
points, profiles, works = space_room.gather(corpus, scores, own_scheme, unit)
space_room.show(points, profiles, works, method)

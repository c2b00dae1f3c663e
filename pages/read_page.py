"""Read: the poem as printed, with what a reader is likely to find in each line."""

import streamlit as st

from emolit.ui import cached, reading_room, state, widgets
from emolit.ui.poem import show_poem
from emolit.ui.wording import t

st.title(t("read.heading"))
st.markdown(t("read.lead"))
widgets.intake()

work = state.current_work()
scores = cached.scores([work])
found = scores.of(work.id)
scheme = cached.reader().scheme
widgets.show_notices(state.corpus_of(work), scores)

choice = reading_room.choose(scheme, scores)
reading_room.show_effect(found, scheme, choice.threshold)
poem, panel = st.columns([7, 4], gap="medium")
with poem:
    show_poem(work, found, scheme, emotion=choice.emotion, top_k=choice.top_k, threshold=choice.threshold)
with panel:
    reading_room.show_line(work, found, scheme, choice.threshold)
reading_room.show_table(work, scores)

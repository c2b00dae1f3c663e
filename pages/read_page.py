"""Read: the poem as printed, what a reader is likely to find in each line and why, and the scholar's own judgement."""

import streamlit as st

from emolit.ui import cached, reading, state, widgets
from emolit.ui.reading.company import company_of
from emolit.ui.wording import t

st.title(t("read.heading"))
st.markdown(t("read.lead"))
widgets.intake()

work = state.current_work()
scores = cached.scores([work])
scheme = cached.reader().scheme
widgets.show_notices(state.corpus_of(work), scores)

choice = reading.choose(scheme, scores)
reading.show_effect(scores, scheme, choice, company_of(work))
reading.show_poem_and_line(work, scores.of(work.id), scheme, choice)
reading.show_tools(work, scores, scheme, choice)

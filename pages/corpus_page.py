"""Corpus: what was read and how; works that can be named, merged, split and left out."""

import streamlit as st

from emolit.ui import corpus_room, staging_room, state, widgets
from emolit.ui.wording import t

st.title(t("corpus.heading"))
st.markdown(t("corpus.lead"))
widgets.show_messages()
staging_room.bring()
staging_room.show()

own = state.own_corpus()
corpus_room.show_samples()
if not len(own):
    st.info(t("corpus.empty"))
else:
    corpus_room.show_sources(own)
    st.subheader(t("corpus.works_table"))
    chosen = corpus_room.edit_works(own)
    corpus_room.show_actions(own, chosen)
    st.subheader(t("corpus.preview"))
    corpus_room.show_work(own)
    corpus_room.show_glosses(own)

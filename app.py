"""emolit in the browser: the frame around every page."""

import streamlit as st

from emolit.ui import state, widgets
from emolit.ui.wording import t

st.set_page_config(page_title="emolit", page_icon=widgets.ICON, layout="wide", menu_items={"About": "emolit"})
widgets.announce_language(state.language())

# A page's url_path must differ from its file's stem, or a first visit straight to it would skip this file.
pages = [
    st.Page("pages/read_page.py", title=t("page.read"), icon=":material/menu_book:", url_path="read", default=True),
    st.Page("pages/corpus_page.py", title=t("page.corpus"), icon=":material/library_books:", url_path="corpus"),
    st.Page("pages/trajectory_page.py", title=t("page.trajectory"), icon=":material/timeline:", url_path="trajectory"),
    st.Page("pages/space_page.py", title=t("page.space"), icon=":material/scatter_plot:", url_path="space"),
    st.Page("pages/compare_page.py", title=t("page.compare"), icon=":material/balance:", url_path="compare"),
    st.Page("pages/about_page.py", title=t("page.about"), icon=":material/info:", url_path="about"),
]
page = st.navigation(pages)
widgets.sidebar()
widgets.run(page.run)

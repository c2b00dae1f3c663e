"""emolit in the browser: the frame around every page."""

import streamlit as st

from emolit.ui import charts, permalink, state, widgets
from emolit.ui.wording import t

st.set_page_config(page_title="emolit", page_icon=widgets.ICON, layout="wide", menu_items={"About": "emolit"})
permalink.take()
widgets.announce_language(state.language())

# A page's url_path must differ from its file's stem, or a first visit straight to it would skip this file.
pages = [
    st.Page("pages/read_page.py", title=t("page.read"), icon=":material/menu_book:", url_path="read", default=True),
    st.Page("pages/corpus_page.py", title=t("page.corpus"), icon=":material/library_books:", url_path="corpus"),
    st.Page("pages/trajectory_page.py", title=t("page.trajectory"), icon=":material/timeline:", url_path="trajectory"),
    st.Page("pages/space_page.py", title=t("page.space"), icon=":material/scatter_plot:", url_path="space"),
    st.Page("pages/compare_page.py", title=t("page.compare"), icon=":material/balance:", url_path="compare"),
    st.Page("pages/models_page.py", title=t("page.models"), icon=":material/compare:", url_path="models"),
    st.Page("pages/share_page.py", title=t("page.share"), icon=":material/download:", url_path="share"),
    st.Page("pages/about_page.py", title=t("page.about"), icon=":material/info:", url_path="about"),
]
page = st.navigation(pages, position="hidden" if st.context.is_embedded else "sidebar")
widgets.sidebar()
permalink.offer(page.url_path)
widgets.run(page.run)
charts.fetch_early()

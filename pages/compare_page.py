"""Compare: what sets one poet, work or collection apart, and how surely."""

import streamlit as st

from emolit.ui import compare
from emolit.ui.wording import t

st.title(t("compare.heading"))
st.markdown(t("compare.lead"))
found = compare.choose_groups()
if found is not None:
    compare.show(found)

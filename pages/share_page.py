"""Take away: data, edition, report, methods and citation; the session as a file."""

import streamlit as st

from emolit.ui import session_room, share_room, widgets
from emolit.ui.wording import t

st.title(t("share.heading"))
st.markdown(t("share.lead"))
widgets.show_messages()
taken = share_room.choose()
widgets.show_notices(taken.corpus, taken.scores)
share_room.show_data(taken)
share_room.show_edition(taken)
share_room.show_report(taken)
session_room.show()
share_room.show_methods(taken)

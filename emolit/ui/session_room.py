"""Save a session to a file and come back to it."""

from __future__ import annotations

import streamlit as st

from emolit.corpus import sample_corpus
from emolit.errors import EmolitError
from emolit.export.session import Session, read_session, write_session
from emolit.ui import allowance, cached, kept, permalink, state
from emolit.ui.judging import leaving
from emolit.ui.wording import sentence, t


def show() -> None:
    """Two buttons: the session as a file, and a file as the session."""
    st.subheader(t("share.session"))
    st.markdown(t("share.session_lead"))
    own = state.own_corpus()
    leaving.leave([*own.works, *sample_corpus().works])
    session = Session(
        own,
        cached.known_scores(own.works),
        kept.settings(),
        permalink.view(),
        dict(kept.extras()),
        dict(kept.editions()),
    )
    st.download_button(
        t("share.session_save"), lambda: write_session(session), file_name="emolit-session.emolit",
        mime="application/zip", on_click="ignore", key="share.session_save", icon=":material/save:",
        disabled=not len(own),
    )  # fmt: skip
    if len(own):
        read = len(session.scores.works) if session.scores else 0
        st.caption(t("share.session_holds", works=len(own), read=read))
    else:
        st.caption(t("share.session_empty"))
    key = f"share.session_open.{st.session_state.get('share.opened', 0)}"
    file = st.file_uploader(t("share.session_open"), type=["emolit"], key=key)
    if file is not None:
        _open(file.name, file.getvalue())
        st.session_state["share.opened"] = st.session_state.get("share.opened", 0) + 1
        st.rerun()


def _bring_judgements() -> None:
    """A damaged part is left out with a sentence; the rest of the session has come."""
    try:
        leaving.come_back()
    except EmolitError as error:
        state.say(sentence(error), is_error=True)


def _open(name: str, data: bytes) -> None:
    """Put the session in the place of what is here; a file that is no session changes nothing."""
    try:
        state.bring(len(data))
        session = read_session(name, data, limits=allowance.limits())
    except EmolitError as error:
        state.say(sentence(error), is_error=True)
        return
    state.set_own_corpus(session.corpus)
    kept.editions().update(session.editions)
    kept.extras().clear()
    kept.extras().update(session.extras)
    kept.restore(session.settings)
    _bring_judgements()
    if session.scores is not None:
        kept.drop_opened()
        cached.keep_opened([state.in_unit(work) for work in session.corpus], session.scores)
    state.say(t("share.session_opened", name=name, works=len(session.corpus), lines=session.corpus.n_lines))
    permalink.resume(session.settings, session.view)

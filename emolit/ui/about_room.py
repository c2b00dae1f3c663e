"""The parts of the About page."""

from __future__ import annotations

import re

import pandas as pd
import streamlit as st

from emolit.emotions import Scheme
from emolit.export.citing import plain
from emolit.reading import EmotionReader
from emolit.ui import state
from emolit.ui.wording import t

_ENCODER = "Wang et al. (2024): Multilingual E5 Text Embeddings. arXiv:2402.05672."
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def show_scheme(scheme: Scheme) -> None:
    """The labels with family, valence and definition, in the reader's language."""
    language = state.language()
    rows = [
        {
            t("about.gloss"): emotion.gloss(language),
            t("about.name"): emotion.name,
            t("about.family"): emotion.family_ko if language == "ko" else emotion.family_en,
            t("about.valence"): t(f"about.{emotion.valence}"),
            t("about.definition"): emotion.definition(language),
        }
        for emotion in scheme.emotions
    ]
    st.caption(t("about.scheme_note"))
    st.dataframe(pd.DataFrame(rows), hide_index=True, height=420, alt=t("about.scheme_title"))


def show_model(reader: EmotionReader) -> None:
    """Which model this is, and its card as it was generated."""
    checkpoint = reader.checkpoint
    different = sorted(set(checkpoint.threshold))
    threshold = f"{different[0]:.3g}" if len(different) == 1 else f"{different[0]:.3g}–{different[-1]:.3g}"
    details = {"name": checkpoint.name, "fingerprint": checkpoint.fingerprint[:16], "threshold": threshold}
    st.markdown(t("about.model", **details))
    card = checkpoint.folder / "README.md"
    if card.is_file():
        with st.expander(t("about.model_title"), icon=":material/description:"):
            st.caption(t("about.model_note"))
            st.markdown(_FRONT_MATTER.sub("", card.read_text(encoding="utf-8")))


def show_citation() -> None:
    st.markdown(t("about.cite"))
    st.code(plain() + _ENCODER, language=None, wrap_lines=True)

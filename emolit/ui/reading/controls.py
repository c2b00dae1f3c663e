"""What the reader wants to see on the poem, and what that does to it and to the corpus."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from emolit.analysis.profile import labels_per_line
from emolit.emotions import Scheme
from emolit.reading.scores import EmotionScores
from emolit.ui import state
from emolit.ui.reading.company import Company
from emolit.ui.wording import t

_FIRST_EMOTION = "슬픔"
EMOTION = "read.emotion"


@dataclass(frozen=True)
class Choice:
    """What the reader wants to see on the poem."""

    emotion: str  # label whose strength tints the lines
    top_k: int
    threshold: float


def choose(scheme: Scheme, scores: EmotionScores) -> Choice:
    """The row of controls above the poem."""
    first = float(np.mean(scores.threshold))
    language = state.language()
    emotion, top_k, threshold = st.columns([2, 1, 2], vertical_alignment="bottom")
    return Choice(
        emotion.selectbox(
            t("read.emotion"),
            scheme.names,
            index=scheme.names.index(_FIRST_EMOTION) if _FIRST_EMOTION in scheme.names else 0,
            format_func={emotion.name: emotion.gloss(language) for emotion in scheme.emotions}.__getitem__,
            key=EMOTION,
            persist_state="session",
        ),
        top_k.number_input(t("read.top_k"), 1, 6, 3, key="read.top_k", persist_state="session"),
        threshold.slider(
            t("read.threshold"),
            0.0,
            1.0,
            round(first, 2),
            0.01,
            key="read.threshold",
            help=t("read.threshold_help", value=f"{first:.2f}"),
            persist_state="session",
        ),
    )


def show_effect(found: EmotionScores, scheme: Scheme, choice: Choice, company: Company | None) -> None:
    """How many emotions threshold and top-k leave a line, here and in the whole corpus."""
    parts = [t("read.effect_here", **_counted(found.line_values(), scheme, choice))]
    if company is not None and len(company.places) > len(found.line_values()):
        parts.append(t("read.effect_corpus", lines=len(company.places), **_counted(company.values, scheme, choice)))
    st.caption(" ".join(parts))


def _counted(values: np.ndarray, scheme: Scheme, choice: Choice) -> dict[str, object]:
    labels = labels_per_line(values, scheme, choice.threshold, choice.top_k)
    shares = np.bincount(labels, minlength=choice.top_k + 1) / len(labels)
    told = ", ".join(f"{count}: {share:.0%}" for count, share in enumerate(shares))
    return {"mean": f"{labels.mean():.1f}", "shares": told}

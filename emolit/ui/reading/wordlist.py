"""The words that carry the chosen emotion most and least in a work or in all works of its author."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from emolit.analysis.carriers import Carrier, carriers
from emolit.corpus import Work
from emolit.corpus.counting import show_invisible
from emolit.emotions import Scheme
from emolit.ui import cached, memory, state
from emolit.ui.reading.controls import Choice
from emolit.ui.wording import t

_SHOWN = 15
_PLACES = 12  # line numbers named


def show_words(work: Work, scheme: Scheme, choice: Choice) -> None:
    """Two tables instead of a word cloud: words with how often and where they stand."""
    works = [work]
    together = [own for own in state.all_works().values() if work.author and own.author == work.author]
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    if len(together) > 1:
        scope = left.segmented_control(
            t("words.scope"),
            ["work", "author"],
            default="work",
            required=True,
            format_func={"work": t("words.scope_work"), "author": t("words.scope_author")}.__getitem__,
            key="read.words_scope",
        )
        works = [state.in_unit(one) for one in together] if scope == "author" else works
    at_least = right.number_input(t("words.at_least"), 1, 20, 1 if len(works) == 1 else 2, key="read.words_least")
    found = carriers_of(works, scheme, choice.emotion, int(at_least))
    if found is None:
        st.info(t("words.too_long"))
        return
    name = scheme.find(choice.emotion).gloss(state.language())
    st.markdown(t("words.lead", emotion=name))
    if not found:
        st.info(t("words.none"))
        return
    most, least = st.columns(2)
    with most:
        _table(found[:_SHOWN], works, t("words.most", emotion=name))
    with least:
        _table(found[::-1][:_SHOWN], works, t("words.least", emotion=name))
    is_learnt = any(own.out_of_fold for own in cached.scores(works).works)
    st.caption(" ".join([t("words.note"), *([t("words.learnt")] if is_learnt else [])]))


def carriers_of(works: Sequence[Work], scheme: Scheme, emotion: str, at_least: int) -> list[Carrier] | None:
    """None where the works are too long for their words to have been kept."""
    scores = cached.scores(works)
    kept = [scores.of(work.id).words for work in works]
    if any(words is None for words in kept):
        return None
    key = " ".join(
        [emotion, str(at_least), str(state.in_context()), cached.model_name(), *(work.digest for work in works)]
    )
    column = scheme.names.index(emotion)
    return memory.remembered(
        "carriers",
        key + str([state.reads_bare(work) for work in works]),
        lambda: carriers(
            [words.line(i) for words in kept if words for i in range(len(words))], column, at_least=at_least
        ),
    )


def _table(found: Sequence[Carrier], works: Sequence[Work], heading: str) -> None:
    lines = [(work, number, text) for work in works for number, text in enumerate(work.texts, start=1)]

    def places(carrier: Carrier) -> str:
        told = [f"{lines[i][0].title} {lines[i][1]}" if len(works) > 1 else str(lines[i][1]) for i in carrier.places]
        told = list(dict.fromkeys(told))
        return ", ".join(told[:_PLACES]) + (" …" if len(told) > _PLACES else "")

    st.markdown(f"**{heading}**")
    table = pd.DataFrame(
        {
            t("words.word"): [show_invisible(carrier.word) for carrier in found],
            t("words.strength"): [round(carrier.strength, 2) for carrier in found],
            t("words.count"): [carrier.count for carrier in found],
            t("words.lines"): [show_invisible(places(carrier)) for carrier in found],
            t("words.first"): [show_invisible(lines[carrier.places[0]][2].strip()) for carrier in found],
        }
    )
    st.dataframe(table, hide_index=True, alt=heading)

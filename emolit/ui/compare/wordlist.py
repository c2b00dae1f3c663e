"""The words that carry the difference of two groups in one label, each with its exact part of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from emolit.analysis.compare import Carrier, carriers, first_places
from emolit.corpus.counting import show_invisible
from emolit.figures import words_figure
from emolit.figures.theme import hover
from emolit.reading.words import WorkWords
from emolit.ui import memory, takeaway
from emolit.ui.compare.groups import Chosen, label_names, shown
from emolit.ui.widgets import as_typed, is_dark, work_label
from emolit.ui.wording import t

_NAME = "compare_words"
_DRAWN = 12  # words of either sign in the figure


@dataclass(frozen=True)
class _Found:
    """All words, the part of A's lead each carries, and where on either side each stands first (work's row, line)."""

    label: int
    at_least: int  # works that a word stands in, to be shown
    everything: tuple[Carrier, ...]
    places: tuple[Mapping[str, tuple[int, int]], ...]

    @property
    def kept(self) -> list[Carrier]:
        return [word for word in self.everything if word.works >= self.at_least]

    @property
    def difference(self) -> float:
        """Of the sides' mean logits: what all words carry together."""
        return float(sum(word.carries for word in self.everything))


def show_words(chosen: Chosen) -> None:
    """A figure of the words that carry most either way, and all of them as a table with where each first stands."""
    words = [chosen.scores.of(work.id).words for work in chosen.gathered.works]
    known = tuple(one for one in words if one is not None)
    if len(known) < len(words):
        st.info(t("compare.words_unknown"), icon=":material/short_text:")
        return
    label, at_least = _choose(chosen)
    found = _Found(label, at_least, _carriers(chosen, known, label), _places(chosen, known))
    kept = found.kept
    if not kept:
        st.info(t("compare.words_none", works=at_least), icon=":material/short_text:")
        return
    st.markdown(_said(chosen, found))
    drawn = [*kept[:_DRAWN], *[word for word in kept[-_DRAWN:] if word not in kept[:_DRAWN]]]
    figure = words_figure(
        [show_invisible(word.word) for word in drawn],
        np.array([word.carries for word in drawn]),
        [_hover(word) for word in drawn],
        sides=tuple(t("compare.words_side", name=shown(name)) for name in (chosen.a, chosen.b)),  # type: ignore[arg-type]
        axis=t("compare.words_axis"),
        dark=is_dark(),
    )
    name = label_names(chosen.gathered)[label]
    most, least = (show_invisible(word.word) for word in (kept[0], kept[-1]))
    alt = t("compare.alt_words", label=name, a=shown(chosen.a), b=shown(chosen.b), most=most, least=least)
    takeaway.draw(_NAME, figure, alt=alt)
    is_learnt = any(work.out_of_fold for work in chosen.scores.works)
    caption = " ".join([t("compare.words_note"), *([t("words.learnt")] if is_learnt else [])])
    st.caption(caption)
    table = _table(chosen, found)
    title = t("compare.words_title", label=name, a=shown(chosen.a), b=shown(chosen.b))
    takeaway.offer(_NAME, figure, lambda: table, lambda: _record(chosen, found), title, caption)


def _choose(chosen: Chosen) -> tuple[int, int]:
    """The label, at first the one in which the groups differ most, and in how many works a word must stand."""
    gathered, names = chosen.gathered, label_names(chosen.gathered)
    first, second = chosen.sides
    apart = np.abs(gathered.means[first].mean(axis=0) - gathered.means[second].mean(axis=0))
    furthest = max(gathered.columns, key=lambda column: apart[column])
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    label = left.selectbox(
        t("compare.words_label"),
        range(len(names)),
        index=furthest,
        format_func=names.__getitem__,
        key=f"compare.words_label.{chosen.key[:12]}.{chosen.a}.{chosen.b}",
        persist_state="session",
    )
    works = len(first) + len(second)
    least = right.number_input(
        t("compare.words_least"), 1, works, min(2, works) if works > 2 else 1,
        key=f"compare.words_least.{chosen.key[:12]}.{chosen.a}.{chosen.b}", persist_state="session",
    )  # fmt: skip
    return int(label), int(least)


def _carriers(chosen: Chosen, words: Sequence[WorkWords], label: int) -> tuple[Carrier, ...]:
    key = f"{chosen.key}.{chosen.a}.{chosen.b}.{label}"
    return memory.remembered("compare.words", key, lambda: tuple(carriers(words, *chosen.sides, label)))


def _places(chosen: Chosen, words: Sequence[WorkWords]) -> tuple[Mapping[str, tuple[int, int]], ...]:
    key = f"{chosen.key}.{chosen.a}.{chosen.b}"
    return memory.remembered("compare.places", key, lambda: tuple(first_places(words, rows) for rows in chosen.sides))


def _said(chosen: Chosen, found: _Found) -> str:
    kept = found.kept
    return t(
        "compare.words_said",
        label=label_names(chosen.gathered)[found.label],
        a=as_typed(shown(chosen.a)),
        b=as_typed(shown(chosen.b)),
        difference=_signed(found.difference),
        words=f"{len(found.everything):,}",
        kept=f"{len(kept):,}",
        works=found.at_least,
        carried=_signed(sum(word.carries for word in kept)),
    )


def _signed(number: float) -> str:
    return f"{number:+.3f}".replace("-", "−")


def _hover(word: Carrier) -> str:
    told = t("compare.words_hover", first=word.first, second=word.second, works=word.works)
    return f"<b>{hover(show_invisible(word.word))}</b><br>{told}"


def _table(chosen: Chosen, found: _Found) -> pd.DataFrame:
    """Every word kept, with the first line that it stands in: of A where it helps A's lead, else of B."""
    kept = found.kept
    here, there = found.places
    of_a, of_b = {**there, **here}, {**here, **there}
    places = [(of_a if word.carries >= 0 else of_b)[word.word] for word in kept]
    works = chosen.gathered.works
    return pd.DataFrame(
        {
            t("words.word"): [show_invisible(word.word) for word in kept],
            t("compare.words_carries"): [round(word.carries, 5) for word in kept],
            t("compare.words_first"): [word.first for word in kept],
            t("compare.words_second"): [word.second for word in kept],
            t("compare.works"): [word.works for word in kept],
            t("app.work"): [work_label(works[row]) for row, _ in places],
            t("read.line"): [line + 1 for _, line in places],
            t("words.first"): [show_invisible(works[row].texts[line].strip()) for row, line in places],
        }
    )


def _record(chosen: Chosen, found: _Found) -> dict[str, Any]:
    rows = [
        {"word": word.word, "carries": word.carries, "a": word.first, "b": word.second, "works": word.works}
        for word in found.kept
    ]
    return chosen.provenance() | {
        "groups": {"a": chosen.a, "b": chosen.b},
        "label": chosen.gathered.scheme.names[found.label],
        "unit": "logit: mean over works of each work's mean line",
        "difference": found.difference,
        "words_in_all": len(found.everything),
        "at_least_works": found.at_least,
        "words": rows,
    }

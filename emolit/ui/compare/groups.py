"""What is compared: the works at hand, what they are grouped by, and the two groups."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

import streamlit as st

from emolit.analysis.compare import REST, By, Gathered, Profile, gather, profile
from emolit.analysis.compare.gathering import Rows
from emolit.corpus import Work, sample_corpus
from emolit.corpus.counting import show_invisible
from emolit.reading.scores import EmotionScores
from emolit.ui import cached, memory, state, widgets
from emolit.ui.choices import choose_one
from emolit.ui.wording import t


@dataclass(frozen=True, eq=False)
class Chosen:
    """Two groups of the works at hand. a, b: their names as the analysis knows them."""

    gathered: Gathered
    scores: EmotionScores
    a: str
    b: str
    key: str  # names works, reading and grouping

    @cached_property
    def sides(self) -> tuple[Rows, Rows]:
        return self.gathered.sides(self.a, self.b)

    @property
    def ordered(self) -> list[str]:
        """Group names, the chosen ones first, then those with the most works."""
        return sorted(self.gathered.names, key=lambda name: name not in (self.a, self.b))

    def profile(self, name: str) -> Profile:
        return memory.remembered(
            "compare.profile", f"{self.key}.{name}", lambda: profile(self.gathered, self.gathered.rows(name))
        )

    def provenance(self) -> dict[str, Any]:
        return {"tool": "emolit", **asdict(self.scores.provenance), "by": str(self.gathered.by)}


def shown(name: str) -> str:
    """A group's name as the reader sees it."""
    return t("compare.rest") if name == REST else show_invisible(name)


def label_names(gathered: Gathered) -> list[str]:
    """The labels in the reader's language, in the scheme's order."""
    return list(gathered.scheme.glosses(state.language()))


def by_family(gathered: Gathered) -> list[int]:
    """Columns of all labels, those of a family together."""
    scheme = gathered.scheme
    return [scheme.names.index(name) for family in scheme.families for name in family.members]


def choose_groups() -> Chosen | None:
    """The row of controls above the figures; None, after one sentence, where there are no two groups."""
    own = tuple(map(state.in_unit, state.analysed_corpus()))
    samples = _samples(own)
    works = (*own, *samples)
    scores = cached.scores(works)
    if own:
        widgets.show_notices(state.corpus_of(*own), scores)
    by = choose_one("compare.by", By, By.AUTHOR, help="compare.by_help")
    named = [_claimed(work) if samples else work for work in own]
    gathered = gather((*named, *samples), scores, cached.reader().scheme, by)
    if gathered.left_out:
        st.info(t("compare.left_out", count=gathered.left_out, by=t(f"compare.by_{by}")), icon=":material/info:")
    if len(gathered.names) < 2:
        st.info(
            t("compare.one_group", found=len(gathered.names), by=t(f"compare.by_{by}")), icon=":material/group_add:"
        )
        return None
    key = _digest(gathered.works, by)
    mine = {work.id for work in own} if samples else set()
    a, b = _pair(gathered, key, mine)
    if a == b:
        st.info(t("compare.same"), icon=":material/group_add:")
        return None
    return Chosen(gathered, scores, a, b, key)


def _samples(own: tuple[Work, ...]) -> tuple[Work, ...]:
    """The samples that stand beside the visitor's works: all where there are none, else those of the same languages if
    so chosen. A single work has nobody else to be compared with, so for it they are there at first.
    """
    samples = tuple(map(state.in_unit, sample_corpus()))
    if not own:
        st.caption(t("compare.samples"))
        return samples
    languages = {work.language for work in own}
    alike = tuple(work for work in samples if work.language in languages) or samples
    wanted = st.toggle(
        t("compare.with_samples"),
        value=len(own) == 1,
        key=f"compare.with_samples.{len(own) == 1}",
        help=t("compare.with_samples_help", works=len(alike)),
        persist_state="session",
    )
    return alike if wanted else ()


def _claimed(work: Work) -> Work:
    """Beside the samples, a work of the visitor's without an author belongs to a group all the same."""
    return work if work.author.strip() else replace(work, author=t("compare.mine"))


def _pair(gathered: Gathered, key: str, mine: set[str]) -> tuple[str, str]:
    """Groups A and B; at first the two with the most works, beside the samples the visitor's own and all the rest.

    mine: ids of the visitor's works, where samples stand beside them.
    """
    counts = Counter(gathered.groups)
    own = {group for work, group in zip(gathered.works, gathered.groups, strict=True) if work.id in mine}
    names = sorted(gathered.names, key=lambda name: (name not in own, -counts[name]))
    told = {name: t("compare.group", name=shown(name), works=counts[name]) for name in names}
    left, right = st.columns(2)
    with left:
        a = st.selectbox(
            t("compare.a"), names, format_func=told.__getitem__, key=f"compare.a.{key[:12]}", persist_state="session"
        )
    with right:
        options = [*names, REST]
        b = st.selectbox(
            t("compare.b"),
            options,
            index=len(names) if own else 1,
            format_func=(told | {REST: t("compare.rest")}).__getitem__,
            key=f"compare.b.{key[:12]}",
            persist_state="session",
        )
    return str(a), str(b)


def _digest(works: tuple[Work, ...], by: By) -> str:
    told = repr((cached.model_name(), state.in_context(), str(by)))
    digest = hashlib.sha256(told.encode())
    for work in works:
        about = (work.id, work.stanzas, work.author, work.title, work.collection, work.year, state.reads_bare(work))
        digest.update(repr((about, work.language)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()

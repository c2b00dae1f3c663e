"""All caches in one file. The model is shared and read only; scores of private texts never leave their session."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from emolit.analysis.background import UmapWorker
from emolit.corpus import Corpus, Work, sample_corpus
from emolit.reading import EmotionReader, EmotionScores
from emolit.reading.checkpoint import SHIPPED
from emolit.reading.fit import Fit, fit
from emolit.reading.scores import WorkScores
from emolit.settings import Settings
from emolit.ui import allowance, kept, state
from emolit.ui.wording import t


def model_name() -> str:
    return Settings.from_env().model or SHIPPED


@st.cache_resource(show_spinner=False)
def _reader(model: str) -> EmotionReader:
    reader = EmotionReader.load(model)
    # Streamlit collects garbage after each run; with torch imported that would cost every click a fifth of a second.
    gc.collect()
    gc.freeze()
    return reader


def reader() -> EmotionReader:
    """The shared model. Raises ModelError."""
    with st.spinner(t("app.loading"), show_time=False):
        return _reader(model_name())


def warm_up() -> None:
    """Load the model and read one poem, before the first visitor comes; what is there by then is never collected."""
    _reader(model_name()).annotate(sample_corpus().works[:1])
    gc.collect()
    gc.freeze()


@st.cache_resource(show_spinner=False)
def umap_worker() -> UmapWorker:
    """One process for all visitors' maps."""
    return UmapWorker()


def scores(works: Sequence[Work], context: bool | None = None) -> EmotionScores:
    """Scores of these works, computed once; under the sidebar's setting without `context`. Raises ModelError."""
    context = state.in_context() if context is None else context
    works = [state.as_read(work) for work in works]
    if opened := _opened(works, context):
        return opened
    key = _key(works, context)
    if all(state.is_sample(work.id) for work in works):
        with st.spinner(t("app.reading")):
            return _sample_scores(key, tuple(works), context, model_name())
    return state.remembered_scores(key, lambda: _read(works, context))


def corpus_scores() -> tuple[Corpus, EmotionScores]:
    """All works the visitor sees, in their reading units, with their scores; the samples' are computed once for all."""
    own, samples = (tuple(map(state.in_unit, part)) for part in (state.analysed_corpus(), sample_corpus()))
    parts = [scores(works) for works in (own, samples) if works]
    found = replace(parts[0], works=tuple(work for part in parts for work in part.works))
    return Corpus((*own, *samples), state.own_corpus().notes), found


def has_scores(works: Sequence[Work], context: bool) -> bool:
    """Whether `scores` would answer without reading."""
    return all(state.is_sample(work.id) for work in works) or state.remembers_scores(
        _key([state.as_read(work) for work in works], context)
    )


@st.cache_data(max_entries=128, show_spinner=False)
def _sample_scores(key: str, _works: tuple[Work, ...], context: bool, model: str) -> EmotionScores:
    return _reader(model).annotate(_works, context=context)


def _read(works: Sequence[Work], context: bool) -> EmotionScores:
    allowance.spend_lines(sum(map(len, works)))
    ready = reader()
    bar = st.progress(0.0, t("app.reading"))

    def show(done: int, total: int) -> None:
        bar.progress(done / total, t("app.reading_progress", done=done, total=total))

    found = ready.annotate(works, context=context, on_batch=show)
    bar.empty()
    return found


def keep_opened(works: Sequence[Work], found: EmotionScores) -> None:
    """Let `scores` answer with these, which a session file brought, whatever the model is now.

    works: as they are read, in their units.
    """
    for work in works:
        bare = state.as_read(work)
        one = replace(found, works=(found.of(work.id),))
        if len(one.works[0].unread) == len(bare):
            kept.opened_scores()[_key([bare], found.provenance.context, "")] = one


def known_scores(works: Sequence[Work]) -> EmotionScores | None:
    """Scores of those of the visitor's works that have been read line by line under the sidebar's setting, or None.

    Where two models have read, those of the one that read last.
    """
    wanted = {work.id: len(work) for work in works}
    found: dict[str, WorkScores] = {}
    last: EmotionScores | None = None
    for scores in [*kept.all_scores()][::-1]:
        if scores.provenance.context != state.in_context() or (last and scores.provenance != last.provenance):
            continue
        fitting = {one.work_id: one for one in scores.works if len(one.unread) == wanted.get(one.work_id)}
        last = scores if fitting else last
        found = fitting | found
    return replace(last, works=tuple(found[work.id] for work in works if work.id in found)) if last else None


def _opened(works: Sequence[Work], context: bool) -> EmotionScores | None:
    """Scores of a session file, where it has those of all the works and all are of one model."""
    known = kept.opened_scores()
    parts = [known.get(_key([work], context, "")) for work in works] if known else []
    found = [part for part in parts if part is not None]
    if not found or len(found) < len(parts) or len({part.provenance for part in found}) > 1:
        return None
    return replace(found[0], works=tuple(part.works[0] for part in found))


def is_of_another_model(found: EmotionScores) -> bool:
    """Whether scores came with a session file and the model has changed since."""
    return bool(kept.opened_scores()) and found.provenance.fingerprint != reader().checkpoint.fingerprint


def _key(works: Sequence[Work], context: bool, model: str | None = None) -> str:
    """A digest of everything that scores depend on: the model, by its name, and what it reads."""
    digest = hashlib.sha256(repr((model_name() if model is None else model, context)).encode())
    for work in works:
        digest.update(repr((work.id, work.language, work.stanzas)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def fits(works: Sequence[Work]) -> list[Fit]:
    """How each work fits the model, remembered in this session. Raises ModelError."""
    known = state.fits()
    tokens = reader().tokens if any(work.id not in known for work in works) else None
    for work in works:
        if work.id not in known and tokens:
            known[work.id] = fit([work], tokens)
    return [known[work.id] for work in works]

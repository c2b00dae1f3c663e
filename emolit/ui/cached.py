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
from emolit.reading.fit import Fit, fit_of
from emolit.reading.models import load_reader
from emolit.reading.precision import Precision
from emolit.settings import Settings
from emolit.ui import state
from emolit.ui.wording import t


def model_name() -> str:
    return Settings.from_env().model or SHIPPED


@st.cache_resource(show_spinner=False, max_entries=3)
def _reader(model: str, precision: str) -> EmotionReader:
    reader = load_reader(model, Precision.named(precision))
    # Streamlit collects garbage after each run; with torch imported that would cost every click a fifth of a second.
    gc.collect()
    gc.freeze()
    return reader


def reader() -> EmotionReader:
    """The shared model. Raises ModelError."""
    return reader_of(model_name())


def reader_of(model: str) -> EmotionReader:
    """The model at a place, in the operator's precision, shared like the first. Raises ModelError."""
    with st.spinner(t("app.loading"), show_time=False):
        return _reader(model, Settings.from_env().precision)


@st.cache_resource(show_spinner=False)
def umap_worker() -> UmapWorker:
    """One process for all visitors' maps."""
    return UmapWorker()


def scores(works: Sequence[Work], context: bool | None = None, model: str | None = None) -> EmotionScores:
    """Scores of these works, computed once; under the sidebar's setting without `context`. Raises ModelError."""
    context = state.in_context() if context is None else context
    place = model or model_name()
    works = [state.as_read(work) for work in works]
    key = _key(works, context, place)
    if all(state.is_sample(work.id) for work in works):
        with st.spinner(t("app.reading")):
            return _sample_scores(key, tuple(works), context, place)
    return state.remembered_scores(key, lambda: _read(works, context, place))


def corpus_scores() -> tuple[Corpus, EmotionScores]:
    """All works the visitor sees, in their reading units, with their scores; the samples' are computed once for all."""
    own, samples = (tuple(map(state.in_unit, part)) for part in (state.analysed_corpus(), sample_corpus()))
    parts = [scores(works) for works in (own, samples) if works]
    found = replace(parts[0], works=tuple(work for part in parts for work in part.works))
    return Corpus((*own, *samples), state.own_corpus().notes), found


def has_scores(works: Sequence[Work], context: bool) -> bool:
    """Whether `scores` would answer without reading."""
    return all(state.is_sample(work.id) for work in works) or state.remembers_scores(
        _key([state.as_read(work) for work in works], context, model_name())
    )


@st.cache_data(max_entries=128, show_spinner=False)
def _sample_scores(key: str, _works: tuple[Work, ...], context: bool, model: str) -> EmotionScores:
    return reader_of(model).annotate(_works, context=context)


def _read(works: Sequence[Work], context: bool, model: str) -> EmotionScores:
    ready = reader_of(model)
    bar = st.progress(0.0, t("app.reading"))

    def show(done: int, total: int) -> None:
        bar.progress(done / total, t("app.reading_progress", done=done, total=total))

    found = ready.annotate(works, context=context, on_batch=show)
    bar.empty()
    return found


def _key(works: Sequence[Work], context: bool, model: str) -> str:
    """A digest of everything that scores depend on but the weights at the model's place."""
    digest = hashlib.sha256(repr((model, Settings.from_env().precision, context)).encode("utf-8", "surrogatepass"))
    for work in works:
        digest.update(repr((work.id, work.language, work.stanzas)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def fits(works: Sequence[Work]) -> list[Fit]:
    """How each work fits the model, remembered in this session. Raises ModelError."""
    known = state.fits()
    keys = [f"{work.id} {work.language}" for work in works]
    ready = reader() if any(key not in known for key in keys) else None
    for key, work in zip(keys, works, strict=True):
        if key not in known and ready:
            known[key] = fit_of(work, ready.tokens, ready.checkpoint.languages)
    return [known[key] for key in keys]

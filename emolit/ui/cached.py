"""All caches in one file. The model is shared and read only; scores of private texts never leave their session."""

from __future__ import annotations

import gc
from collections.abc import MutableMapping, Sequence
from dataclasses import replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from scipy.special import expit

from emolit.analysis.background import UmapWorker
from emolit.corpus import Corpus, Work, sample_corpus
from emolit.reading import EmotionReader, EmotionScores
from emolit.reading.checkpoint import SHIPPED
from emolit.reading.fit import Fit, fit
from emolit.reading.words import LineWords, split_words
from emolit.settings import Settings
from emolit.ui import state
from emolit.ui.wording import t

_WORDS_KEPT = 60_000  # words of works read at once whose contributions are kept; of longer ones a line is read anew


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


@st.cache_resource(show_spinner=False)
def umap_worker() -> UmapWorker:
    """One process for all visitors' maps."""
    return UmapWorker()


def scores(works: Sequence[Work], context: bool | None = None) -> EmotionScores:
    """Scores of these works, each computed once; under the sidebar's setting without `context`. Raises ModelError."""
    context = state.in_context() if context is None else context
    works = [state.as_read(work) for work in works]
    keys = [_key(work, context) for work in works]
    missing = {key: work for key, work in zip(keys, works, strict=True) if key not in _store(work)}
    if missing:
        found = _read(list(missing.values()), context)
        for (key, work), one in zip(missing.items(), found.works, strict=True):
            _store(work)[key] = replace(found, works=(one,))
    parts = [_store(work)[key] for key, work in zip(keys, works, strict=True)]
    state.use_scores(keys)
    return replace(parts[0], works=tuple(part.works[0] for part in parts))


def _store(work: Work) -> MutableMapping[str, EmotionScores]:
    return _sample_scores() if state.is_sample(work.id) else state.private_scores()


@st.cache_resource(show_spinner=False)
def _sample_scores() -> dict[str, EmotionScores]:
    """The samples' scores, for all visitors."""
    return {}


def words(work: Work, line: int) -> LineWords:
    """What each word of a line adds to its logits, under the sidebar's setting. Raises ModelError."""
    kept = scores([work]).of(work.id).words
    if kept is not None:
        return kept.line(line)
    context, bare = state.in_context(), state.as_read(work)
    return state.remembered(
        "words", f"{_key(bare, context)} {line}", lambda: reader().explain(bare, [line], context)[0]
    )


def line_alone(work: Work, line: int) -> NDArray[np.float64]:
    """The scores of a line read alone, (n_labels,); of that line only, where the work has not been read so."""
    if has_scores([work], context=False):
        return np.asarray(scores([work], context=False).of(work.id).lines.values[line])
    bare = state.as_read(work)
    only = replace(bare, stanzas=((bare.lines[line],),))  # alone, a line knows nothing of its work
    key = f"{_key(bare, False)} {line}"
    return state.remembered("alone", key, lambda: expit(reader().explain(only, context=False)[0].logit))


def corpus_scores() -> tuple[Corpus, EmotionScores]:
    """All works the visitor sees, in their reading units, with their scores; the samples' are computed once for all."""
    own, samples = (tuple(map(state.in_unit, part)) for part in (state.analysed_corpus(), sample_corpus()))
    parts = [scores(works) for works in (own, samples) if works]
    found = replace(parts[0], works=tuple(work for part in parts for work in part.works))
    return Corpus((*own, *samples), state.own_corpus().notes), found


def has_scores(works: Sequence[Work], context: bool) -> bool:
    """Whether `scores` would answer without reading."""
    bare = [state.as_read(work) for work in works]
    return all(_key(work, context) in _store(work) for work in bare)


def _read(works: Sequence[Work], context: bool) -> EmotionScores:
    ready = reader()
    bar = st.progress(0.0, t("app.reading"))

    def show(done: int, total: int) -> None:
        bar.progress(done / total, t("app.reading_progress", done=done, total=total))

    n_words = sum(len(split_words(text)) for work in works for text in work.texts)
    found = ready.annotate(works, context=context, on_batch=show, words=n_words <= _WORDS_KEPT)
    bar.empty()
    return found


def _key(work: Work, context: bool) -> str:
    """A digest of everything that scores depend on."""
    return f"{work.digest} {context} {model_name()}"


def fits(works: Sequence[Work]) -> list[Fit]:
    """How each work fits the model, remembered in this session. Raises ModelError."""
    known = state.fits()
    tokens = reader().tokens if any(work.id not in known for work in works) else None
    for work in works:
        if work.id not in known and tokens:
            known[work.id] = fit([work], tokens)
    return [known[work.id] for work in works]

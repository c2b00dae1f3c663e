"""All caches in one file. The model is shared and read only; scores of private texts never leave their session."""

from __future__ import annotations

import gc
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from scipy.special import expit

from emolit.analysis.background import UmapWorker
from emolit.corpus import Work, sample_corpus
from emolit.reading.atlas import Atlas, atlas
from emolit.reading.checkpoint import SHIPPED
from emolit.reading.fit import Fit, fit_of
from emolit.reading.precision import Precision
from emolit.reading.scores import EmotionScores, WorkScores
from emolit.reading.unseen import Rows, is_known, is_of, rows_of, unseen
from emolit.reading.words import LineWords, split_words
from emolit.settings import Settings
from emolit.ui import allowance, kept, memory, state
from emolit.ui.wording import t

if TYPE_CHECKING:
    from emolit.reading import EmotionReader

_WORKS_JOINED = 2_000  # works of which is remembered where they stand in the atlas
_WORDS_KEPT = 200_000  # words of works read at once whose contributions are kept, 35 MB; of more a line is read anew


def model_name() -> str:
    return Settings.from_env().model or SHIPPED


@st.cache_resource(show_spinner=False, max_entries=3)
def _reader(model: str, precision: str) -> EmotionReader:
    from emolit.reading.models import load_reader  # brings torch, which pages that read nothing do without

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


def warm_up() -> None:
    """Load the model and the atlas and read the poem that every visitor sees first, before the first one comes; what is
    there by then is never collected.
    """
    atlas()
    first, ready = sample_corpus().works[0], _reader(model_name(), Settings.from_env().precision)
    for context in (True, False):
        found = ready.annotate([first], context=context, words=True)
        _sample_scores()[_key(first, context, model_name())] = found
    gc.collect()
    gc.freeze()


@st.cache_resource(show_spinner=False)
def umap_worker() -> UmapWorker:
    """One process for all visitors' maps."""
    return UmapWorker()


def scores(works: Sequence[Work], context: bool | None = None, model: str | None = None) -> EmotionScores:
    """Scores of these works, each computed once; under the sidebar's setting without `context`. Raises ModelError.

    model: another than the app's; lines that it has learnt are told, not exchanged for others as those of `_unseen`.
    """
    context = state.in_context() if context is None else context
    place = model or model_name()
    works = [state.as_read(work) for work in works]
    if model is None and (opened := _opened(works, context)):
        return _unseen(works, opened)
    keys = [_key(work, context, place) for work in works]
    missing = {key: work for key, work in zip(keys, works, strict=True) if key not in _store(work)}
    if missing:
        found = _read(list(missing.values()), context, place)
        for (key, work), one in zip(missing.items(), found.works, strict=True):
            _store(work)[key] = replace(found, works=(one,))
    parts = [_store(work)[key] for key, work in zip(keys, works, strict=True)]
    memory.use_scores(keys)
    found = replace(parts[0], works=tuple(part.works[0] for part in parts))
    return _unseen(works, found) if model is None else found


def reference() -> Atlas | None:
    """The reference atlas, where there is one of the labels of the app's model. Raises ModelError for a broken one."""
    found = atlas()
    return found if found and found.labels == reader().scheme.names else None


def reference_scores() -> Atlas | None:
    """The atlas where its scores are of the app's model, so that they can be held against that model's own.

    Raises ModelError for a broken one.
    """
    return atlas() if model_name() == SHIPPED else None


def reference_rows(work: Work, known: Atlas) -> Rows | None:
    """Where each line of a work stands in the reference atlas; None where the work is not of it."""
    if state.is_sample(work.id):
        return None
    bare = state.as_read(work)
    rows = memory.remembered("rows", bare.digest, lambda: rows_of(bare, known), most=_WORKS_JOINED)
    return rows if is_known(rows) else None


def _unseen(works: Sequence[Work], found: EmotionScores) -> EmotionScores:
    """KPoEM's own lines with the scores of models that had not learnt them, whatever the model at hand has learnt."""
    known = atlas()
    if known is None or not is_of(known, found):
        return found
    about = f"{found.provenance.fingerprint} {found.provenance.precision}"
    told = []
    for work, own in zip(works, found.works, strict=True):
        rows, key = reference_rows(work, known), f"{work.digest} {about} {own.words is None}"
        told.append(own if rows is None else _joined(key, partial(unseen, work, own, rows, known)))
    return replace(found, works=tuple(told))


def _joined(key: str, join: Callable[[], WorkScores]) -> WorkScores:
    return memory.remembered("unseen", key, join, most=_WORKS_JOINED)


def _store(work: Work) -> MutableMapping[str, EmotionScores]:
    return _sample_scores() if state.is_sample(work.id) else memory.private_scores()


@st.cache_resource(show_spinner=False)
def _sample_scores() -> dict[str, EmotionScores]:
    """The samples' scores, for all visitors."""
    return {}


def words(work: Work, line: int) -> LineWords | None:
    """What each word of a line adds to its logits, under the sidebar's setting. Raises ModelError.

    None where nobody can say: the model reads whole texts, or the scores came from another one with a session file.
    """
    found = scores([work])
    own = found.of(work.id).words
    if own is not None:
        return own.line(line)
    if reader().checkpoint.reads_lines or found.provenance.fingerprint != reader().checkpoint.fingerprint:
        return None
    context, bare = state.in_context(), state.as_read(work)
    return memory.remembered(
        "words", f"{_key(bare, context, model_name())} {line}", lambda: reader().explain(bare, [line], context)[0]
    )


def line_alone(work: Work, line: int) -> NDArray[np.float64]:
    """The scores of a line read alone, (n_labels,); of that line only, where the work has not been read so."""
    if has_scores([work], context=False) or reader().checkpoint.reads_lines:
        return np.asarray(scores([work], context=False).of(work.id).lines.values[line])
    bare = state.as_read(work)
    only = replace(bare, stanzas=((bare.lines[line],),))  # alone, a line knows nothing of its work
    key = f"{_key(bare, False, model_name())} {line}"
    return memory.remembered("alone", key, lambda: expit(reader().explain(only, context=False)[0].logit))


def has_scores(works: Sequence[Work], context: bool) -> bool:
    """Whether `scores` would answer without reading."""
    bare = [state.as_read(work) for work in works]
    return all(_key(work, context, model_name()) in _store(work) for work in bare)


def are_read(works: Sequence[Work]) -> bool:
    """Whether `scores` would answer under the sidebar's setting without reading, from a session file's scores too."""
    context = state.in_context()
    return bool(has_scores(works, context) or _opened([state.as_read(work) for work in works], context))


def _read(works: Sequence[Work], context: bool, model: str) -> EmotionScores:
    allowance.spend_lines(sum(len(work) for work in works if not state.is_sample(work.id)))
    ready = reader_of(model)
    bar = st.progress(0.0, t("app.reading"))

    def show(done: int, total: int) -> None:
        bar.progress(done / total, t("app.reading_progress", done=done, total=total))

    n_words = sum(len(split_words(text)) for work in works for text in work.texts)
    found = ready.annotate(works, context=context, on_batch=show, words=n_words <= _WORDS_KEPT)
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
            kept.opened_scores()[_key(bare, found.provenance.context, "")] = one


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
    parts = [known.get(_key(work, context, "")) for work in works] if known else []
    found = [part for part in parts if part is not None]
    if not found or len(found) < len(parts) or len({part.provenance for part in found}) > 1:
        return None
    return replace(found[0], works=tuple(part.works[0] for part in found))


def is_of_another_model(found: EmotionScores) -> bool:
    """Whether scores came with a session file and the model has changed since."""
    opened = {scores.provenance for scores in kept.opened_scores().values()}
    return found.provenance in opened and found.provenance.fingerprint != reader().checkpoint.fingerprint


def _key(work: Work, context: bool, model: str) -> str:
    """A digest of everything that scores depend on but the weights at the model's place."""
    return f"{work.digest} {context} {Settings.from_env().precision} {model}"


def fits(works: Sequence[Work]) -> list[Fit]:
    """How each work fits the model, remembered in this session. Raises ModelError."""
    known = state.fits()
    keys = [f"{work.id} {work.language}" for work in works]
    ready = reader() if any(key not in known for key in keys) else None
    for key, work in zip(keys, works, strict=True):
        if key not in known and ready:
            known[key] = fit_of(work, ready.tokens, ready.checkpoint.languages, ready.width)
    return [known[key] for key in keys]

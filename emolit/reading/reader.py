"""The reading model: read the passage, label the line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import transformers
from huggingface_hub.errors import StrictDataclassError
from safetensors import SafetensorError
from transformers import PreTrainedModel
from transformers.utils import logging

from emolit.corpus import Work
from emolit.errors import ModelError
from emolit.reading.cache import SHARED, PassageCache
from emolit.reading.checkpoint import SHIPPED, Checkpoint, line_hash
from emolit.reading.classifier import ENGINES, widest
from emolit.reading.engine import BATCH_TOKENS, Engine, OnBatch, Pieces
from emolit.reading.levels import line_scores, unit_scores
from emolit.reading.passages import MAX_TOKENS, Passage, pack
from emolit.reading.precision import Precision
from emolit.reading.scores import VOTE_SHARE, EmotionScores, Provenance, WorkScores
from emolit.reading.tokens import Tokens
from emolit.version import VERSION


class EmotionReader:
    """Scores lines, within the passage they stand in where the model can. Thread-safe; one serves all visitors."""

    def __init__(self, engine: Engine, tokens: Tokens, checkpoint: Checkpoint) -> None:
        self.engine = engine
        self.tokens = tokens
        self.checkpoint = checkpoint
        self.scheme = checkpoint.scheme
        self._width = widest(engine.model.config) if checkpoint.reads_lines else MAX_TOKENS

    @classmethod
    def load(
        cls,
        name: str | Path = SHIPPED,
        revision: str | None = None,
        batch_tokens: int = BATCH_TOKENS,
        precision: Precision = Precision.FLOAT32,
        cache: PassageCache | None = SHARED,
    ) -> EmotionReader:
        """The shipped checkpoint, a local folder, or a Hub id, whatever precision it was saved in.

        cache: what was read before in this process is not read again; None reads everything anew.

        Raises ModelError when it cannot be found, does not fit, or the processor lacks the precision.
        """
        precision.require()
        checkpoint = Checkpoint.find(name, revision)
        kind = ENGINES[checkpoint.activation] if checkpoint.reads_lines else Engine
        tokens = Tokens.load(checkpoint.folder)
        identity = f"{checkpoint.fingerprint} {kind.__name__}"
        engine = kind(_network(checkpoint), tokens.specials.pad, batch_tokens, precision, cache, identity)
        return cls(engine, tokens, checkpoint)

    def annotate(self, works: Sequence[Work], context: bool = True, on_batch: OnBatch | None = None) -> EmotionScores:
        """Score every line, stanza and work.

        context: read whole passages; False reads each line as if it stood alone, which is all that a classifier of
            single texts can do (`provenance.reads` says so).
        on_batch: called with the passages read so far and in all.
        """
        context = context and not self.checkpoint.reads_lines
        texts = [text for work in works for text in work.texts]
        ids = self.tokens.encode(texts)
        passages: list[Passage] = []
        bounds = [0]
        start = 0
        for work in works:
            passages += self._passages(ids[start : start + len(work)], work.stanza_numbers, context)
            bounds.append(len(passages))
            start += len(work)
        pieces = self.engine.read(passages, on_batch)
        results = []
        start = 0
        for work, first, last in zip(works, bounds, bounds[1:], strict=False):
            unread = tuple(map(self._unread, work.texts, ids[start : start + len(work)]))
            results.append(_work_scores(work, _between(pieces, first, last), unread, self._trained_on(work)))
            start += len(work)
        checkpoint = self.checkpoint
        return EmotionScores(
            self.scheme.names,
            tuple(results),
            checkpoint.threshold,
            self._provenance(context),
            checkpoint.languages,
        )

    def _passages(self, ids: Sequence[list[int]], stanzas: Sequence[int], context: bool) -> list[Passage]:
        if context:
            return pack(ids, stanzas, self.tokens.specials)
        alone = []
        for line, one in enumerate(ids):
            for passage in pack([one], [0], self.tokens.specials, self._width):
                owners = tuple(line if owner == 0 else owner for owner in passage.owners)
                alone.append(Passage(passage.ids, owners))
        return alone

    def _unread(self, text: str, ids: list[int]) -> int:
        """Characters that the model did not read, because its vocabulary has nothing for them."""
        return self.tokens.count_unknown(text) if self.tokens.unknown in ids else 0

    def _provenance(self, context: bool) -> Provenance:
        checkpoint = self.checkpoint
        own = (
            (VOTE_SHARE, "passages")
            if not checkpoint.reads_lines
            else (f"{checkpoint.activation} probability", "lines")
        )
        precision = str(self.engine.precision)
        return Provenance(checkpoint.name, checkpoint.fingerprint, VERSION, context, precision, self.scheme.name, *own)

    def _trained_on(self, work: Work) -> tuple[int, ...]:
        known = self.checkpoint.trained_lines
        return tuple(index for index, text in enumerate(work.texts) if known and line_hash(text) in known)


def _network(checkpoint: Checkpoint) -> PreTrainedModel:
    logging.disable_progress_bar()
    kind = getattr(transformers, checkpoint.architecture)  # one of the few that `Checkpoint` lets through
    try:
        loaded: Any = kind.from_pretrained(
            checkpoint.folder,
            dtype=torch.float32,
            use_safetensors=True,
            local_files_only=True,
            output_loading_info=True,
        )
    except (OSError, RuntimeError, ValueError, TypeError, SafetensorError, StrictDataclassError) as error:
        problem = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise ModelError("model.unreadable", name=checkpoint.name, problem=problem) from error
    model, loading = loaded
    if loading["missing_keys"]:  # transformers has filled them with random numbers
        raise ModelError("model.missing_weights", name=checkpoint.name, example=min(loading["missing_keys"]))
    network: PreTrainedModel = model
    return network


def _between(pieces: Pieces, first: int, last: int) -> Pieces:
    """The pieces of one work's passages, which stand next to each other."""
    start, stop = np.searchsorted(pieces.passage, [first, last])
    part = slice(start, stop)
    return Pieces(pieces.passage[part], pieces.line[part], pieces.sums[part], pieces.tokens[part])


def _work_scores(work: Work, pieces: Pieces, unread: tuple[int, ...], trained_on: tuple[int, ...]) -> WorkScores:
    stanzas = np.array(work.stanza_numbers, dtype=np.intp) - 1
    return WorkScores(
        work.id,
        line_scores(pieces, len(work)),
        unit_scores(pieces, stanzas, len(work.stanzas)),
        unit_scores(pieces, np.zeros(len(work), dtype=np.intp), 1),
        unread,
        trained_on,
    )

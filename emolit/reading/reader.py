"""The reading model: read the passage, label the line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError
from transformers import BertForTokenClassification
from transformers.utils import logging

from emolit.corpus import Work
from emolit.errors import ModelError
from emolit.reading.cache import SHARED, PassageCache
from emolit.reading.checkpoint import SHIPPED, Checkpoint, line_hash
from emolit.reading.engine import BATCH_TOKENS, Engine, OnBatch, Pieces
from emolit.reading.levels import line_scores, unit_scores
from emolit.reading.passages import Passage, pack
from emolit.reading.precision import Precision
from emolit.reading.scores import EmotionScores, Provenance, WorkScores
from emolit.reading.tokens import Tokens
from emolit.version import VERSION


class EmotionReader:
    """Scores lines within the passage they stand in. Thread-safe; one instance serves all visitors."""

    def __init__(self, engine: Engine, tokens: Tokens, checkpoint: Checkpoint) -> None:
        self.engine = engine
        self.tokens = tokens
        self.checkpoint = checkpoint
        self.scheme = checkpoint.scheme

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
        model = _network(checkpoint)
        tokens = Tokens.load(checkpoint.folder)
        engine = Engine(model, tokens.specials.pad, batch_tokens, precision, cache, checkpoint.fingerprint)
        return cls(engine, tokens, checkpoint)

    def annotate(self, works: Sequence[Work], context: bool = True, on_batch: OnBatch | None = None) -> EmotionScores:
        """Score every line, stanza and work.

        context: read whole passages; False reads each line as if it stood alone.
        on_batch: called with the passages read so far and in all.
        """
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
            for passage in pack([one], [0], self.tokens.specials):
                owners = tuple(line if owner == 0 else owner for owner in passage.owners)
                alone.append(Passage(passage.ids, owners))
        return alone

    def _unread(self, text: str, ids: list[int]) -> int:
        """Characters that the model did not read, because its vocabulary has nothing for them."""
        return self.tokens.count_unknown(text) if self.tokens.unknown in ids else 0

    def _provenance(self, context: bool) -> Provenance:
        checkpoint = self.checkpoint
        return Provenance(
            checkpoint.name, checkpoint.fingerprint, VERSION, context, self.engine.precision, checkpoint.scheme.name
        )

    def _trained_on(self, work: Work) -> tuple[int, ...]:
        known = self.checkpoint.trained_lines
        return tuple(index for index, text in enumerate(work.texts) if known and line_hash(text) in known)


def _network(checkpoint: Checkpoint) -> BertForTokenClassification:
    logging.disable_progress_bar()
    try:
        loaded: Any = BertForTokenClassification.from_pretrained(
            checkpoint.folder,
            dtype=torch.float32,
            use_safetensors=True,
            local_files_only=True,
            output_loading_info=True,
        )
    except (OSError, RuntimeError, ValueError, SafetensorError) as error:
        raise ModelError("model.unreadable", name=checkpoint.name, problem=str(error).splitlines()[0]) from error
    model, loading = loaded
    if loading["missing_keys"]:  # transformers has filled them with random numbers
        raise ModelError("model.missing_weights", name=checkpoint.name, example=min(loading["missing_keys"]))
    network: BertForTokenClassification = model
    return network


def _between(pieces: Pieces, first: int, last: int) -> Pieces:
    """The pieces of one work's passages, which stand next to each other."""
    start, stop = np.searchsorted(pieces.passage, [first, last])
    part = slice(start, stop)
    return Pieces(pieces.passage[part], pieces.line[part], pieces.sums[part], pieces.tokens[part])


def _work_scores(
    work: Work, pieces: Pieces, unread: tuple[int, ...], trained_on: tuple[int, ...]
) -> WorkScores:
    stanzas = np.array(work.stanza_numbers, dtype=np.intp) - 1
    return WorkScores(
        work.id,
        line_scores(pieces, len(work)),
        unit_scores(pieces, stanzas, len(work.stanzas)),
        unit_scores(pieces, np.zeros(len(work), dtype=np.intp), 1),
        unread,
        trained_on,
    )

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
from emolit.reading.levels import as_lines, line_scores, unit_scores, work_words
from emolit.reading.passages import MAX_TOKENS, Passage, pack
from emolit.reading.precision import Precision
from emolit.reading.scores import VOTE_SHARE, EmotionScores, Provenance, WorkScores
from emolit.reading.tokens import Tokens
from emolit.reading.words import LineWords, first_words, owned_by_words
from emolit.version import VERSION


class EmotionReader:
    """Scores lines, within the passage they stand in where the model can. Thread-safe; one serves all visitors."""

    def __init__(self, engine: Engine, tokens: Tokens, checkpoint: Checkpoint) -> None:
        self.engine = engine
        self.tokens = tokens
        self.checkpoint = checkpoint
        self.scheme = checkpoint.scheme
        self.width = widest(engine.model.config) if checkpoint.reads_lines else MAX_TOKENS

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

    def annotate(
        self, works: Sequence[Work], context: bool = True, on_batch: OnBatch | None = None, words: bool = False
    ) -> EmotionScores:
        """Score every line, stanza and work.

        context: read whole passages; False reads each line as if it stood alone, which is all that a classifier of
            single texts can do (`provenance.reads` says so).
        on_batch: called with the passages read so far and in all.
        words: keep what each word adds to its line's logits, from the same pass; 44 numbers a word. A classifier of
            single texts says nothing of words, so its scores have none.
        """
        context = context and not self.checkpoint.reads_lines
        words = words and not self.checkpoint.reads_lines
        passages: list[Passage] = []
        bounds = [0]
        for work in works:
            passages += self._passages(work, context, words)
            bounds.append(len(passages))
        pieces = self.engine.read(passages, on_batch)
        results = [
            self._work_scores(work, _between(pieces, first, last), words)
            for work, first, last in zip(works, bounds, bounds[1:], strict=False)
        ]
        checkpoint = self.checkpoint
        return EmotionScores(
            self.scheme.names,
            tuple(results),
            checkpoint.threshold,
            self._provenance(context),
            checkpoint.languages,
        )

    def explain(
        self, work: Work, lines: Sequence[int] | None = None, context: bool = True, on_batch: OnBatch | None = None
    ) -> tuple[LineWords, ...]:
        """What each word of these lines adds to the line's logits; of all lines without `lines`.

        Only the passages that hold the lines are read.

        Raises ModelError for a classifier of single texts, which says nothing of words.
        """
        if self.checkpoint.reads_lines:
            raise ModelError("model.no_words", name=self.checkpoint.name)
        wanted = range(len(work)) if lines is None else lines
        passages = [passage for passage in self._passages(work, context) if not set(wanted).isdisjoint(passage.owners)]
        owned = owned_by_words(passages, self._words(work), first_words(work.texts))
        found = work_words(work.texts, self.engine.read(owned, on_batch), first_words(work.texts))
        return tuple(found.line(line) for line in wanted)

    def _words(self, work: Work) -> list[list[int]]:
        return [words for _, words in self.tokens.encode_words(work.texts)]

    def _passages(self, work: Work, context: bool, words: bool = False) -> list[Passage]:
        """The work's passages; `words`: owned by words instead of lines."""
        lines = self._passages_of_lines(self.tokens.encode(work.texts), work.stanza_numbers, context)
        return owned_by_words(lines, self._words(work), first_words(work.texts)) if words else lines

    def _passages_of_lines(self, ids: Sequence[list[int]], stanzas: Sequence[int], context: bool) -> list[Passage]:
        if context:
            return pack(ids, stanzas, self.tokens.specials)
        alone = []
        for line, one in enumerate(ids):
            for passage in pack([one], [0], self.tokens.specials, self.width):
                owners = tuple(line if owner == 0 else owner for owner in passage.owners)
                alone.append(Passage(passage.ids, owners))
        return alone

    def _work_scores(self, work: Work, pieces: Pieces, words: bool) -> WorkScores:
        """pieces: of the work's lines, or of its words."""
        starts = first_words(work.texts)
        lines = as_lines(pieces, starts) if words else pieces
        stanzas = np.array(work.stanza_numbers, dtype=np.intp) - 1
        return WorkScores(
            work.id,
            line_scores(lines, len(work)),
            unit_scores(lines, stanzas, len(work.stanzas)),
            unit_scores(lines, np.zeros(len(work), dtype=np.intp), 1),
            self._unread(work),
            self._trained_on(work),
            work_words(work.texts, pieces, starts) if words else None,
        )

    def _unread(self, work: Work) -> tuple[int, ...]:
        """Characters of each line that the model did not read, because its vocabulary has nothing for them."""
        encoded = self.tokens.encode(work.texts)
        return tuple(
            self.tokens.count_unknown(text) if self.tokens.unknown in ids else 0
            for text, ids in zip(work.texts, encoded, strict=True)
        )

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

"""Classifiers of single texts: each line is a text of its own, whatever stands around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from emolit.reading.cache import LineSums
from emolit.reading.checkpoint import SIGMOID, SOFTMAX
from emolit.reading.engine import Engine
from emolit.reading.network import collate
from emolit.reading.passages import NOBODY, Passage

if TYPE_CHECKING:
    from torch import Tensor

_SMALLEST = 1e-7  # a softmax share nearer to 0 or 1 than this is this near


class LineEngine(Engine):
    """Reads passages that each hold one line, or a window of it, with a sequence classifier.

    A softmax share p is carried as its log-odds, so that the same sigmoid as everywhere gives p back. The window of a
    line that is too long for the network counts by its tokens.
    """

    activation = SIGMOID

    def _read(self, batch: Sequence[Passage]) -> Iterator[LineSums]:
        padded, mask, _ = collate(batch, self.pad)
        with self._lock, torch.inference_mode(), self._numbers():
            logits = self.model(input_ids=padded, attention_mask=mask).logits.float()
        scores = _log_odds(logits) if self.activation == SOFTMAX else logits
        for passage, row in zip(batch, scores.numpy(), strict=True):
            tokens = np.float32(sum(owner != NOBODY for owner in passage.owners))
            yield LineSums(row[None] * tokens, np.array([tokens]))


class SoftmaxEngine(LineEngine):
    """The same for a classifier whose labels exclude each other."""

    activation = SOFTMAX


ENGINES: dict[str, type[LineEngine]] = {engine.activation: engine for engine in (LineEngine, SoftmaxEngine)}


def _log_odds(logits: Tensor) -> Tensor:
    """logits: (n_texts, n_labels). Returns the log-odds of each label's softmax share, same shape."""
    return torch.logit(torch.softmax(logits, dim=-1), eps=_SMALLEST)


def widest(config: Any) -> int:
    """Tokens of the longest text that a classifier reads at once, special tokens included."""
    places = int(getattr(config, "max_position_embeddings", 512))
    kept = 2 if config.model_type in ("roberta", "xlm-roberta") else 0  # places that these keep for padding
    return min(places - kept, 512)

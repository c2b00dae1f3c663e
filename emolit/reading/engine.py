"""The one place where the network runs on a reader's text: passages in, summed token logits out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray

from emolit.reading.network import collate, sum_by_owner, token_logits
from emolit.reading.passages import Passage, batches

if TYPE_CHECKING:
    from transformers import BertForTokenClassification

OnBatch = Callable[[int, int], None]  # passages read so far, passages in all

BATCH_TOKENS = 1024  # padded tokens of one forward pass; larger ones gain nothing on a CPU


@dataclass(frozen=True, eq=False)
class Pieces:
    """The tokens of one line within one passage, for every line of every passage.

    passage, line: (n_pieces,) indices of the passage and of the line in its work.
    sums: (n_pieces, n_labels), sums of token logits.
    tokens: (n_pieces,), how many tokens each sum holds.
    """

    passage: NDArray[np.intp]
    line: NDArray[np.intp]
    sums: NDArray[np.float64]
    tokens: NDArray[np.float64]


class Engine:
    """Reads passages in batches of like length. Float32; neither order nor batch changes a score by more than 1e-5.

    One lock, held for a batch at a time, so that visitors take turns and none waits for another's whole corpus.
    """

    def __init__(self, model: BertForTokenClassification, pad: int, batch_tokens: int = BATCH_TOKENS) -> None:
        self.model = model.eval()
        self.pad = pad
        self.batch_tokens = batch_tokens
        self._lock = threading.Lock()

    def read(self, passages: Sequence[Passage], on_batch: OnBatch | None = None) -> Pieces:
        firsts = [min(owner for owner in passage.owners if owner >= 0) for passage in passages]
        widths = [max(passage.owners) - first + 1 for passage, first in zip(passages, firsts, strict=True)]
        starts = np.cumsum([0, *widths])
        sums = np.zeros((int(starts[-1]), self.model.config.num_labels))
        tokens = np.zeros(int(starts[-1]))
        done = 0
        for batch in batches([len(passage) for passage in passages], self.batch_tokens):
            ids, mask, owners = collate([passages[index] for index in batch], self.pad)
            local = np.cumsum([0, *(widths[index] for index in batch)])
            offsets = torch.tensor([local[row] - firsts[index] for row, index in enumerate(batch)]).unsqueeze(1)
            owners = torch.where(owners >= 0, owners + offsets, owners)
            with self._lock, torch.inference_mode():
                batch_sums, batch_tokens = sum_by_owner(token_logits(self.model, ids, mask), owners, int(local[-1]))
            for row, index in enumerate(batch):
                sums[starts[index] : starts[index + 1]] = batch_sums[local[row] : local[row + 1]]
                tokens[starts[index] : starts[index + 1]] = batch_tokens[local[row] : local[row + 1]]
            done += len(batch)
            if on_batch:
                on_batch(done, len(passages))
        passage_of = np.repeat(np.arange(len(passages)), widths)
        line_of = np.concatenate([np.arange(w) + f for w, f in zip(widths, firsts, strict=True)] or [np.array([], int)])
        return Pieces(passage_of, line_of.astype(np.intp), sums, tokens)

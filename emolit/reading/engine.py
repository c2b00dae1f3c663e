"""The one place where the network runs on a reader's text: passages in, summed token logits out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray

from emolit.reading.cache import LineSums, PassageCache
from emolit.reading.forward import PackedNetwork, fits
from emolit.reading.network import collate, sum_by_owner, token_logits
from emolit.reading.passages import NOBODY, Passage, batches
from emolit.reading.precision import Precision

if TYPE_CHECKING:
    from transformers import PreTrainedModel

OnBatch = Callable[[int, int], None]  # passages read so far, passages in all

BATCH_TOKENS = 1024  # tokens of one forward pass; larger ones gain nothing on a CPU


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
    """Reads passages in batches of like length. In float32 neither order nor batch changes a score by more than 1e-5.

    One lock, held for a batch at a time, so that visitors take turns and none waits for another's whole corpus.
    cache: what was read before is not read again. `identity`, the weights' fingerprint, keeps models apart in it.
    """

    def __init__(
        self,
        model: PreTrainedModel,
        pad: int,
        batch_tokens: int = BATCH_TOKENS,
        precision: Precision = Precision.FLOAT32,
        cache: PassageCache | None = None,
        identity: str = "",
    ) -> None:
        precision.require()
        self.model = model.eval()
        self.pad = pad
        self.batch_tokens = batch_tokens
        self.precision = precision
        self.cache = cache
        self._identity = f"{identity} {precision} {torch.__version__}"
        self._packed = PackedNetwork(model, precision) if fits(model) else None
        self._lock = threading.Lock()

    def read(self, passages: Sequence[Passage], on_batch: OnBatch | None = None) -> Pieces:
        """Pieces in the order of the passages. `on_batch` is told of passages, those known from before included."""
        found, missing = self._recall(passages)
        done = len(passages) - sum(map(len, missing))
        if on_batch and done:
            on_batch(done, len(passages))
        for batch in batches([len(passages[same[0]]) for same in missing], self.batch_tokens):
            read = self._read([passages[missing[index][0]] for index in batch])
            for index, sums in zip(batch, read, strict=True):
                for place in missing[index]:
                    found[place] = sums
                done += len(missing[index])
                if self.cache is not None:
                    self.cache.put(self.cache.key(passages[missing[index][0]], self._identity), sums)
            if on_batch:
                on_batch(done, len(passages))
        return _pieces(passages, [found[place] for place in range(len(passages))], self.model.config.num_labels)

    def _recall(self, passages: Sequence[Passage]) -> tuple[dict[int, LineSums], list[list[int]]]:
        """What the cache knows, by place, and the places of each passage that has to be read; equal ones together."""
        if self.cache is None:
            return {}, [[place] for place in range(len(passages))]
        found: dict[int, LineSums] = {}
        missing: dict[bytes, list[int]] = {}
        for place, passage in enumerate(passages):
            key = self.cache.key(passage, self._identity)
            known = None if key in missing else self.cache.get(key)
            if known is None:
                missing.setdefault(key, []).append(place)
            else:
                found[place] = known
        return found, list(missing.values())

    def _read(self, batch: Sequence[Passage]) -> Iterator[LineSums]:
        """What the network finds in each passage of one batch."""
        counts = [passage.n_lines for passage in batch]
        starts = np.cumsum([0, *counts])
        owners = [_shifted(passage, start) for passage, start in zip(batch, starts, strict=False)]
        with self._lock, torch.inference_mode():
            logits = self._logits(batch)
            sums, tokens = sum_by_owner(logits, torch.from_numpy(np.concatenate(owners)), int(starts[-1]))
        for start, stop in pairwise(starts):
            yield LineSums(sums[start:stop].numpy().copy(), tokens[start:stop].numpy().copy())

    def _logits(self, batch: Sequence[Passage]) -> torch.Tensor:
        """Token logits of the passages one behind the other, shape (n_tokens, n_labels)."""
        lengths = [len(passage) for passage in batch]
        if self._packed:
            ids = np.fromiter(chain.from_iterable(passage.ids for passage in batch), np.int64, sum(lengths))
            return self._packed.token_logits(torch.from_numpy(ids), lengths)
        padded, mask, _ = collate(batch, self.pad)
        with self._numbers():
            logits = token_logits(self.model, padded, mask).float()
        return torch.cat([row[:length] for row, length in zip(logits, lengths, strict=True)])

    def _numbers(self) -> torch.autocast:
        """In what transformers computes, where it does."""
        return torch.autocast("cpu", torch.bfloat16, enabled=self.precision is Precision.BF16)


def _shifted(passage: Passage, start: int) -> NDArray[np.int64]:
    """Owners of a passage's tokens, its first line at `start`."""
    owners = np.array(passage.owners, dtype=np.int64)
    return np.where(owners == NOBODY, NOBODY, owners - passage.first_line + start)


def _pieces(passages: Sequence[Passage], found: Sequence[LineSums], n_labels: int) -> Pieces:
    counts = [passage.n_lines for passage in passages]
    lines = [np.arange(passage.n_lines) + passage.first_line for passage in passages]
    return Pieces(
        np.repeat(np.arange(len(passages)), counts),
        np.concatenate(lines or [np.array([], int)]).astype(np.intp),
        np.concatenate([np.empty((0, n_labels)), *(each.sums for each in found)]),
        np.concatenate([np.empty(0), *(each.tokens for each in found)]),
    )

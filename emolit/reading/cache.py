"""Passages that were read before: what the model found in them, kept for whoever brings the same text again.

Shared by all visitors of an app and safe to share: an entry is sums of logits under a keyed hash of its token ids. It
holds no text, cannot be listed by text, and can be met only by whoever brings the same passage, under the same weights
and precision. The hash's key is drawn anew in each process, so no entry means anything outside it.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from emolit.reading.passages import Passage
from emolit.settings import Settings

_OVERHEAD = 300  # bytes of an entry beside its arrays


@dataclass(frozen=True, eq=False)
class LineSums:
    """What the model found in one passage.

    sums: (n_lines, n_labels), float32, sums of token logits of each line.
    tokens: (n_lines,), float32, how many tokens each sum holds.
    """

    sums: NDArray[np.float32]
    tokens: NDArray[np.float32]

    @property
    def size(self) -> int:
        """Bytes that it takes in a cache."""
        return self.sums.nbytes + self.tokens.nbytes + _OVERHEAD


class PassageCache:
    """The passages used last, at most `max_bytes` of them. Thread-safe."""

    def __init__(self, max_bytes: int | None = None) -> None:
        """max_bytes: the operator's if not given (64 MB, some 250,000 lines under 44 labels)."""
        self.max_bytes = Settings.from_env().cache_mb * 1_000_000 if max_bytes is None else max_bytes
        self.size = 0  # bytes held
        self._entries: OrderedDict[bytes, LineSums] = OrderedDict()
        self._lock = threading.Lock()
        self._secret = secrets.token_bytes(32)

    def __len__(self) -> int:
        return len(self._entries)

    def key(self, passage: Passage, model: str) -> bytes:
        """A digest of what a passage's sums depend on: its tokens, which of them make a line, and who reads them.

        model: the fingerprint of the weights, with the precision. Where a line stands in its work makes no difference.
        """
        first = passage.first_line
        owners = [owner - first if owner >= 0 else owner for owner in passage.owners]
        digest = blake2b(np.array([passage.ids, owners], dtype=np.int32).tobytes(), digest_size=16, key=self._secret)
        digest.update(model.encode())
        return digest.digest()

    def get(self, key: bytes) -> LineSums | None:
        with self._lock:
            found = self._entries.get(key)
            if found is not None:
                self._entries.move_to_end(key)
            return found

    def put(self, key: bytes, found: LineSums) -> None:
        """Keep it, and let go of what was used longest ago; what is larger than the whole cache is not kept."""
        found.sums.setflags(write=False)
        found.tokens.setflags(write=False)
        with self._lock:
            before = self._entries.pop(key, None)
            self._entries[key] = found
            self.size += found.size - (before.size if before else 0)
            while self.size > self.max_bytes:
                _, oldest = self._entries.popitem(last=False)
                self.size -= oldest.size


SHARED = PassageCache()  # of this process: one bound for all models and all visitors

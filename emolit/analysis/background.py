"""UMAP in a process of its own: its import and first fit take half a minute and must stall nobody.

One worker process, one map at a time (numba's default threading layer aborts a process that uses it from two threads).
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import tempfile
import threading
from collections import OrderedDict
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from emolit.analysis.projection import Array, Plane, umap_plane

_KEPT = 32  # finished maps: coordinates only, no text


class UmapWorker:
    """Computes each map once; ask again for the same future."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._maps: OrderedDict[str, Future[Plane]] = OrderedDict()
        self._pool: ProcessPoolExecutor | None = None

    def plane(self, profiles: Array) -> Future[Plane]:
        """The map of these profiles, begun if nobody has asked for it yet. Returns at once."""
        key = hashlib.sha256(profiles.tobytes()).hexdigest()
        with self._lock:
            known = self._maps.get(key)
            if known is None or (known.done() and isinstance(known.exception(), BrokenProcessPool)):
                self._maps[key] = self._submit(profiles)
            self._maps.move_to_end(key)
            while len(self._maps) > _KEPT:
                self._maps.popitem(last=False)
            return self._maps[key]

    def _submit(self, profiles: Array) -> Future[Plane]:
        try:
            return self._running_pool().submit(umap_plane, profiles)
        except BrokenProcessPool:
            self._pool = None  # the worker died (killed for memory, say): start another
            return self._running_pool().submit(umap_plane, profiles)

    def _running_pool(self) -> ProcessPoolExecutor:
        if self._pool is None:
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=spawn, initializer=_prepare)
        return self._pool

    def close(self) -> None:
        """End the worker process."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _prepare() -> None:
    """In the worker: a writable cache for compiled code, and a lower priority than the pages."""
    os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(tempfile.gettempdir()) / "emolit-numba"))
    os.nice(5)

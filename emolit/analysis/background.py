"""UMAP in a process of its own: its import and first fit take half a minute and must stall nobody.

One worker process, one map at a time: numba's default threading layer aborts a process that uses it twice at once.
The worker is `python -m emolit.analysis.background`, which speaks arrays over its pipes. A `multiprocessing` child
would run the page's script again, since Streamlit puts it in the place of `__main__`.
"""

from __future__ import annotations

import hashlib
import io
import os
import struct
import subprocess
import sys
import tempfile
import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO

import numpy as np

from emolit.analysis.projection import FEWEST_FOR_UMAP, Array, Plane, umap_plane
from emolit.errors import NotEnoughData

_KEPT = 32  # finished maps: coordinates only, no text
_LENGTH = struct.Struct("<q")
_PACKAGE_PARENT = Path(__file__).parents[2]


class UmapWorker:
    """Computes each map once; ask again for the same future. A failure is told once, and then the map is tried anew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._maps: OrderedDict[str, Future[Plane]] = OrderedDict()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="umap")
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def plane(self, profiles: Array) -> Future[Plane]:
        """The map of these profiles, begun if nobody has asked for it yet. Returns at once."""
        key = hashlib.sha256(profiles.tobytes()).hexdigest()
        with self._lock:
            future = self._maps.pop(key, None) or self._thread.submit(self._ask, profiles)
            if not (future.done() and future.exception()):
                self._maps[key] = future
            while len(self._maps) > _KEPT:
                self._maps.popitem(last=False)
            return future

    def _ask(self, profiles: Array) -> Plane:
        """Runs in the one thread that speaks to the process."""
        process = self._running()
        assert process.stdin
        assert process.stdout
        _send(process.stdin, profiles)
        answer = _receive(process.stdout)
        if answer is None:
            raise ChildProcessError("The UMAP worker ended before it had an answer.")
        if not len(answer):
            found = len(np.unique(profiles.astype(np.float32), axis=0))
            raise NotEnoughData("analysis.too_few_points", needed=FEWEST_FOR_UMAP, found=found)
        return Plane("UMAP", answer)

    def _running(self) -> subprocess.Popen[bytes]:
        """The process, a new one where it died (killed for memory, say); none is started once the worker is closed."""
        with self._lock:
            if self._closed:
                raise ChildProcessError("The UMAP worker was closed.")
            if self._process is not None and self._process.poll() is not None:
                self._process.communicate()  # closes its pipes
                self._process = None
            self._process = self._process or _start()
            return self._process

    def close(self) -> None:
        """End the worker process and drop the maps that wait for it."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.kill()
        self._thread.shutdown(wait=True, cancel_futures=True)  # its pipes are closed when nobody reads them any more
        if self._process is not None:
            self._process.communicate()
            self._process = None


def _start() -> subprocess.Popen[bytes]:
    paths = [str(_PACKAGE_PARENT), os.environ.get("PYTHONPATH", "")]
    cache = str(Path(tempfile.gettempdir()) / "emolit-numba")  # numba needs a folder that it may write to
    environment = {"NUMBA_CACHE_DIR": cache, **os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    command = [sys.executable, "-m", "emolit.analysis.background"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)


def _send(pipe: IO[bytes], array: Array) -> None:
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    pipe.write(_LENGTH.pack(buffer.tell()) + buffer.getvalue())
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Array | None:
    """The next array, None at the end of the pipe."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    body = pipe.read(_LENGTH.unpack(head)[0])
    return np.asarray(np.load(io.BytesIO(body), allow_pickle=False), dtype=np.float64)


def _serve() -> None:
    """The worker: arrays in, coordinates out, until stdin closes; an empty answer for too few points."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints must not mix with the answers
    os.nice(5)
    while (profiles := _receive(sys.stdin.buffer)) is not None:
        try:
            _send(answers, umap_plane(profiles).points)
        except NotEnoughData:
            _send(answers, np.empty((0, 2)))


if __name__ == "__main__":
    _serve()

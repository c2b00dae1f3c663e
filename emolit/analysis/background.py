"""UMAP in a process of its own: its import and first fit take half a minute and must stall nobody.

One worker process, one map at a time: numba's default threading layer aborts a process that uses it twice at once.
The worker is `python -m emolit.analysis.background`, which speaks arrays over its pipes. A `multiprocessing` child
would run the page's script again, since Streamlit puts it in the place of `__main__`.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import stat
import struct
import subprocess
import sys
import tempfile
import threading
from collections import OrderedDict
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np

from emolit.analysis.projection import (
    FEWEST_FOR_UMAP,
    MIN_DIST,
    NEIGHBOURS,
    SEED,
    Array,
    Method,
    Plane,
    n_different,
    umap_plane,
)
from emolit.errors import NotEnoughData

TIMEOUT = 600.0  # seconds that a map may take; most take less than one, the first of a process half a minute

_KEPT = 32  # finished maps: coordinates only, no text
_LENGTH = struct.Struct("<q")
_PACKAGE_PARENT = Path(__file__).parents[2]
_FIRST_TO_GO = 500  # where memory runs out the kernel ends the worker, not the server


@dataclass(eq=False)
class _Job:
    """A map that somebody asked for, and what became of it."""

    profiles: Array
    neighbours: int
    min_dist: float
    seed: int
    unwanted: bool = False
    late: bool = False

    @property
    def key(self) -> str:
        named = f"{self.profiles.shape} {self.neighbours} {self.min_dist} {self.seed}"
        return hashlib.sha256(self.profiles.tobytes() + named.encode()).hexdigest()


class UmapWorker:
    """Computes each map once; ask again for the same future. A failure is told once, and then the map is tried anew.

    timeout: seconds that a map may take; then its process is ended and the future holds a TimeoutError.
    """

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout
        self._lock = threading.Lock()
        self._maps: OrderedDict[str, tuple[Future[Plane], _Job]] = OrderedDict()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="umap")
        self._process: subprocess.Popen[bytes] | None = None
        self._drawing: _Job | None = None
        self._closed = False

    def plane(
        self, profiles: Array, neighbours: int = NEIGHBOURS, min_dist: float = MIN_DIST, seed: int = SEED
    ) -> Future[Plane]:
        """The map of these profiles, begun if nobody has asked for it yet. Returns at once."""
        job = _Job(profiles, neighbours, min_dist, seed)
        key = job.key
        with self._lock:
            known = self._maps.pop(key, None)
            future, job = known or (self._thread.submit(self._ask, job), job)
            if not (future.done() and (future.cancelled() or future.exception())):
                self._maps[key] = (future, job)
            while len(self._maps) > _KEPT:
                self._maps.popitem(last=False)
            return future

    def cancel(self, future: Future[Plane]) -> None:
        """Nobody waits for this map any more: it is not begun, or its process is ended; one that is there stays.

        Whoever else asked for the same map finds the future done without one, and gets a new one by asking again.
        """
        with self._lock:
            found = next((key for key, (known, _) in self._maps.items() if known is future), None)
            if found is None or (future.done() and not future.cancelled()):
                return
            _, job = self._maps.pop(found)
            job.unwanted = True
            future.cancel()
            if job is self._drawing and self._process is not None:
                self._process.kill()

    def _ask(self, job: _Job) -> Plane:
        """Runs in the one thread that speaks to the process."""
        process = self._begin(job)
        watch = threading.Timer(self._timeout, self._end_late, [job])
        watch.start()
        try:
            answer = _question(process, job)
        finally:
            watch.cancel()
            with self._lock:
                self._drawing = None
        if answer is None:
            self._bury(process)
        if job.unwanted:
            raise CancelledError
        if job.late:
            raise TimeoutError(f"The map was not there after {self._timeout:.0f} seconds.")
        if answer is None:
            raise ChildProcessError("The UMAP worker ended before it had an answer.")
        if not len(answer):
            found = n_different(job.profiles)
            raise NotEnoughData("analysis.too_few_points", needed=FEWEST_FOR_UMAP, found=found)
        return Plane(Method.UMAP, answer)

    def _begin(self, job: _Job) -> subprocess.Popen[bytes]:
        """The process, a new one where it died (killed for memory, say); none is started once the worker is closed."""
        with self._lock:
            if job.unwanted:
                raise CancelledError
            if self._closed:
                raise ChildProcessError("The UMAP worker was closed.")
            if self._process is not None and self._process.poll() is not None:
                self._process.communicate()  # closes its pipes
                self._process = None
            self._process = self._process or _start()
            self._drawing = job
            return self._process

    def _bury(self, process: subprocess.Popen[bytes]) -> None:
        """A process that has stopped answering may not be gone yet: the next map must not be asked of it."""
        process.kill()
        process.communicate()
        with self._lock:
            if self._process is process:
                self._process = None

    def _end_late(self, job: _Job) -> None:
        with self._lock:
            if job is self._drawing and self._process is not None:
                job.late = True
                self._process.kill()

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


def _question(process: subprocess.Popen[bytes], job: _Job) -> Array | None:
    """The places, an empty array for too few points, None when the process ended."""
    assert process.stdin
    assert process.stdout
    try:
        _send(process.stdin, np.array([job.neighbours, job.min_dist, job.seed], dtype=np.float64))
        _send(process.stdin, job.profiles)
        return _receive(process.stdout)
    except BrokenPipeError:  # it ended before it had heard the question
        return None


def _start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "emolit.analysis.background"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment())


def _environment() -> dict[str, str]:
    """Numba compiles once for all maps into a folder of its own, on one thread, in a layer that stands two users."""
    paths = [str(_PACKAGE_PARENT), os.environ.get("PYTHONPATH", "")]
    numba = {"NUMBA_NUM_THREADS": "1", "NUMBA_THREADING_LAYER_PRIORITY": "tbb omp workqueue"}
    if "NUMBA_CACHE_DIR" not in os.environ:
        numba["NUMBA_CACHE_DIR"] = _cache_folder()
    return {**numba, **os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def _cache_folder() -> str:
    """A folder that only this user can write to, since numba runs what it finds there; a new one where it is not so."""
    user = os.getuid() if hasattr(os, "getuid") else "user"
    folder = Path(tempfile.gettempdir()) / f"emolit-numba-{user}"
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        is_own = not hasattr(os, "getuid") or (found.st_uid == user and not found.st_mode & 0o022)
        if stat.S_ISDIR(found.st_mode) and is_own:
            return str(folder)
    return tempfile.mkdtemp(prefix="emolit-numba-")


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
    with contextlib.suppress(OSError):  # Linux only
        Path("/proc/self/oom_score_adj").write_text(str(_FIRST_TO_GO), encoding="ascii")
    while (asked := _receive(sys.stdin.buffer)) is not None and (profiles := _receive(sys.stdin.buffer)) is not None:
        neighbours, min_dist, seed = asked.tolist()
        try:
            _send(answers, umap_plane(profiles, int(neighbours), min_dist, int(seed)).points)
        except NotEnoughData:
            _send(answers, np.empty((0, 2)))


if __name__ == "__main__":
    _serve()

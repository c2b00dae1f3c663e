"""Read a file in a process of its own, which dies instead of us.

Not `multiprocessing`: its children would run the page's script again, since Streamlit puts it in the place of
`__main__`. The answer is JSON, never pickle: what comes back from a process that read a hostile file is only data.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, Any

from emolit.corpus.limits import Limits
from emolit.corpus.options import OnProgress, ReadingOptions
from emolit.corpus.wire import from_record
from emolit.corpus.worker import MEMORY, SECONDS
from emolit.corpus.works import Corpus
from emolit.errors import CorpusError

_PACKAGE_PARENT = Path(__file__).parents[2]
_MOST_ANSWER = 300_000_000  # bytes; more than any corpus within the app's limits takes
_KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "VIRTUAL_ENV")  # of the environment: no token, no proxy, no home
_AT_ONCE = threading.BoundedSemaphore(max(2, min(4, (os.cpu_count() or 2) - 1)))  # so that pages still answer


def read_guarded(
    name: str,
    data: bytes,
    options: ReadingOptions | None = None,
    *,
    limits: Limits | None = None,
    on_progress: OnProgress | None = None,
    seconds: float = SECONDS - 1,
) -> Corpus:
    """What `read_corpus` would return or raise, at most `seconds` and one gigabyte later.

    Raises CorpusError also when the process had to be ended, or ended without an answer.
    """
    if limits:
        limits.check_bytes(name, len(data))
    record = {
        "name": name,
        "options": (options or ReadingOptions()).to_json(),
        "limits": asdict(limits) if limits else None,
    }
    answer = ask_guarded("emolit.corpus.worker", record, data, seconds=seconds, on_progress=on_progress)
    return from_record(answer["corpus"])


def ask_guarded(
    module: str,
    record: Mapping[str, Any],
    data: bytes,
    *,
    seconds: float = SECONDS - 1,
    on_progress: OnProgress | None = None,
) -> dict[str, Any]:
    """The answer of a module that was started as a process of its own, asked `record` and `data`.

    record: has the file's `name`. Raises CorpusError with what the process says is wrong, or for none of an answer.
    """
    with _AT_ONCE, _worker(module) as process:
        answer = _ask(process, json.dumps(record).encode("ascii") + b"\n" + data, seconds, on_progress)
    if answer is None:
        costly = {"seconds": SECONDS, "gigabytes": MEMORY // 1_000_000_000}
        raise CorpusError("corpus.too_costly", name=record["name"], **costly)
    if "error" in answer:
        raise CorpusError.retold(answer["error"]["code"], answer["error"]["details"])
    return answer


@contextmanager
def _worker(module: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that is gone when the context ends, whatever it was doing."""
    paths = [str(_PACKAGE_PARENT), os.environ.get("PYTHONPATH", "")]
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", module]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=environment, **pipes)  # type: ignore[call-overload]
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):  # what it did not wait for cannot be written any more
                pipe.close()


def _ask(
    process: subprocess.Popen[bytes], question: bytes, seconds: float, on_progress: OnProgress | None
) -> dict[str, Any] | None:
    """The last line of what the worker says, None when it does not come to that."""
    assert process.stdin
    assert process.stdout
    lines: SimpleQueue[bytes | None] = SimpleQueue()
    threads = [
        threading.Thread(target=_write, args=(process.stdin, question), daemon=True),
        threading.Thread(target=_read, args=(process.stdout, lines), daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        return _last(lines, time.monotonic() + seconds, on_progress)
    finally:
        process.kill()
        for thread in threads:
            thread.join()


def _last(lines: SimpleQueue[bytes | None], deadline: float, on_progress: OnProgress | None) -> dict[str, Any] | None:
    while True:
        try:
            said = _parsed(lines.get(timeout=max(0.0, deadline - time.monotonic())))
        except Empty:
            return None
        if said is None or "progress" not in said:
            return said
        if on_progress:
            on_progress(*said["progress"])


def _parsed(line: bytes | None) -> dict[str, Any] | None:
    try:
        said = json.loads(line) if line else None
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def _write(pipe: IO[bytes], question: bytes) -> None:
    with suppress(OSError):  # it ended before it had heard all: its answer, or that there is none, says so
        pipe.write(question)
        pipe.close()


def _read(pipe: IO[bytes], lines: SimpleQueue[bytes | None]) -> None:
    left = _MOST_ANSWER
    while left > 0 and (line := pipe.readline(left)):
        left -= len(line)
        lines.put(line)
    lines.put(None)

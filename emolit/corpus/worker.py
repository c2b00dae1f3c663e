"""The process that reads one file for the app: `python -m emolit.corpus.worker`, under limits that it sets itself.

In: one line of JSON (name, options, limits), then the file. Out: lines of JSON, `{"progress": [done, total]}` and at
last `{"corpus": ...}` or `{"error": ...}`. It opens no socket, starts no process and writes no file: an audit hook
(PEP 578) refuses all of these, whatever library asks.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import IO, Any

from emolit.corpus.limits import Limits
from emolit.corpus.options import ReadingOptions
from emolit.corpus.reading import read_corpus
from emolit.corpus.wire import plain, to_record
from emolit.errors import CorpusError, EmolitError

MEMORY = 1_000_000_000  # bytes of address space
SECONDS = 30  # of processor time; whoever waits for us ends us a little before

_REFUSED = (
    *("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "os.startfile"),
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod", "os.truncate", "os.kill"),
    *("shutil.", "ftplib.", "smtplib.", "urllib.", "http.client.", "webbrowser.", "pty.", "ctypes.dlopen"),
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    writes = event == "open" and len(arguments) == 3 and isinstance(arguments[2], int) and arguments[2] & _WRITES
    if writes or event.startswith(_REFUSED):
        raise PermissionError(event)


def confine() -> None:
    """Limit this process for good: memory, processor time, files, and what it may ask of the system."""
    sys.dont_write_bytecode = True
    if hasattr(os, "nice"):
        os.nice(5)  # pages come first
    try:
        import resource
    except ImportError:  # Windows has no such limits; the one who started us still kills us on time-out
        pass
    else:
        for limit, value in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0)):
            hard = resource.getrlimit(limit)[1]
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(limit, (value, value))
    sys.addaudithook(_refuse)


def serve(questions: IO[bytes], answers: IO[bytes]) -> None:
    """Answer one question."""
    asked = json.loads(questions.readline())
    data = questions.read()

    def say(**record: Any) -> None:
        answers.write(json.dumps(record).encode("ascii") + b"\n")
        answers.flush()

    try:
        limits = Limits(**asked["limits"]) if asked["limits"] else None
        options = ReadingOptions.from_json(asked["options"])
        corpus = read_corpus(
            asked["name"], data, options, limits=limits, on_progress=lambda done, total: say(progress=[done, total])
        )
        say(corpus=to_record(corpus))
    except EmolitError as error:
        say(error={"code": error.code, "details": plain(error.details)})
    except MemoryError:
        say(error={"code": "corpus.too_costly", "details": _costly(asked["name"])})
    except Exception as error:  # noqa: BLE001 - whatever a hostile file provokes is told in a sentence, without the text
        failure = CorpusError("corpus.broken", name=asked["name"])
        say(error={"code": failure.code, "details": failure.details, "kind": type(error).__name__})


def _costly(name: str) -> dict[str, object]:
    return {"name": name, "seconds": SECONDS, "gigabytes": MEMORY // 1_000_000_000}


def run(serve: Callable[[IO[bytes], IO[bytes]], None]) -> None:
    """Be the process that serves: confined, its answers on what was the standard output."""
    channel = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints must not mix with the answers
    confine()
    serve(sys.stdin.buffer, channel)


if __name__ == "__main__":
    run(serve)

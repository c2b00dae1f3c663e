"""Nothing the app is fed can hurt it: each hostile file is refused or its process ended, in time and memory."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from emolit.corpus import APP_LIMITS, Limits, ReadingOptions, Separator, read_corpus
from emolit.corpus.guard import read_guarded
from emolit.errors import CorpusError
from tests.documents import zipped
from tests.hostile import HOSTILE, Hostile, endless_pdf

ROOT = Path(__file__).parents[3]
PATIENCE = 8.0  # seconds; the app waits for 29
STARTING = 20.0  # seconds that a busy machine may take to start and to end a process


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_a_hostile_file_is_refused_in_a_sentence_or_ended(hostile: Hostile) -> None:
    data = hostile.make()
    options = ReadingOptions(separator=Separator.AUTOMATIC)
    began = time.monotonic()
    code, sentence = "", hostile.name
    try:
        read_guarded(hostile.name, data, options, limits=APP_LIMITS, seconds=PATIENCE)
    except CorpusError as error:
        code, sentence = error.code, error.sentence("ko")
    assert time.monotonic() - began < PATIENCE + STARTING
    assert code in hostile.codes or code == "corpus.too_costly"
    assert hostile.name in sentence or code in ("corpus.too_many_lines", "corpus.line_too_long")


@pytest.mark.parametrize(
    "hostile", [each for each in HOSTILE if "corpus.too_costly" not in each.codes], ids=lambda hostile: hostile.name
)
def test_the_library_without_a_guard_raises_its_own_errors_alone(hostile: Hostile) -> None:
    code = ""
    try:
        read_corpus(hostile.name, hostile.make(), limits=APP_LIMITS)
    except CorpusError as error:
        code = error.code
    assert code in hostile.codes


def test_the_guard_changes_nothing_that_is_read_and_tells_progress() -> None:
    data = zipped({f"{number}.txt": "봄이 온다\n\n비가 온다" for number in range(3)} | {"x.png": b""})
    told: list[tuple[int, int]] = []
    options = ReadingOptions(folders_as_authors=True)
    guarded = read_guarded("시.zip", data, options, on_progress=lambda done, total: told.append((done, total)))
    assert guarded == read_corpus("시.zip", data, options)
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_an_error_is_the_same_on_both_sides_of_the_guard() -> None:
    for read in (read_guarded, read_corpus):
        with pytest.raises(CorpusError) as caught:
            read("표.csv", b"a,b\n1,2\n", limits=APP_LIMITS)
        assert caught.value.sentence("en").startswith("'표.csv' lacks the column work, text (it has: a, b)")
        assert caught.value.details["header"] == ["a", "b"]


def test_a_file_over_the_limit_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)
    with pytest.raises(CorpusError, match="divide it"):
        read_guarded("시.txt", b"aaa", limits=Limits(file_bytes=2))


def test_a_process_that_takes_too_long_is_ended_and_leaves_nothing_behind() -> None:
    import psutil

    before = threading.active_count()
    began = time.monotonic()
    with pytest.raises(CorpusError) as caught:
        read_guarded("끝없는.pdf", endless_pdf(), seconds=2)
    assert caught.value.code == "corpus.too_costly"
    assert time.monotonic() - began < 2 + STARTING
    assert threading.active_count() == before
    left = [child for child in psutil.Process().children() if "emolit.corpus.worker" in " ".join(child.cmdline())]
    assert left == []


def confined(code: str) -> str:
    """What the last line of a confined process says."""
    lines = ["from emolit.corpus.worker import confine", "import emolit.corpus.reading", "confine()"]
    lines += ["try:", *(f"    {line}" for line in code.split("\n")), "    print('done')"]
    lines += ["except (OSError, MemoryError) as error:", "    print(type(error).__name__)"]
    said = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    return said.stdout.strip()


@pytest.mark.parametrize(
    "code",
    [
        "import socket\nsocket.socket()",
        "import socket\nsocket.getaddrinfo('localhost', 80)",
        "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9')",
        "import subprocess, sys\nsubprocess.run([sys.executable, '-c', ''])",
        "import os\nos.system('true')",
        "import os\nos.fork()",
        "open('/tmp/emolit-should-not-be', 'w')",
        "import os\nos.open('/tmp/emolit-should-not-be', os.O_CREAT | os.O_RDWR)",
        "import pathlib\npathlib.Path('/tmp/emolit-should-not-be').mkdir()",
    ],
)
def test_the_worker_opens_no_socket_starts_no_process_and_writes_no_file(code: str) -> None:
    assert confined(code) == "PermissionError"
    assert not Path("/tmp/emolit-should-not-be").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not bound a process's memory")
def test_the_worker_has_one_gigabyte_and_no_more() -> None:
    assert confined("x = bytearray(300_000_000)") == "done"
    assert confined("x = bytearray(1_000_000_000)") == "MemoryError"


def test_the_worker_answers_also_where_nothing_can_be_read_of_the_question() -> None:
    with pytest.raises(CorpusError) as caught:
        read_guarded("시.txt", b"\xff", limits=APP_LIMITS)
    assert caught.value.code == "corpus.unknown_encoding"

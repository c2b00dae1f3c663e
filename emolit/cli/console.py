"""What a command says, and where: results on stdout, one line of trouble on stderr, progress only to a person."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emolit.errors import EmolitError, Language

if TYPE_CHECKING:
    from emolit.reading.engine import OnBatch  # brings torch


def language_of(words: Sequence[str]) -> Language:
    """The `--lang` of a command line, also of one that cannot be parsed."""
    for word, following in zip(words, [*words, ""][1:], strict=True):
        if word == "--lang=ko" or (word, following) == ("--lang", "ko"):
            return "ko"
    return "en"


def say(sentence: str) -> None:
    """One line on stderr."""
    sys.stderr.write(sentence.replace("\n", " ") + "\n")


def progress(what: str) -> OnBatch | None:
    """A counter that rewrites itself on a terminal's stderr; None when nobody watches."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        sys.stderr.write(f"\r{what} {done}/{total}" + ("\n" if done == total else ""))
        sys.stderr.flush()

    return show


def note(what: str) -> None:
    """One line on a terminal's stderr, of what takes long and cannot be counted; nothing when nobody watches."""
    if sys.stderr.isatty():
        say(what)


def write_stdout(text: str | bytes) -> None:
    """UTF-8 whatever the locale says; a reader that has seen enough (`| head`) is no trouble."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains once more as it ends


def expect_place(path: Path) -> None:
    """Raises EmolitError where no file can be, so that nobody waits for a reading that has nowhere to go."""
    if path.is_dir() or not path.parent.is_dir():
        raise EmolitError("usage.cannot_write", path=path)


def write_file(path: Path, text: str) -> None:
    """The whole file or nothing. Raises EmolitError when it cannot be written."""
    write_data(path, text.encode("utf-8", "surrogatepass"))


def write_data(path: Path, data: bytes) -> None:
    """`write_file` for bytes."""
    expect_place(path)
    waiting = path.with_name(path.name + ".part")
    try:
        waiting.write_bytes(data)
        waiting.replace(path)
    except OSError as error:
        waiting.unlink(missing_ok=True)
        raise EmolitError("usage.cannot_write", path=path) from error


def write_json(path: Path, record: dict[str, Any]) -> None:
    write_file(path, json.dumps(record, ensure_ascii=False, indent=2) + "\n")

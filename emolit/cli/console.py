"""What a command says, and where: results on stdout, one line of trouble on stderr, progress only to a person."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
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
    """UTF-8 whatever the locale says; a reader that has seen enough (`| head`) is no trouble.

    Raises EmolitError where it cannot be written, as on a full disk.
    """
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(as_bytes(text))
        sys.stdout.buffer.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains once more as it ends
        if not isinstance(error, BrokenPipeError):
            raise EmolitError("usage.cannot_print", problem=error.strerror) from error


def is_stream(path: Path) -> bool:
    """Whether a device or a pipe stands there, which is written to as it is."""
    return os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)


def expect_place(path: Path) -> None:
    """Raises EmolitError where no file can be, so that nobody waits for a reading that has nowhere to go."""
    folder = os.path.dirname(os.path.realpath(path))
    with _writing(path), suppress(FileNotFoundError):
        os.stat(path)  # no name is too long, and no folder on the way is closed
    if os.path.isdir(path) or not os.access(path if is_stream(path) else folder, os.W_OK):
        raise EmolitError("usage.cannot_write", path=path)


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Every file whole, or none: each waits beside its place, or that which a link leads to, until all can move there.

    Raises EmolitError that names the one that cannot be written.
    """
    for path in contents:
        expect_place(path)
    with ExitStack() as folders:
        waiting = {path: _beside(path, data, folders) for path, data in contents.items() if not is_stream(path)}
        for path, data in contents.items():
            with _writing(path):
                if path in waiting:
                    waiting[path].replace(os.path.realpath(path))
                else:
                    path.write_bytes(data)


def _beside(path: Path, data: bytes, folders: ExitStack) -> Path:
    """The data as a file in a folder of its own, where nothing of anybody else's stands."""
    with _writing(path):
        place = os.path.dirname(os.path.realpath(path))
        folder = TemporaryDirectory(prefix=".emolit-", dir=place, ignore_cleanup_errors=True)
        file = Path(folders.enter_context(folder)) / "waiting"
        file.write_bytes(data)
        return file


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EmolitError("usage.cannot_write", path=path) from error


def write_file(path: Path, text: str) -> None:
    """The whole file or nothing. Raises EmolitError when it cannot be written."""
    write_files({path: as_bytes(text)})


def write_json(path: Path, record: dict[str, Any]) -> None:
    write_file(path, json_text(record))


def json_text(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def as_bytes(text: str | bytes) -> bytes:
    """UTF-8, also of what an encoding could not say."""
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")

"""How a command speaks: usage, language, progress, and files that are whole or not there."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from emolit.cli.console import language_of, progress, say, write_file, write_stdout
from emolit.errors import EmolitError
from emolit.version import VERSION
from tests.shell import Said

Run = Callable[..., Said]

USAGE = [
    ["annotate"],
    ["annotate", "시.txt", "--unit", "word"],
    ["annotate", "시.txt", "--format", "xml"],
    ["annotate", "시.txt", "--nope"],
    ["annotate", "시.txt", "--output"],
    ["anotate", "시.txt"],
    ["--nope"],
]


@pytest.mark.parametrize("words", USAGE, ids=" ".join)
def test_a_command_that_is_not_understood_is_told_in_one_line(emolit: Run, words: list[str]) -> None:
    said = emolit(*words)
    assert (said.code, said.out) == (2, b"")
    assert len(said.complaints) == 1
    assert said.err.startswith("The command was not understood: ")


@pytest.mark.parametrize("words", [[], ["시.txt", "--unit", "word"], ["시.txt", "--nope"]], ids=" ".join)
@pytest.mark.parametrize("asked", [["--lang", "ko"], ["--lang=ko"]], ids=" ".join)
def test_a_command_that_is_not_understood_is_told_in_korean(emolit: Run, words: list[str], asked: list[str]) -> None:
    said = emolit("annotate", *words, *asked)
    assert (said.code, said.out, len(said.complaints)) == (2, b"", 1)
    assert said.err.startswith("명령을 알아들을 수 없습니다: ")


@pytest.mark.parametrize("words", [[], ["--help"], ["annotate", "--help"]], ids=["none", "help", "annotate"])
def test_help_is_no_error(emolit: Run, words: list[str]) -> None:
    said = emolit(*words)
    assert (said.code, said.err) == (0, "")
    assert "annotate" in said.out.decode("utf-8")


def test_the_version_is_told_without_waiting_for_torch() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "emolit", "--version"]
    ended = subprocess.run(command, cwd=Path(__file__).parents[3], capture_output=True, timeout=300, check=False)
    assert (ended.returncode, ended.stdout.decode()) == (0, VERSION + "\n")
    imported = re.findall(rb"\|\s+(\S+)$", ended.stderr, flags=re.MULTILINE)
    assert b"emolit.cli.annotate" in imported
    assert not {b"torch", b"transformers", b"streamlit", b"plotly", b"umap"} & set(imported)


@pytest.mark.parametrize(
    ("words", "language"),
    [
        (["annotate", "--lang", "ko"], "ko"),
        (["--lang=ko", "a.txt"], "ko"),
        (["--lang", "en"], "en"),
        (["--lang"], "en"),
        (["ko"], "en"),
        ([], "en"),
    ],
)
def test_the_language_is_found_in_any_command_line(words: list[str], language: str) -> None:
    assert language_of(words) == language


# Streams


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_rewrites_itself_on_a_terminal_and_ends_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    show = progress("passages")
    assert show is not None
    show(1, 2)
    show(2, 2)
    assert screen.getvalue() == "\rpassages 1/2\rpassages 2/2\n"


def test_without_a_terminal_there_is_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert progress("passages") is None


def test_a_complaint_is_one_line_whatever_is_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(sys, "stderr", screen)
    say("두\n줄")
    assert screen.getvalue() == "두 줄\n"


def test_stdout_is_utf_8_whatever_the_locale_says(monkeypatch: pytest.MonkeyPatch) -> None:
    data = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(data, encoding="ascii"))
    write_stdout("봄\n")
    assert data.getvalue() == "봄\n".encode()


# Files


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "표.csv"
    for text in ("봄\n비\n", "눈\n"):
        write_file(path, text)
        assert path.read_bytes() == text.encode()
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_leaves_the_old_one_and_nothing_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "표.csv"
    path.write_text("옛", encoding="utf-8")

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(EmolitError) as caught:
        write_file(path, "새")
    assert (caught.value.code, caught.value.details) == ("usage.cannot_write", {"path": path})
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_text(encoding="utf-8") == "옛"


@pytest.mark.parametrize("place", [".", "none/표.csv"])
def test_a_place_where_no_file_can_be_is_refused(tmp_path: Path, place: str) -> None:
    with pytest.raises(EmolitError) as caught:
        write_file(tmp_path / place, "봄")
    assert caught.value.code == "usage.cannot_write"
    assert list(tmp_path.iterdir()) == []

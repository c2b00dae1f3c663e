"""How a command speaks: usage, language, progress, and files that are whole or not there."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from emolit.cli import app
from emolit.cli.console import expect_place, language_of, progress, say, write_file, write_stdout
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


@pytest.mark.parametrize("command", [command.callback.__name__ for command in app.registered_commands])  # type: ignore
def test_every_command_takes_the_language_of_its_messages(emolit: Run, command: str) -> None:
    assert emolit(command, "--lang", "ko", "--help").code == 0


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


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_behind_stdout_is_told_in_one_line() -> None:
    command = [sys.executable, "-m", "emolit", "cite", "--lang", "ko"]
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            command, cwd=Path(__file__).parents[3], stdout=full, stderr=subprocess.PIPE, timeout=300, check=False
        )
    assert ended.returncode == 2
    assert ended.stderr.decode().startswith("결과를 표준 출력에 다 쓰지 못했습니다(")
    assert ended.stderr.count(b"\n") == 1


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


def test_what_cannot_be_tidied_up_either_is_still_one_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_only(*_: Any, **__: Any) -> None:
        raise OSError(30, "Read-only file system")

    for owner, name in ((Path, "replace"), (Path, "unlink"), (os, "rmdir")):
        monkeypatch.setattr(owner, name, read_only)
    with pytest.raises(EmolitError) as caught:
        write_file(tmp_path / "표.csv", "새")
    assert caught.value.code == "usage.cannot_write"


def test_a_file_is_whoever_s_a_new_file_would_be(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_file(tmp_path / "표.csv", "봄")
    finally:
        os.umask(before)
    assert (tmp_path / "표.csv").stat().st_mode & 0o777 == 0o640


def test_through_a_link_the_file_is_written_that_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    link, file = tmp_path / "표.csv", tmp_path / "folder" / "표.csv"
    link.symlink_to(file)
    for text in ("봄", "비"):  # before there is such a file, and after
        write_file(link, text)
        assert link.is_symlink()
        assert file.read_text("utf-8") == text
    assert list((tmp_path / "folder").iterdir()) == [file]


def test_a_file_of_somebody_else_s_beside_it_stays_as_it_is(tmp_path: Path) -> None:
    other = tmp_path / "표.csv.part"
    other.write_text("남의 것", encoding="utf-8")
    write_file(tmp_path / "표.csv", "봄")
    assert other.read_text(encoding="utf-8") == "남의 것"


def test_a_folder_that_may_not_be_written_to_is_refused_beforehand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(EmolitError) as caught:
        expect_place(tmp_path / "표.csv")
    assert caught.value.code == "usage.cannot_write"


@pytest.mark.parametrize("place", [".", "none/표.csv", "a" * 300])
def test_a_place_where_no_file_can_be_is_refused(tmp_path: Path, place: str) -> None:
    with pytest.raises(EmolitError) as caught:
        write_file(tmp_path / place, "봄")
    assert caught.value.code == "usage.cannot_write"
    assert list(tmp_path.iterdir()) == []

"""Every command and every block of code in the guides is run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from emolit.cli import main

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
GUIDES = ("GUIDE.ko.md", "GUIDE.en.md", "LIBRARY.md", "HOSTING.md")
POEM = "창을 닦다가 손을 멈춘다\n입김이 천천히 지워진다\n\n아무도 오지 않는 저녁이 밝다\n불을 켠다\n문을 닫는다\n"
BY_HAND = ("scripts/", "docker ", "sudo ", "git ")  # start servers, need root or an engine; their files are checked


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", (DOCS / name).read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)


def commands(name: str) -> Iterator[str]:
    for block in blocks(name, "bash"):
        joined = block.replace("\\\n", " ")
        yield from (line.split("  #")[0].strip() for line in joined.splitlines() if line and not line.startswith("#"))


SHELL = [(name, command) for name in GUIDES for command in commands(name)]


@pytest.mark.parametrize(("name", "command"), [case for case in SHELL if not case[1].startswith(BY_HAND)])
def test_every_command_of_emolit_s_does_what_it_says(
    name: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny_checkpoint: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EMOLIT_MODEL", str(tiny_checkpoint))
    (tmp_path / "poem.txt").write_text(POEM, encoding="utf-8")
    words = shlex.split(command)
    assert words[:3] == ["python", "-m", "emolit"], command
    with pytest.raises(SystemExit) as left:
        main(words[3:])
    assert left.value.code == 0
    if "--output" in words:
        assert (tmp_path / words[words.index("--output") + 1]).stat().st_size > 100


@pytest.mark.parametrize(("name", "command"), [case for case in SHELL if case[1].startswith(BY_HAND)])
def test_every_other_command_names_files_that_are_there(name: str, command: str) -> None:
    named = [word for word in shlex.split(command) if re.match(r"(scripts|deploy)/", word)]
    assert [word for word in named if not (ROOT / word).exists()] == []


def test_the_blocks_of_the_library_run_in_their_order(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, object] = {}
    for block in blocks("LIBRARY.md", "python"):
        exec(block, names)
    said = capsys.readouterr().out
    assert said.count("True") == 3
    assert "@software{emolit," in said


@pytest.mark.parametrize("name", GUIDES)
def test_every_picture_and_file_that_is_linked_is_there(name: str) -> None:
    links = re.findall(r"\]\(((?!http)[^)#]+)\)", (DOCS / name).read_text("utf-8"))
    assert [link for link in links if not (DOCS / link).exists()] == []


def test_the_two_guides_have_the_same_steps() -> None:
    korean, english = ((DOCS / name).read_text("utf-8") for name in GUIDES[:2])
    assert len(re.findall(r"^## ", korean, re.MULTILINE)) == len(re.findall(r"^## ", english, re.MULTILINE))
    verbs = [[shlex.split(c)[3] for c in commands(name) if c.startswith("python")] for name in GUIDES[:2]]
    assert verbs[0] == verbs[1]

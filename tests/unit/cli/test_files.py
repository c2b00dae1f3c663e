"""What a command reads of the files it is given: their names, works that come back, paratext, the unit of prose."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.main import get_command

from emolit.cli import app
from emolit.cli.files import read_files, reading_options
from emolit.corpus import Corpus
from emolit.errors import CorpusError
from tests.documents import tei, zipped
from tests.shell import Said, meta_of
from tests.unit.corpus.readings import titles

Run = Callable[..., Said]

PROSE = "비가 온다. 눈이\n온다.\n\n밤이다."


def texts(folder: Path, **files: str) -> list[Path]:
    """A text file for each, in a folder of its own."""
    for place, text in files.items():
        (folder / place).mkdir()
        (folder / place / "봄.txt").write_text(text, encoding="utf-8")
    return [folder / place / "봄.txt" for place in files]


# Options


@pytest.mark.parametrize(
    "command",
    [["annotate"], ["trajectory", "--label", "슬픔"], ["space"], ["compare"], ["corpus"], ["report"]],
    ids=lambda command: command[0],
)
def test_every_command_that_reads_texts_reads_them_as_its_options_say(
    emolit: Run, tmp_path: Path, command: list[str]
) -> None:
    path = tmp_path / "봄.txt"
    path.write_text("봄이 온다\n", encoding="utf-8")
    output = ["--output", tmp_path / "보고.html"] if command == ["report"] else []
    said = emolit(*command, path, *output, "--encoding", "없다")
    assert (said.code, len(said.complaints)) == (2, 1)
    assert "encoding 없다" in said.err


@pytest.mark.parametrize("name", ["annotate", "trajectory", "space", "compare", "corpus", "report"])
def test_no_command_lacks_an_option_of_reading(name: str) -> None:
    options = {parameter.name for parameter in get_command(app).commands[name].params}  # type: ignore[attr-defined]
    assert set(inspect.signature(reading_options).parameters) <= options
    assert "options" not in options


# Names


@pytest.mark.parametrize(
    ("raw", "title"),
    [("봄밤.txt".encode("cp949"), "봄밤"), (b"\xff\xff.txt", "\ufffd\ufffd")],
    ids=["cp949", "neither"],
)
def test_a_name_that_is_no_utf8_becomes_a_title_that_can_be_written(
    annotate: Run, tmp_path: Path, raw: bytes, title: str
) -> None:
    path = tmp_path / os.fsdecode(raw)
    try:
        path.write_text("봄\n", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 alone")
    said = annotate(path, "--format", "parquet", "--output", tmp_path / "표.parquet")
    assert (said.code, [row["work"] for row in annotate(path).rows]) == (0, [title])


def test_files_of_one_name_are_told_apart_by_their_paths(annotate: Run, tmp_path: Path, poem: Path) -> None:
    first, second = texts(tmp_path, a="봄\n", b="비\n")
    annotate(first, poem, second, "--output", tmp_path / "표.csv")
    assert [source["name"] for source in meta_of(tmp_path / "표.csv")["inputs"]] == [str(first), poem.name, str(second)]
    second.write_bytes(b"")
    said = annotate(first, poem, second)
    assert (said.code, len(said.complaints)) == (2, 1)
    assert f"'{second}'" in said.err


# Several files


def test_a_work_that_an_earlier_file_has_is_flagged_and_both_are_kept(annotate: Run, tmp_path: Path) -> None:
    said = annotate(*texts(tmp_path, a="봄\n", b="비\n"))
    assert [(row["work"], row["text"]) for row in said.rows] == [("봄", "봄"), ("봄", "비")]
    assert said.code == 0
    assert said.complaints == [
        "note: '봄' comes back after another work or in another file and was read as a second work; "
        "nothing was reordered."
    ]


def test_the_same_title_by_another_author_does_not_come_back(tmp_path: Path) -> None:
    for author in ("갑", "을"):
        (tmp_path / f"{author}.csv").write_text(f"work,author,text\n가,{author},봄\n", encoding="utf-8")
    assert [work.returns for work in read_files([tmp_path / "갑.csv", tmp_path / "을.csv"])] == [False, False]


def test_files_become_one_corpus_at_the_end_and_not_at_every_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = texts(tmp_path, a="봄\n", b="비\n", c="봄\n")
    added = sum(map(read_files, ([path] for path in paths)), Corpus(()))
    monkeypatch.delattr(Corpus, "__add__")  # which copies all that is there
    together = read_files(paths)
    assert [(work.id, work.stanzas) for work in together] == [(work.id, work.stanzas) for work in added]
    assert len(together.notes) == 3


def test_of_no_file_nothing_is_read() -> None:
    assert titles(read_files([])) == []


def test_a_file_that_is_not_there_is_told_by_its_path(tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as caught:
        read_files([tmp_path / "없다.txt"])
    assert str(tmp_path / "없다.txt") in caught.value.sentence("ko")


# Paratext


def edition(folder: Path, *, poems: bool = True) -> Path:
    """A preface, and unless `poems` is false two poems of each of two authors."""
    front = "<front><div><head>서문</head><p>한 마디 적는다</p></div></front>"
    body = "".join(
        f"<div type='poem'><head>{title}</head><docAuthor>{author}</docAuthor><l>비가 온다.</l><l>눈이 {title}.</l>"
        "<l>밤이 온다.</l></div>"
        for title, author in (("봄", "가람"), ("밤", "노을"), ("강", "가람"), ("산", "노을"))
    )
    path = folder / "시집.xml"
    path.write_bytes(tei(f"{front}<body>{body if poems else ''}</body>"))
    return path


COMMANDS = {
    "trajectory": ["--label", "슬픔"],
    "compare": ["--groups", "가람", "노을", "--permutations", "999"],
    "report": [],
    "space": ["--method", "pca"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_paratext_is_left_out_and_counted(emolit: Run, tmp_path: Path, tiny_checkpoint: Path, command: str) -> None:
    output = tmp_path / "out"
    said = emolit(command, edition(tmp_path), *COMMANDS[command], "--output", output, "--model", tiny_checkpoint)
    assert said.code == 0
    assert [line for line in said.complaints if "paratext" in line] == [
        "note: 1 text(s) that are paratext, such as a preface or a list of contents, were left out."
    ]
    assert "서문" not in output.read_text("utf-8")
    if command != "report":
        assert {"code": "notice.paratext", "details": {"count": 1}} in meta_of(output)["notices"]


@pytest.mark.parametrize("command", ["trajectory", "space", "annotate"])
def test_paratext_alone_is_read_and_none_is_said_to_be_left_out(
    emolit: Run, tmp_path: Path, tiny_checkpoint: Path, command: str
) -> None:
    path = edition(tmp_path, poems=False)
    path.write_bytes(
        path.read_bytes().replace("<p>한 마디 적는다</p>".encode(), "<l>비</l><l>눈</l><l>밤</l>".encode())
    )
    said = emolit(command, path, *COMMANDS.get(command, []), "--model", tiny_checkpoint)
    assert said.code == 0
    assert "서문" in said.out.decode()
    assert "paratext" not in said.err


# Prose


def test_prose_is_read_by_what_the_shell_says(annotate: Run, tmp_path: Path) -> None:
    prose = tmp_path / "산문.txt"
    prose.write_text(PROSE, encoding="utf-8")
    read = {
        unit: [(row["stanza"], row["text"]) for row in annotate(prose, "--read-by", unit).rows]
        for unit in ("line", "sentence", "paragraph")
    }
    assert read["line"] == [("1", "비가 온다. 눈이"), ("1", "온다."), ("2", "밤이다.")]
    assert read["sentence"] == [("1", "비가 온다."), ("1", "눈이 온다."), ("2", "밤이다.")]
    assert read["paragraph"] == [("1", "비가 온다. 눈이 온다."), ("2", "밤이다.")]


@pytest.mark.parametrize("command", ["annotate", *(command for command in COMMANDS if command != "report")])
def test_the_record_says_what_was_read_as_a_line(
    emolit: Run, tmp_path: Path, tiny_checkpoint: Path, command: str
) -> None:
    output = tmp_path / "out"
    asked = [edition(tmp_path), *COMMANDS.get(command, []), "--output", output, "--model", tiny_checkpoint]
    assert emolit(command, *asked, "--read-by", "sentence").code == 0
    assert meta_of(output)["reading_units"] == ["sentence"]


def test_an_archive_is_read_by_sentences_in_its_own_process_too(annotate: Run, tmp_path: Path) -> None:
    (tmp_path / "글.zip").write_bytes(zipped({"산문.txt": PROSE}))
    rows = annotate(tmp_path / "글.zip", "--read-by", "sentence").rows
    assert [row["text"] for row in rows] == ["비가 온다.", "눈이 온다.", "밤이다."]


def test_an_edition_that_was_read_by_sentences_becomes_a_new_one_with_all_readings(
    annotate: Run, tmp_path: Path
) -> None:
    path = tmp_path / "시.xml"
    path.write_bytes(tei('<body><lg><l xml:id="a7">비가</l><l>온다</l></lg></body>'))
    said = annotate(path, "--read-by", "paragraph", "--format", "tei")
    assert (said.code, b'xml:id="a7"' in said.out) == (0, False)
    assert "비가 온다" in said.out.decode()

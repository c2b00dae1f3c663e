"""What a reader of the scores should know is told on stderr and stands in the record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.shell import Said, meta_of, place, rows_of

Run = Callable[..., Said]


@pytest.fixture
def german(tmp_path: Path) -> Path:
    path = tmp_path / "Abendlied.txt"
    path.write_text(
        "Der Abend legt sich leise auf die Dächer,\nund meine Hände suchen noch dein Haar\n", encoding="utf-8"
    )
    return path


@pytest.mark.parametrize(("language", "word"), [("en", "note: "), ("ko", "알림: ")])
def test_a_language_that_the_model_does_not_know_is_read_and_flagged(
    annotate: Run, german: Path, language: str, word: str
) -> None:
    said = annotate(german, "--lang", language)
    assert (said.code, len(said.rows), len(said.complaints)) == (0, 2, 1)
    assert said.err.startswith(word)
    assert "Abendlied" in said.err


def test_what_is_flagged_stands_in_the_record_too(annotate: Run, german: Path, tmp_path: Path) -> None:
    assert len(annotate(german, "--output", tmp_path / "표.csv").complaints) == 1
    assert meta_of(tmp_path / "표.csv")["notices"] == [
        {"code": "outside.script", "details": {"work": "Abendlied", "share": 100}}
    ]


@pytest.mark.parametrize(
    ("unit", "told"), [("line", {"lines": [2]}), ("stanza", {"stanzas": [1]}), ("work", {}), ("author", None)]
)
def test_a_line_read_in_windows_is_told_and_the_record_says_which_rows_are_means(
    annotate: Run, tmp_path: Path, unit: str, told: dict[str, list[int]] | None
) -> None:
    long = tmp_path / "긴 행.txt"
    long.write_text("봄이 온다\n" + "비가 내린다 " * 30 + "\n\n아침\n", encoding="utf-8")
    said = annotate(long, "--unit", unit, "--output", tmp_path / "표.csv")
    assert [line for line in said.complaints if "in windows" in line] == [
        "note: 1 line(s) of '긴 행' are too long to be read at once and were read in windows and averaged."
    ]
    expected = None if told is None else [{"work": "긴 행", "author": "", **told}]
    assert meta_of(tmp_path / "표.csv").get("derived") == expected


def test_a_korean_file_of_older_windows_is_read(annotate: Run, tmp_path: Path) -> None:
    old = tmp_path / "옛.txt"
    old.write_bytes("봄이 온다\r\n비가 내린다\r\n".encode("cp949"))
    said = annotate(old, "--output", tmp_path / "표.csv")
    assert (said.code, said.err) == (0, "")
    rows = rows_of((tmp_path / "표.csv").read_text(encoding="utf-8-sig"))
    assert [row["text"] for row in rows] == ["봄이 온다", "비가 내린다"]
    (source,) = meta_of(tmp_path / "표.csv")["inputs"]  # type: ignore[misc]
    assert source["encoding"] == "cp949"


def test_a_work_that_comes_back_is_flagged_and_never_reordered(annotate: Run, tmp_path: Path) -> None:
    table = tmp_path / "시.csv"
    table.write_text("work,text\n가,봄\n나,비\n가,눈\n", encoding="utf-8")
    said = annotate(table)
    assert [place(row) for row in said.rows] == [
        ["가", "", "1", "1", "봄"],
        ["나", "", "1", "1", "비"],
        ["가", "", "1", "1", "눈"],
    ]
    assert said.code == 0
    assert said.complaints == [
        "note: '가' comes back after another work or in another file and was read as a second work; "
        "nothing was reordered."
    ]

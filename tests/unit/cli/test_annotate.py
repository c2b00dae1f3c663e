"""The shell's contract: exact columns, rows in order, all files or none, one line of trouble."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from emolit.corpus import read_corpus
from emolit.emotions import load_scheme
from emolit.reading import EmotionReader
from emolit.version import VERSION
from tests.shell import PLACE, Said, meta_of, place

Run = Callable[..., Said]

NAMES = list(load_scheme().names)
LINES = ["봄이 온다", "  비가 내린다", '꽃, 그리고 "꽃"', "밤이 깊다", "아침"]


def values(rows: list[dict[str, str]]) -> np.ndarray:
    return np.array([[float(row[name]) for name in NAMES] for row in rows])


# What comes out


@pytest.mark.parametrize("language", ["ko", "en"])
def test_columns_are_exactly_these(annotate: Run, poem: Path, language: str) -> None:
    said = annotate(poem, "--labels", language)
    emotions = [emotion.name if language == "ko" else emotion.gloss_en for emotion in load_scheme().emotions]
    assert said.out.decode("utf-8").split("\n")[0].split(",") == [*PLACE, *emotions, "truncated"]
    assert all(None not in row and None not in row.values() for row in said.rows)


def test_stdout_is_utf_8_without_bom_and_stderr_is_empty_for_a_korean_text(annotate: Run, poem: Path) -> None:
    said = annotate(poem)
    assert said.code == 0
    assert said.out.startswith(b"work,author,")
    assert said.err == ""


def test_a_row_a_line_with_stanza_and_line_counted_from_one(annotate: Run, poem: Path) -> None:
    assert [place(row) for row in annotate(poem).rows] == [
        ["봄밤", "", "1", "1", LINES[0]],
        ["봄밤", "", "1", "2", LINES[1]],
        ["봄밤", "", "2", "3", LINES[2]],
        ["봄밤", "", "3", "4", LINES[3]],
        ["봄밤", "", "3", "5", LINES[4]],
    ]


def test_scores_are_the_reader_s_to_six_digits(annotate: Run, poem: Path, tiny_checkpoint: Path) -> None:
    corpus = read_corpus(poem.name, poem.read_bytes())
    expected = EmotionReader.load(tiny_checkpoint).annotate(corpus.works).line_values()
    np.testing.assert_allclose(values(annotate(poem).rows), expected, atol=1e-6)


def test_a_row_a_stanza_joins_its_lines_and_leaves_line_empty(annotate: Run, poem: Path) -> None:
    assert [place(row) for row in annotate(poem, "--unit", "stanza").rows] == [
        ["봄밤", "", "1", "", "\n".join(LINES[:2])],
        ["봄밤", "", "2", "", LINES[2]],
        ["봄밤", "", "3", "", "\n".join(LINES[3:])],
    ]


def test_a_row_a_work_joins_its_lines_and_leaves_stanza_and_line_empty(annotate: Run, poem: Path) -> None:
    assert [place(row) for row in annotate(poem, "--unit", "work").rows] == [["봄밤", "", "", "", "\n".join(LINES)]]


@pytest.mark.parametrize("unit", ["line", "stanza", "work"])
def test_json_lines_say_what_csv_says_with_null_for_unused_cells(annotate: Run, poem: Path, unit: str) -> None:
    said = annotate(poem, "--format", "jsonl", "--unit", unit)
    objects = [json.loads(line) for line in said.out.decode("utf-8").splitlines()]
    rows = annotate(poem, "--unit", unit).rows
    assert [list(each) for each in objects] == [[*PLACE, *NAMES, "truncated"]] * len(rows)
    for each, row in zip(objects, rows, strict=True):
        assert [each["stanza"], each["line"]] == [int(row[key]) if row[key] else None for key in ("stanza", "line")]
        assert [each["text"], each["author"], each["truncated"]] == [row["text"], "", 0]
        assert [each[name] for name in NAMES] == [float(row[name]) for name in NAMES]


def test_files_are_read_in_the_order_given_each_counted_anew(annotate: Run, tmp_path: Path) -> None:
    for name, text in (("나.txt", "비\n\n눈\n"), ("가.txt", "봄\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "다.csv").write_text("work,author,text\n하,갑,별\n하,을,달\n", encoding="utf-8")
    rows = annotate(*(tmp_path / name for name in ("나.txt", "다.csv", "가.txt"))).rows
    assert [place(row) for row in rows] == [
        ["나", "", "1", "1", "비"],
        ["나", "", "2", "2", "눈"],
        ["하", "갑", "1", "1", "별"],
        ["하", "을", "1", "1", "달"],
        ["가", "", "1", "1", "봄"],
    ]


def test_one_file_given_twice_is_read_twice(annotate: Run, poem: Path) -> None:
    rows = annotate(poem, poem).rows
    assert rows[:5] == rows[5:]


def test_our_reader_gets_the_lines_back(annotate: Run, poem: Path) -> None:
    again = read_corpus("다시.csv", annotate(poem).out)
    first = read_corpus(poem.name, poem.read_bytes())
    assert [(work.title, work.stanzas) for work in again] == [(work.title, work.stanzas) for work in first]


def test_alone_and_in_context_differ_but_for_a_single_line(annotate: Run, poem: Path, tmp_path: Path) -> None:
    single = tmp_path / "한 행.txt"
    single.write_text("봄이 온다\n", encoding="utf-8")
    in_context, alone = (values(annotate(poem, single, *option).rows) for option in ([], ["--alone"]))
    assert np.abs(in_context - alone)[:5].max() > 1e-3
    np.testing.assert_allclose(in_context[5], alone[5], atol=2e-6)


def test_the_model_may_be_named_by_the_environment(
    emolit: Run, annotate: Run, poem: Path, tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = annotate(poem)
    monkeypatch.setenv("EMOLIT_MODEL", str(tiny_checkpoint))
    assert emolit("annotate", poem) == expected


# Into a file


def test_a_csv_file_has_a_bom_and_what_stdout_would_have(annotate: Run, poem: Path, tmp_path: Path) -> None:
    expected = annotate(poem).out
    said = annotate(poem, "--output", tmp_path / "표.csv")
    assert (said.code, said.out, said.err) == (0, b"", "")
    assert (tmp_path / "표.csv").read_bytes() == b"\xef\xbb\xbf" + expected


def test_a_json_lines_file_has_no_bom(annotate: Run, poem: Path, tmp_path: Path) -> None:
    expected = annotate(poem, "--format", "jsonl").out
    annotate(poem, "--format", "jsonl", "--output", tmp_path / "표.jsonl")
    assert (tmp_path / "표.jsonl").read_bytes() == expected


def test_provenance_lies_beside_the_file(annotate: Run, poem: Path, tmp_path: Path, tiny_checkpoint: Path) -> None:
    annotate(poem, "--output", tmp_path / "표.csv", "--unit", "stanza", "--labels", "en")
    meta = meta_of(tmp_path / "표.csv")
    weights = (tiny_checkpoint / "model.safetensors").read_bytes()
    expected = {
        "model": str(tiny_checkpoint),
        "fingerprint": hashlib.sha256(weights).hexdigest(),
        "version": VERSION,
        "context": True,
        "precision": "float32",
        "threshold": 0.25,
        "seed": None,
        "notices": [],
        "unit": "stanza",
        "labels": "en",
        "format": "csv",
    }
    assert expected.items() <= meta.items()
    digest = hashlib.sha256(poem.read_bytes()).hexdigest()
    assert meta["inputs"] == [{"name": poem.name, "format": "txt", "encoding": "utf-8", "sha256": digest}]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["봄밤.txt", "표.csv", "표.csv.meta.json"]


def test_provenance_says_when_lines_were_read_alone(annotate: Run, poem: Path, tmp_path: Path) -> None:
    annotate(poem, "--alone", "--output", tmp_path / "표.csv")
    assert meta_of(tmp_path / "표.csv")["context"] is False


@pytest.mark.parametrize("place", ["none/표.csv", "봄밤.txt/표.csv", "."])
def test_an_output_that_cannot_be_is_told_before_the_model_is_sought(
    emolit: Run, poem: Path, tmp_path: Path, place: str
) -> None:
    said = emolit("annotate", poem, "--output", tmp_path / place, "--model", tmp_path)
    assert (said.code, said.out) == (2, b"")
    assert len(said.complaints) == 1
    assert said.err.startswith(f"'{tmp_path / place}' cannot be written")
    assert list(tmp_path.iterdir()) == [poem]


# Trouble


BAD = {
    "없음.txt": None,
    "빈.txt": b"",
    "빈 줄.txt": b"\n \n",
    "그림.txt": b"\x89PNG\r\n\x1a\n",
    "표.csv": "제목,행\n가,봄\n".encode(),
    "따옴표.csv": 'work,text\n가,"봄\n'.encode(),
    "글.docx": b"PK\x03\x04",
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("first", [True, False], ids=["first", "last"])
def test_one_bad_file_among_several_and_nothing_is_written(
    annotate: Run, poem: Path, tmp_path: Path, name: str, first: bool
) -> None:
    data = BAD[name]
    if data is not None:
        (tmp_path / name).write_bytes(data)
    before = sorted(tmp_path.iterdir())
    files = [tmp_path / name, poem] if first else [poem, tmp_path / name]
    said = annotate(*files, "--output", tmp_path / "표 out.csv")
    assert (said.code, said.out) == (2, b"")
    assert len(said.complaints) == 1
    assert name in said.err
    assert sorted(tmp_path.iterdir()) == before


def test_a_bad_file_is_told_in_korean_where_that_is_asked(annotate: Run, poem: Path, tmp_path: Path) -> None:
    said = annotate(poem, tmp_path / "없음.txt", "--lang", "ko")
    assert (said.code, said.out) == (2, b"")
    assert said.complaints == [f"'{tmp_path / '없음.txt'}' 파일을 찾을 수 없습니다. 경로를 확인해 주세요."]


def test_a_model_that_does_not_fit_is_told_in_one_line(emolit: Run, poem: Path, tmp_path: Path) -> None:
    said = emolit("annotate", poem, "--model", tmp_path)
    assert (said.code, said.out) == (2, b"")
    assert said.complaints == [
        f"The reading model lacks the file '{tmp_path / 'config.json'}'; "
        "a whole checkpoint in safetensors format is needed."
    ]

"""What `annotate` writes for other programs: workbooks, Parquet, votes, authors."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from emolit.corpus import read_corpus
from tests.documents import tei
from tests.shell import Said

Run = Callable[..., Said]


@pytest.mark.parametrize(("format", "read"), [("xlsx", pd.read_excel), ("parquet", pd.read_parquet)])
def test_a_binary_format_holds_the_rows_of_the_csv(
    annotate: Run, poem: Path, tmp_path: Path, format: str, read: Callable[[Path], pd.DataFrame]
) -> None:
    output = tmp_path / f"lines.{format}"
    assert annotate(poem, "--format", format, "--output", output).code == 0
    assert read(output)["text"].tolist() == [row["text"] for row in annotate(poem).rows]
    record = json.loads(output.with_name(output.name + ".meta.json").read_text("utf-8"))
    assert (record["format"], record["inputs"][0]["name"]) == (format, poem.name)


@pytest.mark.parametrize("format", ["xlsx", "parquet"])
def test_a_binary_format_needs_a_place_and_says_so_before_anything_is_read(annotate: Run, format: str) -> None:
    said = annotate("missing.txt", "--format", format)
    assert (said.code, said.out) == (2, b"")
    assert said.complaints == [f"A {format} file cannot be written to the screen; give it a place with --output PATH."]


def test_a_row_an_author_names_their_works(annotate: Run, tmp_path: Path) -> None:
    table = tmp_path / "시.csv"
    table.write_text("work,author,text\n가,갑,봄\n나,을,비\n다,갑,눈\n", encoding="utf-8")
    rows = annotate(table, "--unit", "author").rows
    assert [(row["author"], row["text"]) for row in rows] == [("갑", "가 / 다"), ("을", "나")]


def test_votes_come_along_when_asked_for(annotate: Run, tmp_path: Path) -> None:
    table = tmp_path / "시.csv"
    table.write_text('work,text,votes\n가,봄,"{""기쁨"": 3}"\n', encoding="utf-8")
    assert "votes:기쁨" not in annotate(table).rows[0]
    assert annotate(table, "--votes").rows[0]["votes:기쁨"] == "0.600000"


def test_an_edition_comes_back_with_its_ids_and_the_readings(annotate: Run, tmp_path: Path) -> None:
    edition = tmp_path / "시.xml"
    edition.write_bytes(tei('<body><lg><l xml:id="a7">봄이 온다</l><l>비가 온다</l></lg></body>'))
    output = tmp_path / "out.xml"
    assert annotate(edition, "--format", "tei", "--output", output).code == 0
    assert b'<l xml:id="a7">' in output.read_bytes()
    assert b'from="#a7"' in output.read_bytes()
    assert [line.id for line in read_corpus("out.xml", output.read_bytes()).works[0].lines] == ["a7", "emolit-l1"]


def test_an_edition_in_another_encoding_than_it_says_comes_back_when_that_is_named(
    annotate: Run, tmp_path: Path
) -> None:
    edition = tmp_path / "시.xml"
    edition.write_bytes(tei('<body><lg><l xml:id="a7">봄이 온다</l></lg></body>').decode().encode("cp949"))
    output = tmp_path / "out.xml"
    assert annotate(edition, "--encoding", "cp949", "--format", "tei", "--output", output).code == 0
    assert '<l xml:id="a7">봄이 온다</l>' in output.read_text(encoding="utf-8")


@pytest.mark.parametrize("unit", ["stanza", "work", "author"])
def test_an_edition_has_readings_of_lines_and_no_others(annotate: Run, poem: Path, unit: str) -> None:
    said = annotate(poem, "--format", "tei", "--unit", unit)
    assert (said.code, said.out, said.complaints) == (2, b"", ["--format tei needs --unit line."])


def test_the_record_of_an_edition_names_no_language_of_labels_which_it_has_in_both(
    annotate: Run, poem: Path, tmp_path: Path
) -> None:
    assert annotate(poem, "--format", "tei", "--labels", "en", "--output", tmp_path / "out.xml").code == 0
    record = json.loads((tmp_path / "out.xml.meta.json").read_text("utf-8"))
    assert (record["format"], record["unit"], "labels" in record) == ("tei", "line", False)


def test_any_other_text_becomes_a_new_edition_also_on_stdout(annotate: Run, poem: Path) -> None:
    said = annotate(poem, "--format", "tei")
    assert (said.code, said.err) == (0, "")
    (work,) = read_corpus("봄밤.xml", said.out)
    assert work.texts == tuple(row["text"] for row in annotate(poem).rows)

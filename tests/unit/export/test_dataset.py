"""Laws of the data that is taken away: every unit, further columns, every format says the same."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import numpy as np
import openpyxl
import pandas as pd
import pytest
from pyarrow import parquet

from emolit.corpus import Line, read_corpus
from emolit.emotions import load_scheme
from emolit.errors import EmolitError
from emolit.export import (
    Layer,
    LayerKind,
    RowUnit,
    TableFormat,
    TableUnit,
    data_table,
    provenance_record,
    score_table,
    table_bytes,
    votes_layer,
    workbook,
)
from emolit.export.workbook import LONGEST_CELL, workbook_bytes
from emolit.reading.scores import EmotionScores

Score = Callable[..., EmotionScores]

SCHEME = load_scheme()
NAMES = list(SCHEME.names)
POEMS = read_corpus("시.csv", 'work,author,text\n가,갑,"봄\n비\n\n눈"\n나,을,"=1+1"\n다,갑,끝\n'.encode())
VOTED = read_corpus("표.csv", 'work,text,votes\n가,봄,"{""기쁨"": 3}"\n가,비,"{""기쁨"": 1}"\n가,눈,\n'.encode())


@pytest.mark.parametrize("unit", TableUnit)
def test_without_layers_it_is_the_table_of_scores(score: Score, unit: TableUnit) -> None:
    scores = score(POEMS)
    pd.testing.assert_frame_equal(data_table(POEMS, scores, RowUnit(unit)), score_table(POEMS, scores, unit))


def test_an_author_s_score_is_the_mean_of_their_lines_wherever_they_stand(score: Score) -> None:
    scores = score(POEMS)
    table = data_table(POEMS, scores, RowUnit.AUTHOR)
    assert table["author"].tolist() == ["갑", "을"]
    assert table["text"].tolist() == ["가 / 다", "나"]
    first, second, third = (scores.of(work.id).lines.values for work in POEMS)
    np.testing.assert_allclose(table.loc[0, NAMES].astype(float), np.vstack([first, third]).mean(axis=0), atol=1e-6)
    np.testing.assert_allclose(table.loc[1, NAMES].astype(float), second[0], atol=1e-6)


def test_votes_stand_beside_the_scores_and_are_missing_where_nobody_was_asked(score: Score) -> None:
    layer = votes_layer(VOTED, SCHEME)
    assert layer
    table = data_table(VOTED, score(VOTED), layers=[layer])
    joy = table["votes:기쁨"]
    assert joy[:2].tolist() == [0.6, 0.2]
    assert joy[2:].isna().all()
    assert data_table(VOTED, score(VOTED), RowUnit.WORK, layers=[layer])["votes:기쁨"].tolist() == [0.4]


def test_a_corpus_without_votes_has_no_layer_of_them() -> None:
    assert votes_layer(POEMS, SCHEME) is None


@pytest.mark.parametrize("unit", RowUnit)
def test_a_layer_adds_its_columns_in_every_unit_and_changes_no_other(score: Score, unit: RowUnit) -> None:
    scores = score(POEMS)
    values = {work.id: np.full((len(work), 44), 0.5) for work in POEMS.works[:2]}
    table = data_table(POEMS, scores, unit, "en", [Layer("coder", LayerKind.JUDGEMENTS, values)])
    plain = data_table(POEMS, scores, unit, "en")
    pd.testing.assert_frame_equal(table[plain.columns], plain)
    added = table[[column for column in table.columns if column not in plain.columns]]
    assert list(added.columns) == [f"coder:{gloss}" for gloss in SCHEME.glosses("en")]
    assert set(np.unique(added.to_numpy()[~added.isna().to_numpy()])) == {0.5}
    assert added.isna().to_numpy().any() == (unit is not RowUnit.AUTHOR)


def test_a_layer_that_does_not_fit_its_work_is_refused(score: Score) -> None:
    layer = Layer("coder", LayerKind.JUDGEMENTS, {POEMS.works[0].id: np.zeros((2, 44))})
    with pytest.raises(ValueError, match="shape"):
        data_table(POEMS, score(POEMS), layers=[layer])


def read_back(data: bytes, format: TableFormat) -> pd.DataFrame:
    if format is TableFormat.CSV:
        return pd.read_csv(io.BytesIO(data))
    if format is TableFormat.JSONL:
        return pd.DataFrame([json.loads(line) for line in data.decode().splitlines()])
    if format is TableFormat.XLSX:
        return pd.read_excel(io.BytesIO(data), sheet_name="scores")
    return pd.read_parquet(io.BytesIO(data))


@pytest.mark.parametrize("format", TableFormat)
@pytest.mark.parametrize("unit", RowUnit)
def test_every_format_says_the_same(score: Score, unit: RowUnit, format: TableFormat) -> None:
    scores = score(POEMS)
    table = data_table(POEMS, scores, unit)
    back = read_back(table_bytes(table, format, provenance_record(POEMS, scores)), format)
    assert list(back.columns) == list(table.columns)
    assert back["text"].tolist() == table["text"].tolist()
    np.testing.assert_allclose(back[NAMES].astype(float), table[NAMES].astype(float), atol=1e-6)


def test_a_workbook_and_a_parquet_file_carry_their_provenance(score: Score) -> None:
    scores = score(POEMS)
    table, record = data_table(POEMS, scores), provenance_record(POEMS, scores, unit="line")
    book = openpyxl.load_workbook(io.BytesIO(table_bytes(table, TableFormat.XLSX, record)))
    told = {row[0].value: row[1].value for row in book["provenance"].iter_rows(min_row=2)}
    assert (told["fingerprint"], json.loads(str(told["inputs"]))) == (record["fingerprint"], record["inputs"])
    metadata = parquet.read_schema(io.BytesIO(table_bytes(table, TableFormat.PARQUET, record))).metadata
    assert json.loads(metadata[b"emolit"]) == record


def test_a_record_of_very_many_works_is_carried_a_row_for_each_part(score: Score) -> None:
    parts = [{"work": f"w{number}", "script": "hangul" * 10} for number in range(400)]
    record = {"model": "m", "language_meter": parts}
    book = openpyxl.load_workbook(io.BytesIO(table_bytes(data_table(POEMS, score(POEMS)), TableFormat.XLSX, record)))
    told = dict(book["provenance"].iter_rows(min_row=2, values_only=True))
    assert told["model"] == "m"
    assert [json.loads(told[f"language_meter[{number}]"]) for number in range(400)] == parts


def test_a_workbook_runs_no_verse_as_a_formula_and_our_own_reader_reads_it(score: Score) -> None:
    scores = score(POEMS)
    data = table_bytes(data_table(POEMS, scores), TableFormat.XLSX, {})
    (cell,) = [c for row in openpyxl.load_workbook(io.BytesIO(data))["scores"] for c in row if c.value == "=1+1"]
    assert cell.data_type in ("s", "inlineStr")
    assert [(work.title, work.stanzas) for work in read_corpus("표.xlsx", data)] == [
        (work.title, work.stanzas) for work in POEMS
    ]


@pytest.mark.parametrize("format", TableFormat)
def test_a_control_character_does_not_break_a_file(score: Score, format: TableFormat) -> None:
    table = data_table(POEMS, score(POEMS)).assign(text="\x01봄")
    back = read_back(table_bytes(table, format, {}), format)
    assert back["text"].tolist() == ["\ufffd봄" if format is TableFormat.XLSX else "\x01봄"] * len(table)


def test_what_excel_cannot_hold_is_said_and_not_cut(score: Score) -> None:
    long = Line("가" * (LONGEST_CELL + 1)).text
    table = data_table(POEMS, score(POEMS)).assign(text=long)
    with pytest.raises(EmolitError, match="CSV or Parquet"):
        table_bytes(table, TableFormat.XLSX, {})


def test_a_table_longer_than_a_sheet_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    assert workbook_bytes({"a": [["x"]] * 3})
    with pytest.raises(EmolitError, match="holds 2 rows"):
        workbook_bytes({"a": [["x"]] * 4})


def test_white_space_line_ends_and_markup_in_a_cell_come_back() -> None:
    told = [["a", "b"], ["  봄\r\n밤\t<b>&amp;</b>\r", 0.25], [None, 3], [True, -1e-07]]
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes({"시": told})))["시"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == told

"""Laws of the exported tables: exactly the named columns, rows in order, and our own reader gets the texts back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emolit.corpus import Corpus, Line, Work, read_corpus
from emolit.corpus.spreadsheet import GUARD_COLUMN
from emolit.corpus.works import work_id
from emolit.emotions import load_scheme
from emolit.errors import Language
from emolit.export import TableUnit, csv_text, jsonl_text, score_table, spreadsheet_table
from emolit.reading.scores import EmotionScores

Score = Callable[..., EmotionScores]
Rows = list[tuple[str, str, list[list[str]]]]  # author, title, stanzas of lines

NAMES = list(load_scheme().names)
PLACE = ["work", "author", "stanza", "line", "text"]
POEMS = read_corpus(
    "시.csv",
    'work,author,text\n가,갑,"봄\n비\n\n  눈"\n가,을,"-밤, ""낮"""\n나,,"=1+1\n\n끝\n끝"\n'.encode(),
)
UNITS = pytest.mark.parametrize("unit", TableUnit)

CELLS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "=", "+", "-", "@", "\t", "'", "'=", "''-", " "]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5),
    st.sampled_from(["봄", "비,", '"', "國", "👩‍👧", "ᄇ\u1169\u11b7", "1"]),
)
WORKS = st.lists(
    st.tuples(CELLS, CELLS, st.lists(st.lists(CELLS, min_size=1, max_size=2), min_size=1, max_size=2)),
    min_size=1,
    max_size=3,
    unique_by=lambda row: row[:2],
)


def corpus_of(rows: Rows) -> Corpus:
    works = []
    for author, title, texts in rows:
        stanzas = tuple(tuple(Line(text) for text in stanza) for stanza in texts)
        works.append(Work(work_id(author, title, stanzas), title, stanzas, author=author))
    return Corpus(tuple(works))


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


# The table


@UNITS
@pytest.mark.parametrize("labels", ["ko", "en"])
def test_columns_are_the_place_the_labels_in_the_scheme_s_order_and_truncated(
    score: Score, unit: TableUnit, labels: Language
) -> None:
    table = score_table(POEMS, score(POEMS), unit, labels)
    assert list(table.columns) == [*PLACE, *load_scheme().glosses(labels), "truncated"]


@UNITS
def test_the_language_of_the_labels_changes_the_header_alone(score: Score, unit: TableUnit) -> None:
    korean, english = (score_table(POEMS, score(POEMS), unit, labels) for labels in ("ko", "en"))  # type: ignore[arg-type]
    assert csv_text(korean).split("\n", 1)[1] == csv_text(english).split("\n", 1)[1]


def test_a_row_a_line_in_the_order_of_the_corpus_counted_within_the_work(score: Score) -> None:
    table = score_table(POEMS, score(POEMS))
    assert table[PLACE].to_numpy().tolist() == [
        ["가", "갑", 1, 1, "봄"],
        ["가", "갑", 1, 2, "비"],
        ["가", "갑", 2, 3, "  눈"],
        ["가", "을", 1, 1, '-밤, "낮"'],
        ["나", "", 1, 1, "=1+1"],
        ["나", "", 2, 2, "끝"],
        ["나", "", 2, 3, "끝"],
    ]


def test_a_row_a_stanza_or_a_work_joins_its_lines_and_leaves_unused_cells_missing(score: Score) -> None:
    stanzas = score_table(POEMS, score(POEMS), TableUnit.STANZA)
    works = score_table(POEMS, score(POEMS), TableUnit.WORK)
    assert stanzas["text"].tolist() == ["봄\n비", "  눈", '-밤, "낮"', "=1+1", "끝\n끝"]
    assert stanzas["stanza"].tolist() == [1, 2, 1, 1, 2]
    assert works["text"].tolist() == ["봄\n비\n  눈", '-밤, "낮"', "=1+1\n끝\n끝"]
    assert stanzas["line"].isna().all()
    assert works[["stanza", "line"]].isna().all(axis=None)


@UNITS
def test_scores_are_those_of_the_unit_to_six_digits(score: Score, unit: TableUnit) -> None:
    scores = score(POEMS)
    levels = {
        TableUnit.LINE: [work.lines for work in scores.works],
        TableUnit.STANZA: [work.stanzas for work in scores.works],
        TableUnit.WORK: [work.work for work in scores.works],
    }
    expected = np.concatenate([level.values for level in levels[unit]])
    table = score_table(POEMS, scores, unit)
    np.testing.assert_allclose(table[NAMES].to_numpy(), expected, atol=5.1e-7)
    assert (table[NAMES].to_numpy() == table[NAMES].round(6).to_numpy()).all()


def test_scores_follow_their_work_whatever_order_they_were_read_in(score: Score) -> None:
    scores = score(POEMS)
    backwards = EmotionScores(scores.labels, scores.works[::-1], scores.threshold, scores.provenance)
    pd.testing.assert_frame_equal(score_table(POEMS, backwards), score_table(POEMS, scores))


@UNITS
def test_characters_not_read_are_counted_once_whatever_the_unit(score: Score, unit: TableUnit) -> None:
    assert score_table(POEMS, score(POEMS, unread=2), unit)["truncated"].sum() == 2 * POEMS.n_lines


def test_a_work_that_was_not_read_is_an_error_and_no_empty_row(score: Score) -> None:
    with pytest.raises(KeyError):
        score_table(POEMS, score(Corpus(POEMS.works[:1])))


# CSV and JSON


@UNITS
def test_csv_holds_the_table_and_nothing_else(score: Score, unit: TableUnit) -> None:
    table = score_table(POEMS, score(POEMS), unit)
    rows = rows_of(csv_text(table))
    assert list(rows[0]) == list(table.columns)
    assert [row["text"] for row in rows] == table["text"].tolist()
    assert [[float(row[name]) for name in NAMES] for row in rows] == table[NAMES].to_numpy().tolist()
    assert {len(row[name].split(".")[1]) for row in rows for name in NAMES} == {6}
    assert [row["line"] for row in rows] == ["" if pd.isna(line) else str(line) for line in table["line"]]


def test_csv_without_bom_is_the_default_and_a_bom_is_the_only_difference(score: Score) -> None:
    table = score_table(POEMS, score(POEMS))
    assert csv_text(table).startswith("work,author,")
    assert csv_text(table, bom=True) == "\ufeff" + csv_text(table)


def test_rows_end_in_one_newline_and_a_lone_return_in_a_title_stays_in_its_cell(score: Score) -> None:
    corpus = corpus_of([("", "두\r줄", [["봄"]]), ("", "두\r\n줄", [["봄"]])])
    text = csv_text(score_table(corpus, score(corpus)))
    assert [row["work"] for row in rows_of(text)] == ["두\r줄", "두\r\n줄"]
    assert text.count("\r") == 2


@UNITS
def test_json_says_what_csv_says_with_null_for_a_missing_cell(score: Score, unit: TableUnit) -> None:
    table = score_table(POEMS, score(POEMS, unread=1), unit)
    objects = [json.loads(line) for line in jsonl_text(table).split("\n")[:-1]]
    assert [list(each) for each in objects] == [list(table.columns)] * len(table)
    for each, row in zip(objects, rows_of(csv_text(table)), strict=True):
        assert {type(each[name]) for name in NAMES} == {float}
        assert {type(each[name]) for name in ("stanza", "line", "truncated")} <= {int, type(None)}
        assert {key: as_csv(cell) for key, cell in each.items()} == row


def as_csv(cell: object) -> str:
    if cell is None:
        return ""
    return f"{cell:.6f}" if isinstance(cell, float) else str(cell)


@UNITS
def test_json_is_one_object_a_line_with_letters_as_they_are(score: Score, unit: TableUnit) -> None:
    table = score_table(POEMS, score(POEMS), unit)
    text = jsonl_text(table)
    assert text.count("\n") == len(table)
    assert "\\u" not in text
    assert "NaN" not in text


@UNITS
def test_no_guard_stands_in_csv_or_json(score: Score, unit: TableUnit) -> None:
    table = score_table(POEMS, score(POEMS), unit)
    assert not any(GUARD_COLUMN in text or "'=" in text for text in (csv_text(table), jsonl_text(table)))


# The table for spreadsheet programs


@settings(max_examples=50)
@given(rows=WORKS)
def test_our_reader_gets_the_works_back_from_a_spreadsheet_table(score: Score, rows: Rows) -> None:
    corpus = corpus_of(rows)
    text = csv_text(spreadsheet_table(score_table(corpus, score(corpus))), bom=True)
    again = read_corpus("표.csv", text.encode())
    assert [(w.id, w.author, w.title, w.stanzas) for w in again] == [
        (w.id, w.author, w.title, w.stanzas) for w in corpus
    ]


@settings(max_examples=50)
@given(rows=WORKS)
def test_our_reader_gets_the_works_back_from_plain_csv_of_lines_and_of_stanzas(score: Score, rows: Rows) -> None:
    corpus = corpus_of(rows)
    for unit in (TableUnit.LINE, TableUnit.STANZA):
        again = read_corpus("표.csv", csv_text(score_table(corpus, score(corpus), unit)).encode())
        assert [work.id for work in again] == [work.id for work in corpus]


@UNITS
def test_no_text_cell_of_a_spreadsheet_table_begins_like_a_formula(score: Score, unit: TableUnit) -> None:
    corpus = corpus_of([("@갑", "=제목", [["-봄", "+비"], ["\t눈"]])])
    table = spreadsheet_table(score_table(corpus, score(corpus), unit))
    cells = table[["work", "author", "text"]].to_numpy().ravel()
    assert all(cell.startswith("'") for cell in cells)


def test_a_spreadsheet_table_differs_in_its_guard_alone(score: Score) -> None:
    table = score_table(POEMS, score(POEMS))
    guarded = spreadsheet_table(table)
    assert list(guarded.columns) == [*table.columns, GUARD_COLUMN]
    rest = [column for column in table.columns if column not in ("work", "author", "text")]
    pd.testing.assert_frame_equal(guarded[rest], table[rest])
    assert GUARD_COLUMN not in table.columns, "the table given stays as it is"

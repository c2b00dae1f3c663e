"""Columns of tables and sheets: named, guessed and refused; readers' votes; KPoEM as it is published."""

from __future__ import annotations

import io

import openpyxl
import pytest

from emolit.errors import CorpusError
from tests.unit.corpus.readings import only, read, sheet, verse


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_columns_are_guessed_by_what_people_call_them_when_asked_and_told(kind: str) -> None:
    rows: list[list[object]] = [["제목", "시인", "본문", "발표연도"], ["봄", "가람", "비가 온다", 1930]]
    data = sheet(rows) if kind == "xlsx" else "\n".join(",".join(map(str, row)) for row in rows).encode()
    corpus = read(f"시.{kind}", data, guess_columns=True)
    (work,) = corpus
    assert (work.title, work.author, work.year, work.texts) == ("봄", "가람", "1930", ("비가 온다",))
    assert dict(corpus.notes[0].columns) == {"work": "제목", "author": "시인", "text": "본문", "year": "발표연도"}
    with pytest.raises(CorpusError, match="lacks the column"):
        read(f"시.{kind}", data)


def test_a_column_is_the_one_that_the_reader_names() -> None:
    work = only("시.csv", "a,b\n봄,비\n", columns=(("work", "b"), ("text", "a")))
    assert (work.title, work.texts) == ("비", ("봄",))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ([("author", "저자")], "author=저자"),
        ([("author", "poet"), ("source", "Poet")], "source=poet"),
        ([("work", "제목"), ("year", "연도")], "work=제목, year=연도"),
    ],
    ids=["not there", "taken", "several"],
)
def test_a_column_that_the_reader_names_in_vain_is_told(kind: str, columns: list[tuple[str, str]], told: str) -> None:
    rows: list[list[object]] = [["work", "text", "Poet"], ["봄", "비", "가람"]]
    data = sheet(rows) if kind == "xlsx" else "\n".join(",".join(map(str, row)) for row in rows).encode()
    with pytest.raises(CorpusError) as caught:
        read(f"시.{kind}", data, columns=tuple(columns))
    assert (caught.value.code, caught.value.details["missing"]) == ("corpus.no_such_column", told)
    assert "work, text, poet" in caught.value.sentence("en")


def test_a_column_that_the_reader_names_is_not_taken_by_one_that_is_found() -> None:
    work = only("시.csv", "work,text,author\n봄,비,가람\n", columns=(("source", "author"),))
    assert (work.source, work.author) == ("가람", "")
    work = only("시.csv", "제목,본문,시인\n봄,비,가람\n", columns=(("collection", "시인"),), guess_columns=True)
    assert (work.collection, work.author) == ("가람", "")


def test_a_column_that_the_reader_refuses_is_not_read() -> None:
    table = "work,text,source\n비,봄,영희\n"
    assert only("시.csv", table).source == "영희"
    assert only("시.csv", table, columns=(("source", ""),)).source == ""
    with pytest.raises(CorpusError, match="lacks the column text"):
        read("시.csv", table, columns=(("text", ""),))


def test_forty_four_columns_of_whole_numbers_are_readers_votes_and_scores_are_not() -> None:
    from emolit.emotions import load_scheme

    names = load_scheme().names
    head = ",".join(["work", "text", *names])
    votes = only("시.csv", f"{head}\n시,봄,{','.join(['3', '0', *[''] * 41, '1'])}\n").lines[0].votes
    assert votes == {names[0]: 3, names[43]: 1}
    assert only("시.csv", f"{head}\n시,봄,{','.join(['0.500000'] * 44)}\n").lines[0].votes is None


KPOEM = (
    "line_id\tpoem_id\ttext\tsub_title\ttitle\tpoet\tannotator_01\tannotator_02\tannotator_03\n"
    '1\t1\t"봄이 온다\t\t강\t가람\t슬픔, 기쁨\t슬픔\t\n2\t1\t비가 온다\t\t강\t가람\t없음\t없음\t없음\n'
    "3\t2\t눈이 온다\t하나\t산\t가람\t부담/안_내킴\t\t\n"
)


def test_kpoem_as_published_is_read_with_its_votes_and_rows() -> None:
    first, second = read("KPoEM_line_dataset_v4.tsv", KPOEM)
    assert [first.title, second.title, first.author] == ["강", "산 하나", "가람"]
    assert [line.id for line in (*first.lines, *second.lines)] == ["kpoem-0", "kpoem-1", "kpoem-2"]
    assert first.lines[0].text == '"봄이 온다', "the published files quote nothing"
    assert (first.lines[0].votes, first.lines[0].readers) == ({"슬픔": 2, "기쁨": 1}, 3)


def test_kpoem_segments_are_numbered_after_the_lines() -> None:
    data = "seg_id\tpoem_id\ttext\tsub_title\ttitle\tpoetry_book\tpoet\tannotator_01\n1\t1\t봄\t\t강\t물\t가람\t슬픔\n"
    work = only("KPoEM_poem_dataset_v4.tsv", data)
    assert (work.lines[0].id, work.collection) == ("kpoem-7007", "물")


def test_a_label_that_is_none_in_kpoem_is_refused() -> None:
    with pytest.raises(CorpusError, match="The votes of the line"):
        read("a.tsv", KPOEM.replace("기쁨", "그리움"))


def test_a_number_beside_the_verse_is_not_taken_for_it() -> None:
    for head in ("작품,연,행,내용", "poem,stanza,line,verse"):
        work = only("시.csv", f"{head}\n봄,1,1,비가 온다\n봄,1,2,눈이 온다\n", guess_columns=True)
        assert (work.title, work.texts) == ("봄", ("비가 온다", "눈이 온다"))


def test_a_language_written_as_a_word_is_its_code() -> None:
    for said, code in (("한국어", "ko"), ("Korean", "ko"), ("kor", "ko"), ("English", "en"), ("ko-KR", "ko-KR")):
        assert only("시.csv", f"work,text,language\n봄,비가 온다,{said}\n").language == code


def test_a_sheet_is_read_by_its_cells_whatever_lies_between_them() -> None:
    book = openpyxl.Workbook()
    book.create_sheet("시", 1)
    rows = book["시"]
    for place, value in {"B2": "work", "D2": "text", "B3": "시", "D3": "봄", "D5": "비", "B5": "시"}.items():
        rows[place] = value
    buffer = io.BytesIO()
    book.save(buffer)
    assert verse(only("시.xlsx", buffer.getvalue())) == [["봄"], ["비"]]


def test_a_merged_cell_names_every_row_beside_it_and_repeats_no_text() -> None:
    book = openpyxl.Workbook()
    rows = book.active
    assert rows
    for row in [
        ["work", "author", "text"],
        ["봄", "가람", "비가 온다"],
        ["", "", "눈이 온다"],
        ["밤", "", "별"],
        ["", "", ""],
    ]:
        rows.append(row)
    rows.append(["", "", "달"])
    for merged in ("A2:A3", "B2:B6", "A4:A6", "C3:C4"):
        rows.merge_cells(merged)
    buffer = io.BytesIO()
    book.save(buffer)
    first, second = read("시.xlsx", buffer.getvalue())
    assert (first.title, first.author, verse(first)) == ("봄", "가람", [["비가 온다", "눈이 온다"]])
    assert (second.title, second.author, verse(second)) == ("밤", "가람", [["달"]])


def test_a_merged_vote_is_of_several_lines_and_so_of_none() -> None:
    book = openpyxl.Workbook()
    rows = book.active
    assert rows
    for row in [["work", "text", "votes"], ["봄", "비", '{"슬픔": 3}'], ["", "눈", ""], ["", "별", '{"슬픔": 2}']]:
        rows.append(row)
    rows.merge_cells("A2:A4")
    rows.merge_cells("C2:C3")
    buffer = io.BytesIO()
    book.save(buffer)
    assert [line.votes for line in only("시.xlsx", buffer.getvalue()).lines] == [None, None, {"슬픔": 2}]

"""Laws of tables: rows are never reordered, every character survives, and writing is the inverse of reading."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from emolit.corpus import Corpus, Line, Stanza, Work, read_corpus
from emolit.corpus.table import to_csv
from emolit.corpus.verse import is_blank
from emolit.corpus.works import work_id
from emolit.emotions import load_scheme
from emolit.errors import CorpusError

CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"])
HARD = st.sampled_from([
    *(",", ";", "\t", '"', '""', "'", "-", "=1+1", "@", "+", "#", "\\", " ", "\u3000"),
    *("\x01", "\x07", "\x0b", "\x0c", "\x1b", "\x1c", "\x7f", "\x85", "\u2028", "\u200b", "\u200d", "\ufeff", "\ufffd"),
    *("👩‍👧", "國破", "봄", "ᄇ\u1169\u11b7", "e\u0301", "NA", "null", "1e5"),
])  # fmt: skip
PARTS = st.lists(st.one_of(HARD, st.text(CHARACTERS, max_size=5)), max_size=5).map("".join)
LINES = st.builds("{}{}{}".format, PARTS, st.sampled_from("봄비.-"), PARTS)  # not blank; few of the controls in it
TITLES = st.builds("{}{}{}".format, PARTS, st.sampled_from(["", "\n", "\r", "\r\n"]), PARTS)
STANZAS = st.lists(st.lists(LINES, min_size=1, max_size=3), min_size=1, max_size=3)
PADDING = (
    "",
    "봄이 온다, 봄이 온다. " * 60,
    "",
    "ko",
    [["봄"]],
)  # a stray control is kept where text enough is around it


def work(author: str, title: str, year: str, language: str, stanzas: Iterable[Iterable[str]]) -> Work:
    lines: tuple[Stanza, ...] = tuple(tuple(Line(text) for text in stanza) for stanza in stanzas)
    return Work(work_id(author, title, lines), title, lines, author=author, year=year, language=language)


CORPORA = st.lists(
    st.tuples(
        TITLES, TITLES, st.sampled_from(["", "1925", "c. 1930, 봄"]), st.sampled_from(["ko", "en-GB", "und"]), STANZAS
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda row: row[:2],
).map(lambda rows: Corpus(tuple(work(*row) for row in [PADDING, *rows])))


def read(text: str, name: str = "poems.csv") -> Corpus:
    return read_corpus(name, text.encode())


def refusal(text: str) -> CorpusError:
    with pytest.raises(CorpusError) as caught:
        read(text)
    return caught.value


def table(rows: Sequence[Sequence[str]], delimiter: str = ",", newline: str = "\n") -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, lineterminator=newline, quoting=csv.QUOTE_ALL).writerows(rows)
    return buffer.getvalue()


def shape(corpus: Corpus) -> list[list[list[str]]]:
    """Texts of the lines of the stanzas of the works."""
    return [[[line.text for line in stanza] for stanza in work.stanzas] for work in corpus]


# Round trips


@given(CORPORA)
@example(Corpus((work("", "줄을\r바꾼 제목", "", "ko", [["봄"]]),)))
def test_a_corpus_written_as_a_table_is_read_as_the_same_works(corpus: Corpus) -> None:
    assert read(to_csv(corpus)).works == corpus.works


@given(CORPORA, st.sampled_from([",", "\t", ";"]), st.sampled_from(["\n", "\r\n", "\r"]))
def test_delimiters_newlines_and_quoting_of_other_programs_are_equal(
    corpus: Corpus, delimiter: str, newline: str
) -> None:
    rows = list(csv.reader(io.StringIO(to_csv(corpus), newline="")))
    name = "poems.tsv" if delimiter == "\t" else "poems.csv"
    assert read(table(rows, delimiter, newline), name).works == corpus.works


@given(CORPORA)
def test_whole_works_in_one_cell_are_the_same_works(corpus: Corpus) -> None:
    rows = [
        (w.title, w.author, w.year, w.language, "\n\n".join("\n".join(s) for s in shape(Corpus((w,)))[0]))
        for w in corpus
    ]
    assert read(table([("work", "author", "year", "language", "text"), *rows])).works == corpus.works


@given(CORPORA)
def test_a_bom_before_the_table_changes_nothing(corpus: Corpus) -> None:
    assert read_corpus("poems.csv", to_csv(corpus).encode("utf-8-sig")).works == corpus.works


# The header


def test_columns_are_found_by_name_whatever_their_order_case_and_company() -> None:
    text = ' TEXT ,note,"Work", Author\n봄,x,시,지은이\n'
    assert [(w.title, w.author, w.texts) for w in read(text)] == [("시", "지은이", ("봄",))]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_delimiter_is_the_header_s_even_where_the_poem_is_full_of_others(delimiter: str, newline: str) -> None:
    others = "".join({",", "\t", ";"} - {delimiter}) * 20
    text = newline.join([f"work{delimiter}text", f"시{delimiter}봄{others}비", ""])
    assert shape(read(text)) == [[[f"봄{others}비"]]]


@pytest.mark.parametrize(
    ("header", "missing", "found"),
    [
        ("title,text", "work", "title, text"),
        ("work,line", "text", "work, line"),
        ("poem;line", "work, text", "poem, line"),
        ("봄이 온다", "work, text", "봄이 온다"),
        ("", "work, text", "-"),
    ],
)
def test_a_table_without_its_columns_is_refused_with_what_lacks_and_what_is_there(
    header: str, missing: str, found: str
) -> None:
    error = refusal(f"{header}\na,b\n")
    assert error.code == "corpus.no_columns"
    assert (error.details["missing"], error.details["found"]) == (missing, found)


@pytest.mark.parametrize(
    ("rows", "line"),
    [('시,"봄\n', 2), ('시,봄\n시,"비"밤\n', 3), ('시,"봄\n비\n', 3)],
    ids=["open", "after", "over lines"],
)
def test_broken_quotes_are_refused_with_their_line(rows: str, line: int) -> None:
    error = refusal("work,text\n" + rows)
    assert error.code == "corpus.bad_table"
    assert error.details["line"] == line


def test_a_quotation_mark_within_a_cell_is_a_character() -> None:
    assert shape(read('work,text\n시,그는 "봄"이라 했다\n')) == [[['그는 "봄"이라 했다']]]


@pytest.mark.parametrize("rows", ["", "\n\n", "시,\n시,  \n", '시,"\n\n"\n', ",\n,\n", "시\n"])
def test_a_table_without_any_text_is_refused_as_blank(rows: str) -> None:
    assert refusal("work,text\n" + rows).code == "corpus.only_blank"


# Works


def test_adjacent_rows_of_one_author_and_title_are_one_work_and_rows_keep_their_order() -> None:
    corpus = read("work,author,text\n가,갑,1\n가,갑,2\n가,을,3\n나,을,4\n나,을,5\n")
    assert [(w.author, w.title, w.texts) for w in corpus] == [
        ("갑", "가", ("1", "2")),
        ("을", "가", ("3",)),
        ("을", "나", ("4", "5")),
    ]
    assert not any(w.returns for w in corpus)


@given(st.lists(st.sampled_from("가나다"), min_size=1, max_size=12))
def test_a_key_that_comes_back_is_a_second_work_flagged_and_never_reordered(keys: list[str]) -> None:
    corpus = read("work,text\n" + "".join(f"{key},{number}\n" for number, key in enumerate(keys)))
    assert [text for w in corpus for text in w.texts] == [str(number) for number in range(len(keys))]
    titles = [w.title for w in corpus]
    assert titles == [key for key, before in zip(keys, ["", *keys], strict=False) if key != before]
    assert [w.returns for w in corpus] == [title in titles[:place] for place, title in enumerate(titles)]
    assert set(corpus.notes[0].returning_works) == {w.title for w in corpus if w.returns}


def test_two_works_of_equal_name_and_text_have_two_ids() -> None:
    first, _, second = read("work,text\n가,봄\n나,비\n가,봄\n")
    assert first.id != second.id


def test_year_and_language_are_the_first_that_the_rows_name() -> None:
    (found,) = read("work,text,year,language\n시,봄,, \n시,비, 1925 ,ko-KR\n시,눈,1930,en\n")
    assert (found.year, found.language) == ("1925", "ko-KR")


def test_a_short_row_lacks_its_last_cells_and_a_long_one_has_some_too_many() -> None:
    assert shape(read("work,text,stanza\n시,봄\n시,비,,더,더\n")) == [[["봄", "비"]]]


# Stanzas


@pytest.mark.parametrize(
    ("rows", "stanzas"),
    [
        ("시,봄\n시,비\n", [["봄", "비"]]),
        ("시,봄\n시,\n시,비\n", [["봄"], ["비"]]),
        ("시,봄\n시,\n시,  \n시,\n시,비\n", [["봄"], ["비"]]),
        ("시,\n시,봄\n시,\n", [["봄"]]),
        ('시,"봄\n비"\n시,눈\n', [["봄", "비", "눈"]]),
        ('시,"봄\r\n비\r눈"\n', [["봄", "비", "눈"]]),
        ('시,"봄\n\n비"\n', [["봄"], ["비"]]),
        ('시,"봄\n \n\n비"\n시,눈\n', [["봄"], ["비", "눈"]]),
    ],
    ids=["rows", "empty cell", "several", "at the ends", "cell of lines", "newline kinds", "blank line", "and on"],
)
def test_an_empty_cell_or_a_blank_line_breaks_a_stanza_and_a_line_break_a_line(
    rows: str, stanzas: list[list[str]]
) -> None:
    assert shape(read("work,text\n" + rows)) == [stanzas]


@pytest.mark.parametrize(
    ("values", "sizes"),
    [
        ("1 1 2", [2, 1]),
        ("1 2 2 1", [1, 2, 1]),
        ("a a b", [2, 1]),
        ("7 7 7", [3]),
        ("- 1 1", [1, 2]),
        ("1 - 1", [3]),
        ("1 - 2 -", [2, 2]),
    ],
)
def test_a_new_stanza_value_breaks_a_stanza_and_an_empty_one_goes_on_with_it(values: str, sizes: list[int]) -> None:
    rows = [f"시,{number},{value.strip('-')}" for number, value in enumerate(values.split())]
    (found,) = read("\n".join(["work,text,stanza", *rows]))
    assert [len(stanza) for stanza in found.stanzas] == sizes


def test_an_empty_cell_and_a_new_value_at_one_place_are_one_break() -> None:
    assert shape(read("work,text,stanza\n시,봄,1\n시,,\n시,비,2\n")) == [[["봄"], ["비"]]]


def test_a_stanza_value_that_goes_on_in_the_next_work_breaks_nothing_there() -> None:
    assert shape(read("work,text,stanza\n가,봄,1\n나,비,1\n나,눈,1\n")) == [[["봄"]], [["비", "눈"]]]


@pytest.mark.parametrize("blank", ["", ",,", " , ,", '"",""'])
def test_a_row_without_any_cell_filled_is_a_break_in_the_work_around_it(blank: str) -> None:
    corpus = read(f"work,author,text\n{blank}\n시,갑,봄\n{blank}\n시,갑,비\n{blank}\n나,갑,눈\n{blank}\n")
    assert shape(corpus) == [[["봄"], ["비"]], [["눈"]]]
    assert not any(w.returns for w in corpus)


def test_a_row_whose_only_filled_cell_is_not_read_is_a_break_too() -> None:
    corpus = read("no,work,text\n1,봄,꽃\n2,,\n3,봄,새\n4,,\n5,밤,별\n")
    assert [(w.title, w.returns) for w in corpus] == [("봄", False), ("밤", False)]
    assert shape(corpus) == [[["꽃"], ["새"]], [["별"]]]


@given(st.lists(st.sampled_from(["", " ", "\u200b", "봄", "비\n눈", "밤\n\n낮"])))
def test_cells_one_under_the_other_are_the_lines_of_a_text(cells: list[str]) -> None:
    assume(not all(is_blank(cell) for cell in cells))
    (by_rows,) = read(table([("work", "text"), *(("시", cell) for cell in cells)]))
    (by_text,) = read_corpus("시.txt", "\n".join(cells).encode())
    assert by_rows == by_text


# The guard of spreadsheet tables


def test_the_guard_is_taken_off_only_where_its_column_says_so() -> None:
    rows = "'시,'-봄,'갑\n"
    assert shape(read("work,text,author\n" + rows)) == [[["'-봄"]]]
    assert shape(read("work,text,author,spreadsheet_guard\n" + rows.replace("\n", ",1\n"))) == [[["-봄"]]]


def test_the_guard_is_taken_off_titles_and_authors_too() -> None:
    (found,) = read("work,author,text,spreadsheet_guard\n'=시,'@갑,봄,1\n")
    assert (found.title, found.author) == ("=시", "@갑")


# The csv module has one limit for the whole process


def test_a_cell_longer_than_the_csv_module_s_own_limit_is_read() -> None:
    line = "봄" * 200_000
    assert shape(read(f"work,text\n시,{line}\n")) == [[[line]]]


def test_reading_a_small_table_leaves_other_tables_readable() -> None:
    read("work,text\na,b\n")
    assert next(csv.reader(["봄" * 100_000])) == ["봄" * 100_000]
    load_scheme.cache_clear()
    assert len(load_scheme().emotions) == 44


def test_a_stanza_named_on_its_first_line_alone_goes_on_until_the_next_name() -> None:
    rows = "work,stanza,text\na,1,one\na,,two\na,2,three\na,,four\n"
    (work,) = read_corpus("a.csv", rows.encode()).works
    assert work.stanza_numbers == (1, 1, 2, 2)

"""Plain text and Markdown: what parts works, what a front matter says, which encoding is read."""

from __future__ import annotations

import pytest

from emolit.corpus import Separator
from tests.unit.corpus.readings import only, read, verse

PARTED = {
    Separator.HEADINGS: "# 하나\n봄\n\n비\n== 둘 ==\n눈\n",
    Separator.RULES: "봄\n\n비\n* * *\n눈\n",
    Separator.BLANK_LINES: "봄\n\n비\n\n\n눈\n",
    Separator.FRONT_MATTER: "---\ntitle: 하나\n시인: 가람\n---\n봄\n\n비\n---\ntitle: 둘\n---\n눈\n",
}


@pytest.mark.parametrize("rule", PARTED)
def test_a_rule_parts_the_works_of_one_text(rule: Separator) -> None:
    first, second = read("시.txt", PARTED[rule], separator=rule)
    assert (verse(first), verse(second)) == ([["봄"], ["비"]], [["눈"]])
    named = rule in (Separator.HEADINGS, Separator.FRONT_MATTER)
    assert [first.title, second.title] == (["하나", "둘"] if named else ["시 1", "시 2"])


@pytest.mark.parametrize("rule", [rule for rule in PARTED if rule is not Separator.BLANK_LINES])
def test_the_rule_is_found_out_when_asked_and_told(rule: Separator) -> None:
    corpus = read("시.txt", PARTED[rule], separator=Separator.AUTOMATIC)
    assert len(corpus) == 2
    assert corpus.notes[0].separator == rule


def test_without_being_asked_a_txt_file_is_one_work_whatever_stands_in_it() -> None:
    text = "# 하나\n봄\n***\n눈\n"
    assert verse(only("시.txt", text)) == [["# 하나", "봄", "***", "눈"]]
    assert len(read("시.txt", "봄\n\n비\n", separator=Separator.AUTOMATIC)) == 1


def test_where_no_rule_finds_several_works_the_format_s_own_holds() -> None:
    work = only("시.md", "# 하나\n봄\n", separator=Separator.AUTOMATIC)
    assert (work.title, work.texts) == ("하나", ("봄",))


def test_the_number_of_blank_lines_between_works_is_the_reader_s() -> None:
    text = "봄\n\n\n비\n\n\n\n눈\n"
    assert len(read("시.txt", text, separator=Separator.BLANK_LINES, blank_lines=2)) == 3
    assert len(read("시.txt", text, separator=Separator.BLANK_LINES, blank_lines=3)) == 2


def test_the_first_line_of_a_part_is_its_title_when_the_reader_says_so() -> None:
    corpus = read("시.txt", "하나\n\n봄\n***\n둘\n눈\n", separator=Separator.RULES, first_line_is_title=True)
    assert [(work.title, verse(work)) for work in corpus] == [("하나", [["봄"]]), ("둘", [["눈"]])]


def test_front_matter_says_author_year_and_collection_in_either_language() -> None:
    work = only("시.md", '---\ntitle: "봄"\nauthor: 가람\n연도: 1930\n시집: 강\n---\n비가 온다\n')
    assert (work.title, work.author, work.year, work.collection) == ("봄", "가람", "1930", "강")


@pytest.mark.parametrize("separator", [Separator.HEADINGS, Separator.FRONT_MATTER])
def test_what_else_front_matter_says_is_neither_read_as_verse_nor_believed(separator: Separator) -> None:
    work = only("시.md", "---\nparatext: false\nlayout: post\n---\n비가 온다\n", separator=separator)
    assert (work.paratext, work.texts) == (False, ("비가 온다",))


def test_markdown_headings_are_titles_and_outer_ones_collections_all_else_is_typed_verse() -> None:
    corpus = read("시.md", "# 강\n## 봄\n**비**가 온다\n- 눈\n## 밤\n별\n")
    assert [(work.title, work.collection) for work in corpus] == [("봄", "강"), ("밤", "강")]
    assert verse(corpus.works[0]) == [["**비**가 온다", "- 눈"]]


@pytest.mark.parametrize("encoding", ["johab", "shift_jis", "utf-16-le", "iso2022_kr"])
def test_an_encoding_that_the_reader_names_is_used(encoding: str) -> None:
    text = "봄이 온다" if encoding != "shift_jis" else "春が来る"
    corpus = read("시.txt", text.encode(encoding), encoding=encoding)
    assert (corpus.works[0].texts, corpus.notes[0].encoding) == ((text,), encoding)


def test_bytes_that_an_encoding_does_not_know_are_replaced_and_counted() -> None:
    corpus = read("시.txt", "봄이 온다".encode("cp949") + b"\xff", encoding="cp949")
    assert corpus.notes[0].replaced == 1


def test_jamo_of_macos_stay_as_they_are_in_the_text() -> None:
    decomposed = "\u1107\u1169\u11b7"  # 봄 in three letters
    work = only("시.txt", decomposed)
    assert work.texts == (decomposed,)

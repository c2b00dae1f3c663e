"""Laws of plain and pasted text: every visible character survives, and writing is the inverse of reading."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emolit.corpus import Corpus, read_corpus, read_paste, to_text
from emolit.corpus.verse import is_blank
from emolit.errors import CorpusError

PADDING = "봄이 온다, 봄이 온다. " * 40  # a stray control character is kept where there is text enough around it
PIECES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
CONTROLS = st.sampled_from(
    ["", "", "\t", "\x01", "\x07", "\x0c", "\x1b", "\x1f", "\x7f", "\x85", "\u200b", "\u2028", "👩‍👧"]
)
LINES = st.builds("{}{}{}".format, PIECES, CONTROLS, PIECES)
BREAKS = st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\r\n \r\n", "\n\u200b\n\n"])
TEXTS = st.lists(st.builds("{}{}".format, LINES, BREAKS), max_size=12).map(
    lambda parts: PADDING + "\n" + "".join(parts)
)


def read(text: str) -> Corpus:
    return read_corpus("시.txt", text.encode("utf-8-sig"))


def visible(text: str) -> str:
    return "".join(character for character in text if not is_blank(character))


@given(TEXTS)
def test_a_text_written_again_is_read_as_the_same_work(text: str) -> None:
    (work,) = read(text)
    (again,) = read(to_text(work.stanzas))
    assert again == work


@given(TEXTS)
def test_every_visible_character_survives_in_its_order(text: str) -> None:
    (work,) = read(text)
    assert visible("".join(work.texts)) == visible(text)


@given(TEXTS)
def test_each_line_is_a_line_of_the_source_spaces_included(text: str) -> None:
    (work,) = read(text)
    assert [line for line in re.split("\r\n|\r|\n", text) if visible(line)] == list(work.texts)


@given(TEXTS)
def test_pasting_a_text_is_reading_it(text: str) -> None:
    (pasted,), (work,) = read_paste(text, title="시"), read(text)
    assert pasted == work


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_newline_kinds_are_equal(newline: str) -> None:
    text = "봄이 온다\n  비가 온다\n\n\n밤이 온다\n"
    assert read(text.replace("\n", newline)).works == read(text).works


@pytest.mark.parametrize("ending", ["", "\n", "\n\n \n", "\r\n"])
def test_blank_lines_at_the_ends_change_nothing(ending: str) -> None:
    assert read(ending + "봄\n\n비" + ending).works == read("봄\n\n비").works


def test_the_title_is_the_stem_of_the_file_and_nobody_is_the_author() -> None:
    (work,) = read_corpus("저녁 우물.v2.txt", "두레박 하나 남아".encode())
    assert (work.title, work.author, work.year) == ("저녁 우물.v2", "", "")


def test_a_paste_has_the_title_author_and_year_it_is_given() -> None:
    (work,) = read_paste("봄", title="제목", author="지은이", year="c. 1930")
    assert (work.title, work.author, work.year) == ("제목", "지은이", "c. 1930")


def test_equal_texts_have_one_id_and_another_title_author_or_break_has_another() -> None:
    def identity(text: str, title: str = "시", author: str = "") -> str:
        return read_paste(text, title=title, author=author).works[0].id

    assert identity("봄\n\n비\n") == identity("봄\r\n\r\n\r\n비")
    different = {
        identity("봄\n비"),
        identity("봄\n\n비"),
        identity("봄\n비", title="다른 시"),
        identity("봄\n비", author="지은이"),
    }
    assert len(different) == 4


def test_indent_counts_the_white_space_before_the_first_word() -> None:
    (work,) = read("봄\n  비\n\t\t눈\n\u3000밤 ")
    assert [line.indent for line in work.lines] == [0, 2, 2, 1]


@pytest.mark.parametrize(
    "text", ["\n", " ", "\r\n\t\r\n", "\u3000\n\u200b", "\u200b \u200b \u200b", "\ufeff \u200b \ufeff\n"]
)
def test_a_text_of_blank_lines_alone_is_refused(text: str) -> None:
    for attempt in (lambda: read(text), lambda: read_paste(text, title="시")):
        with pytest.raises(CorpusError) as caught:
            attempt()
        assert caught.value.code == "corpus.only_blank"


def test_an_empty_paste_is_refused_like_a_blank_one() -> None:
    with pytest.raises(CorpusError) as caught:
        read_paste("", title="시")
    assert caught.value.code == "corpus.only_blank"

"""Laws of reading by sentence and paragraph: only white space at the joints changes."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from emolit.corpus import ReadingUnit, Work, read_by, read_paste
from emolit.corpus.verse import is_blank

TEXTS = st.text(st.sampled_from("봄비a.!?…。！\"'”’」)] \n\r\t\u200b\u3000\ufeff")).filter(
    lambda text: not is_blank(text)
)
UNITS = st.sampled_from(ReadingUnit)


def work_of(text: str) -> Work:
    return read_paste(text, title="글").works[0]


def sentences(text: str) -> list[str]:
    return list(read_by(work_of(text), ReadingUnit.SENTENCE).texts)


def visible(work: Work) -> list[str]:
    """The visible characters of each stanza."""
    texts = ("".join(line.text for line in stanza) for stanza in work.stanzas)
    return ["".join(character for character in text if not is_blank(character)) for text in texts]


@given(TEXTS, UNITS)
def test_every_visible_character_stays_in_its_stanza_and_in_its_order(text: str, unit: ReadingUnit) -> None:
    assert visible(read_by(work_of(text), unit)) == visible(work_of(text))


@given(TEXTS, UNITS)
@example("봄. \u200b", ReadingUnit.SENTENCE)
def test_no_unit_is_blank_and_no_stanza_empty(text: str, unit: ReadingUnit) -> None:
    work = read_by(work_of(text), unit)
    assert all(work.stanzas)
    assert not any(is_blank(line) for line in work.texts)


@given(TEXTS, UNITS)
def test_reading_twice_by_one_unit_is_reading_once(text: str, unit: ReadingUnit) -> None:
    once = read_by(work_of(text), unit)
    assert read_by(once, unit) == once


@given(TEXTS)
def test_sentences_do_not_depend_on_where_the_lines_were_broken(text: str) -> None:
    work = work_of(text)
    assert read_by(read_by(work, ReadingUnit.PARAGRAPH), ReadingUnit.SENTENCE) == read_by(work, ReadingUnit.SENTENCE)


@given(TEXTS)
def test_a_paragraph_is_a_stanza(text: str) -> None:
    assert [len(stanza) for stanza in read_by(work_of(text), ReadingUnit.PARAGRAPH).stanzas] == [1] * len(
        work_of(text).stanzas
    )


@given(TEXTS)
def test_by_line_is_the_work_itself(text: str) -> None:
    work = work_of(text)
    assert read_by(work, ReadingUnit.LINE) is work


def test_everything_but_the_lines_stays() -> None:
    work = read_paste("봄. 비.\n눈", title="글", author="지은이", year="1936").works[0]
    read = read_by(work, ReadingUnit.SENTENCE)
    assert (read.id, read.title, read.author, read.year, read.language) == (work.id, "글", "지은이", "1936", "ko")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("봄이 온다. 비가 온다! 왜? 몰라…", ["봄이 온다.", "비가 온다!", "왜?", "몰라…"]),
        ("그는 말했다. “간다.” 그리고 갔다.", ["그는 말했다.", "“간다.”", "그리고 갔다."]),
        ("(웃는다.) 「운다。」 끝", ["(웃는다.)", "「운다。」", "끝"]),
        ("봄이\n  온다. 비가\n온다.", ["봄이 온다.", "비가 온다."]),
        ("값은 3.14이다. v2.0", ["값은 3.14이다.", "v2.0"]),
        ("끝도 없이", ["끝도 없이"]),
        ("아... 그래?! 응", ["아...", "그래?!", "응"]),
    ],
)
def test_a_sentence_ends_at_its_mark_with_its_closing_quotes_before_white_space(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_sentence_never_crosses_a_blank_line() -> None:
    assert sentences("봄이\n\n온다.") == ["봄이", "온다."]

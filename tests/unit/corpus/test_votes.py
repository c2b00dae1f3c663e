"""Readers' votes in a table: read by label in either language, written back, refused when they cannot be true."""

from __future__ import annotations

import csv
import io

import pytest

from emolit.corpus import Line, read_corpus
from emolit.corpus.table import to_csv
from emolit.errors import CorpusError


def table(*rows: tuple[str, str, str]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([("work", "text", "votes", "readers"), *(("시", *row) for row in rows)])
    return buffer.getvalue().encode()


def lines(data: bytes) -> tuple[Line, ...]:
    return read_corpus("votes.csv", data).works[0].lines


def test_votes_are_named_in_either_language_and_five_readers_are_meant_where_none_are_named() -> None:
    first, second, third = lines(
        table(("봄", '{"슬픔": 3, "joy": 1}', ""), ("비", '{"sadness": 1}', "1"), ("눈", "", ""))
    )
    assert (dict(first.votes or {}), first.readers) == ({"슬픔": 3, "기쁨": 1}, 5)
    assert (dict(second.votes or {}), second.readers) == ({"슬픔": 1}, 1)
    assert third.votes is None


def test_votes_of_a_cell_of_several_lines_belong_to_none_of_them() -> None:
    assert [line.votes for line in lines(table(("봄\n비", '{"슬픔": 3}', "")))] == [None, None]


def test_votes_survive_writing_and_reading() -> None:
    corpus = read_corpus("votes.csv", table(("봄", '{"슬픔": 3}', "7"), ("비", "{}", ""), ("눈", "", "")))
    assert read_corpus("votes.csv", to_csv(corpus).encode()).works == corpus.works


@pytest.mark.parametrize(
    ("votes", "readers"),
    [
        ("슬픔", ""),
        ("[1]", ""),
        ('{"슬픔": 6}', ""),
        ('{"슬픔": 2}', "1"),
        ('{"슬픔": -1}', ""),
        ('{"슬픔": 0.5}', ""),
        ('{"그리움": 1}', ""),
        ('{"슬픔": 1}', "five"),
        ("{}", "0"),
    ],
)
def test_votes_that_cannot_be_true_are_refused_with_the_line_they_stand_at(votes: str, readers: str) -> None:
    with pytest.raises(CorpusError, match="The votes of the line '봄'") as caught:
        lines(table(("봄", votes, readers)))
    assert "봄" in caught.value.sentence("ko")

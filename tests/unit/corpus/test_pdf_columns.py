"""Two columns are read one after the other, and nothing that only looks a little like them is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from emolit.corpus import read_corpus
from emolit.corpus.pdf_columns import Placed, columns
from tests.documents import pdf

_HEIGHT, _LETTER = 10.0, 12.0


def line(text: str, row: float, left: float, width: float | None = None) -> Placed:
    top = 700 - 16 * row
    return Placed(text, top, top - _HEIGHT, left, left + (width or _LETTER * len(text)))


LEFT = [line(f"왼쪽 단의 {row}행", row, 60) for row in range(8)]
RIGHT = [line(f"오른쪽 단의 {row}행", row + 0.3 * (row > 3), 320) for row in range(7)]


def texts(parts: Sequence[Sequence[Placed]]) -> list[list[str]]:
    return [[line.text for line in part] for part in parts]


def test_the_left_column_is_read_before_the_right_one_whatever_the_order_they_came_in() -> None:
    mixed = [one for pair in zip(RIGHT, LEFT, strict=False) for one in pair] + LEFT[7:]
    assert texts(columns(mixed)) == texts([LEFT, RIGHT])


def test_a_title_over_both_and_a_number_under_both_stand_before_and_after() -> None:
    title, number = line("두 단에 걸친 긴 제목이 여기에 있다 그리고 더 길다", -3, 60), line("12", 12, 300)
    assert texts(columns([*LEFT, *RIGHT, title, number])) == [
        [title.text, *(one.text for one in LEFT)],
        [*(one.text for one in RIGHT), "12"],
    ]


def test_an_indented_line_of_the_right_column_belongs_to_it() -> None:
    indented = [*RIGHT[:5], line("들여 쓴 행 하나", 5, 344), RIGHT[6]]
    assert texts(columns([*LEFT, *indented]))[1][5] == "들여 쓴 행 하나"


def test_nothing_is_lost_or_doubled() -> None:
    page = [*LEFT, *RIGHT, line("제목", -3, 290, 60)]
    assert sorted(text for part in texts(columns(page)) for text in part) == sorted(one.text for one in page)


@pytest.mark.parametrize(
    "others",
    [
        pytest.param([line("5", 4, 420), line("10", 9, 420)], id="line numbers in the margin"),
        pytest.param([line("뒤로 물린 짧은 행", row, 320) for row in (9, 10, 11, 12)], id="an indented stanza below"),
        pytest.param([line("뒤 반절이 있다", row, 300 + 17 * row) for row in range(8)], id="ragged half-lines"),
        pytest.param([line("오른쪽에 선 행", row, 320) for row in range(3)], id="three lines"),
        pytest.param([*RIGHT, line("두 단을 가로지르는 행", 3.5, 60, 500)], id="a line across the middle"),
        pytest.param([line("가", row, 320) for row in range(8)], id="single letters"),
        pytest.param([], id="one column"),
    ],
)  # fmt: skip
def test_what_is_less_sure_is_one_column(others: list[Placed]) -> None:
    page = [*LEFT, *others]
    assert texts(columns(page)) == texts([sorted(page, key=lambda one: -one.top)])


def test_a_blank_page_has_one_empty_column() -> None:
    assert columns([]) == [[]]


def test_a_pdf_in_two_columns_becomes_the_poem_and_says_so() -> None:
    left, right = ([f"{side} {row}" for row in range(5)] for side in ("왼쪽의 긴 행", "오른쪽 단의 행"))
    rows = [(text, 700 - 18 * row, x) for texts, x in ((left, 72), (right, 330)) for row, text in enumerate(texts)]
    corpus = read_corpus("두 단.pdf", pdf([sorted(rows, key=lambda row: -row[1])]))
    assert corpus.works[0].texts == (*left, *right)
    assert corpus.notes[0].column_pages == 1
    assert read_corpus("한 단.pdf", pdf([rows[:5]])).notes[0].column_pages == 0

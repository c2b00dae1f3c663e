"""Works in lists: every one has a label of its own, whatever it is called."""

from __future__ import annotations

import pytest

from emolit.corpus import Line, Work
from emolit.ui.widgets import work_labels


def work(number: int, title: str = "봄", author: str = "나래", year: str = "") -> Work:
    return Work(str(number), title, ((Line("행"),),), author, year)


@pytest.mark.parametrize(
    ("works", "labels"),
    [
        ([work(0), work(1, "여름")], ["봄 · 나래", "여름 · 나래"]),
        ([work(0, year="1925"), work(1, year="1930")], ["봄 · 나래 · 1925", "봄 · 나래 · 1930"]),
        ([work(0), work(1), work(2)], ["봄 · 나래 (1)", "봄 · 나래 (2)", "봄 · 나래 (3)"]),
        ([work(0, year="1925"), work(1, year="1925"), work(2)],
         ["봄 · 나래 · 1925 (1)", "봄 · 나래 · 1925 (2)", "봄 · 나래"]),
    ],
)  # fmt: skip
def test_works_alike_are_told_apart_by_their_year_and_else_by_number(works: list[Work], labels: list[str]) -> None:
    assert list(work_labels(works).values()) == labels

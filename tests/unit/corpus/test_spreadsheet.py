"""Laws of the guard against cells that a spreadsheet program would run."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from emolit.corpus.spreadsheet import guard, unguard

CELLS = st.one_of(st.text(), st.text("'=+-@\t\r\n 봄", max_size=6))
FORMULA_STARTS = "=+-@\t\r"


@given(CELLS)
@example("'=1+1")
@example("''-봄")
@example("'")
def test_taking_the_guard_off_gives_the_cell_back(cell: str) -> None:
    assert unguard(guard(cell)) == cell


@given(CELLS)
def test_no_guarded_cell_begins_like_a_formula(cell: str) -> None:
    assert not guard(cell).startswith(tuple(FORMULA_STARTS))


@given(CELLS, CELLS)
def test_two_cells_never_look_alike_under_the_guard(one: str, other: str) -> None:
    assert (guard(one) == guard(other)) == (one == other)


@given(CELLS)
def test_the_guard_is_one_apostrophe_or_nothing(cell: str) -> None:
    assert guard(cell) in (cell, f"'{cell}")


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_each_start_of_a_formula_is_guarded(start: str) -> None:
    assert guard(f"{start}봄") == f"'{start}봄"


@pytest.mark.parametrize("cell", ["", "봄", "'봄'이 온다", "'Tis the hour", "1-2", " -봄", "—봄", "’=", "“=1”"])
def test_a_cell_that_is_no_formula_is_left_alone(cell: str) -> None:
    assert guard(cell) == unguard(cell) == cell

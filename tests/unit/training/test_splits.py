"""Who learns from what: folds that cover every row once, keep poems whole and each poet in every fold."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from emolit.emotions import Scheme
from emolit.errors import TrainingError
from emolit.training.data import load_kpoem
from emolit.training.splits import N_FOLDS, fold_of_block, grouped_fold, paper_split, without_poet
from tests.kpoem import row, small_kpoem

ROWS = [row(n, f"줄 {n}", {"슬픔": 1}, segment=n // 2, block=n // 6, split="train") for n in range(120)]
SHARED = Path(__file__).parents[4] / "shared" / "data"


def test_every_row_is_held_out_exactly_once() -> None:
    held_out = [index for fold in range(N_FOLDS) for index in grouped_fold(ROWS, fold).held_out]
    assert sorted(held_out) == list(range(len(ROWS)))


@pytest.mark.parametrize("fold", range(N_FOLDS))
def test_nothing_is_read_from_a_held_out_block_or_from_beside_it(fold: int) -> None:
    split = grouped_fold(ROWS, fold)
    hidden = {ROWS[index].segment + step for index in split.held_out for step in (-1, 0, 1)}
    assert {ROWS[index].segment for index in split.read}.isdisjoint(hidden)
    assert split.learn <= split.read
    assert len(split.read) + sum(each.segment in hidden for each in ROWS) == len(ROWS)


def test_rows_without_votes_are_read_but_not_learnt() -> None:
    rows = small_kpoem()
    for split in (paper_split(rows), grouped_fold(rows, 0)):
        assert all(rows[index].votes is not None for index in split.learn)
        assert any(rows[index].votes is None for index in split.read)


def test_the_paper_s_split_learns_train_and_holds_out_the_rest() -> None:
    rows = small_kpoem()
    split = paper_split(rows)
    assert {rows[index].split for index in split.learn} == {"train"}
    assert {rows[index].split for index in split.held_out} == {"val", "test"}


def test_a_poet_held_out_is_not_read(scheme: Scheme) -> None:
    rows = [row(n, "줄", {"슬픔": 1}, segment=n, block=n, split="train") for n in range(6)]
    rows = [type(each)(**{**vars(each), "poet": "가나"[each.row // 3]}) for each in rows]
    split = without_poet(rows, "나")
    assert split.held_out == (3, 4, 5)
    assert split.learn == {0, 1}  # the third stands beside the poet's first
    with pytest.raises(TrainingError, match="다"):
        without_poet(rows, "다")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the data of the project are not here")
def test_every_poet_is_in_every_fold_of_the_real_data(scheme: Scheme) -> None:
    rows = load_kpoem(SHARED, scheme)
    folds = fold_of_block(rows)
    held = Counter((each.poet, folds[each.block]) for each in rows)
    assert len(held) == 5 * N_FOLDS
    sizes = [sum(number for (_, fold), number in held.items() if fold == each) for each in range(N_FOLDS)]
    assert max(sizes) < 1.35 * min(sizes)

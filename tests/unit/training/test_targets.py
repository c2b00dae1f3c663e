"""Targets: the votes as a recipe reads them, and softer ones that never look at the row itself."""

from __future__ import annotations

import numpy as np
import pytest

from emolit.emotions import Scheme
from emolit.training.data import counts, gold, scaled_shares, shares
from emolit.training.recipe import Recipe
from emolit.training.splits import paper_split
from emolit.training.targets import of_votes, ridge_of_others, spread, targets
from tests.kpoem import row, small_kpoem

ROWS = small_kpoem()
SPLIT = paper_split(ROWS)
LEARN = sorted(SPLIT.learn)


def test_each_kind_of_target_is_what_it_is_called(scheme: Scheme) -> None:
    votes = counts([ROWS[index] for index in LEARN], scheme)
    for kind, expected in (("scaled", scaled_shares(votes)), ("share", shares(votes)), ("binary", gold(votes))):
        found = targets(ROWS, SPLIT, Recipe(target=kind, ridge=0.0), scheme)  # type: ignore[arg-type]
        np.testing.assert_allclose(found[LEARN], expected)


def test_rows_that_are_not_learnt_have_no_target(scheme: Scheme) -> None:
    found = targets(ROWS, SPLIT, Recipe(related=0.5, ridge=0.5), scheme)
    assert not found[[index for index in range(len(ROWS)) if index not in SPLIT.learn]].any()
    assert 0 <= found.min() <= found.max() <= 1


def test_teachers_say_their_share_of_what_is_learnt_beside_votes_and_n_grams(scheme: Scheme) -> None:
    said = np.full((len(LEARN), len(scheme.names)), 0.9)
    recipe = Recipe(ridge=0.5, taught=0.25)
    alone, found = targets(ROWS, SPLIT, recipe, scheme), targets(ROWS, SPLIT, recipe, scheme, said)
    np.testing.assert_allclose(found[LEARN], 0.75 * alone[LEARN] + 0.25 * 0.9)
    assert not found[[index for index in range(len(ROWS)) if index not in SPLIT.learn]].any()


def test_a_spread_goes_to_labels_that_are_chosen_together() -> None:
    wanted = np.array([[1.0, 1, 0]] * 5 + [[1.0, 0, 0]] * 5 + [[0.0, 0, 1]] * 5)
    found = spread(wanted)
    assert found[5, 1] == pytest.approx(0.5)  # of ten rows with the first label, five have the second
    assert found[5, 2] == 0
    assert found[10].tolist() == pytest.approx([0, 0, 1])


def test_ridge_predicts_a_row_from_other_blocks_alone(scheme: Scheme) -> None:
    texts = ["눈물에 젖은 밤", "환하게 웃는 아침"]
    rows = [row(n, texts[n % 2], {"슬픔": 1}, block=n // 2, split="train") for n in range(20)]
    wanted = of_votes(counts(rows, scheme), "scaled")
    wanted[:, 0] = np.arange(20) % 2
    before = ridge_of_others(rows, wanted)
    changed = wanted.copy()
    changed[0, 0] = 1.0
    after = ridge_of_others(rows, changed)
    assert after[0, 0] == pytest.approx(before[0, 0])
    assert before[1, 0] > before[0, 0] + 0.3

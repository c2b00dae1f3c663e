"""Answers that need no network: the best constant one, and n-grams."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from emolit.training.baselines import constant_set, ridge_scores
from emolit.training.metrics import Labels, f1_micro


def labels(seed: int, n_rows: int = 60) -> Labels:
    """Labels that are the rarer the further right they stand, in a mixed order."""
    random = np.random.default_rng(seed)
    columns = random.permutation(6)
    return (random.random((n_rows, 6)) < np.linspace(0.7, 0.05, 6))[:, columns]


def always(chosen: Labels, gold: Labels) -> float:
    return f1_micro(np.broadcast_to(chosen, gold.shape), gold)


@pytest.mark.parametrize("seed", range(3))
def test_no_other_constant_set_of_any_size_is_better(seed: int) -> None:
    gold = labels(seed)
    best = always(constant_set(gold), gold)
    for size in range(1, 7):
        for members in combinations(range(6), size):
            assert always(np.isin(np.arange(6), members), gold) <= best


def test_the_constant_set_does_not_hang_on_the_order_of_rows() -> None:
    gold = labels(0)
    mixed = gold[np.random.default_rng(9).permutation(len(gold))]
    assert constant_set(mixed).tolist() == constant_set(gold).tolist()


def test_ridge_finds_the_label_of_an_obvious_word() -> None:
    places = ["산", "강", "들", "길", "집", "숲"]
    train = [f"{place}에서 {word}" for place in places for word in ("눈물이 난다", "웃음이 난다")]
    targets = np.array([[1.0, 0.0], [0.0, 1.0]] * len(places))
    scores = ridge_scores(train, targets, ["바다에서 눈물이 난다", "바다에서 웃음이 난다", "xyz", ""])
    assert scores.shape == (4, 2)
    assert scores[0, 0] > scores[0, 1] + 0.5
    assert scores[1, 1] > scores[1, 0] + 0.5

"""Figures of merit, against sklearn's and against sums done by hand."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import f1_score, roc_auc_score

from emolit.training.metrics import best_threshold, f1_micro, macro_auc, measure

GOLD = np.array([[1, 0, 1], [1, 0, 0], [0, 0, 1]], dtype=bool)
FOUND = np.array([[1, 1, 1], [0, 0, 0], [1, 0, 1]], dtype=bool)


def test_all_figures_are_those_of_a_count_by_hand() -> None:
    found = measure(FOUND, GOLD)
    hits, false, missed, rest = 3, 2, 1, 3
    assert found.precision_micro == pytest.approx(hits / (hits + false))
    assert found.recall_micro == pytest.approx(hits / (hits + missed))
    assert found.f1_micro == pytest.approx(2 * hits / (2 * hits + false + missed))
    assert found.f1_macro == pytest.approx((1 / 2 + 0 + 1) / 3)
    assert found.accuracy == pytest.approx((hits + rest) / 9)
    root = ((hits + false) * (hits + missed) * (rest + false) * (rest + missed)) ** 0.5
    assert found.mcc == pytest.approx((hits * rest - false * missed) / root)


def test_nothing_found_is_nought_and_no_warning() -> None:
    found = measure(np.zeros_like(GOLD), GOLD)
    assert (found.f1_micro, found.f1_macro, found.precision_micro, found.mcc) == (0, 0, 0, 0)


def test_rounding_keeps_every_figure() -> None:
    assert measure(FOUND, GOLD).rounded(2) == {
        "f1_micro": 0.67,
        "f1_macro": 0.5,
        "precision_micro": 0.6,
        "recall_micro": 0.75,
        "accuracy": 0.67,
        "mcc": 0.35,
    }


def test_f1_micro_is_sklearn_s() -> None:
    random = np.random.default_rng(1)
    found, gold = random.random((50, 8)) > 0.6, random.random((50, 8)) > 0.7
    assert f1_micro(found, gold) == pytest.approx(f1_score(gold, found, average="micro"))


def test_f1_micro_is_nought_where_nothing_is_found_and_nothing_is_there() -> None:
    nothing = np.zeros((3, 2), dtype=bool)
    assert f1_micro(nothing, nothing) == 0
    assert f1_micro(nothing[:0], nothing[:0]) == 0


def test_the_best_threshold_parts_present_from_absent() -> None:
    gold = np.random.default_rng(2).random((40, 5)) > 0.5
    threshold = best_threshold(np.where(gold, 0.41, 0.39), gold)
    assert 0.39 <= threshold < 0.41


def test_no_other_threshold_is_better_than_the_best() -> None:
    random = np.random.default_rng(3)
    gold = random.random((60, 6)) > 0.7
    scores = np.clip(0.3 * gold + 0.5 * random.random(gold.shape), 0, 1)
    best = f1_micro(scores > best_threshold(scores, gold), gold)
    assert best == max(f1_micro(scores > step / 200, gold) for step in range(4, 121))


def test_macro_auc_leaves_out_labels_that_are_always_or_never_there() -> None:
    random = np.random.default_rng(4)
    gold, scores = random.random((30, 4)) > 0.5, random.random((30, 4))
    gold[:, 0], gold[:, 2] = True, False
    expected = np.mean([roc_auc_score(gold[:, label], scores[:, label]) for label in (1, 3)])
    assert macro_auc(scores, gold) == pytest.approx(expected)
    assert macro_auc(scores[:, :2], gold[:, :2]) == pytest.approx(roc_auc_score(gold[:, 1], scores[:, 1]))

"""Bounds of what a perfect model could reach: in order, and around what knowing the true shares gives."""

from __future__ import annotations

import numpy as np
import pytest

from emolit.evaluation.ceiling import beta_of, bounds
from emolit.evaluation.intervals import figures_of
from emolit.training.data import gold
from emolit.training.metrics import best_threshold

random = np.random.default_rng(11)
SHARES = random.beta(0.4, 2.2, size=(800, 6))
VOTES = random.binomial(5, SHARES).astype(float)


def test_the_beta_of_true_shares_is_found_from_five_readers_votes() -> None:
    many = random.binomial(5, random.beta(0.8, 3.0, size=20_000)).astype(float)
    assert beta_of(many) == pytest.approx((0.8, 3.0), rel=0.12)


def test_the_bounds_lie_in_order_around_what_knowing_the_true_shares_gives() -> None:
    below, above = bounds(VOTES)
    others = gold(random.binomial(5, SHARES).astype(float))
    likely = np.mean([gold(random.binomial(5, SHARES).astype(float)) for _ in range(50)], axis=0)
    perfect = max(figures_of(likely > t, others)["f1_micro"] for t in np.arange(0.2, 0.6, 0.05))
    assert below.f1_micro - 0.02 < perfect < above.f1_micro
    assert below.macro_auc < above.macro_auc


def test_every_label_has_the_threshold_that_is_best_for_it() -> None:
    sure, doubtful = 5.0 * np.eye(3)[random.integers(3, size=2000)], 1.0 * (random.random((2000, 3)) < 0.3)
    votes = np.hstack([sure, doubtful])
    _, above = bounds(votes)
    others = gold(random.binomial(5, votes / 5).astype(float))
    likely = np.mean([gold(random.binomial(5, votes / 5).astype(float)) for _ in range(50)], axis=0)
    one = figures_of(likely > best_threshold(likely, others), others)["f1_macro"]  # the one best for F1-micro
    assert above.f1_macro > one + 0.1


def test_readers_who_never_differ_leave_nothing_to_doubt_above() -> None:
    votes = 5.0 * (random.random((200, 4)) < 0.4)
    votes[:, 0] = 5 * (votes[:, 1:].sum(axis=1) == 0)  # each row has a label
    _, above = bounds(votes)
    assert (above.f1_micro, above.macro_auc) == (1, 1)

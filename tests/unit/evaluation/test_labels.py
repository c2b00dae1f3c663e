"""Reliability of one label: calibrated scores say so, scores that know nothing have no skill."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from emolit.evaluation.labels import equal_mass_bins, rank_correlations, reliability
from emolit.evaluation.truth import Truth

N = 4000
random = np.random.default_rng(3)
RATE = random.beta(1.2, 5, size=(N, 2))
VOTES = random.binomial(5, RATE).astype(float)
TRUTH = Truth(np.arange(N), VOTES, VOTES / 5, VOTES >= 2, (np.arange(N) // 50).astype(np.intp), np.ones(N, dtype=bool))
BASE = np.broadcast_to(VOTES.mean(axis=0) / 5, (N, 2))
TOGETHER = np.zeros(N, dtype=np.intp)  # all rows held out at once


def test_scores_that_are_the_true_rates_are_calibrated_and_better_than_the_base_rate() -> None:
    for each in reliability(TRUTH, RATE, RATE > 0.3, BASE, TOGETHER, ["하나", "둘"]):
        assert each.slope == pytest.approx(1, abs=0.06)
        assert each.brier_skill > 0.2
        assert each.auc is not None
        assert each.auc > 0.7
        assert all(abs(part.score - part.share) < 0.03 for part in each.bins)


def test_scores_too_far_apart_have_a_slope_below_one_and_less_skill() -> None:
    odds = np.log(RATE / (1 - RATE))
    apart = 1 / (1 + np.exp(-2 * odds))
    calm, wild = (reliability(TRUTH, scores, RATE > 0.3, BASE, TOGETHER, ["하나", "둘"])[0] for scores in (RATE, apart))
    assert wild.slope == pytest.approx(calm.slope / 2, abs=0.02)
    assert wild.brier_skill < calm.brier_skill
    assert wild.auc == pytest.approx(calm.auc)


def test_the_base_rate_itself_has_no_skill_and_nobody_s_label_has_no_auc() -> None:
    votes = np.hstack([VOTES[:, :1], np.zeros((N, 1))])
    truth = Truth(TRUTH.rows, votes, votes / 5, votes >= 2, TRUTH.blocks, TRUTH.is_line)
    base = np.broadcast_to(votes.mean(axis=0) / 5, (N, 2))
    some, none = reliability(
        truth, np.clip(base, 1e-3, 1), np.zeros((N, 2), dtype=bool), base, TOGETHER, ["하나", "없음"]
    )
    assert some.brier_skill == pytest.approx(0)
    assert (none.support, none.auc, none.alpha, none.f1) == (0, None, None, 0.0)


def test_bins_hold_every_row_once_and_rise() -> None:
    bins = equal_mass_bins(RATE[:, 0], VOTES[:, 0] / 5)
    assert sum(part.rows for part in bins) == N
    assert [part.score for part in bins] == sorted(part.score for part in bins)
    assert sum(part.share * part.rows for part in bins) == pytest.approx(VOTES[:, 0].sum() / 5)


def test_rank_correlations_are_scipy_s_and_unknown_of_rows_without_votes() -> None:
    scores, votes = random.random((20, 6)), random.binomial(5, 0.3, size=(20, 6)).astype(float)
    votes[3] = 0
    found = rank_correlations(scores, votes)
    assert np.flatnonzero(np.isnan(found)).tolist() == [3]
    for row in set(range(20)) - {3}:
        assert found[row] == pytest.approx(spearmanr(scores[row], votes[row]).statistic)


def test_an_area_compares_rows_that_were_held_out_together_alone() -> None:
    part = (np.arange(N) % 2).astype(np.intp)
    shifted = RATE + 0.5 * part[:, None]  # the second half is calibrated higher, in the same order
    apart, mixed = (reliability(TRUTH, shifted, RATE > 0.3, BASE, held, ["하나", "둘"]) for held in (part, TOGETHER))
    together = reliability(TRUTH, RATE, RATE > 0.3, BASE, part, ["하나", "둘"])
    for one, other, blurred in zip(apart, together, mixed, strict=True):
        assert one.auc == pytest.approx(other.auc)
        assert blurred.auc is not None
        assert one.auc is not None
        assert blurred.auc < one.auc - 0.02

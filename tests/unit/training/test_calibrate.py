"""Calibration: an affine map a label, found where it is known, folded into the head, never fitted on what it scores."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from scipy.special import expit

from emolit.training.calibrate import RARITY, Calibration, CrossFitted, cross_fit, fit, fold_into_head, thresholds
from emolit.training.metrics import best_threshold
from tests.checkpoints import tiny_model

SCALE = np.array([0.5, 1.0, 2.0])
SHIFT = np.array([-1.0, 0.0, 0.5])
GROUPS = np.repeat(np.arange(7), 6)


def logits_of(n_rows: int, seed: int = 0) -> NDArray[np.float64]:
    return np.random.default_rng(seed).normal(0, 2, (n_rows, len(SCALE)))


def test_a_calibration_is_the_sigmoid_of_its_affine_map() -> None:
    logits = logits_of(5)
    np.testing.assert_allclose(Calibration(SCALE, SHIFT)(logits), 1 / (1 + np.exp(-(SCALE * logits + SHIFT))))


def test_a_known_map_is_found_again() -> None:
    logits = logits_of(100_000)  # beside which the prior of fifty rows weighs little
    found = fit(logits, Calibration(SCALE, SHIFT)(logits))
    np.testing.assert_allclose(found.scale, SCALE, atol=0.03)
    np.testing.assert_allclose(found.shift, SHIFT, atol=0.03)


def test_a_label_with_few_rows_lies_between_its_own_map_and_the_one_all_share() -> None:
    few, many = (fit(logits, Calibration(SCALE, SHIFT)(logits)) for logits in (logits_of(20), logits_of(20_000)))
    assert np.ptp(few.scale) < 0.5 * np.ptp(many.scale)
    assert np.ptp(few.shift) < 0.5 * np.ptp(many.shift)
    assert (np.diff(few.scale) > 0).all()


def test_without_rows_the_scores_stay_as_they_are() -> None:
    found = fit(logits_of(0), logits_of(0))
    assert (found.scale.tolist(), found.shift.tolist()) == ([1, 1, 1], [0, 0, 0])


def test_a_folded_model_s_token_logits_are_the_mapped_ones() -> None:
    model, ids = tiny_model(), torch.tensor([[0, 40, 77, 120, 2]])
    random = np.random.default_rng(3)
    calibration = Calibration(random.uniform(0.3, 2, 44), random.normal(0, 1, 44))
    with torch.inference_mode():
        before = model(input_ids=ids).logits.double().numpy()
        fold_into_head(model, calibration)
        after = model(input_ids=ids).logits.double().numpy()
    np.testing.assert_allclose(after, before * calibration.scale + calibration.shift, atol=1e-5)


# Never in-sample


def cross_fitted(shares: NDArray[np.float64]) -> CrossFitted:
    return cross_fit(logits_of(len(GROUPS)), shares, shares > 0.5, GROUPS)


@pytest.mark.parametrize("group", [0, 3, 6])
def test_what_readers_chose_in_a_group_has_no_say_in_its_own_scores(group: int) -> None:
    shares = expit(logits_of(len(GROUPS), seed=1))
    own = group == GROUPS
    changed = shares.copy()
    changed[own] = 1 - shares[own][::-1]
    before, after = cross_fitted(shares), cross_fitted(changed)
    np.testing.assert_array_equal(after.scores[own], before.scores[own])
    np.testing.assert_array_equal(after.found[own], before.found[own])
    assert np.abs(after.scores - before.scores)[~own].max() > 1e-3


def test_every_row_is_scored_once_as_a_share() -> None:
    found = cross_fitted(expit(logits_of(len(GROUPS), seed=1)))
    assert ((found.scores > 0) & (found.scores < 1)).all()
    assert found.found.any()
    assert not found.found.all()


# Thresholds


def rare_and_common() -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Scores and labels of two labels, one twenty times as frequent as the other, each found at half its own best."""
    random = np.random.default_rng(4)
    scores = random.beta(2, 3, size=(400, 2)) * [1.0, 0.05]
    return scores, scores > random.random((400, 2)) * [0.8, 0.04]


def test_a_rarer_label_has_the_lower_threshold_by_the_power_of_its_rate() -> None:
    scores, gold = rare_and_common()
    common, rare = thresholds(scores, gold)
    assert rare / common == pytest.approx((scores[:, 1].mean() / scores[:, 0].mean()) ** RARITY)
    assert rare < common


def test_labels_of_one_rate_have_the_one_threshold_of_the_highest_f1_micro() -> None:
    scores, gold = rare_and_common()
    same = np.hstack([scores[:, :1], scores[::-1, :1]])
    both = np.hstack([gold[:, :1], gold[::-1, :1]])
    assert thresholds(same, both) == pytest.approx(best_threshold(same, both))

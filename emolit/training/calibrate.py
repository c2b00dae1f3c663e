"""Map the model's logits to the share of readers, fold the map into its head, and choose where a label counts.

One affine map a label, fitted by logistic regression on votes / 5 (Platt 1999, with shares for 0/1 targets), shrunk
towards the map that all labels share. An affine map of a mean logit is the mean of mapped token logits, so the map goes
into the head's weights: the checkpoint stays a plain one and its sigmoid is the share.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, logit
from transformers import BertForTokenClassification

from emolit.training.metrics import Labels, best_threshold

Array = NDArray[np.float64]

PRIOR_ROWS = 50.0  # the shared map counts as this many rows beside a label's own
RARITY = 0.3  # power of a label's rate that its threshold follows; 0 would be one threshold for all


@dataclass(frozen=True, eq=False)
class Calibration:
    """scale, shift: (n_labels,); share = sigmoid(scale * logit + shift)."""

    scale: Array
    shift: Array

    def __call__(self, logits: Array) -> Array:
        return np.asarray(expit(logits * self.scale + self.shift))


def fit(logits: Array, shares: Array) -> Calibration:
    """logits, shares: (n_rows, n_labels)."""
    common = _affine(logits.ravel(), shares.ravel(), np.array([1.0, 0.0]), 0.0)
    maps = [_affine(logits[:, k], shares[:, k], common, PRIOR_ROWS) for k in range(logits.shape[1])]
    scale, shift = np.array(maps).T
    return Calibration(scale, shift)


def slope_of(logits: Array, shares: Array) -> float:
    """The factor that the log-odds of one label's scores want: 1 when they are calibrated; both (n_rows,)."""
    return float(_affine(logits, shares, np.array([1.0, 0.0]), 0.0)[0])


def _affine(logits: Array, shares: Array, prior: Array, strength: float) -> Array:
    """Scale and shift with the least cross-entropy, plus `strength` rows' worth of distance from `prior`."""

    def loss(parameters: Array) -> tuple[float, Array]:
        mapped = parameters[0] * logits + parameters[1]
        away = parameters - prior
        value = (np.logaddexp(0, mapped) - shares * mapped).sum() + 0.5 * strength * (away**2).sum()
        error = expit(mapped) - shares
        return float(value), np.array([(error * logits).sum(), error.sum()]) + strength * away

    found: Array = minimize(loss, prior, jac=True, method="L-BFGS-B").x
    return found


def fold_into_head(model: BertForTokenClassification, calibration: Calibration) -> None:
    """Change the head in place so that its logits are the calibrated ones."""
    scale = torch.from_numpy(calibration.scale).float()
    shift = torch.from_numpy(calibration.shift).float()
    with torch.no_grad():
        model.classifier.weight.mul_(scale.unsqueeze(1))
        model.classifier.bias.mul_(scale).add_(shift)


def thresholds(scores: Array, gold: Labels) -> Array:
    """From which share on a label counts as there, (n_labels,); choose them on train or val, never on test.

    One number for all, the one with the highest F1-micro, times (rate / mean rate) ** RARITY; a label's rate is its
    mean score. Under one threshold rare labels are never found, since hardly any line has a high share of them. A
    threshold for each label by its own F1 costs F1-micro 0.025 on held-out poems, this rule a fifth of that.
    """
    rates = scores.mean(axis=0)
    relative = (rates / rates.mean()) ** RARITY
    return np.asarray(best_threshold(scores / relative, gold) * relative)


@dataclass(frozen=True, eq=False)
class CrossFitted:
    """Scores and decisions of rows that neither their calibration nor their threshold has seen."""

    scores: Array
    found: Labels


def cross_fit(
    logits: Array,
    shares: Array,
    gold: Labels,
    groups: NDArray[np.intp],
    n_folds: int = 5,
    mixed_with: Array | None = None,
) -> CrossFitted:
    """Calibrate and choose the thresholds on the other folds, whole groups apart.

    groups: (n_rows,), rows of one group (a block of poems) stay together.
    mixed_with: logits of a second system; each is calibrated by itself, and what is fitted then is the mean of both.
    """
    scores, found = np.zeros_like(logits), np.zeros_like(gold)
    kinds = np.unique(groups)
    for fold in range(n_folds):
        held_out = np.isin(groups, kinds[fold::n_folds])
        own = logits
        if mixed_with is not None:
            each = [fit(one[~held_out], shares[~held_out])(one) for one in (logits, mixed_with)]
            own = np.mean([log_odds(one) for one in each], axis=0)
        calibration = fit(own[~held_out], shares[~held_out])
        chosen = thresholds(calibration(own[~held_out]), gold[~held_out])
        scores[held_out] = calibration(own[held_out])
        found[held_out] = scores[held_out] > chosen
    return CrossFitted(scores, found)


def log_odds(scores: Array) -> Array:
    """Of shares that may be 0 or 1."""
    return np.asarray(logit(np.clip(scores, 1e-4, 1 - 1e-4)))

"""Figures of merit for multi-label prediction, on arrays of shape (n_rows, n_labels)."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import matthews_corrcoef, precision_recall_fscore_support, roc_auc_score

Scores = NDArray[np.float64]
Labels = NDArray[np.bool_]

THRESHOLDS = np.round(np.arange(0.02, 0.61, 0.005), 3)


@dataclass(frozen=True)
class Metrics:
    """The paper's figures."""

    f1_micro: float
    f1_macro: float
    precision_micro: float
    recall_micro: float
    accuracy: float  # share of cells (row, label) that agree
    mcc: float  # Matthews correlation over all cells

    def rounded(self, digits: int = 4) -> dict[str, float]:
        return {name: round(value, digits) for name, value in asdict(self).items()}


def measure(found: Labels, gold: Labels) -> Metrics:
    """All figures of the labels found against the gold ones."""
    precision, recall, micro, _ = precision_recall_fscore_support(gold, found, average="micro", zero_division=0)
    *_, macro, _ = precision_recall_fscore_support(gold, found, average="macro", zero_division=0)
    accuracy = float((found == gold).mean())
    mcc = float(matthews_corrcoef(gold.ravel(), found.ravel()))
    return Metrics(float(micro), float(macro), float(precision), float(recall), accuracy, mcc)


def f1_micro(found: Labels, gold: Labels) -> float:
    """F1 over all cells; 0 when nothing is found and nothing is there."""
    total = int(found.sum() + gold.sum())
    return 2 * int((found & gold).sum()) / total if total else 0.0


def best_threshold(scores: Scores, gold: Labels) -> float:
    """The one threshold with the highest F1-micro on these rows; choose it on train or val, never on test."""
    return float(max(THRESHOLDS, key=lambda threshold: f1_micro(scores > threshold, gold)))


def macro_auc(scores: Scores, gold: Labels) -> float:
    """Mean over labels of the area under the ROC curve; labels that are all or never present are left out."""
    usable = gold.any(axis=0) & ~gold.all(axis=0)
    return float(roc_auc_score(gold[:, usable], scores[:, usable], average="macro"))

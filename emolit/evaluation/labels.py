"""How far the scores of one label can be trusted: the table that the pages show beside an emotion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit
from scipy.stats import rankdata

from emolit.analysis.agreement import agreement
from emolit.corpus.votes import READERS
from emolit.evaluation.intervals import Draws, label_auc
from emolit.evaluation.truth import Truth
from emolit.training.calibrate import slope_of

Array = NDArray[np.float64]
Labels = NDArray[np.bool_]

BINS = 10


@dataclass(frozen=True)
class Bin:
    """Rows of like score, a tenth of all rows: the mean score, and the share of readers that chose the label there."""

    score: float
    share: float
    rows: int


@dataclass(frozen=True)
class Reliability:
    """One label, on rows the model has not learnt.

    support: rows that have the label by the paper's rule. base_rate: mean share of readers. alpha: agreement of the
    readers (Krippendorff), with its interval. auc: the chance that a row with the label scores higher than one without
    it that was held out with it, since rows of two trainings, each calibrated apart, share no scale. slope: of the
    readers' share on the score, both as log-odds; at 1 scores are as far apart as they should be, below 1 too far.
    brier_skill: 1 - squared error / squared error of the base rate; 0 is no better than that.
    """

    label: str
    support: int
    base_rate: float
    alpha: float | None
    alpha_low: float | None
    alpha_high: float | None
    auc: float | None
    f1: float
    slope: float
    brier_skill: float
    bins: tuple[Bin, ...]

    def record(self) -> dict[str, object]:
        return {name: _rounded(value) for name, value in asdict(self).items()}


def _rounded(value: object) -> object:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, tuple | list):
        return [_rounded(each) for each in value]
    return {name: _rounded(each) for name, each in value.items()} if isinstance(value, dict) else value


def reliability(
    truth: Truth, scores: Array, found: Labels, base_rates: Array, held_out: NDArray[np.intp], names: Sequence[str]
) -> tuple[Reliability, ...]:
    """One record a label.

    scores, found: (n_rows, n_labels). base_rates: the same shape, the mean share of each label in the rows that were
    learnt. held_out: (n_rows,), with which part of the rows each was held out.
    """
    agreed = agreement(truth.votes, np.full(len(truth.rows), float(READERS)), truth.blocks)
    result = []
    for k, name in enumerate(names):
        gold, share, score = truth.gold[:, k], truth.shares[:, k], scores[:, k]
        hits, all_said = int((found[:, k] & gold).sum()), int(found[:, k].sum() + gold.sum())
        guessed = ((base_rates[:, k] - share) ** 2).mean()
        result.append(
            Reliability(
                label=name,
                support=int(gold.sum()),
                base_rate=float(share.mean()),
                alpha=_known(agreed.alpha[k]),
                alpha_low=_known(agreed.low[k]),
                alpha_high=_known(agreed.high[k]),
                auc=_area(score, gold, held_out),
                f1=2 * hits / all_said if all_said else 0.0,
                slope=slope_of(logit(np.clip(score, 1e-6, 1 - 1e-6)), share),
                brier_skill=float(1 - ((score - share) ** 2).mean() / guessed) if guessed else 0.0,
                bins=equal_mass_bins(score, share),
            )
        )
    return tuple(result)


def _area(score: Array, gold: NDArray[np.bool_], held_out: NDArray[np.intp]) -> float | None:
    """Over all pairs of rows that were held out together; None where there is no such pair with and without."""
    won = pairs = 0.0
    for inside in (held_out == part for part in np.unique(held_out)):
        count = float(gold[inside].sum()) * float((~gold[inside]).sum())
        if count:
            won += count * float(label_auc(score[inside], gold[inside], Draws.once(int(inside.sum())))[0])
            pairs += count
    return won / pairs if pairs else None


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def equal_mass_bins(score: Array, share: Array, n_bins: int = BINS) -> tuple[Bin, ...]:
    """Bins of like many rows, from the lowest scores to the highest."""
    parts = np.array_split(np.argsort(score, kind="stable"), min(n_bins, len(score)))
    return tuple(Bin(float(score[part].mean()), float(share[part].mean()), len(part)) for part in parts)


def rank_correlations(scores: Array, votes: Array) -> Array:
    """Spearman's, of each row's scores with its votes, (n_rows,); NaN where either has no order."""
    ranks, chosen = (rankdata(values, axis=1) for values in (scores, votes))
    ranks -= ranks.mean(axis=1, keepdims=True)
    chosen -= chosen.mean(axis=1, keepdims=True)
    both = np.sqrt((ranks**2).sum(axis=1) * (chosen**2).sum(axis=1))
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(both > 0, (ranks * chosen).sum(axis=1) / both, np.nan))

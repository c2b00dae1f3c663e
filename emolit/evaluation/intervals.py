"""Intervals by the bootstrap over blocks of poems: lines of one poem are not independent, so blocks are drawn whole.

Efron and Tibshirani (1993), ch. 6; two systems are compared by their difference in the same draws (the paired
bootstrap).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emolit.evaluation.truth import Truth

Array = NDArray[np.float64]
Labels = NDArray[np.bool_]

RESAMPLES = 2000
LEVEL = 0.95
SEED = 0
FIGURES = ("f1_micro", "f1_macro", "mcc", "macro_auc")


@dataclass(frozen=True)
class Estimate:
    """A figure and the ends of its 95 % interval."""

    value: float
    low: float
    high: float

    def rounded(self, digits: int = 4) -> dict[str, float]:
        return {name: round(getattr(self, name), digits) for name in ("value", "low", "high")}


@dataclass(frozen=True, eq=False)
class Resampled:
    """Each figure on all rows, and on every draw of blocks: (n_draws,)."""

    value: dict[str, float]
    draws: dict[str, Array]

    def estimate(self, figure: str) -> Estimate:
        return Estimate(self.value[figure], *_ends(self.draws[figure]))

    def against(self, other: Resampled, figure: str) -> Estimate:
        """The difference to another system on the same rows and draws."""
        return Estimate(self.value[figure] - other.value[figure], *_ends(self.draws[figure] - other.draws[figure]))


def _ends(draws: Array) -> tuple[float, float]:
    tail = 100 * (1 - LEVEL) / 2
    low, high = np.percentile(draws, [tail, 100 - tail])
    return float(low), float(high)


def mean_of(parts: Sequence[Resampled]) -> Resampled:
    """The mean over parts of the rows, whose blocks are drawn independently.

    Every part draws from the same seed, so the draws of each are shuffled: those of one part in the same way for every
    system, which keeps two systems paired.
    """
    orders = [np.random.default_rng([SEED, number]) for number in range(len(parts))]
    shuffled = [order.permutation(len(part.draws[FIGURES[0]])) for order, part in zip(orders, parts, strict=True)]
    return Resampled(
        {figure: float(np.mean([part.value[figure] for part in parts])) for figure in FIGURES},
        {
            figure: np.mean([part.draws[figure][order] for part, order in zip(parts, shuffled, strict=True)], axis=0)
            for figure in FIGURES
        },
    )


@dataclass(frozen=True, eq=False)
class Draws:
    """Which block each row belongs to, (n_rows,), and how often each draw took each block, (n_draws, n_blocks)."""

    member: NDArray[np.intp]
    weights: Array

    @classmethod
    def once(cls, n_rows: int) -> Draws:
        """All rows, once."""
        return cls(np.zeros(n_rows, dtype=np.intp), np.ones((1, 1)))

    @classmethod
    def of(cls, blocks: NDArray[np.generic], n_resamples: int) -> Draws:
        """All rows once, then as many draws of blocks; the same blocks give the same draws."""
        kinds, member = np.unique(blocks, return_inverse=True)
        drawn = np.random.default_rng(SEED).multinomial(len(kinds), np.full(len(kinds), 1 / len(kinds)), n_resamples)
        return cls(member, np.vstack([np.ones((1, len(kinds))), drawn]))

    def by_block(self, rows: NDArray[np.generic]) -> Array:
        """Sums over the rows of each block; rows: (n_rows, ...)."""
        sums = np.zeros((self.weights.shape[1], *rows.shape[1:]))
        np.add.at(sums, self.member, rows)
        return sums

    def counted(self, rows: NDArray[np.generic]) -> Array:
        """Sums over the rows of each draw, (n_draws, ...)."""
        return np.asarray(self.weights @ self.by_block(rows))


def resample(truth: Truth, found: Labels, scores: Array | None, n_resamples: int = RESAMPLES) -> Resampled:
    """F1-micro, F1-macro and MCC of the labels found, macro AUC of the scores.

    Neither mean over labels counts a label that no row of a draw has: drawing blocks anew would only ever add such
    labels, and the interval of F1-macro would lie too low.
    found: (n_rows, n_labels). scores: the same shape, or None for an answer that ranks nothing (its AUC is 0.5).
    The same truth gives the same draws, whatever the system.
    """
    draws = Draws.of(truth.blocks, n_resamples)
    all_figures = _from_counts(draws, found, truth.gold)
    all_figures["macro_auc"] = (
        np.full(len(draws.weights), 0.5) if scores is None else macro_auc(scores, truth.gold, draws)
    )
    return Resampled(
        {name: float(values[0]) for name, values in all_figures.items()},
        {name: values[1:] for name, values in all_figures.items()},
    )


def resample_mean(name: str, values: Array, truth: Truth, n_resamples: int = RESAMPLES) -> Resampled:
    """The mean over rows of one number a row, (n_rows,); rows where it is NaN are left out."""
    draws = Draws.of(truth.blocks, n_resamples)
    known = ~np.isnan(values)
    means = draws.counted(np.where(known, values, 0.0)) / np.maximum(draws.counted(known), 1)
    return Resampled({name: float(means[0])}, {name: means[1:]})


def figures_of(found: Labels, gold: Labels) -> dict[str, float]:
    """F1-micro, F1-macro and MCC on all rows; found, gold: (n_rows, n_labels)."""
    together = _from_counts(Draws.once(len(gold)), found, gold)
    return {name: float(values[0]) for name, values in together.items()}


def _from_counts(draws: Draws, found: Labels, gold: Labels) -> dict[str, Array]:
    hit, said, true = (draws.counted(cells) for cells in (found & gold, found, gold))
    with np.errstate(divide="ignore", invalid="ignore"):
        by_label = np.where(true > 0, 2 * hit / (said + true), np.nan)
    hits, said_all, true_all = hit.sum(axis=1), said.sum(axis=1), true.sum(axis=1)
    cells = draws.counted(np.ones(len(found))) * found.shape[1]
    spread = said_all * (cells - said_all) * true_all * (cells - true_all)
    with np.errstate(divide="ignore", invalid="ignore"):
        micro = np.where(said_all + true_all > 0, 2 * hits / (said_all + true_all), 0.0)
        mcc = np.where(spread > 0, (cells * hits - said_all * true_all) / np.sqrt(spread), 0.0)
    return {"f1_micro": micro, "f1_macro": _mean_of_labels(by_label), "mcc": mcc}


def _mean_of_labels(values: Array) -> Array:
    """Of those that are known, (n_draws,); values: (n_draws, n_labels). 0 where none is."""
    known = ~np.isnan(values)
    return np.asarray(np.where(known, values, 0).sum(axis=1) / np.maximum(known.sum(axis=1), 1))


def macro_auc(scores: Array, gold: Labels, draws: Draws) -> Array:
    """Mean over labels of the area under the ROC curve, (n_draws,).

    Labels that a draw has everywhere or nowhere are left out of that draw's mean.
    """
    areas = np.stack([label_auc(scores[:, k], gold[:, k], draws) for k in range(gold.shape[1])])
    return np.asarray(np.nanmean(areas, axis=0))


def label_auc(scores: Array, gold: Labels, draws: Draws) -> Array:
    """Probability that a row with the label scores higher than one without; ties count half.

    scores, gold: (n_rows,). Returns (n_draws,), NaN where a draw has only one kind of row.

    Rows are compared once, not once a draw: what a block's rows with the label win against the rows without it of
    each block is a matrix, and the area of a draw is its quadratic form with the draw's weights.
    """
    order = np.argsort(scores, kind="stable")
    ranked, member = scores[order], draws.member[order]
    absent = np.zeros((len(scores) + 1, draws.weights.shape[1]))  # rows without the label so far, by block
    absent[np.arange(1, len(absent)), member] = ~gold[order]
    np.cumsum(absent, axis=0, out=absent)
    present = ranked[gold[order]]
    below, up_to = (absent[np.searchsorted(ranked, present, side)] for side in ("left", "right"))
    wins = np.zeros((absent.shape[1], absent.shape[1]))
    np.add.at(wins, member[gold[order]], 0.5 * (below + up_to))
    pairs = draws.counted(gold) * draws.counted(~gold)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(pairs > 0, ((draws.weights @ wins) * draws.weights).sum(axis=1) / pairs, np.nan)

"""How well a perfect model could do: five readers are few, so even the true shares do not tell what five others choose.

Both bounds draw five new readers for every row and ask how well the best decision foretells them.

- Above: the true share of a label is taken to be votes / 5. Shares of 0 and 1 are then certain, which no reader is,
  so this overstates what can be reached.
- Below: the true shares of a label vary as a beta distribution fitted to the votes (the beta-binomial). The decision
  knows no more of a row than its five votes; a perfect model knows the share itself and does at least as well.

Both take readers to be alike and, given the shares of a row, its labels to be chosen one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import betaln

from emolit.corpus.votes import READERS
from emolit.evaluation.intervals import Draws, figures_of, macro_auc
from emolit.training.data import gold
from emolit.training.metrics import best_threshold

Array = NDArray[np.float64]

LEARNT = 500  # draws from which the decision knows how likely a label is
DRAWS = 10  # draws it is measured on
SEED = 0


@dataclass(frozen=True)
class Ceiling:
    """What a decision of a known kind reaches on five new readers; means over draws.

    F1-micro and MCC at the one threshold that is best for F1-micro, F1-macro at the best threshold of each label.
    """

    f1_micro: float
    f1_macro: float
    mcc: float
    macro_auc: float

    def record(self) -> dict[str, float]:
        return {name: round(value, 4) for name, value in vars(self).items()}


def bounds(votes: Array, seed: int = SEED) -> tuple[Ceiling, Ceiling]:
    """The lower and the upper bound. votes: (n_rows, n_labels), counts of five readers."""
    random = np.random.default_rng(seed)
    shape = np.array([beta_of(votes[:, k]) for k in range(votes.shape[1])])
    alpha, beta = votes + shape[:, 0], READERS - votes + shape[:, 1]
    below = _reached(lambda: random.binomial(READERS, random.beta(alpha, beta)))
    above = _reached(lambda: random.binomial(READERS, votes / READERS))
    return below, above


def beta_of(votes: Array) -> tuple[float, float]:
    """The beta distribution of a label's true shares with the highest likelihood of these counts of five readers."""
    values, times = np.unique(votes, return_counts=True)

    def loss(logs: Array) -> float:
        a, b = np.exp(logs)
        return -float((times * (betaln(values + a, READERS - values + b) - betaln(a, b))).sum())

    rate = min(max(float(votes.mean()) / READERS, 1e-3), 1 - 1e-3)
    found = minimize(loss, np.log([rate, 1 - rate]), method="Nelder-Mead", options={"xatol": 1e-3, "fatol": 1e-3})
    a, b = np.exp(np.clip(found.x, -8, 8))
    return float(a), float(b)


def _reached(draw: Callable[[], NDArray[np.int64]]) -> Ceiling:
    """What a decision reaches that knows for each cell how likely the paper's 0/1 label is, at its best thresholds.

    draw: votes of five new readers, (n_rows, n_labels).
    """
    seen = gold(draw().astype(np.float64))
    likely = np.zeros_like(seen, dtype=np.float64)
    for _ in range(LEARNT):
        likely += gold(draw().astype(np.float64)) / LEARNT
    labels = range(likely.shape[1])
    each = np.array([best_threshold(likely[:, [label]], seen[:, [label]]) for label in labels])
    one = best_threshold(likely, seen)
    return _mean([_measured(likely, one, each, gold(draw().astype(np.float64))) for _ in range(DRAWS)])


def _measured(likely: Array, one: float, each: Array, wanted: NDArray[np.bool_]) -> Ceiling:
    figures = figures_of(likely > one, wanted) | {"f1_macro": figures_of(likely > each, wanted)["f1_macro"]}
    return Ceiling(**figures, macro_auc=float(macro_auc(likely, wanted, Draws.once(len(likely)))[0]))


def _mean(draws: list[Ceiling]) -> Ceiling:
    return Ceiling(*(float(np.mean([getattr(draw, name) for draw in draws])) for name in vars(draws[0])))

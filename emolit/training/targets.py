"""What a row of KPoEM should score: the votes, and what softens them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from emolit.emotions import Scheme
from emolit.training.baselines import ridge_scores
from emolit.training.data import KpoemRow, counts, gold, scaled_shares, shares
from emolit.training.recipe import Recipe, Target
from emolit.training.splits import N_FOLDS, Split, fold_of_block

Array = NDArray[np.float64]


def targets(rows: Sequence[KpoemRow], split: Split, recipe: Recipe, scheme: Scheme, said: Array | None = None) -> Array:
    """Shape (n_rows, n_labels), in [0, 1]; rows that are not learnt stay at 0.

    said: what teachers score the rows that are learnt, in their order; (n_learn, n_labels).
    """
    learn = sorted(split.learn)
    learnt = [rows[index] for index in learn]
    wanted = of_votes(counts(learnt, scheme), recipe.target)
    if recipe.related:
        wanted = (1 - recipe.related) * wanted + recipe.related * spread(wanted)
    if recipe.ridge:
        wanted = (1 - recipe.ridge) * wanted + recipe.ridge * ridge_of_others(learnt, wanted)
    if said is not None:
        wanted = (1 - recipe.taught) * wanted + recipe.taught * said
    result = np.zeros((len(rows), len(scheme.names)))
    result[learn] = wanted
    return result


def of_votes(votes: Array, target: Target) -> Array:
    """votes: (n_rows, n_labels), of five readers."""
    if target == "share":
        return shares(votes)
    return gold(votes).astype(np.float64) if target == "binary" else scaled_shares(votes)


def spread(wanted: Array) -> Array:
    """Each row's score spread to the labels that go with it: the mean of what readers chose beside the row's labels.

    The mean for label k given label j is sum_i w_ij w_ik / sum_i w_ij.
    """
    beside = wanted.T @ wanted / np.maximum(wanted.sum(axis=0)[:, None], 1e-9)
    amount = wanted.sum(axis=1, keepdims=True)
    return np.asarray(wanted @ beside / np.maximum(amount, 1e-9))


def ridge_of_others(rows: Sequence[KpoemRow], wanted: Array) -> Array:
    """What ridge regression on the other blocks' rows predicts for each row, so that no row is taught itself."""
    folds = fold_of_block(rows)
    fold = np.array([folds[row.block] for row in rows])
    result = np.zeros_like(wanted)
    for held_out in (fold == number for number in range(N_FOLDS)):
        if held_out.any() and not held_out.all():
            known = [row.text for row, out in zip(rows, held_out, strict=True) if not out]
            asked = [row.text for row, out in zip(rows, held_out, strict=True) if out]
            result[held_out] = np.clip(ridge_scores(known, wanted[~held_out], asked), 0, 1)
    return result

"""Two models on the same lines: where they agree in order, and where they differ most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from emolit.emotions import Scheme
from emolit.errors import NotEnoughData, SchemeError

Array = NDArray[np.float64]

FEWEST_LINES = 3  # under which a rank correlation says nothing


@dataclass(frozen=True, eq=False)
class ModelComparison:
    """What two models make of the same lines, over the labels that both have.

    labels: names as the first model has them; columns: where each stands in the two models, shape (n_shared, 2).
    first, second: scores, shape (n_lines, n_shared).
    correlation: Spearman's rank correlation over lines, shape (n_shared,); NaN where a model gives one score to all.
    apart: mean absolute difference of each line, shape (n_lines,).
    """

    labels: tuple[str, ...]
    columns: NDArray[np.intp]
    first: Array
    second: Array
    correlation: Array
    apart: Array

    def furthest(self, count: int) -> list[tuple[int, int]]:
        """Line and label of the largest differences, one a line, the largest first."""
        difference = np.abs(self.first - self.second)
        labels = difference.argmax(axis=1)
        order = np.argsort(-difference.max(axis=1), kind="stable")[:count]
        return [(int(line), int(labels[line])) for line in order]


def compare_models(first: Array, second: Array, schemes: tuple[Scheme, Scheme]) -> ModelComparison:
    """Compare scores of the same lines, each (n_lines, n_labels) in its own scheme's order.

    A label is shared where the second model's name or gloss of it is one that the first model knows.

    Raises NotEnoughData when no label is shared or there are fewer than three lines.
    """
    columns = shared_columns(*schemes)
    if not len(columns):
        raise NotEnoughData("analysis.no_shared_label", first=schemes[0].name, second=schemes[1].name)
    if len(first) < FEWEST_LINES:
        raise NotEnoughData("analysis.too_few_lines", count=len(first), needed=FEWEST_LINES)
    one, other = first[:, columns[:, 0]], second[:, columns[:, 1]]
    labels = tuple(schemes[0].names[column] for column in columns[:, 0])
    return ModelComparison(labels, columns, one, other, _rank_correlation(one, other), np.abs(one - other).mean(axis=1))


def shared_columns(first: Scheme, second: Scheme) -> NDArray[np.intp]:
    """Columns of the labels that both have, shape (n_shared, 2), in the first one's order."""
    pairs: dict[int, int] = {}
    for column, emotion in enumerate(second.emotions):
        for word in (emotion.name, emotion.gloss_ko, emotion.gloss_en):
            try:
                own = first.names.index(first.find(word).name)
            except SchemeError:
                continue
            pairs.setdefault(own, column)
            break
    return np.array(sorted(pairs.items()), dtype=np.intp).reshape(-1, 2)


def _rank_correlation(one: Array, other: Array) -> Array:
    """Spearman's correlation of each column, ties at their mean rank."""
    ranks = [rankdata(values, axis=0) for values in (one, other)]
    centred = [rank - rank.mean(axis=0) for rank in ranks]
    norms = np.sqrt((centred[0] ** 2).sum(axis=0) * (centred[1] ** 2).sum(axis=0))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(norms > 0, (centred[0] * centred[1]).sum(axis=0) / norms, np.nan))

"""Which emotions one side has relatively more of, small counts shrunk: log-odds with an informative Dirichlet prior."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emolit.analysis.compare.gathering import Gathered, Rows

Array = NDArray[np.float64]

_STRENGTH = 0.1  # of the prior, in mentions a mention of both sides: ours


@dataclass(frozen=True, eq=False)
class LogOdds:
    """(n_labels,) each, NaN for "no emotion".

    ratio: log-odds of the label among all mentions of the first side less those of the second. z: by its standard
        deviation; for ranking, not a test, since lines of one work are not independent.
    first, second: lines with the label above its threshold.
    """

    ratio: Array
    z: Array
    first: NDArray[np.intp]
    second: NDArray[np.intp]


def log_odds(gathered: Gathered, first: Rows, second: Rows) -> LogOdds:
    """Mentions are lines in which a label lies above its threshold; the prior is how all works mention labels."""
    counts = np.stack([(lines > gathered.threshold).sum(axis=0) for lines in gathered.lines])
    a, b, everywhere = (counts[rows].sum(axis=0) for rows in (first, second, slice(None)))
    columns = gathered.columns
    ratio, z = (np.full(counts.shape[1], np.nan) for _ in range(2))
    ratio[columns], z[columns] = informed(a[columns], b[columns], everywhere[columns])
    return LogOdds(ratio, z, a, b)


def informed(a: NDArray[np.intp], b: NDArray[np.intp], reference: NDArray[np.intp]) -> tuple[Array, Array]:
    """Log-odds ratio and its z (Monroe, Colaresi and Quinn 2008, equations 16, 20 and 22).

    a, b, reference: (n_labels,), counts. Half a mention is added to each count of the reference, so that no prior is
    zero; its weight is a tenth of the mentions of both sides, at least one mention a label.
    """
    weight = max(_STRENGTH * float(a.sum() + b.sum()), float(len(a)))
    prior = weight * (reference + 0.5) / (reference + 0.5).sum()
    logs = [np.log(side + prior) - np.log(side.sum() + weight - side - prior) for side in (a, b)]
    ratio = logs[0] - logs[1]
    return ratio, ratio / np.sqrt(1 / (a + prior) + 1 / (b + prior))

"""How far coders agree with each other and with the model: Krippendorff's alpha, and F1, per label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emolit.analysis.agreement import krippendorff_alpha
from emolit.corpus import Work
from emolit.emotions import Scheme
from emolit.judgements.sheet import Sheet, text_hash
from emolit.reading.scores import EmotionScores

Array = NDArray[np.float64]
Decisions = Mapping[tuple[str, int], NDArray[np.bool_]]  # (work id, line) -> which labels, (n_labels,)


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two who decided on the same lines.

    alpha, f1: (n_labels,), NaN where neither chose the label; macro: mean F1 of the labels that either chose.
    """

    one: str
    other: str
    lines: int
    alpha: Array
    f1: Array

    @property
    def macro(self) -> float:
        known = self.f1[~np.isnan(self.f1)]
        return float(known.mean()) if len(known) else float("nan")


def decisions(sheet: Sheet, coder: str, works: Sequence[Work], scheme: Scheme) -> Decisions:
    """What one coder decided on the lines of these works."""
    result: dict[tuple[str, int], NDArray[np.bool_]] = {}
    for work in works:
        for line, found in sheet.of_text(text_hash(work), coder).items():
            if line < len(work):
                result[work.id, line] = np.array([name in found.labels for name in scheme.names])
    return result


def model_decisions(scores: EmotionScores, works: Sequence[Work], threshold: float) -> Decisions:
    """What the model would say: every label that scores above the threshold."""
    return {
        (work.id, line): row > threshold for work in works for line, row in enumerate(scores.of(work.id).lines.values)
    }


def compare(one: str, first: Decisions, other: str, second: Decisions) -> Comparison | None:
    """On the lines that both decided on; None without any. F1 is the same whichever of the two is taken for true."""
    both = [place for place in first if place in second]
    if not both:
        return None
    ours, theirs = (np.array([side[place] for place in both]) for side in (first, second))
    chosen = ours.sum(axis=0) + theirs.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        f1 = np.where(chosen > 0, 2 * (ours & theirs).sum(axis=0) / chosen, np.nan)
    votes = ours.astype(np.float64) + theirs
    return Comparison(one, other, len(both), krippendorff_alpha(votes, np.full(len(both), 2.0)), f1)


def alpha_of(coders: Sequence[Decisions], n_labels: int) -> Array:
    """Alpha of all coders together, (n_labels,), over the lines that at least two of them judged."""
    places = list(dict.fromkeys(place for coder in coders for place in coder))
    votes, readers = np.zeros((len(places), n_labels)), np.zeros(len(places))
    for row, place in enumerate(places):
        for coder in coders:
            if place in coder:
                votes[row] += coder[place]
                readers[row] += 1
    return krippendorff_alpha(votes, readers)

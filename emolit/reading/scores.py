"""What the model found: scores of lines, and of stanzas and works from the same pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from emolit.emotions import Scheme, known_scheme, plain_scheme
from emolit.reading.words import WorkWords

Values = NDArray[np.float64]

VOTE_SHARE = "share of the five KPoEM readers expected to choose the emotion (votes / 5)"


@dataclass(frozen=True, eq=False)
class LevelScores:
    """Scores of units of one kind, in the order of the text.

    values: (n_units, n_labels), each in [0, 1], the share of the five KPoEM readers expected to choose the label. Rows
        need not sum to 1.
    derived: (n_units,), True where a unit is longer than a passage and its score is a mean of its passages'.
    """

    values: Values
    derived: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class WorkScores:
    """One work's scores at three levels. Human votes exist for lines and short segments; stanza scores are derived."""

    work_id: str
    lines: LevelScores
    stanzas: LevelScores
    work: LevelScores  # one row
    unread: tuple[int, ...]  # characters of each line that the model could not read
    trained_on: tuple[int, ...] = ()  # indices of lines that stand in the training data: no predictions
    words: WorkWords | None = None  # what each word adds to its line's logits, where that was asked for
    out_of_fold: tuple[int, ...] = ()  # indices of lines scored by models that had not learnt them: see `unseen`


@dataclass(frozen=True)
class Provenance:
    """Where a number comes from; exported beside it."""

    model: str
    fingerprint: str  # sha256 of the weights
    version: str  # of emolit
    context: bool  # read in context, or each line alone
    precision: str
    scheme: str
    score: str = VOTE_SHARE  # what a number says
    reads: str = "passages"  # or "lines": a classifier of single texts, which knows no context


@dataclass(frozen=True, eq=False)
class EmotionScores:
    """The scores of several works under one model and one setting."""

    labels: tuple[str, ...]  # column names, in the scheme's order
    works: tuple[WorkScores, ...]
    threshold: tuple[float, ...]  # per label: scores above it count as positive under the paper's 0/1 rule
    provenance: Provenance
    known_languages: tuple[str, ...] = ("ko",)  # languages of the text that the model was trained on

    def __post_init__(self) -> None:
        for work in self.works:
            for level in (work.lines, work.stanzas, work.work):
                if level.values.ndim != 2 or level.values.shape[1] != len(self.labels):
                    shape = level.values.shape
                    raise ValueError(f"Expected scores of shape (n_units, {len(self.labels)}), got {shape}.")

    @cached_property
    def scheme(self) -> Scheme:
        """The labels with what is known of them; of a stranger's labels their names alone."""
        return known_scheme(self.labels) or plain_scheme(self.provenance.scheme, self.labels)

    def of(self, work_id: str) -> WorkScores:
        """Scores of one work. Raises KeyError when it was not read."""
        return self._by_id[work_id]

    @cached_property
    def _by_id(self) -> dict[str, WorkScores]:
        return {work.work_id: work for work in self.works}

    def line_values(self) -> Values:
        """All lines of all works, shape (n_lines, n_labels)."""
        return _stack([work.lines.values for work in self.works], len(self.labels))

    def work_values(self) -> Values:
        """All works, shape (n_works, n_labels)."""
        return _stack([work.work.values for work in self.works], len(self.labels))

    def column(self, label: str) -> int:
        return self.labels.index(label)


def _stack(parts: Sequence[Values], n_labels: int) -> Values:
    return np.concatenate(parts) if parts else np.empty((0, n_labels))

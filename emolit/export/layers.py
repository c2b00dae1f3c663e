"""Further values of every line beside the model's scores: readers' votes, coders' judgements, contributions.

One form for all of them, so that a table, a TEI edition, a report and a session file take whatever there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from emolit.analysis.signals import vote_shares
from emolit.corpus import Corpus
from emolit.emotions import Scheme

Values = NDArray[np.float64]


class LayerKind(StrEnum):
    """Whose word the values are."""

    VOTES = "votes"  # shares of a panel of readers
    JUDGEMENTS = "judgements"  # one coder's: 1 where the label was chosen, 0 where not
    CONTRIBUTIONS = "contributions"  # of the model, on any scale


@dataclass(frozen=True, eq=False)
class Layer:
    """Values of lines, one a label, and whose they are.

    name: of columns ("votes:슬픔"), unique among layers. values: work id -> (n_lines, n_labels), NaN where nothing is
    known; a work without an entry has none. who: a person or panel, as a reader of an edition should see it.
    """

    name: str
    kind: LayerKind
    values: Mapping[str, Values]
    who: str = ""

    def of(self, work_id: str, shape: tuple[int, int]) -> Values:
        """Values of one work, NaN where there are none. Raises ValueError when they are of another shape."""
        values = self.values.get(work_id)
        if values is None:
            return np.full(shape, np.nan)
        if values.shape != shape:
            raise ValueError(f"Expected values of shape {shape} for work {work_id}, got {values.shape}.")
        return values


def votes_layer(corpus: Corpus, scheme: Scheme) -> Layer | None:
    """The votes that came with the lines, as shares of the readers asked; None where no line has any."""
    values = {
        work.id: vote_shares(work.lines, scheme)
        for work in corpus
        if any(line.votes is not None for line in work.lines)
    }
    return Layer("votes", LayerKind.VOTES, values, "readers of the source") if values else None

"""The seam between texts and whatever scores them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from emolit.corpus import Work
from emolit.emotions import Scheme
from emolit.reading.engine import OnBatch
from emolit.reading.scores import EmotionScores


class Annotator(Protocol):
    """Anything that scores works: the passage model, another checkpoint, the stub of a test."""

    scheme: Scheme

    def annotate(
        self, works: Sequence[Work], context: bool = True, on_batch: OnBatch | None = None
    ) -> EmotionScores: ...

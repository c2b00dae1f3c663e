"""The reading model: works in, emotion scores out.

`EmotionReader` is loaded on first use, because it brings torch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from emolit.reading.scores import EmotionScores, LevelScores, Provenance, WorkScores

if TYPE_CHECKING:
    from emolit.reading.annotator import Annotator
    from emolit.reading.reader import EmotionReader

__all__ = ["Annotator", "EmotionReader", "EmotionScores", "LevelScores", "Provenance", "WorkScores"]


def __getattr__(name: str) -> object:
    if name == "EmotionReader":
        from emolit.reading.reader import EmotionReader

        return EmotionReader
    if name == "Annotator":
        from emolit.reading.annotator import Annotator

        return Annotator
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

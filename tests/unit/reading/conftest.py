"""The tiny reader, and texts as works."""

from __future__ import annotations

from pathlib import Path

import pytest

from emolit.reading import EmotionReader


@pytest.fixture(scope="session")
def reader(tiny_checkpoint: Path) -> EmotionReader:
    """Without a cache: two readings of one text are two readings."""
    return EmotionReader.load(tiny_checkpoint, cache=None)

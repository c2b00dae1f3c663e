"""The sample corpus: poems written for this project by sample poets, read through the same door as any file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from emolit.corpus.reading import read_corpus
from emolit.corpus.works import Corpus

_FOLDER = Path(__file__).parent.parent / "assets" / "samples"


@cache
def sample_corpus() -> Corpus:
    """All sample works, Korean first. They are ours and stand under the project's licence."""
    korean, english = (read_corpus(f"{name}.csv", (_FOLDER / f"{name}.csv").read_bytes()) for name in ("ko", "en"))
    return korean + english

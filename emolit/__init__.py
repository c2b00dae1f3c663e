"""emolit: which emotions readers are likely to find in a poem, line by line.

    >>> import emolit
    >>> poem = emolit.read_paste("First line,\\nsecond line.", title="A poem")
    >>> reader = emolit.EmotionReader.load()
    >>> scores = reader.annotate(poem.works)

Importing this package is light; the model's libraries come with the first `EmotionReader`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from emolit.corpus import (
    Corpus,
    Line,
    ReadingOptions,
    ReadingUnit,
    Separator,
    Work,
    read_by,
    read_corpus,
    read_paste,
    sample_corpus,
)
from emolit.emotions import Emotion, Scheme, load_scheme
from emolit.errors import EmolitError
from emolit.reading.scores import EmotionScores
from emolit.version import VERSION as __version__

if TYPE_CHECKING:
    from emolit.export import score_table
    from emolit.reading import EmotionReader

__all__ = [
    "Corpus",
    "EmolitError",
    "Emotion",
    "EmotionReader",
    "EmotionScores",
    "Line",
    "ReadingOptions",
    "ReadingUnit",
    "Scheme",
    "Separator",
    "Work",
    "__version__",
    "load_scheme",
    "read_by",
    "read_corpus",
    "read_paste",
    "sample_corpus",
    "score_table",
]

_LATE = {"EmotionReader": "emolit.reading", "score_table": "emolit.export"}


def __getattr__(name: str) -> object:
    if name in _LATE:
        from importlib import import_module

        return getattr(import_module(_LATE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

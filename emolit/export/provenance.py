"""The record that goes beside a table: where its numbers come from."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from emolit.corpus import Corpus
from emolit.export.notices import notices
from emolit.reading.scores import EmotionScores


def provenance_record(corpus: Corpus, scores: EmotionScores, **settings: object) -> dict[str, Any]:
    """Model, version, precision, context, threshold, seed and input hashes, plus what was odd about the texts."""
    thresholds = dict(zip(scores.labels, scores.threshold, strict=True))
    one = set(scores.threshold)
    return {
        "tool": "emolit",
        **asdict(scores.provenance),
        "threshold": one.pop() if len(one) == 1 else thresholds,
        "seed": None,  # reading draws no random number
        "inputs": [
            {"name": note.name, "format": note.format, "encoding": note.encoding, "sha256": note.sha256}
            for note in corpus.notes
        ],
        "notices": [asdict(notice) for notice in notices(corpus, scores)],
        **settings,
    }

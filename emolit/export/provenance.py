"""The record that goes beside a table: where its numbers come from."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from emolit.corpus import Corpus, Work
from emolit.export.notices import meter_of, notices
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
        "language_meter": [_meter_record(work, scores) for work in corpus] if scores.known_languages else None,
        "notices": [asdict(notice) for notice in notices(corpus, scores)],
        **settings,
    }


def _meter_record(work: Work, scores: EmotionScores) -> dict[str, Any]:
    """What the language meter says of one work: shares from 0 to 1, distances in bits."""
    meter = meter_of(work, scores)
    return {
        "work": work.title,
        "scripts": {name: round(share, 4) for name, share in meter.scripts.items()},
        "unread": round(meter.unread_share, 4),
        "distance": None if meter.distance is None else round(meter.distance, 2),
        "limit": None if meter.limit is None else round(meter.limit, 2),
        "outside": meter.outside,
    }

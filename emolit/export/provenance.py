"""The record that goes beside a table: where its numbers come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from emolit.corpus import Corpus, Work
from emolit.export.dataset import RowUnit
from emolit.export.notices import meter_of, notices
from emolit.reading.scores import EmotionScores


def provenance_record(corpus: Corpus, scores: EmotionScores, **settings: object) -> dict[str, Any]:
    """Model, version, precision, context, threshold, seed and input hashes, plus what was odd about the texts.

    `trained_on`: the lines that the model was trained on, numbered from 1 in their work; absent where there are none.
    """
    thresholds = dict(zip(scores.labels, scores.threshold, strict=True))
    one = set(scores.threshold)
    known = [_of(work, lines=scores.of(work.id).trained_on) for work in corpus if scores.of(work.id).trained_on]
    return {
        "tool": "emolit",
        **asdict(scores.provenance),
        "threshold": one.pop() if len(one) == 1 else thresholds,
        "seed": None,  # reading draws no random number
        "inputs": inputs_record(corpus),
        "language_meter": [_meter_record(work, scores) for work in corpus] if scores.known_languages else None,
        "notices": [asdict(notice) for notice in notices(corpus, scores)],
        **({"trained_on": known} if known else {}),
        **settings,
    }


def inputs_record(corpus: Corpus) -> list[dict[str, Any]]:
    """The files, and what they are known by."""
    return [
        {"name": note.name, "format": note.format, "encoding": note.encoding, "sha256": note.sha256}
        for note in corpus.notes
    ]


def derived_record(corpus: Corpus, scores: EmotionScores, unit: RowUnit) -> dict[str, Any]:
    """`derived`: rows of this unit that are longer than what is read at once, so that their scores are means.

    Lines and stanzas by their numbers from 1; a work stands there itself. Empty where there are none, and for authors,
    whose scores are always means.
    """
    found = []
    for work in corpus:
        one = scores.of(work.id)
        if unit is RowUnit.LINE and one.lines.derived.any():
            found.append(_of(work, lines=np.flatnonzero(one.lines.derived).tolist()))
        elif unit is RowUnit.STANZA and one.stanzas.derived.any():
            found.append(_of(work, stanzas=np.flatnonzero(one.stanzas.derived).tolist()))
        elif unit is RowUnit.WORK and one.work.derived.any():
            found.append(_of(work))
    return {"derived": found} if found else {}


def _of(work: Work, **parts: Sequence[int]) -> dict[str, Any]:
    """A work and some of its parts, whose indices become numbers from 1."""
    numbered = {name: [index + 1 for index in indices] for name, indices in parts.items()}
    return {"work": work.title, "author": work.author, **numbered}


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

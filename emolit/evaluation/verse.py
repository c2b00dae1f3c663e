"""English verse, written for this purpose: whether the model finds the one emotion that a line is plainly about.

Nobody's votes stand behind it, so it says whether English verse is read at all, and not how well.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import expit

from emolit.evaluation.intervals import Draws, label_auc
from emolit.reading.reader import EmotionReader
from emolit.training.rows import read_with, single_texts

_TABLE = Path(__file__).parents[1] / "assets" / "english_lines.tsv"


def verse_record(reader: EmotionReader) -> dict[str, Any]:
    """The place of each line's own label among the emotions, 1 the strongest, each line read alone.

    macro_auc: over the labels that have lines, the chance that a line of the label scores higher on it than one of
    another label.
    """
    scheme = reader.scheme
    with _TABLE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter="\t"))
    own = np.array([scheme.names.index(line["label"]) for line in lines])
    scores = expit(read_with(reader, single_texts([line["line"] for line in lines]), range(len(lines))))
    among = scores[:, [emotion.is_emotion for emotion in scheme.emotions]]
    ranks = 1 + (among > scores[np.arange(len(own)), own][:, None]).sum(axis=1)
    once = Draws.once(len(own))
    areas = [float(label_auc(scores[:, label], own == label, once)[0]) for label in np.unique(own)]
    by_label: dict[str, list[int]] = {}
    for line, rank in zip(lines, ranks.tolist(), strict=True):
        by_label.setdefault(line["label"], []).append(rank)
    return {
        "lines": len(lines),
        "median_rank": float(np.median(ranks)),
        "among_first_five": int((ranks <= 5).sum()),
        "macro_auc": round(float(np.mean(areas)), 4),
        "ranks": by_label,
    }

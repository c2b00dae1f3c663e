"""Everything that was measured, as one JSON beside the model: what the pages and the model card read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import expit

from emolit.emotions import Scheme
from emolit.evaluation.ceiling import bounds
from emolit.evaluation.grouped import report
from emolit.evaluation.held_out import split_of
from emolit.evaluation.intervals import LEVEL, RESAMPLES
from emolit.evaluation.paper import evaluate, leaks
from emolit.evaluation.truth import Truth
from emolit.evaluation.verse import verse_record
from emolit.reading.measured import EVALUATION, FORM, Measured
from emolit.reading.reader import EmotionReader
from emolit.training.crosswalk import auc_by_label
from emolit.training.data import (
    KpoemRow,
    data_hashes,
    file_hashes,
    goemotions_files,
    goemotions_labels,
    load_goemotions,
    load_kpoem,
)
from emolit.training.predictions import Predictions
from emolit.training.recipe import OF_POEMS, changes_of, recipe_of
from emolit.training.rows import read_with, single_texts

TRIED = 0  # the fold on which `scripts/screen` tries levers


def paper_record(data: Path, reader: EmotionReader, held_out: Predictions | None = None) -> dict[str, Any]:
    """The paper's split, and what leaks in it.

    held_out: stored predictions. What the first stage said is taken from them where they are of these rows and of a
    checkpoint's own first stage.
    """
    rows = load_kpoem(data, reader.scheme)
    recipe = reader.checkpoint.config.get("recipe")
    known = held_out if held_out is not None and recipe and len(held_out.rows) == len(rows) else None
    if known is not None and _first_stage_changes(known, recipe or {}):
        known = None
    return {
        "results": [result.record() for result in evaluate(data, reader, known)],
        "leaks": [asdict(leak) for leak in leaks(rows)],
    }


def _first_stage_changes(held_out: Predictions, recipe: Mapping[str, Any]) -> dict[str, Any]:
    """What differs in what only comments are read with."""
    changes = changes_of(recipe_of(held_out.changes), recipe)
    return {name: value for name, value in changes.items() if name not in OF_POEMS}


def held_out_record(
    protocol: str,
    rows: Sequence[KpoemRow],
    found: Predictions,
    scheme: Scheme,
    recipe: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Blocks of poems, or poets, held out; with what the trainings' recipe changes in a checkpoint's.

    recipe: as the checkpoint's config has it; the shipped one if not given.
    """
    tried = TRIED if protocol == "grouped" else None
    record = report(rows, found, split_of(protocol, rows), scheme, tried).record()
    changes = changes_of(recipe_of(found.changes), recipe)
    return record | ({"changes": changes} if changes else {})


def ceiling_record(rows: Sequence[KpoemRow], scheme: Scheme) -> dict[str, Any]:
    """Bounds of what a perfect model could reach, lines and segments apart."""
    truth = Truth.of(rows, range(len(rows)), scheme)
    parts = {"lines": truth.is_line, "segments": ~truth.is_line}
    limits = {part: bounds(truth.only(kept).votes) for part, kept in parts.items() if kept.any()}
    return {part: {"lower": low.record(), "upper": high.record()} for part, (low, high) in limits.items()}


def english_record(data: Path, reader: EmotionReader, part: str = "test") -> dict[str, Any]:
    """AUC of each label of the crosswalk on GoEmotions, English and Korean, comments read alone; English verse."""
    comments, names = load_goemotions(data, part), goemotions_labels(data)
    labels = [comment.labels for comment in comments]
    found = {}
    for language, texts in (("en", [each.english for each in comments]), ("ko", [each.korean for each in comments])):
        scores = expit(read_with(reader, single_texts(texts), range(len(texts))))
        areas = auc_by_label(scores, labels, names, reader.scheme)
        mean = round(float(np.mean(list(areas.values()))), 4)
        found[language] = {"macro_auc": mean, "labels": {label: round(area, 4) for label, area in areas.items()}}
    own = {"comments": len(comments), "data": file_hashes(data, goemotions_files(part))}
    return own | found | {"verse": verse_record(reader)}


def write_part(folder: Path, name: str, record: dict[str, Any], data: Path, weights: str) -> None:
    """Put one protocol's record into the folder's evaluation file; the others stay, unless they are of other weights,
    of other data or of another form.

    weights: fingerprint of the checkpoint that was measured.
    """
    path, own = folder / EVALUATION, data_hashes(data)
    kept = Measured.of(folder, weights).record
    whole = {"form": FORM, "weights": weights, **(kept if kept.get("data") == own else {})}
    whole |= {"data": own, "interval": {"level": LEVEL, "resamples": RESAMPLES}, name: record}
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

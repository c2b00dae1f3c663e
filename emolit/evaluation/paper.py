"""The paper's protocol, with baselines in the same table.

A label is positive when its share, min-max scaled within the row, exceeds 0.2. Each system is measured at the paper's
fixed threshold 0.3 and at one chosen on `val`. On `val` itself a calibration and a threshold are cross-fitted over
blocks of poems. A checkpoint that was calibrated on `val` before it was saved has seen those votes all the same: 88
numbers in its head were fitted on them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from emolit.emotions import Scheme
from emolit.errors import TrainingError
from emolit.evaluation.truth import Truth
from emolit.reading.reader import EmotionReader
from emolit.training.baselines import constant_set, ridge_scores
from emolit.training.calibrate import cross_fit, log_odds
from emolit.training.data import KpoemRow, counts, load_kpoem, scaled_shares
from emolit.training.metrics import Labels, Metrics, best_threshold, macro_auc, measure
from emolit.training.rows import read_with
from emolit.training.splits import lines_in_learnt_segments

Array = NDArray[np.float64]

FIXED = 0.3  # the paper's threshold
SPLITS = ("val", "test")
RIDGE = "TF-IDF and ridge"


@dataclass(frozen=True)
class Result:
    """One row of the table."""

    system: str
    split: str
    rows: int
    threshold: str  # the figure, or how it was chosen
    metrics: Metrics
    auc: float | None  # macro AUC; a constant answer has none

    def record(self) -> dict[str, object]:
        start = {"system": self.system, "split": self.split, "rows": self.rows, "threshold": self.threshold}
        auc = None if self.auc is None else round(self.auc, 4)
        return {**start, **self.metrics.rounded(), "macro_auc": auc}


def evaluate(data: Path, reader: EmotionReader) -> list[Result]:
    """Every split that has votes, every system. Raises TrainingError when `val` has none."""
    rows = load_kpoem(data, reader.scheme)
    truths = {split: _truth(rows, split, reader.scheme) for split in ("train", *SPLITS)}
    if not len(truths["val"].rows):
        raise TrainingError("training.no_votes", split="val")
    wanted = [split for split in SPLITS if len(truths[split].rows)]
    results = []
    for split in wanted:
        results.append(_constant(truths["train"], truths[split], split))
    systems = dict(_systems(rows, truths, wanted, reader))
    for name, scores in systems.items():
        for split in wanted:
            results += _measured(name, split, scores, truths, reader.checkpoint.threshold)
    return sorted(results, key=lambda result: SPLITS.index(result.split))


def _truth(rows: Sequence[KpoemRow], split: str, scheme: Scheme) -> Truth:
    return Truth.of(rows, [index for index, row in enumerate(rows) if row.split == split], scheme)


@dataclass(frozen=True)
class Leak:
    """Lines of one split that stand, word for word, in a segment that the training learns."""

    split: str
    lines: int
    in_learnt_segment: int


def leaks(rows: Sequence[KpoemRow]) -> tuple[Leak, ...]:
    """How far the paper's split, made at random row by row, lets a model see what it is tested on."""
    lines = Counter(row.split for row in rows if row.unit == "line")
    inside = Counter(row.split for row in lines_in_learnt_segments(rows))
    return tuple(Leak(split, lines[split], inside[split]) for split in SPLITS)


def _constant(train: Truth, truth: Truth, split: str) -> Result:
    chosen = constant_set(train.gold)
    found = np.broadcast_to(chosen, truth.gold.shape)
    name = f"constant set of {int(chosen.sum())} labels"
    return Result(name, split, len(truth.rows), "set chosen on train", measure(found, truth.gold), None)


def _systems(
    rows: Sequence[KpoemRow], truths: dict[str, Truth], wanted: Sequence[str], reader: EmotionReader
) -> Iterator[tuple[str, dict[str, Array]]]:
    """Scores of each system on each wanted split."""
    learnt = [rows[index] for index in truths["train"].rows]
    texts = [rows[index].text for split in wanted for index in truths[split].rows]
    bounds = np.cumsum([len(truths[split].rows) for split in wanted])[:-1]
    targets = scaled_shares(counts(learnt, reader.scheme))
    ridge = ridge_scores([row.text for row in learnt], targets, texts)
    yield RIDGE, dict(zip(wanted, np.split(ridge, bounds), strict=True))
    checkpoint = reader.checkpoint
    own = checkpoint.name if checkpoint.reads_lines else "emolit"
    ways = {"each line alone": False} if checkpoint.reads_lines else {"in context": True, "each line alone": False}
    for way, context in ways.items():
        yield (
            f"{own}, {way}",
            {split: expit(read_with(reader, rows, truths[split].rows.tolist(), context)) for split in wanted},
        )


def _measured(
    name: str, split: str, scores: dict[str, Array], truths: dict[str, Truth], shipped: Sequence[float]
) -> Iterator[Result]:
    truth, own = truths[split], scores[split]
    auc = macro_auc(own, truth.gold)

    def result(threshold: str, found: Labels) -> Result:
        return Result(name, split, len(truth.rows), threshold, measure(found, truth.gold), auc)

    yield result(f"{FIXED} (fixed)", own > FIXED)
    if split == "val":
        yield result("val, cross-fitted", cross_fit(log_odds(own), truth.shares, truth.gold, truth.blocks).found)
    else:
        threshold = best_threshold(scores["val"], truths["val"].gold)
        yield result(f"{threshold:g} (val)", own > threshold)
    if name != RIDGE:
        shown = f"{shipped[0]:g}" if len(set(shipped)) == 1 else "one a label"
        yield result(f"{shown} (config.json, chosen on val)", own > np.array(shipped))

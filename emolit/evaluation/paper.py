"""The paper's protocol, with baselines in the same table.

A label is positive when its share, min-max scaled within the row, exceeds 0.2. Each system is measured at the paper's
fixed threshold 0.3 and at one chosen on `val`. On `val` itself a calibration and a threshold are cross-fitted over
blocks of poems. A checkpoint that was calibrated on `val` before it was saved has seen those votes all the same: 88
numbers in its head were fitted on them.

Where no threshold was chosen beforehand, lines and segments are measured apart too. Lines are read as the training
packs them, among the lines of their segment, and as the pages do, in passages that go on over a segment's end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from emolit.emotions import Scheme
from emolit.errors import TrainingError
from emolit.evaluation.intervals import FIGURES, Estimate, Resampled, resample
from emolit.evaluation.truth import Truth
from emolit.reading.reader import EmotionReader
from emolit.training.baselines import constant_set, ridge_scores
from emolit.training.calibrate import cross_fit, log_odds
from emolit.training.data import KpoemRow, counts, load_kpoem, scaled_shares
from emolit.training.metrics import Labels, Metrics, best_threshold, measure
from emolit.training.predictions import Predictions
from emolit.training.rows import read_with
from emolit.training.splits import lines_in_learnt_segments

Array = NDArray[np.float64]

FIXED = 0.3  # the paper's threshold
SPLITS = ("val", "test")
RIDGE = "TF-IDF and ridge"
COMMENTS = "first stage alone (comments), in context"
CROSS_FITTED = "val, cross-fitted"


@dataclass(frozen=True)
class Result:
    """One row of the table.

    part: `all` rows, `lines` or `segments`. threshold: the figure, or how it was chosen. auc: macro AUC; a constant
    answer has none. intervals: of F1-micro, F1-macro, MCC, macro AUC. lead: over TF-IDF and ridge, in the same draws.
    """

    system: str
    split: str
    part: str
    rows: int
    threshold: str
    metrics: Metrics
    auc: float | None
    intervals: dict[str, Estimate]
    lead: dict[str, Estimate]

    def record(self) -> dict[str, object]:
        start = {name: getattr(self, name) for name in ("system", "split", "part", "rows", "threshold")}
        auc = None if self.auc is None else round(self.auc, 4)
        estimates = {
            name: {figure: each.rounded() for figure, each in getattr(self, name).items()}
            for name in ("intervals", "lead")
        }
        return {**start, **self.metrics.rounded(), "macro_auc": auc, **estimates}


@dataclass(frozen=True, eq=False)
class _Answer:
    """What a system says of the rows of a split, at one threshold. is_main: the fairest to it that there is, not chosen
    on these rows.
    """

    system: str
    split: str
    threshold: str
    found: Labels
    scores: Array | None
    is_main: bool = False


def evaluate(data: Path, reader: EmotionReader, held_out: Predictions | None = None) -> list[Result]:
    """Every split that has votes, every system. Raises TrainingError when `val` has none.

    held_out: stored predictions of these rows; what the first stage said of them comes from there.
    """
    rows = load_kpoem(data, reader.scheme)
    truths = {split: _truth(rows, split, reader.scheme) for split in ("train", *SPLITS)}
    if not len(truths["val"].rows):
        raise TrainingError("training.no_votes", split="val")
    wanted = [split for split in SPLITS if len(truths[split].rows)]
    answers = [_constant(truths["train"], truths[split], split) for split in wanted]
    systems = dict(_systems(rows, truths, wanted, reader))
    if held_out is not None:
        systems |= {COMMENTS: _of_comments(held_out, truths, wanted)}
    for name, scores in systems.items():
        for split in wanted:
            answers += _answers(name, split, scores, truths, reader.checkpoint.threshold)
    return [result for split in wanted for result in _results(truths[split], [a for a in answers if a.split == split])]


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


def _constant(train: Truth, truth: Truth, split: str) -> _Answer:
    chosen = constant_set(train.gold)
    found = np.broadcast_to(chosen, truth.gold.shape)
    name = f"constant set of {int(chosen.sum())} labels"
    return _Answer(name, split, "set chosen on train", found, None, is_main=True)


def _of_comments(held_out: Predictions, truths: dict[str, Truth], wanted: Sequence[str]) -> dict[str, Array]:
    place = {row: place for place, row in enumerate(held_out.rows.tolist())}
    return {split: expit(held_out.comments[[place[row] for row in truths[split].rows.tolist()]]) for split in wanted}


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
    ways = {"each line alone": {"context": False}}
    if not checkpoint.reads_lines:
        ways = {"in context": {}, "in context, passages as on the pages": {"over_segments": True}} | ways
    for way, how in ways.items():
        read = {split: read_with(reader, rows, truths[split].rows.tolist(), **how) for split in wanted}
        yield f"{own}, {way}", {split: expit(logits) for split, logits in read.items()}


def _answers(
    name: str, split: str, scores: dict[str, Array], truths: dict[str, Truth], shipped: Sequence[float]
) -> Iterator[_Answer]:
    truth, own = truths[split], scores[split]

    def answer(threshold: str, found: Labels, *, is_main: bool = False) -> _Answer:
        return _Answer(name, split, threshold, found, own, is_main)

    yield answer(f"{FIXED} (fixed)", own > FIXED)
    if split == "val":
        found = cross_fit(log_odds(own), truth.shares, truth.gold, truth.blocks).found
        yield answer(CROSS_FITTED, found, is_main=True)
    else:
        threshold = best_threshold(scores["val"], truths["val"].gold)
        yield answer(f"{threshold:g} (val)", own > threshold, is_main=True)
    if name not in (RIDGE, COMMENTS):
        shown = f"{shipped[0]:g}" if len(set(shipped)) == 1 else "one a label"
        yield answer(f"{shown} (config.json, chosen on val)", own > np.array(shipped))


def _results(truth: Truth, answers: Sequence[_Answer]) -> Iterator[Result]:
    """All answers to the rows of one split, then the main ones to its lines and to its segments."""
    parts = {"all": np.ones(len(truth.rows), dtype=bool), "lines": truth.is_line, "segments": ~truth.is_line}
    for part, kept in parts.items():
        asked = [each for each in answers if part == "all" or each.is_main]
        if kept.any():
            of_part = truth.only(kept)
            drawn = [resample(of_part, each.found[kept], _only(each.scores, kept)) for each in asked]
            rival = next(one for one, each in zip(drawn, asked, strict=True) if each.system == RIDGE and each.is_main)
            for one, each in zip(drawn, asked, strict=True):
                yield _result(each, part, of_part, each.found[kept], one, rival)


def _only(scores: Array | None, kept: NDArray[np.bool_]) -> Array | None:
    return None if scores is None else scores[kept]


def _result(answer: _Answer, part: str, truth: Truth, found: Labels, drawn: Resampled, rival: Resampled) -> Result:
    figures = FIGURES if answer.scores is not None else FIGURES[:-1]
    return Result(
        answer.system,
        answer.split,
        part,
        len(truth.rows),
        answer.threshold,
        replace(measure(found, truth.gold), f1_macro=drawn.value["f1_macro"]),  # of labels that the part has
        None if answer.scores is None else drawn.value["macro_auc"],
        {name: drawn.estimate(name) for name in figures},
        {name: drawn.against(rival, name) for name in figures} if answer.is_main and answer.system != RIDGE else {},
    )

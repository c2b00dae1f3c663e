"""The honest protocol: every row scored by a model that had not learnt its block of poems, or its poet.

Predictions come from trainings that each left out a fold of blocks, or a poet. Calibration and threshold of a fold's
rows are fitted on the other folds' predictions, so no row is scored with what was chosen on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emolit.emotions import Scheme
from emolit.evaluation.intervals import FIGURES, Estimate, Resampled, mean_of, resample
from emolit.evaluation.labels import Reliability, equal_mass_bins, rank_correlation, reliability
from emolit.evaluation.truth import Truth
from emolit.training.baselines import constant_set, ridge_scores
from emolit.training.calibrate import CrossFitted, cross_fit, fit, log_odds
from emolit.training.data import KpoemRow, counts, gold, scaled_shares, shares
from emolit.training.predictions import Predictions
from emolit.training.splits import Split, poets

Array = NDArray[np.float64]
Labels = NDArray[np.bool_]

IN_CONTEXT, ALONE, MIXED, RIDGE, CONSTANT, COMMENTS = "in_context", "alone", "mixed", "ridge", "constant", "comments"
RIVALS = (RIDGE, CONSTANT)
BY_POET = (IN_CONTEXT, *RIVALS)  # systems measured for each poet apart
MEAN = "mean"
FAR = 5  # segments to the nearest learnt one, from which on no poem is known to reach over


@dataclass(frozen=True)
class Measured:
    """One system on one part of the rows.

    part: `all`, `lines`, `segments`, `far` from what was learnt, a poet's, or the `mean` of what poets have.
    """

    system: str
    part: str
    rows: int
    figures: dict[str, Estimate]
    lead: dict[str, dict[str, Estimate]]  # rival -> figure -> this system's difference to it

    def record(self) -> dict[str, object]:
        figures = {name: estimate.rounded() for name, estimate in self.figures.items()}
        lead = {rival: {name: each.rounded() for name, each in lead.items()} for rival, lead in self.lead.items()}
        return {"system": self.system, "part": self.part, "rows": self.rows, "figures": figures, "lead": lead}


@dataclass(frozen=True, eq=False)
class Report:
    """What the held-out rows say.

    poets: each poet's rows apart, and the mean of these figures. Rows of poets that were held out are scored by models
    that were each calibrated on other poets, so an area over all of them together says less than that mean.
    curve: of all labels together, bins of equally many cells.
    """

    measured: tuple[Measured, ...]
    poets: tuple[Measured, ...]
    reliability: tuple[Reliability, ...]
    curve: tuple[dict[str, float], ...]
    rank_correlation: float

    def record(self) -> dict[str, object]:
        return {
            "systems": [each.record() for each in self.measured],
            "poets": [each.record() for each in self.poets],
            "reliability": [each.record() for each in self.reliability],
            "curve": list(self.curve),
            "rank_correlation": round(self.rank_correlation, 4),
        }


@dataclass(frozen=True, eq=False)
class _Answer:
    found: Labels
    scores: Array | None


def report(
    rows: Sequence[KpoemRow], predictions: Predictions, split_of: Callable[[int], Split], scheme: Scheme
) -> Report:
    """Every system on the rows with votes.

    split_of: fold -> the split its training was given, from which the baselines learn too.
    """
    voted = np.array([rows[row].votes is not None for row in predictions.rows])
    truth = Truth.of(rows, predictions.rows.tolist(), scheme)
    fold = predictions.fold[voted]
    learnt = {int(number): _Learnt.of(rows, split_of(int(number)), scheme) for number in np.unique(fold)}
    logits = {
        IN_CONTEXT: predictions.in_context[voted],
        ALONE: predictions.alone[voted],
        COMMENTS: predictions.comments[voted],
        RIDGE: _ridge(rows, truth, fold, learnt),
    }
    known = (truth.shares, truth.gold, fold, len(learnt))
    fitted = {name: cross_fit(values, *known) for name, values in logits.items()}
    fitted[MIXED] = cross_fit(logits[IN_CONTEXT], *known, mixed_with=logits[RIDGE])
    answers = {name: _Answer(each.found, each.scores) for name, each in fitted.items()}
    answers[CONSTANT] = _Answer(np.stack([learnt[int(number)].constant for number in fold]), None)
    own = fitted[IN_CONTEXT]
    rates = np.stack([learnt[int(number)].rates for number in fold])
    units = {"all": np.ones(len(truth.rows), dtype=bool), "lines": truth.is_line, "segments": ~truth.is_line}
    away = distance_to_learnt(rows, truth.rows, fold, split_of)
    if (away < FAR).any():
        units["far"] = away >= FAR
    poet = np.array([rows[row].poet for row in truth.rows])
    by_poet = {name: poet == name for name in poets(rows)}
    return Report(
        tuple(_measured(truth, answers, units)),
        tuple(_measured(truth, {name: answers[name] for name in BY_POET}, by_poet, MEAN)),
        reliability(truth, own.scores, own.found, rates, scheme.names),
        _curve(own, truth),
        rank_correlation(own.scores[truth.is_line], truth.votes[truth.is_line]),
    )


def out_of_fold_scores(rows: Sequence[KpoemRow], predictions: Predictions, scheme: Scheme) -> Array:
    """Share of readers for every predicted row, votes or none, calibrated on other folds; (n_rows, n_labels)."""
    voted = np.array([rows[row].votes is not None for row in predictions.rows])
    wanted = shares(counts([rows[row] for row in predictions.rows[voted]], scheme))
    scores = np.zeros_like(predictions.in_context)
    for number in np.unique(predictions.fold):
        inside, others = predictions.fold == number, predictions.fold[voted] != number
        calibration = fit(predictions.in_context[voted][others], wanted[others])
        scores[inside] = calibration(predictions.in_context[inside])
    return scores


def distance_to_learnt(
    rows: Sequence[KpoemRow], wanted: NDArray[np.intp], fold: NDArray[np.intp], split_of: Callable[[int], Split]
) -> Array:
    """Segments from each wanted row to the nearest that its training learnt of the same poet, (n_wanted,).

    Infinite where it learnt nothing of the poet. KPoEM does not say where its poems end, and some go on over the border
    of a block and the segment that is left out beside it; the farther a row, the less of its poem can have been learnt.
    """
    found = np.full(len(wanted), np.inf)
    for number in np.unique(fold):
        learnt: dict[str, set[int]] = {}
        for index in split_of(int(number)).learn:
            learnt.setdefault(rows[index].poet, set()).add(rows[index].segment)
        for place in np.flatnonzero(fold == number):
            row = rows[wanted[place]]
            found[place] = min((abs(row.segment - each) for each in learnt.get(row.poet, ())), default=np.inf)
    return found


@dataclass(frozen=True, eq=False)
class _Learnt:
    """What the baselines know of a fold: the rows that its training learnt from."""

    texts: list[str]
    votes: Array
    constant: Labels
    rates: Array

    @staticmethod
    def of(rows: Sequence[KpoemRow], split: Split, scheme: Scheme) -> _Learnt:
        learnt = [rows[index] for index in sorted(split.learn)]
        votes = counts(learnt, scheme)
        return _Learnt([row.text for row in learnt], votes, constant_set(gold(votes)), shares(votes).mean(axis=0))


def _ridge(rows: Sequence[KpoemRow], truth: Truth, fold: NDArray[np.intp], learnt: dict[int, _Learnt]) -> Array:
    result = np.zeros(truth.shares.shape)
    for number, known in learnt.items():
        asked = [rows[row].text for row in truth.rows[fold == number]]
        result[fold == number] = ridge_scores(known.texts, scaled_shares(known.votes), asked)
    return log_odds(result)


def _measured(
    truth: Truth, answers: Mapping[str, _Answer], parts: Mapping[str, Labels], mean: str = ""
) -> Iterator[Measured]:
    """Every system on every part; parts: name -> (n_rows,), whether a row belongs to it.

    mean: what to call the mean of the parts' figures, as a part of its own; none if not given.
    """
    drawn: dict[str, dict[str, Resampled]] = {}
    for part, kept in parts.items():
        if kept.any():
            of_part = truth.only(kept)
            drawn[part] = {
                name: resample(of_part, answer.found[kept], None if answer.scores is None else answer.scores[kept])
                for name, answer in answers.items()
            }
    if mean and drawn:
        drawn[mean] = {name: mean_of([systems[name] for systems in drawn.values()]) for name in answers}
    for part, systems in drawn.items():
        for name, each in systems.items():
            lead = {rival: _lead(each, systems[rival]) for rival in RIVALS if rival != name}
            figures = {figure: each.estimate(figure) for figure in FIGURES}
            rows = len(truth.rows) if part == mean else int(parts[part].sum())
            yield Measured(name, part, rows, figures, lead)


def _lead(one: Resampled, other: Resampled) -> dict[str, Estimate]:
    return {figure: one.against(other, figure) for figure in FIGURES}


def _curve(own: CrossFitted, truth: Truth) -> tuple[dict[str, float], ...]:
    bins = equal_mass_bins(own.scores.ravel(), truth.shares.ravel(), 20)
    return tuple({"score": round(each.score, 4), "share": round(each.share, 4), "rows": each.rows} for each in bins)

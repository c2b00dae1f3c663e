"""The honest protocol: every row scored by a model that had not learnt its block of poems, or its poet.

Predictions come from trainings that each left out a fold of blocks, or a poet. Calibration and threshold of a fold's
rows are fitted on the other folds' predictions, so no row is scored with what was chosen on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from emolit.emotions import Scheme
from emolit.evaluation.intervals import FIGURES, Estimate, Resampled, mean_of, resample, resample_mean
from emolit.evaluation.labels import Reliability, equal_mass_bins, rank_correlations, reliability
from emolit.evaluation.truth import Truth
from emolit.training.baselines import constant_set, ridge_scores
from emolit.training.calibrate import CrossFitted, cross_fit, fit, log_odds
from emolit.training.data import KpoemRow, counts, gold, scaled_shares, shares
from emolit.training.predictions import Predictions
from emolit.training.splits import Split, poets

Array = NDArray[np.float64]
Labels = NDArray[np.bool_]

IN_CONTEXT, ALONE, MIXED, RIDGE, CONSTANT, COMMENTS = "in_context", "alone", "mixed", "ridge", "constant", "comments"
RATES = "rates"  # every row gets the labels' base rates: an order of labels that knows nothing of the row
RIVALS = (RIDGE, CONSTANT, COMMENTS, ALONE)  # over which the others have a lead
BY_POET = (IN_CONTEXT, RIDGE, CONSTANT, COMMENTS)  # systems measured for each poet apart
MEAN = "mean"
FAR = 5  # segments to the nearest learnt one, from which on no poem is known to reach over


@dataclass(frozen=True)
class Measured:
    """One system on one part of the rows.

    part: `all`, `lines`, `segments`, `far` from what was learnt, `untried` (of folds that no lever was tried on, and
    not of `val`), a poet's, or the `mean` of what poets have. blocks: how many the interval draws from.
    """

    system: str
    part: str
    rows: int
    blocks: int
    figures: dict[str, Estimate]
    lead: dict[str, dict[str, Estimate]]  # rival -> figure -> this system's difference to it

    def record(self) -> dict[str, object]:
        figures = {name: estimate.rounded() for name, estimate in self.figures.items()}
        lead = {rival: {name: each.rounded() for name, each in lead.items()} for rival, lead in self.lead.items()}
        counted = {"rows": self.rows, "blocks": self.blocks}
        return {"system": self.system, "part": self.part, **counted, "figures": figures, "lead": lead}


@dataclass(frozen=True)
class Ranking:
    """Mean over lines of the rank correlation of the labels' scores with their votes, by system.

    lead: of the model in context over the others. Labels differ in how often they are chosen, so an order that is the
    same for every line correlates too; only what goes beyond `rates` is read from the line.
    """

    value: dict[str, Estimate]
    lead: dict[str, Estimate]

    def record(self) -> dict[str, object]:
        return {name: {key: each.rounded() for key, each in part.items()} for name, part in vars(self).items()}


@dataclass(frozen=True, eq=False)
class Report:
    """What the held-out rows say.

    poets: each poet's rows apart, and the mean of these figures. Rows of poets that were held out are scored by models
    that were each calibrated on other poets, so an area over all of them together says less than that mean.
    reliability: of lines, which is what the pages score, and of segments, which have each label more often: together
    they would show as knowledge what is only knowing how long a row is.
    curve: of all labels of lines together, bins of equally many cells.
    """

    measured: tuple[Measured, ...]
    poets: tuple[Measured, ...]
    reliability: Mapping[str, tuple[Reliability, ...]]
    curve: tuple[dict[str, float], ...] = ()
    ranking: Ranking | None = None

    def record(self) -> dict[str, object]:
        return {
            "systems": [each.record() for each in self.measured],
            "poets": [each.record() for each in self.poets],
            "reliability": {unit: [each.record() for each in labels] for unit, labels in self.reliability.items()},
            "curve": list(self.curve),
            **({"rank_correlation": self.ranking.record()} if self.ranking else {}),
        }


@dataclass(frozen=True, eq=False)
class _Answer:
    found: Labels
    scores: Array | None


def report(
    rows: Sequence[KpoemRow],
    predictions: Predictions,
    split_of: Callable[[int], Split],
    scheme: Scheme,
    tried: int | None = None,
) -> Report:
    """Every system on the rows with votes.

    split_of: fold -> the split its training was given, from which the baselines learn too.
    tried: the fold that levers were tried on, whose rows flatter what was chosen there, as those of `val` do.
    """
    voted = np.array([rows[row].votes is not None for row in predictions.rows])
    truth = Truth.of(rows, predictions.rows.tolist(), scheme)
    fold = predictions.fold[voted]
    learnt = {int(number): _Learnt.of(rows, split_of(int(number)), scheme) for number in np.unique(fold)}
    ridge = _ridge(rows, truth, fold, learnt)
    logits = {
        IN_CONTEXT: predictions.in_context[voted],
        ALONE: predictions.alone[voted],
        COMMENTS: predictions.comments[voted],
        RIDGE: log_odds(ridge),
    }
    known = (truth.shares, truth.gold, fold, len(learnt))
    fitted = {name: cross_fit(values, *known) for name, values in logits.items()}
    fitted[MIXED] = cross_fit(logits[IN_CONTEXT], *known, mixed_with=logits[RIDGE])
    own = fitted[IN_CONTEXT]
    answers = {name: _Answer(each.found, each.scores) for name, each in fitted.items()}
    # One model for all folds, and a regression: their rows share a scale that five calibrations would only blur.
    answers[COMMENTS] = _Answer(fitted[COMMENTS].found, expit(logits[COMMENTS]))
    answers[RIDGE] = _Answer(fitted[RIDGE].found, ridge)
    answers[CONSTANT] = _Answer(np.stack([learnt[int(number)].constant for number in fold]), None)
    both = zip(fold.tolist(), truth.is_line.astype(int), strict=True)
    rates = np.stack([learnt[number].rates[unit] for number, unit in both])
    poet = np.array([rows[row].poet for row in truth.rows])
    by_poet = {name: poet == name for name in poets(rows)}
    units = {unit: kept for unit, kept in (("lines", truth.is_line), ("segments", ~truth.is_line)) if kept.any()}
    away = distance_to_learnt(rows, truth.rows, fold, split_of)
    of_val = np.array([rows[row].split == "val" for row in truth.rows])
    ranked = {IN_CONTEXT: own.scores, RIDGE: ridge, COMMENTS: expit(logits[COMMENTS]), RATES: rates}
    return Report(
        tuple(_measured(truth, answers, _parts(away, fold, tried, of_val) | units)),
        tuple(_measured(truth, {name: answers[name] for name in BY_POET}, by_poet, MEAN)),
        {
            unit: reliability(
                truth.only(kept), own.scores[kept], own.found[kept], rates[kept], fold[kept], scheme.names
            )
            for unit, kept in units.items()
        },
        _curve(own, truth) if "lines" in units else (),
        _ranking(ranked, truth) if "lines" in units else None,
    )


def _parts(away: Array, fold: NDArray[np.intp], tried: int | None, of_val: Labels) -> dict[str, Labels]:
    """Of all rows those with a question of their own: name -> (n_rows,)."""
    parts = {"all": np.ones(len(fold), dtype=bool)}
    if (away < FAR).any():
        parts["far"] = away >= FAR
    if tried is not None:
        parts["untried"] = (fold != tried) & ~of_val
    return parts


def _ranking(scores: Mapping[str, Array], truth: Truth) -> Ranking:
    lines = truth.only(truth.is_line)
    drawn = {
        name: resample_mean("rank", rank_correlations(values[truth.is_line], lines.votes), lines)
        for name, values in scores.items()
    }
    own = drawn[IN_CONTEXT]
    return Ranking(
        {name: each.estimate("rank") for name, each in drawn.items()},
        {name: own.against(each, "rank") for name, each in drawn.items() if name != IN_CONTEXT},
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
    """What the baselines know of a fold: the rows that its training learnt from.

    rates: mean shares of the labels in segments and in lines, (2, n_labels).
    """

    texts: list[str]
    votes: Array
    constant: Labels
    rates: Array

    @staticmethod
    def of(rows: Sequence[KpoemRow], split: Split, scheme: Scheme) -> _Learnt:
        learnt = [rows[index] for index in sorted(split.learn)]
        votes = counts(learnt, scheme)
        is_line = np.array([row.unit == "line" for row in learnt])
        units = [kept if kept.any() else np.ones(len(learnt), dtype=bool) for kept in (~is_line, is_line)]
        rates = np.stack([shares(votes[kept]).mean(axis=0) for kept in units])
        return _Learnt([row.text for row in learnt], votes, constant_set(gold(votes)), rates)


def _ridge(rows: Sequence[KpoemRow], truth: Truth, fold: NDArray[np.intp], learnt: dict[int, _Learnt]) -> Array:
    result = np.zeros(truth.shares.shape)
    for number, known in learnt.items():
        asked = [rows[row].text for row in truth.rows[fold == number]]
        result[fold == number] = ridge_scores(known.texts, scaled_shares(known.votes), asked)
    return result


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
            lead = {rival: _lead(each, systems[rival]) for rival in RIVALS if rival != name and rival in systems}
            figures = {figure: each.estimate(figure) for figure in FIGURES}
            kept = parts.get(part, np.ones(len(truth.rows), dtype=bool))
            yield Measured(name, part, int(kept.sum()), len(np.unique(truth.blocks[kept])), figures, lead)


def _lead(one: Resampled, other: Resampled) -> dict[str, Estimate]:
    return {figure: one.against(other, figure) for figure in FIGURES}


def _curve(own: CrossFitted, truth: Truth) -> tuple[dict[str, float], ...]:
    bins = equal_mass_bins(own.scores[truth.is_line].ravel(), truth.shares[truth.is_line].ravel(), 20)
    return tuple({"score": round(each.score, 4), "share": round(each.share, 4), "rows": each.rows} for each in bins)

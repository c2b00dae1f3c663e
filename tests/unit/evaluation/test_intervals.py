"""Intervals: figures are sklearn's, blocks are drawn whole, a paired difference is narrower than two intervals."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import f1_score, matthews_corrcoef, roc_auc_score

from emolit.evaluation.intervals import Draws, figures_of, label_auc, macro_auc, resample, resample_mean
from emolit.evaluation.truth import Truth

random = np.random.default_rng(7)
N, LABELS, BLOCKS = 300, 5, 30
GOLD = random.random((N, LABELS)) < [0.5, 0.3, 0.2, 0.1, 0.05]
SCORES = np.round(random.random((N, LABELS)) + 0.4 * GOLD, 2)  # rounded, so that there are ties
FOUND = SCORES > 0.7


def truth(gold: np.ndarray = GOLD, blocks: np.ndarray | None = None) -> Truth:
    blocks = np.arange(len(gold)) * BLOCKS // len(gold) if blocks is None else blocks
    everything = np.ones(len(gold), dtype=bool)
    return Truth(np.arange(len(gold)), gold * 5.0, gold * 1.0, gold, blocks.astype(np.intp), everything)


def test_figures_on_all_rows_are_those_of_scikit_learn() -> None:
    found = resample(truth(), FOUND, SCORES, n_resamples=10).value
    assert found["f1_micro"] == pytest.approx(f1_score(GOLD, FOUND, average="micro"))
    assert found["f1_macro"] == pytest.approx(f1_score(GOLD, FOUND, average="macro"))
    assert found["mcc"] == pytest.approx(matthews_corrcoef(GOLD.ravel(), FOUND.ravel()))
    assert found["macro_auc"] == pytest.approx(roc_auc_score(GOLD, SCORES, average="macro"))
    assert figures_of(FOUND, GOLD) == pytest.approx({name: found[name] for name in ("f1_micro", "f1_macro", "mcc")})


def test_a_weight_of_two_is_a_row_that_is_there_twice() -> None:
    weights = random.integers(0, 3, N).astype(float)
    twice = np.repeat(np.arange(N), weights.astype(int))
    expected = roc_auc_score(GOLD[twice], SCORES[twice], average="macro")
    assert macro_auc(SCORES, GOLD, Draws(np.arange(N), weights[None]))[0] == pytest.approx(expected)


def test_a_block_that_a_draw_takes_twice_brings_each_of_its_rows_twice() -> None:
    draws = Draws.of(truth().blocks, 3)
    for areas, weights in zip(macro_auc(SCORES, GOLD, draws)[1:], draws.weights[1:], strict=True):
        rows = np.repeat(np.arange(N), weights[truth().blocks].astype(int))
        assert areas == pytest.approx(roc_auc_score(GOLD[rows], SCORES[rows], average="macro"))


def test_a_label_that_a_draw_does_not_have_says_nothing_about_its_mean() -> None:
    weights = np.ones((1, N))
    weights[0, GOLD[:, 4]] = 0
    draws = Draws(np.arange(N), weights)
    assert np.isnan(label_auc(SCORES[:, 4], GOLD[:, 4], draws))[0]
    others = [label_auc(SCORES[:, k], GOLD[:, k], draws)[0] for k in range(4)]
    assert macro_auc(SCORES, GOLD, draws)[0] == pytest.approx(np.mean(others))


def test_a_label_that_no_row_of_a_draw_has_is_left_out_of_its_mean_f1() -> None:
    rare = np.zeros((N, 1), dtype=bool)
    rare[:3] = True  # of the first block alone, which a draw may not take
    gold, found = np.hstack([np.ones((N, 1), dtype=bool), rare]), np.ones((N, 2), dtype=bool)
    without = resample(truth(gold), found, None).draws["f1_macro"]
    assert without.max() == 1  # the label that all rows have is found in all; the other one is not there
    assert without.min() < 0.6


def test_the_mean_of_a_number_a_row_leaves_out_what_is_not_known() -> None:
    values = np.where(np.arange(N) % 3, SCORES[:, 0], np.nan)
    found = resample_mean("it", values, truth(), n_resamples=200)
    assert found.value["it"] == pytest.approx(np.nanmean(values))
    assert found.estimate("it").low < found.value["it"] < found.estimate("it").high
    assert found.against(found, "it").high == 0


def test_a_constant_answer_has_an_auc_of_a_half() -> None:
    assert set(resample(truth(), FOUND, None, n_resamples=5).draws["macro_auc"]) == {0.5}


def test_the_interval_holds_the_figure_and_grows_when_rows_of_a_block_are_alike() -> None:
    gold, found = np.repeat(GOLD, 4, axis=0), np.repeat(FOUND, 4, axis=0)
    copies = truth(gold, np.repeat(np.arange(N), 4))
    apart = truth(gold, np.arange(4 * N))
    for figure in ("f1_micro", "f1_macro", "mcc"):
        together, single = (resample(each, found, None).estimate(figure) for each in (copies, apart))
        assert together.low < together.value < together.high
        assert together.high - together.low > 1.5 * (single.high - single.low)


def test_a_system_leads_itself_by_nothing_and_a_better_one_by_more_than_chance() -> None:
    better = FOUND | GOLD
    one, other = (resample(truth(), found, SCORES) for found in (better, FOUND))
    same = one.against(one, "f1_micro")
    assert (same.value, same.low, same.high) == (0, 0, 0)
    lead = one.against(other, "f1_micro")
    assert 0 < lead.low < lead.value < lead.high
    assert lead.high - lead.low < one.estimate("f1_micro").high - other.estimate("f1_micro").low


def test_the_same_rows_give_the_same_draws() -> None:
    one, other = (resample(truth(), FOUND, SCORES, n_resamples=50).draws["f1_micro"] for _ in range(2))
    assert np.array_equal(one, other)

"""The paper's protocol on a small corpus: every system in one table, no row scored with what was chosen on it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.special import expit, logit

from emolit.emotions import Scheme
from emolit.errors import TrainingError
from emolit.evaluation.paper import COMMENTS, CROSS_FITTED, Result, evaluate, leaks
from emolit.reading import EmotionReader
from emolit.reading.models import load_reader
from emolit.training.calibrate import cross_fit
from emolit.training.data import counts, gold, load_kpoem, shares
from emolit.training.metrics import measure
from emolit.training.predictions import Predictions
from emolit.training.rows import read_rows
from tests.checkpoints import write_tiny_classifier
from tests.kpoem import small_kpoem, write_data

PAGES = "emolit, in context, passages as on the pages"
MODEL = ("emolit, in context", PAGES, "emolit, each line alone")


@pytest.fixture(scope="module")
def reader(tiny_checkpoint: Path) -> EmotionReader:
    return EmotionReader.load(tiny_checkpoint)


@pytest.fixture(scope="module")
def results(small_data: Path, reader: EmotionReader) -> list[Result]:
    return evaluate(small_data, reader)


def of(results: list[Result], system: str, split: str = "val") -> dict[str, Result]:
    """threshold -> result, of all rows"""
    own = [each for each in results if (each.split, each.part) == (split, "all")]
    return {each.threshold: each for each in own if each.system == system or each.system.startswith(f"{system} ")}


def test_baselines_and_the_model_in_context_and_alone_stand_in_one_table(results: list[Result]) -> None:
    assert [len(of(results, name)) for name in ("constant set of", "TF-IDF and ridge", *MODEL)] == [1, 2, 3, 3, 3]


def test_a_classifier_of_single_texts_is_measured_line_by_line_under_its_own_name(
    small_data: Path, tmp_path: Path, scheme: Scheme
) -> None:
    folder = write_tiny_classifier(tmp_path, labels=scheme.names)
    found = [each for each in evaluate(small_data, load_reader(folder, cache=None)) if "alone" in each.system]
    assert {each.system for each in found} == {f"{folder}, each line alone"}
    assert {each.rows for each in found if each.part == "all"} == {12}


def test_a_line_leaks_that_stands_in_a_learnt_segment_and_no_other() -> None:
    rows = small_kpoem()
    learnt = [replace(row, split="train" if row.unit == "segment" else "test") for row in rows]
    lines = sum(row.unit == "line" for row in rows)
    val, test = leaks(learnt)
    assert (val.lines, test.lines, test.in_learnt_segment) == (0, lines, lines)
    assert leaks([replace(row, split="test") for row in rows])[1].in_learnt_segment == 0


def test_every_system_is_measured_at_the_paper_s_threshold_and_on_val_also_cross_fitted(
    results: list[Result],
) -> None:
    for system in ("TF-IDF and ridge", *MODEL):
        assert {"0.3 (fixed)", "val, cross-fitted"} <= set(of(results, system))
    assert all("0.25 (config.json, chosen on val)" in of(results, system) for system in MODEL)
    assert all(each.rows == 12 for each in results if each.part == "all")


def test_lines_and_segments_are_measured_apart_at_thresholds_that_were_not_chosen_on_them(
    results: list[Result],
) -> None:
    parts = [each for each in results if each.part != "all"]
    assert {each.threshold for each in parts} == {CROSS_FITTED, "set chosen on train"}
    for system in {each.system for each in parts}:
        assert sum(each.rows for each in parts if each.system == system) == 12


def test_every_figure_stands_in_its_interval_and_a_lead_is_over_ridge(results: list[Result]) -> None:
    ridge = of(results, "TF-IDF and ridge")[CROSS_FITTED]
    assert not ridge.lead
    for each in (result for result in results if result.part == "all" and "f1_micro" in result.lead):
        for figure in ("f1_micro", "f1_macro", "mcc"):
            between = each.intervals[figure]
            assert between.low <= getattr(each.metrics, figure) <= between.high
            assert between.value == pytest.approx(getattr(each.metrics, figure))
        assert each.lead["f1_micro"].value == pytest.approx(each.metrics.f1_micro - ridge.metrics.f1_micro)


def test_the_first_stage_stands_beside_them_where_its_predictions_are_kept(
    small_data: Path, reader: EmotionReader
) -> None:
    rows = load_kpoem(small_data, reader.scheme)
    order = np.random.default_rng(2).permutation(len(rows))
    known = np.where(counts(rows, reader.scheme) > 0, 2.0, -2.0)
    kept = Predictions(order, np.zeros(len(rows), int), known[order], known[order], known[order])
    own = of(evaluate(small_data, reader, kept), COMMENTS)
    assert set(own) == {"0.3 (fixed)", CROSS_FITTED}
    assert own["0.3 (fixed)"].auc == 1  # each row has its own prediction, whatever the order


def test_ridge_finds_what_the_lines_say_and_a_constant_answer_has_no_auc(results: list[Result]) -> None:
    assert of(results, "TF-IDF")["0.3 (fixed)"].auc == 1
    assert [each.auc for each in of(results, "constant set").values()] == [None]


@pytest.mark.parametrize(
    ("system", "how"), list(zip(MODEL, ({}, {"over_segments": True}, {"context": False}), strict=True))
)
def test_val_rows_are_cross_fitted_over_their_blocks(
    results: list[Result], small_data: Path, reader: EmotionReader, system: str, how: dict[str, bool]
) -> None:
    rows = load_kpoem(small_data, reader.scheme)
    chosen = [index for index, row in enumerate(rows) if row.split == "val"]
    votes = counts([rows[index] for index in chosen], reader.scheme)
    blocks = np.array([rows[index].block for index in chosen])
    scores = expit(read_rows(reader.engine, reader.tokens, rows, chosen, **how))
    logits = logit(np.clip(scores, 1e-4, 1 - 1e-4))
    expected = measure(cross_fit(logits, shares(votes), gold(votes), blocks).found, gold(votes))
    found = of(results, system)["val, cross-fitted"].metrics
    present = gold(votes).any(axis=0)  # a label that no row has says nothing of F1-macro
    assert found == replace(expected, f1_macro=expected.f1_macro * len(present) / present.sum())


def test_a_line_is_read_among_the_lines_of_its_segment(small_data: Path, reader: EmotionReader) -> None:
    rows = load_kpoem(small_data, reader.scheme)
    inside, alone = (read_rows(reader.engine, reader.tokens, rows, [1], context) for context in (True, False))
    assert np.abs(inside - alone).max() > 1e-3


def test_over_segments_a_line_is_read_among_the_lines_of_its_block(small_data: Path, reader: EmotionReader) -> None:
    rows = load_kpoem(small_data, reader.scheme)
    last = max(index for index, row in enumerate(rows) if row.unit == "line" and row.segment == rows[1].segment)
    near, far = (read_rows(reader.engine, reader.tokens, rows, [last], over_segments=wide) for wide in (False, True))
    assert np.abs(near - far).max() > 1e-3
    segment = next(index for index, row in enumerate(rows) if row.unit == "segment")
    whole = [read_rows(reader.engine, reader.tokens, rows, [segment], over_segments=wide) for wide in (False, True)]
    np.testing.assert_allclose(*whole, atol=1e-5)


def test_the_test_split_is_measured_when_its_votes_are_there_at_a_threshold_of_val(
    tmp_path: Path, reader: EmotionReader, results: list[Result]
) -> None:
    found = evaluate(write_data(tmp_path / "data", small_kpoem(test_votes=True)), reader)
    assert {each.split for each in results} == {"val"}
    assert [each.split for each in found] == sorted((each.split for each in found), reverse=True)
    for system in ("TF-IDF and ridge", *MODEL):
        assert [name for name in of(found, system, "test") if name.endswith("(val)")]
        assert "val, cross-fitted" not in of(found, system, "test")
    assert [of(found, name)["0.3 (fixed)"] for name in MODEL] == [of(results, name)["0.3 (fixed)"] for name in MODEL]


def test_without_votes_on_val_nothing_is_measured(tmp_path: Path, reader: EmotionReader) -> None:
    data = write_data(tmp_path / "data", small_kpoem(val_votes=False))
    with pytest.raises(TrainingError) as caught:
        evaluate(data, reader)
    assert (caught.value.code, caught.value.details) == ("training.no_votes", {"split": "val"})

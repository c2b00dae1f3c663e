"""The honest protocol on a small corpus: every system on the same rows, none chosen on the rows it is measured on."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from emolit.emotions import Scheme
from emolit.errors import TrainingError
from emolit.evaluation.card import model_card, write_card
from emolit.evaluation.grouped import (
    ALONE,
    COMMENTS,
    CONSTANT,
    IN_CONTEXT,
    MEAN,
    MIXED,
    RATES,
    RIDGE,
    distance_to_learnt,
    out_of_fold_scores,
    report,
)
from emolit.evaluation.held_out import FILES, gather, names_of, split_of, stored
from emolit.evaluation.record import held_out_record, write_part
from emolit.evaluation.tables import as_markdown
from emolit.evaluation.truth import Truth
from emolit.reading.measured import Measured
from emolit.training.calibrate import cross_fit
from emolit.training.data import KpoemRow, counts, shares
from emolit.training.predictions import Predictions
from emolit.training.recipe import recipe_of
from emolit.training.splits import N_FOLDS, fold_of_block
from tests.kpoem import BLOCKS, small_kpoem

ROWS = small_kpoem()
FOLDS = fold_of_block(ROWS)


def predictions(scheme: Scheme, noise: float = 1.0, seed: int = 0) -> Predictions:
    """Log-odds of the votes with noise: a model that knows something."""
    random = np.random.default_rng(seed)
    known = shares(counts(ROWS, scheme))
    logits = [3 * known - 2 + random.normal(0, noise, known.shape) for _ in range(3)]
    fold = np.array([FOLDS[row.block] for row in ROWS])
    return Predictions(np.arange(len(ROWS)), fold, *logits)


def test_every_system_is_measured_on_the_same_rows_and_parts(scheme: Scheme) -> None:
    found = report(ROWS, predictions(scheme), split_of("grouped", ROWS), scheme)
    voted = sum(row.votes is not None for row in ROWS)
    assert {each.rows for each in found.measured if each.part == "all"} == {voted}
    parts = ("all", "lines", "segments")
    by_part = {part: {each.system for each in found.measured if each.part == part} for part in parts}
    assert by_part["all"] == by_part["lines"] == by_part["segments"]
    assert {IN_CONTEXT, MIXED, RIDGE, CONSTANT} <= by_part["all"]


def test_the_fold_that_levers_were_tried_on_is_left_out_of_a_part_of_its_own(scheme: Scheme) -> None:
    guessed = predictions(scheme)
    found = report(ROWS, guessed, split_of("grouped", ROWS), scheme, tried=0)
    kept = sum(row.votes is not None and FOLDS[row.block] != 0 and row.split != "val" for row in ROWS)
    assert {each.rows for each in found.measured if each.part == "untried"} == {kept}
    assert "untried" not in {each.part for each in report(ROWS, guessed, split_of("grouped", ROWS), scheme).measured}
    record = held_out_record("grouped", ROWS, guessed, scheme)
    assert "folds that no lever was tried on" in as_markdown("grouped", record)
    assert "no lever" not in as_markdown("poet", held_out_record("poet", *of_poets(scheme), scheme))


def test_labels_are_judged_on_lines_and_on_segments_apart_each_against_its_own_base_rate(scheme: Scheme) -> None:
    found = report(ROWS, predictions(scheme), split_of("grouped", ROWS), scheme).reliability
    for unit, kind in (("lines", "line"), ("segments", "segment")):
        voted = [row for row in ROWS if row.unit == kind and row.votes is not None]
        expected = shares(counts(voted, scheme)).mean(axis=0)
        assert [each.base_rate for each in found[unit]] == pytest.approx(expected.tolist())


def test_a_label_s_skill_is_over_its_rate_in_the_rows_of_its_unit_that_were_learnt(scheme: Scheme) -> None:
    guessed = predictions(scheme)
    truth = Truth.of(ROWS, range(len(ROWS)), scheme)
    fold = guessed.fold[truth.rows]
    scores = cross_fit(guessed.in_context[truth.rows], truth.shares, truth.gold, fold).scores
    rates = np.zeros_like(scores)
    for number in range(N_FOLDS):
        for is_line, unit in enumerate(("segment", "line")):
            learnt = [ROWS[i] for i in split_of("grouped", ROWS)(number).learn if ROWS[i].unit == unit]
            rates[(fold == number) & (truth.is_line == is_line)] = shares(counts(learnt, scheme)).mean(axis=0)
    missed, guess_missed = (scores - truth.shares) ** 2, (rates - truth.shares) ** 2
    found = report(ROWS, guessed, split_of("grouped", ROWS), scheme).reliability
    for unit, kept in (("lines", truth.is_line), ("segments", ~truth.is_line)):
        for k, each in enumerate(found[unit]):
            if guess_missed[kept, k].any():
                expected = 1 - missed[kept, k].mean() / guess_missed[kept, k].mean()
                assert each.brier_skill == pytest.approx(expected)


def test_an_order_of_labels_that_is_the_same_for_every_line_is_told_beside_the_model_s(scheme: Scheme) -> None:
    ranking = report(ROWS, predictions(scheme), split_of("grouped", ROWS), scheme).ranking
    assert ranking is not None
    assert set(ranking.lead) == {RIDGE, COMMENTS, RATES}
    for name, lead in ranking.lead.items():
        assert lead.value == pytest.approx(ranking.value[IN_CONTEXT].value - ranking.value[name].value)


def of_poets(scheme: Scheme) -> tuple[list[KpoemRow], Predictions]:
    rows = [replace(row, poet="가나다"[row.block % 3]) for row in ROWS]
    return rows, replace(predictions(scheme), fold=np.array([row.block % 3 for row in rows]))


def test_each_poet_s_rows_are_measured_apart_by_the_same_answers(scheme: Scheme) -> None:
    rows = [replace(row, poet="가나다"[row.block % 3]) for row in ROWS]
    found = report(rows, predictions(scheme), split_of("grouped", rows), scheme)
    own = {each.part: each for each in found.poets if each.system == IN_CONTEXT and each.part != MEAN}
    voted = Counter(row.poet for row in rows if row.votes is not None)
    assert {part: each.rows for part, each in own.items()} == voted
    assert {each.system for each in found.poets if each.part == "나"} == {IN_CONTEXT, RIDGE, CONSTANT, COMMENTS}
    scores = [each.figures["f1_micro"].value for each in own.values()]
    whole = next(each for each in found.measured if (each.part, each.system) == ("all", IN_CONTEXT))
    assert min(scores) < whole.figures["f1_micro"].value < max(scores)


def test_the_mean_of_the_poets_weighs_each_alike_and_is_surer_than_the_least_sure(scheme: Scheme) -> None:
    rows = [replace(row, poet="가나"[row.block % 2]) for row in ROWS]
    found = report(rows, predictions(scheme), split_of("grouped", rows), scheme).poets
    of = {each.part: each for each in found if each.system == IN_CONTEXT}
    for pick in (lambda each: each.figures["macro_auc"], lambda each: each.lead[RIDGE]["f1_micro"]):
        one, other, mean = (pick(of[part]) for part in ("가", "나", MEAN))
        assert mean.value == pytest.approx((one.value + other.value) / 2)
        assert mean.low < mean.value < mean.high
        assert mean.high - mean.low < max(each.high - each.low for each in (one, other))


def test_a_row_is_as_far_as_the_nearest_segment_that_was_learnt_of_its_poet() -> None:
    fold = np.array([FOLDS[row.block] for row in ROWS])
    away = distance_to_learnt(ROWS, np.arange(len(ROWS)), fold, split_of("grouped", ROWS))
    last = 2 * BLOCKS - 1
    assert {row.segment: distance for row, distance in zip(ROWS, away, strict=True)} == {
        segment: 3 if segment in (0, last) else 2 for segment in range(last + 1)
    }  # two segments a block, one beside it is left out; before the first and after the last nothing was learnt
    poets = [replace(row, poet="가나"[row.block % 2]) for row in ROWS]
    alone = np.array([row.block % 2 for row in poets])
    assert np.isinf(distance_to_learnt(poets, np.arange(len(ROWS)), alone, split_of("poet", poets))).all()


def test_a_poet_held_out_is_a_fold_of_its_own(scheme: Scheme) -> None:
    rows = [replace(row, poet="가나다"[row.block % 3]) for row in ROWS]
    fold = np.array([row.block % 3 for row in rows])
    guessed = replace(predictions(scheme), fold=fold)
    before = out_of_fold_scores(rows, guessed, scheme)
    changed = [replace(row, votes={"놀람": 5}) if row.poet == "나" else row for row in rows]
    after = out_of_fold_scores(changed, guessed, scheme)
    np.testing.assert_allclose(after[fold == 1], before[fold == 1], atol=1e-9)
    record = held_out_record("poet", rows, guessed, scheme)
    assert {each["part"] for each in record["poets"]} == {*"가나다", MEAN}
    assert "| 나 (" in as_markdown("poet", record)
    assert "| mean of the poets (" in as_markdown("poet", record)


def test_a_lead_is_the_difference_of_the_two_figures(scheme: Scheme) -> None:
    found = report(ROWS, predictions(scheme), split_of("grouped", ROWS), scheme)
    of = {each.system: each for each in found.measured if each.part == "all"}
    for figure in ("f1_micro", "macro_auc"):
        for rival in (RIDGE, CONSTANT, COMMENTS, ALONE):
            lead = of[IN_CONTEXT].lead[rival][figure]
            assert lead.value == pytest.approx(of[IN_CONTEXT].figures[figure].value - of[rival].figures[figure].value)
            assert lead.low <= lead.value <= lead.high


def test_a_row_s_score_does_not_depend_on_its_own_fold_s_votes(scheme: Scheme) -> None:
    guessed = predictions(scheme)
    before = out_of_fold_scores(ROWS, guessed, scheme)
    inside = [index for index, row in enumerate(ROWS) if FOLDS[row.block] == 0]
    changed = [type(row)(**{**vars(row), "votes": {"놀람": 5}}) if i in inside else row for i, row in enumerate(ROWS)]
    after = out_of_fold_scores(changed, guessed, scheme)
    np.testing.assert_allclose(after[inside], before[inside], atol=1e-9)
    others = [index for index in range(len(ROWS)) if index not in inside]
    assert np.abs(after[others] - before[others]).max() > 1e-3


def test_rows_without_votes_are_scored_too(scheme: Scheme) -> None:
    scores = out_of_fold_scores(ROWS, predictions(scheme), scheme)
    withheld = [index for index, row in enumerate(ROWS) if row.votes is None]
    assert withheld
    assert (scores[withheld] > 0).all()


def test_predictions_come_back_from_the_parts_of_a_run(scheme: Scheme, tmp_path: Path) -> None:
    whole = predictions(scheme)
    for number, name in enumerate(names_of("grouped", ROWS)):
        kept = whole.fold == number
        arrays = {name: values[kept] for name, values in vars(whole).items() if name != "changes"}
        part = Predictions(**arrays, changes={"ridge": 0.5})
        part.save(tmp_path / "run" / name / "predictions.npz")
    joined = gather("grouped", tmp_path / "run", ROWS)
    assert joined.rows.tolist() == whole.rows.tolist()
    np.testing.assert_allclose(joined.in_context, whole.in_context, atol=2e-3)
    joined.save(tmp_path / "atlas" / FILES["grouped"])
    found = stored("grouped", tmp_path / "atlas")
    np.testing.assert_allclose(found.alone, whole.alone, atol=2e-3)
    said = as_markdown("grouped", held_out_record("grouped", ROWS, found, scheme))
    assert '`{"ridge": 0.5}`' in said  # figures of another recipe than the shipped one say so


def test_figures_of_the_shipped_recipe_speak_of_no_other(scheme: Scheme) -> None:
    said = as_markdown("grouped", held_out_record("grouped", ROWS, predictions(scheme), scheme))
    assert "recipe" not in said


def test_figures_name_what_their_recipe_changes_in_that_of_the_checkpoint_they_are_kept_for(scheme: Scheme) -> None:
    guessed = replace(predictions(scheme), changes={"ridge": 0.5})
    own = asdict(recipe_of({"ridge": 0.5}))
    assert "changes" not in held_out_record("grouped", ROWS, guessed, scheme, own)
    older = {name: value for name, value in own.items() if name != "masked"}  # a lever that was not known then
    assert "changes" not in held_out_record("grouped", ROWS, guessed, scheme, older)
    other = asdict(recipe_of({"goemotions": 0, "poems": {"epochs": 2}}))
    changes = held_out_record("grouped", ROWS, guessed, scheme, other)["changes"]
    assert changes == {"ridge": 0.5, "goemotions": 24_000, "poems": {"epochs": 6}}


def test_trainings_of_different_recipes_are_not_joined(scheme: Scheme, tmp_path: Path) -> None:
    for number, name in enumerate(names_of("grouped", ROWS)):
        replace(predictions(scheme), changes={"ridge": 0.1 * number}).save(tmp_path / name / "predictions.npz")
    with pytest.raises(TrainingError) as caught:
        gather("grouped", tmp_path, ROWS)
    assert caught.value.code == "training.mixed_recipes"


def test_a_protocol_that_was_never_measured_says_how_to_measure_it(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="--poet"):
        stored("poet", tmp_path)


def test_a_fold_that_was_not_trained_is_named(scheme: Scheme, tmp_path: Path) -> None:
    (tmp_path / "fold-0").mkdir()
    predictions(scheme).save(tmp_path / "fold-0" / "predictions.npz")
    with pytest.raises(TrainingError, match="fold-1, fold-2, fold-3, fold-4"):
        gather("grouped", tmp_path, ROWS)
    assert len(names_of("grouped", ROWS)) == N_FOLDS


def test_the_card_shows_what_was_measured_and_says_what_was_not(
    scheme: Scheme, small_data: Path, tmp_path: Path
) -> None:
    record = held_out_record("grouped", ROWS, predictions(scheme), scheme)
    english = {language: {"macro_auc": area, "labels": {"기쁨": area}} for language, area in (("en", 0.7), ("ko", 0.8))}
    write_part(tmp_path, "grouped", record, small_data, "abc")
    verse = {"lines": 2, "median_rank": 3.5, "among_first_five": 1, "macro_auc": 0.7, "ranks": {"기쁨": [1, 6]}}
    write_part(tmp_path, "english", {"comments": 3, **english, "verse": verse}, small_data, "abc")
    measured = Measured.of(tmp_path).record
    assert json.loads(json.dumps(record)) == measured["grouped"]
    card = model_card({"threshold": 0.09, "recipe": {"ridge": 0.3}}, measured)
    assert as_markdown("grouped", record) in card
    assert all(name in card for name in scheme.names)
    assert "| ridge | 0.3 |" in card
    assert card.count("Not measured yet.") == 3  # poets, the ceiling, the paper's split


def test_figures_of_other_weights_do_not_stay_in_the_file(small_data: Path, tmp_path: Path) -> None:
    write_part(tmp_path, "ceiling", {"lines": {}}, small_data, "old")
    write_part(tmp_path, "english", {"comments": 3}, small_data, "new")
    assert Measured.of(tmp_path, "old").record == {}
    assert Measured.of(tmp_path, "new").record.keys() & {"ceiling", "english"} == {"english"}


def test_figures_of_other_data_do_not_stay_in_the_file(small_data: Path, tmp_path: Path) -> None:
    write_part(tmp_path, "ceiling", {"lines": {}}, small_data, "same")
    other = shutil.copytree(small_data, tmp_path / "data")
    with (other / "kpoem" / "rows.tsv").open("a", encoding="utf-8") as file:
        file.write("\n")
    write_part(tmp_path, "grouped", {}, other, "same")
    assert Measured.of(tmp_path).record.keys() & {"ceiling", "grouped"} == {"grouped"}
    write_part(tmp_path, "poet", {}, other, "same")
    assert Measured.of(tmp_path).record.keys() & {"grouped", "poet"} == {"grouped", "poet"}


def test_a_card_goes_beside_its_checkpoint_and_into_the_documentation_for_the_shipped_one_alone(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"threshold": 0.1}', encoding="utf-8")
    docs = tmp_path / "docs"
    docs.mkdir()
    write_card(tmp_path, docs)
    assert "on its score (0.1;" in (tmp_path / "README.md").read_text(encoding="utf-8")
    assert not list(docs.iterdir())

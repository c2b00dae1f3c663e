"""The checkpoint that is shipped: small, whole, and what the documents say of it."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pytest
from safetensors import safe_open

from emolit.corpus import sample_corpus
from emolit.emotions import load_scheme
from emolit.evaluation.verse import verse_record
from emolit.reading import EmotionReader, EmotionScores
from emolit.reading.checkpoint import SHIPPED, SHIPPED_FOLDER
from emolit.reading.engine import Engine
from emolit.reading.measured import EVALUATION
from emolit.reading.precision import Precision, has_bf16

WEIGHTS = SHIPPED_FOLDER / "model.safetensors"

if not WEIGHTS.is_file():
    pytest.skip("the shipped checkpoint is not there yet", allow_module_level=True)

WORKS = sample_corpus().works


@pytest.fixture(scope="module")
def shipped() -> EmotionReader:
    return EmotionReader.load(SHIPPED)


@pytest.fixture(scope="module")
def scores(shipped: EmotionReader) -> EmotionScores:
    return shipped.annotate(WORKS)


def test_all_its_files_together_have_less_than_a_hundred_megabytes() -> None:
    assert sum(path.stat().st_size for path in SHIPPED_FOLDER.rglob("*") if path.is_file()) < 100_000_000


def test_its_weights_are_saved_in_half_precision() -> None:
    with safe_open(WEIGHTS, framework="pt") as file:
        assert {file.get_slice(name).get_dtype() for name in file.keys()} == {"F16"}  # noqa: SIM118


def test_its_checksums_hold_and_name_what_scores_depend_on() -> None:
    entries = (SHIPPED_FOLDER / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in (entry.split(maxsplit=1) for entry in entries)}
    assert {"config.json", "model.safetensors", "tokenizer.json", "trained_lines.txt"} <= set(sums)
    for name, digest in sums.items():
        assert hashlib.sha256((SHIPPED_FOLDER / name).read_bytes()).hexdigest() == digest, name


def test_its_config_has_the_scheme_s_labels_and_a_threshold_within_bounds() -> None:
    config = json.loads((SHIPPED_FOLDER / "config.json").read_text(encoding="utf-8"))
    assert {int(index): name for index, name in config["id2label"].items()} == dict(enumerate(load_scheme().names))
    thresholds = config["threshold"] if isinstance(config["threshold"], list) else [config["threshold"]]
    assert all(0 < threshold < 1 for threshold in thresholds)


def test_sample_scores_are_shares(scores: EmotionScores) -> None:
    for work in scores.works:
        for level in (work.lines, work.stanzas, work.work):
            assert np.isfinite(level.values).all()
            assert ((level.values >= 0) & (level.values <= 1)).all()


def test_hardly_a_character_of_the_samples_is_unknown_and_no_line_of_them_was_learnt(scores: EmotionScores) -> None:
    characters = sum(len(text) for work in WORKS for text in work.texts)
    assert sum(sum(work.unread) for work in scores.works) < characters / 1000
    assert not any(work.trained_on for work in scores.works)


def test_context_makes_a_difference(shipped: EmotionReader, scores: EmotionScores) -> None:
    alone = shipped.annotate(WORKS[:1], context=False)
    assert np.abs(alone.works[0].lines.values - scores.works[0].lines.values).max() > 0.01


def test_the_size_of_batches_changes_no_score(shipped: EmotionReader, scores: EmotionScores) -> None:
    works = (*WORKS[:2], WORKS[-1])
    engine = Engine(shipped.engine.model, shipped.tokens.specials.pad, batch_tokens=1)
    one_by_one = EmotionReader(engine, shipped.tokens, shipped.checkpoint).annotate(works)
    for found in one_by_one.works:
        expected = scores.of(found.work_id)
        np.testing.assert_allclose(found.lines.values, expected.lines.values, atol=1e-5, rtol=0)
        np.testing.assert_allclose(found.work.values, expected.work.values, atol=1e-5, rtol=0)


@pytest.mark.skipif(not has_bf16(), reason="needs a processor with bfloat16")
@pytest.mark.parametrize("context", [True, False])
def test_bfloat16_moves_no_score_of_the_samples_by_more_than_0_005(shipped: EmotionReader, context: bool) -> None:
    engine = Engine(shipped.engine.model, shipped.engine.pad, precision=Precision.BF16)
    found = EmotionReader(engine, shipped.tokens, shipped.checkpoint).annotate(WORKS, context=context)
    exact = shipped.annotate(WORKS, context=context)
    assert np.abs(found.line_values() - exact.line_values()).max() <= 0.005
    assert np.abs(found.work_values() - exact.work_values()).max() <= 0.005


def test_english_verse_is_read_and_the_record_says_how_well(shipped: EmotionReader) -> None:
    found = verse_record(shipped)
    kept = json.loads((SHIPPED_FOLDER / EVALUATION).read_text(encoding="utf-8"))["english"]["verse"]
    assert found["macro_auc"] == pytest.approx(kept["macro_auc"], abs=0.005)
    assert found["macro_auc"] > 0.75
    assert sum(map(len, found["ranks"].values())) == found["lines"] == kept["lines"]

"""What the model is worth, from the shell."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from emolit.emotions import Scheme
from emolit.evaluation.held_out import FILES, names_of
from emolit.reading.checkpoint import Checkpoint
from emolit.training.data import counts, shares
from emolit.training.predictions import Predictions
from emolit.training.recipe import recipe_of
from emolit.training.splits import fold_of_block
from tests.checkpoints import write_tiny_classifier
from tests.kpoem import small_kpoem

Run = Callable[..., Any]

ROWS = small_kpoem()


@pytest.fixture
def checkpoint(tiny_checkpoint: Path, tmp_path: Path) -> Path:
    return shutil.copytree(tiny_checkpoint, tmp_path / "checkpoint")


@pytest.fixture
def trained(tmp_path: Path, scheme: Scheme) -> Path:
    """A run folder with what five trainings said of the rows that each had held out."""
    folds = fold_of_block(ROWS)
    fold = np.array([folds[row.block] for row in ROWS])
    logits = 3 * shares(counts(ROWS, scheme)) - 2
    for number, name in enumerate(names_of("grouped", ROWS)):
        own = np.flatnonzero(fold == number)
        part = Predictions(own, fold[own], *[logits[own]] * 3)
        part.save(tmp_path / "run" / name / "predictions.npz")
    return tmp_path / "run"


def test_a_run_is_measured_without_a_trace_and_kept_when_asked(
    emolit: Run,
    checkpoint: Path,
    trained: Path,
    small_data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("EMOLIT_ATLAS", str(tmp_path / "atlas"))
    say_recipe(checkpoint)
    asked = ("evaluate", "--protocol", "grouped", "--data", small_data, "--model", checkpoint, "--run", trained)
    said = emolit(*asked)
    assert said.code == 0
    assert b"emolit, in context" in said.out
    assert not (tmp_path / "atlas").exists()
    assert not (checkpoint / "evaluation.json").exists()
    assert emolit(*asked, "--keep").out == said.out
    assert (tmp_path / "atlas" / FILES["grouped"]).is_file()
    kept = json.loads((checkpoint / "evaluation.json").read_text(encoding="utf-8"))
    assert kept["weights"] == Checkpoint.find(checkpoint).fingerprint
    assert (checkpoint / "README.md").is_file()
    assert emolit(*asked[:-2]).out == said.out  # now from the atlas


def say_recipe(checkpoint: Path, **changes: Any) -> None:
    """As a checkpoint that was trained here does."""
    path = checkpoint / "config.json"
    config = json.loads(path.read_text(encoding="utf-8")) | {"recipe": asdict(recipe_of(changes))}
    path.write_text(json.dumps(config), encoding="utf-8")


def test_figures_of_a_training_are_not_kept_as_those_of_a_model_that_says_no_recipe(
    emolit: Run, checkpoint: Path, trained: Path, small_data: Path, tmp_path: Path
) -> None:
    asked = ("evaluate", "--protocol", "grouped", "--data", small_data, "--model", checkpoint, "--run", trained)
    said = emolit(*asked, "--keep")
    assert (said.code, said.out) == (2, b"")
    assert "does not say how it was trained" in said.complaints[-1]
    assert not (checkpoint / "evaluation.json").exists()
    assert emolit(*asked, "--output", tmp_path / "record.json").code == 0
    kept = json.loads((tmp_path / "record.json").read_text(encoding="utf-8"))
    assert "fingerprint" not in kept  # figures of trainings, which no checkpoint made
    assert kept["compared_with"]["fingerprint"] == Checkpoint.find(checkpoint).fingerprint


def test_the_first_stage_stands_beside_a_checkpoint_of_its_own_data_and_recipe_alone(
    emolit: Run, checkpoint: Path, trained: Path, small_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("evaluate", "--data", small_data, "--model", checkpoint)
    first_stage = b"first stage alone"
    assert first_stage not in emolit(*asked).out  # the atlas that ships is of other rows
    monkeypatch.setenv("EMOLIT_ATLAS", str(tmp_path / "atlas"))
    say_recipe(checkpoint)
    assert emolit(*asked, "--protocol", "grouped", "--run", trained, "--keep").code == 0
    assert first_stage in emolit(*asked).out
    say_recipe(checkpoint, goemotions=0)
    assert first_stage not in emolit(*asked).out


def test_a_model_of_other_labels_is_told_that_it_cannot_be_measured(
    emolit: Run, small_data: Path, tmp_path: Path
) -> None:
    write_tiny_classifier(tmp_path)
    for protocol in ("paper", "english", "ceiling"):
        said = emolit("evaluate", "--protocol", protocol, "--data", small_data, "--model", tmp_path)
        assert said.code == 2
        assert len(said.complaints) == 1
        assert "not the 44 of the data" in said.complaints[0]


def test_where_the_record_cannot_be_written_it_is_still_shown(
    emolit: Run, checkpoint: Path, trained: Path, small_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "atlas").write_text("a file, no folder", encoding="utf-8")
    monkeypatch.setenv("EMOLIT_ATLAS", str(tmp_path / "atlas"))
    say_recipe(checkpoint)
    asked = ("evaluate", "--protocol", "grouped", "--data", small_data, "--model", checkpoint, "--run", trained)
    said = emolit(*asked, "--keep")
    assert said.code == 2
    assert b"emolit, in context" in said.out
    assert str(tmp_path / "atlas") in said.complaints[-1]

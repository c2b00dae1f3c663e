"""What the model is worth, from the shell."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from emolit.emotions import Scheme
from emolit.evaluation.held_out import FILES, names_of
from emolit.reading.checkpoint import Checkpoint
from emolit.training.data import counts, shares
from emolit.training.predictions import Predictions
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
    assert not (checkpoint / "README.md").exists()  # a checkpoint that says no recipe was not trained here
    assert emolit(*asked[:-2]).out == said.out  # now from the atlas


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
    asked = ("evaluate", "--protocol", "grouped", "--data", small_data, "--model", checkpoint, "--run", trained)
    said = emolit(*asked, "--keep")
    assert said.code == 2
    assert b"emolit, in context" in said.out
    assert str(tmp_path / "atlas") in said.complaints[-1]

"""`atlas`: says what it built; what is missing gets one sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from emolit.analysis.projection import Array, Plane
from emolit.evaluation import atlas as module
from emolit.training.predictions import Predictions
from emolit.training.splits import fold_of_block
from tests.kpoem import small_kpoem, write_data
from tests.unit.cli.conftest import Run

ROWS = small_kpoem()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_data(tmp_path / "data", ROWS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folds, logits = fold_of_block(ROWS), np.random.default_rng(0).normal(size=(len(ROWS), 44))
    fold = np.array([folds[row.block] for row in ROWS])
    Predictions(np.arange(len(ROWS)), fold, logits, logits, logits).save(tmp_path / "out_of_fold.npz")
    return tmp_path


def test_what_was_built_is_told_with_how_far_it_can_be_trusted(
    emolit: Run, data: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drawn(profiles: Array, *_: object) -> Plane:
        return Plane("UMAP", profiles[:, :2])

    monkeypatch.setattr(module, "umap_plane", drawn)
    monkeypatch.setenv("EMOLIT_ATLAS", str(folder))
    said = emolit("atlas", "--data", data)
    assert said.code == 0
    rows = [line.split(" | ")[:3] for line in said.out.decode().splitlines() if line.startswith("| lines")]
    assert rows == [["| lines", "60", method] for method in ("PCA", "UMAP", "MDS")]
    assert "| 1.000 |" in said.out.decode()  # the stand-in draws the same from every seed
    assert (folder / "atlas.parquet").is_file()
    assert (folder / "atlas.json").is_file()


def test_without_predictions_there_is_one_sentence(emolit: Run, data: Path, tmp_path: Path) -> None:
    said = emolit("atlas", "--data", data, "--folder", tmp_path / "nowhere", "--lang", "ko")
    assert (said.code, said.out) == (2, b"")
    (complaint,) = said.complaints
    assert "out_of_fold.npz" in complaint

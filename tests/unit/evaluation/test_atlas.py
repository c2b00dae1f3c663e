"""The reference atlas is built from data and predictions alone, says what it is made of, and holds no text."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from emolit.analysis.projection import Array, Plane, pca
from emolit.analysis.signals import emotion_columns
from emolit.emotions import Scheme
from emolit.errors import TrainingError
from emolit.evaluation import atlas as module
from emolit.evaluation.atlas import build_atlas
from emolit.evaluation.grouped import out_of_fold_scores
from emolit.reading.atlas import SHIPPED_ATLAS, read_atlas
from emolit.training.data import load_kpoem
from emolit.training.predictions import Predictions
from emolit.training.splits import fold_of_block
from tests.kpoem import small_kpoem, write_data

ROWS = small_kpoem(test_votes=False)


@pytest.fixture(autouse=True)
def quick_umap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in: the first two scores, moved a little by the seed."""

    def drawn(profiles: Array, neighbours: int, min_dist: float, seed: int) -> Plane:
        moved = np.random.default_rng(seed).normal(0, 0.1, (len(profiles), 2)) * profiles[:, :2].std(axis=0)
        return Plane("UMAP", profiles[:, :2] + moved)

    monkeypatch.setattr(module, "umap_plane", drawn)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_data(tmp_path_factory.mktemp("data") / "data", ROWS)


def predictions(rows: list[int]) -> Predictions:
    folds = fold_of_block(ROWS)
    random = np.random.default_rng(0)
    logits = random.normal(-1, 1, (len(ROWS), 44))
    fold = np.array([folds[ROWS[row].block] for row in rows])
    return Predictions(np.array(rows), fold, logits[rows], logits[rows], logits[rows])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With predictions whose rows are not in order."""
    order = np.random.default_rng(1).permutation(len(ROWS)).tolist()
    predictions(order).save(tmp_path / "out_of_fold.npz")
    return tmp_path


def test_what_is_built_is_what_the_reader_reads(data: Path, folder: Path, scheme: Scheme) -> None:
    record = build_atlas(data, folder, scheme, seed=3)
    found = read_atlas(folder)
    assert found is not None
    assert found.labels == scheme.names
    assert json.loads(json.dumps(record)) == found.record
    lines = [row for row in ROWS if row.unit == "line"]
    assert (len(found.lines), len(found.segments)) == (len(lines), len(ROWS) - len(lines))
    for part, rows in ((found.lines, lines), (found.segments, ROWS[len(lines) :])):
        for name in ("row", "segment", "block"):
            assert getattr(part, name).tolist() == [getattr(row, name) for row in rows]
        withheld = [row.votes is None for row in rows]
        assert np.isnan(part.votes).all(axis=1).tolist() == withheld
        given = np.array([[(row.votes or {}).get(name, 0) for name in scheme.names] for row in rows])
        np.testing.assert_array_equal(np.nan_to_num(part.votes), given)
        for points in part.points.values():
            assert np.isfinite(points).all()
    assert any(row.votes is None for row in lines)
    assert found.find(lines[17].text) == 17


def test_scores_are_calibrated_on_other_folds_and_stand_beside_their_row(
    data: Path, folder: Path, scheme: Scheme
) -> None:
    build_atlas(data, folder, scheme)
    found = read_atlas(folder)
    assert found is not None
    in_order = predictions(list(range(len(ROWS))))
    expected = out_of_fold_scores(load_kpoem(data, scheme), in_order, scheme)
    scores = np.concatenate([found.lines.scores, found.segments.scores])
    np.testing.assert_allclose(scores, expected, atol=2e-3)  # predictions are kept as half floats
    assert np.abs(scores - expit(in_order.in_context)).max() > 0.05


def test_the_places_are_the_components_of_the_scores_that_stand_in_the_table(
    data: Path, folder: Path, scheme: Scheme
) -> None:
    record = build_atlas(data, folder, scheme)
    found = read_atlas(folder)
    assert found is not None
    for part, name in ((found.lines, "lines"), (found.segments, "segments")):
        profiles, about = part.scores[:, emotion_columns(scheme)], record[name]["pca"]
        plane = pca(profiles)
        np.testing.assert_allclose(part.points["PCA"], plane.points, atol=1e-5)
        again = (profiles - np.array(about["mean"])) @ np.array(about["axes"]).T  # so that a new text can be placed
        np.testing.assert_allclose(again, plane.points, atol=1e-5)
        assert about["explained"] == pytest.approx(plane.explained, abs=1e-6)


def test_the_record_says_what_it_was_made_from_and_how_far_its_maps_can_be_trusted(
    data: Path, folder: Path, scheme: Scheme
) -> None:
    record = build_atlas(data, folder, scheme, seed=3)
    for name, path in (
        ("kpoem/rows.tsv", data / "kpoem" / "rows.tsv"),
        ("out_of_fold.npz", folder / "out_of_fold.npz"),
    ):
        assert record["inputs"][name] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert record["seed"] == 3
    assert {"emolit", "numpy", "umap-learn", "numba"} <= set(record["versions"])
    told = record["lines"]["diagnostics"]
    assert set(told) == {"pca", "umap", "mds"}
    assert set(told["umap"]["trustworthiness"]) == set(told["pca"]["continuity"]) == {"5", "15"}
    assert 0.5 < told["umap"]["stability"] < 1
    assert told["pca"]["stability"] is None
    assert record["lines"]["umap"] == {"neighbours": 15, "min_dist": 0.1, "metric": "hellinger", "seeds": 5}
    near = record["segments"]["nearness"]
    assert list(near) == ["0.5", "0.9", "0.95", "0.99"]
    assert list(near.values()) == sorted(near.values())


def test_the_same_inputs_and_seed_give_the_same_files(data: Path, folder: Path, scheme: Scheme) -> None:
    def files() -> list[bytes]:
        build_atlas(data, folder, scheme, seed=5)
        return [(folder / name).read_bytes() for name in ("atlas.parquet", "atlas.json")]

    assert files() == files()


def test_no_text_is_in_it(data: Path, folder: Path, scheme: Scheme) -> None:
    build_atlas(data, folder, scheme)
    table = pd.read_parquet(folder / "atlas.parquet")
    words = {word for row in ROWS for word in row.text.split()}
    cells = {str(cell) for column in table.select_dtypes("str") for cell in table[column].unique()}
    assert cells == {"line", "segment", "누군가", *table["hash"]}
    assert not any(word in cell for word in words for cell in cells)


def test_a_row_without_a_prediction_is_told_and_nothing_is_written(data: Path, tmp_path: Path, scheme: Scheme) -> None:
    predictions(list(range(len(ROWS) - 2))).save(tmp_path / "out_of_fold.npz")
    with pytest.raises(TrainingError) as caught:
        build_atlas(data, tmp_path, scheme)
    assert caught.value.code == "training.atlas_rows"
    assert caught.value.details == {"rows": len(ROWS), "found": len(ROWS) - 2}
    assert not (tmp_path / "atlas.parquet").exists()


def test_an_atlas_too_large_to_ship_is_refused(
    data: Path, folder: Path, scheme: Scheme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 1000)
    with pytest.raises(TrainingError, match="MB"):
        build_atlas(data, folder, scheme)
    assert not (folder / "atlas.parquet").exists()


def test_what_ships_is_built_from_the_predictions_that_ship_and_is_small(scheme: Scheme) -> None:
    predicted = SHIPPED_ATLAS / "out_of_fold.npz"
    assert (SHIPPED_ATLAS / "atlas.parquet").is_file() == predicted.is_file()
    found = read_atlas(SHIPPED_ATLAS)
    if found is not None:
        assert found.record["inputs"]["out_of_fold.npz"] == hashlib.sha256(predicted.read_bytes()).hexdigest()
        assert found.labels == scheme.names
        assert (len(found.lines), len(found.segments)) == (7007, 615)
        assert (SHIPPED_ATLAS / "atlas.parquet").stat().st_size < 15_000_000
        for part in (found.lines, found.segments):
            assert ((part.scores >= 0) & (part.scores <= 1)).all()
            assert all(np.isfinite(points).all() for points in part.points.values())

"""What is shipped: a folder that loads as any checkpoint does and scores as the calibrated model did."""

from __future__ import annotations

import hashlib
import json
import shutil
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from safetensors import safe_open
from transformers import BertForTokenClassification

from emolit.corpus import read_paste
from emolit.emotions import Scheme
from emolit.reading import EmotionReader
from emolit.reading.checkpoint import Checkpoint, line_hash
from emolit.reading.engine import Engine
from emolit.reading.tokens import Tokens
from emolit.training.calibrate import fit
from emolit.training.data import counts, data_hashes, shares
from emolit.training.recipe import Recipe, Stage
from emolit.training.rows import read_rows
from emolit.training.ship import ship, write_trained_lines
from tests.checkpoints import tiny_model
from tests.kpoem import COMMENTS, small_kpoem

RECIPE = Recipe(poems=Stage("poems", 2, 512, seed=23), restart=Stage("restart", 1, 512), kote_held_out=1)
ROWS = small_kpoem()


@dataclass(frozen=True)
class Shipped:
    folder: Path
    expected: NDArray[np.float64]  # calibrated scores of all rows before anything was written

    @property
    def config(self) -> dict[str, object]:
        config: dict[str, object] = json.loads((self.folder / "config.json").read_text(encoding="utf-8"))
        return config


@pytest.fixture(scope="module")
def shipped(
    tiny_checkpoint: Path, small_data: Path, scheme: Scheme, tmp_path_factory: pytest.TempPathFactory
) -> Shipped:
    base = shutil.copytree(tiny_checkpoint, tmp_path_factory.mktemp("base") / "base")
    (base / "NOTICE").write_text("Whose it is.\n")
    tokens, model = Tokens.load(base), tiny_model()
    engine = Engine(deepcopy(model), tokens.specials.pad)
    validation = [index for index, row in enumerate(ROWS) if row.split == "val"]
    votes = counts([ROWS[index] for index in validation], scheme)
    calibration = fit(read_rows(engine, tokens, ROWS, validation), shares(votes))
    expected = calibration(read_rows(engine, tokens, ROWS, range(len(ROWS))))
    folder = tmp_path_factory.mktemp("shipped") / "model"
    widen(model)
    ship(model, small_data, base, folder, RECIPE, scheme)
    return Shipped(folder, expected)


def widen(model: BertForTokenClassification) -> None:
    """Logits of three more labels, as a training on other data leaves them."""
    wide = torch.nn.Linear(model.classifier.in_features, 47)
    with torch.no_grad():
        wide.weight[:44], wide.bias[:44] = model.classifier.weight, model.classifier.bias
    model.classifier, model.num_labels = wide, 47
    model.config.id2label = dict(enumerate([*model.config.id2label.values(), "x", "y", "z"]))


def test_its_weights_are_saved_in_half_precision(shipped: Shipped) -> None:
    with safe_open(shipped.folder / "model.safetensors", framework="pt") as file:
        assert {file.get_slice(name).get_dtype() for name in file.keys()} == {"F16"}  # noqa: SIM118


def test_its_checksums_hold_and_cover_what_scores_depend_on(shipped: Shipped) -> None:
    entries = (shipped.folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in (entry.split(maxsplit=1) for entry in entries)}
    assert {"config.json", "model.safetensors", "tokenizer.json", "trained_lines.txt"} <= set(sums)
    for name, digest in sums.items():
        assert hashlib.sha256((shipped.folder / name).read_bytes()).hexdigest() == digest


def test_its_config_says_how_it_was_made(shipped: Shipped, small_data: Path) -> None:
    config = shipped.config
    assert len(config["threshold"]) == 44  # type: ignore[arg-type]
    assert all(0 < each < 1 for each in config["threshold"])  # type: ignore[attr-defined]
    assert (config["label_scheme"], config["recipe"]["poems"]["seed"]) == ("kote", 23)  # type: ignore[index]
    assert config["trained_languages"] == ["ko", "en"]
    assert len(config["id2label"]) == 44  # type: ignore[arg-type]
    assert config["training_data"]["sha256"] == data_hashes(small_data)  # type: ignore[index]


@pytest.mark.parametrize(
    ("changes", "languages", "read"),
    [
        ({}, ["ko", "en"], {"KPoEM v4", "KOTE", "GoEmotions"}),
        ({"goemotions": 0}, ["ko"], {"KPoEM v4", "KOTE"}),
        ({"comments": Stage("comments", 0, 512)}, ["ko"], {"KPoEM v4"}),
        ({"comments": Stage("comments", 0, 512), "replay": 8}, ["ko", "en"], {"KPoEM v4", "KOTE", "GoEmotions"}),
    ],
    ids=["all", "no GoEmotions", "no comments", "comments beside poems"],
)
def test_it_says_what_its_recipe_read_and_no_more(
    tiny_checkpoint: Path,
    small_data: Path,
    scheme: Scheme,
    tmp_path: Path,
    changes: dict[str, Any],
    languages: list[str],
    read: set[str],
) -> None:
    ship(tiny_model(), small_data, tiny_checkpoint, tmp_path, replace(RECIPE, **changes), scheme)
    config = json.loads((tmp_path / "config.json").read_text(encoding="utf-8"))
    assert config["trained_languages"] == languages
    assert set(config["training_data"]) == read | {"sha256"}
    known = Checkpoint("", tmp_path).trained_lines
    assert (line_hash(COMMENTS[0][0]) in known) == ("KOTE" in read)


def test_it_scores_lines_and_segments_as_the_calibrated_model_did(shipped: Shipped) -> None:
    reader = EmotionReader.load(shipped.folder)
    lines = [index for index, row in enumerate(ROWS) if (row.unit, row.segment) == ("line", 4)]
    (segment,) = [index for index, row in enumerate(ROWS) if (row.unit, row.segment) == ("segment", 4)]
    (poem,) = read_paste("\n".join(ROWS[index].text for index in lines), title="시")
    found = reader.annotate([poem]).works[0]
    np.testing.assert_allclose(found.lines.values, shipped.expected[lines], atol=2e-3)
    whole = 1 / (1 + np.exp(-read_rows(reader.engine, reader.tokens, ROWS, [segment])))
    np.testing.assert_allclose(whole, shipped.expected[[segment]], atol=2e-3)


def test_calibrated_scores_are_nearer_to_the_shares_than_those_of_the_model_as_it_was(
    shipped: Shipped, tiny_checkpoint: Path, scheme: Scheme
) -> None:
    validation = [index for index, row in enumerate(ROWS) if row.split == "val"]
    target = shares(counts([ROWS[index] for index in validation], scheme))
    reader = EmotionReader.load(tiny_checkpoint)
    raw = 1 / (1 + np.exp(-read_rows(reader.engine, reader.tokens, ROWS, validation)))
    assert np.abs(shipped.expected[validation] - target).mean() < np.abs(raw - target).mean()


def test_a_line_of_a_segment_that_was_not_learnt_is_known_where_it_was_learnt_itself(
    small_data: Path, tmp_path: Path
) -> None:
    rows = [replace(row, split="test") if (row.unit, row.segment) == ("segment", 3) else row for row in ROWS]
    write_trained_lines(rows, small_data, Recipe(kote_held_out=1), tmp_path)
    known = Checkpoint("", tmp_path).trained_lines
    for row in rows:
        assert (line_hash(row.text) in known) == (row.split == "train" or row.segment != 3)


def test_it_knows_the_lines_it_learnt_and_no_others(shipped: Shipped) -> None:
    known = EmotionReader.load(shipped.folder).checkpoint.trained_lines
    assert {line_hash(row.text) for row in ROWS} <= known  # every segment was learnt, and its lines stand in it
    assert [line_hash(text) in known for text, _ in COMMENTS] == [True, True, False]  # the last was held out


def test_whose_base_it_is_goes_with_it(shipped: Shipped) -> None:
    assert (shipped.folder / "NOTICE").read_text() == "Whose it is.\n"

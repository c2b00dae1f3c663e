"""What an evaluation left beside a checkpoint: read as it is, and silent where there is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from emolit.reading.measured import FEW_ROWS, Measured

GOOD = {"label": "슬픔", "support": 400, "base_rate": 0.2, "alpha": 0.3, "alpha_low": 0.2, "alpha_high": 0.4,
        "auc": 0.8, "f1": 0.6, "slope": 1.0, "brier_skill": 0.1, "bins": []}  # fmt: skip


def measured(folder: Path, **changes: object) -> Measured:
    record = {"grouped": {"reliability": [GOOD | changes]}}
    (folder / "evaluation.json").write_text(json.dumps(record), encoding="utf-8")
    return Measured.of(folder)


def test_without_an_evaluation_nothing_is_known_and_nobody_is_warned(tmp_path: Path) -> None:
    nothing = Measured.of(tmp_path)
    assert (nothing.labels, nothing.held_out, nothing.weak("슬픔")) == ({}, {}, None)


@pytest.mark.parametrize("text", ["[1]", "{", '{"weights": "of others", "grouped": {}}', '{"grouped": 5}'])
def test_a_file_that_is_not_of_these_weights_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "evaluation.json").write_text(text, encoding="utf-8")
    nothing = Measured.of(tmp_path, "mine")
    assert (nothing.labels, nothing.held_out, nothing.new_poet) == ({}, {}, {})


def test_a_label_that_does_well_carries_no_warning(tmp_path: Path) -> None:
    found = measured(tmp_path)
    assert found.labels["슬픔"].auc == 0.8
    assert found.weak("슬픔") is None


@pytest.mark.parametrize(
    "changes", [{"auc": 0.6}, {"auc": None}, {"brier_skill": 0.0}, {"support": FEW_ROWS - 1}], ids=str
)
def test_a_label_that_is_hardly_ranked_unskilled_or_rare_is_weak(tmp_path: Path, changes: dict[str, object]) -> None:
    assert measured(tmp_path, **changes).weak("슬픔") == measured(tmp_path, **changes).labels["슬픔"]

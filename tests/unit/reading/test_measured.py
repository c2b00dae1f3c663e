"""What an evaluation left beside a checkpoint: read as it is, and silent where there is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from emolit.reading.checkpoint import SHIPPED_FOLDER
from emolit.reading.measured import FEW_ROWS, FORM, Measured

GOOD = {"label": "슬픔", "support": 400, "base_rate": 0.2, "alpha": 0.3, "alpha_low": 0.2, "alpha_high": 0.4,
        "auc": 0.8, "f1": 0.6, "slope": 1.0, "brier_skill": 0.1, "bins": []}  # fmt: skip


def measured(folder: Path, **changes: object) -> Measured:
    new = {name.removeprefix("new_"): value for name, value in changes.items() if name.startswith("new_")}
    known = {name: value for name, value in changes.items() if not name.startswith("new_")}
    record = {
        "form": FORM,
        "grouped": {"reliability": {"lines": [GOOD | known]}},
        "poet": {"reliability": {"lines": [GOOD | new]}},
    }
    (folder / "evaluation.json").write_text(json.dumps(record), encoding="utf-8")
    return Measured.of(folder)


def test_without_an_evaluation_nothing_is_known_and_nobody_is_warned(tmp_path: Path) -> None:
    nothing = Measured.of(tmp_path)
    assert (nothing.labels, nothing.held_out, nothing.weak("슬픔")) == ({}, {}, None)


@pytest.mark.parametrize(
    "text",
    [
        *("[1]", "{", '{"grouped": 5}', '{"form": 2, "weights": "of others", "grouped": {}}'),
        '{"weights": "mine", "grouped": {"reliability": [{"label": "of an older form"}]}}',
    ],
)
def test_a_file_that_is_not_of_these_weights_and_this_form_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "evaluation.json").write_text(text, encoding="utf-8")
    nothing = Measured.of(tmp_path, "mine")
    assert (nothing.labels, nothing.held_out, nothing.new_poet) == ({}, {}, {})


def test_a_label_that_does_well_carries_no_warning(tmp_path: Path) -> None:
    found = measured(tmp_path)
    assert found.labels["슬픔"].auc == 0.8
    assert found.weak("슬픔") is None


@pytest.mark.parametrize(
    "changes",
    [
        *({"auc": 0.6}, {"auc": None}, {"brier_skill": 0.0}, {"support": FEW_ROWS - 1}, {"alpha": 0.05}, {"f1": 0.03}),
        *({"new_auc": 0.6}, {"new_f1": 0.03}, {"new_brier_skill": -0.01}),
    ],
    ids=str,
)
def test_a_label_that_is_hardly_agreed_on_found_or_known_is_weak_of_known_poets_or_of_new_ones(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    assert measured(tmp_path, **changes).weak("슬픔") == measured(tmp_path, **changes).labels["슬픔"]


def test_where_poets_were_not_held_out_a_label_is_judged_by_known_ones(tmp_path: Path) -> None:
    record = {"form": FORM, "grouped": {"reliability": {"lines": [GOOD]}}}
    (tmp_path / "evaluation.json").write_text(json.dumps(record), encoding="utf-8")
    found = Measured.of(tmp_path)
    assert (found.labels["슬픔"].new_auc, found.weak("슬픔")) == (None, None)


def test_the_model_that_ships_is_weak_where_readers_hardly_agree_and_strong_where_they_do() -> None:
    found = Measured.of(SHIPPED_FOLDER)
    weak = {name for name in found.labels if found.weak(name)}
    assert {"재미없음", "귀찮음"} <= weak
    assert not weak & {"슬픔", "기쁨", "비장함"}

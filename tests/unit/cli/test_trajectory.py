"""`trajectory`: a JSON array, one object a work, of what was asked and of chance beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.checkpoints import write_tiny_classifier
from tests.shell import Said
from tests.unit.cli.conftest import Run

LINES = [f"{'가나다라마바사'[i % 7]} {'물불흙'[i % 3]} {i}" for i in range(40)]
FIELDS = [
    *("work", "author", "label", "raw", "smooth", "band_low", "band_high", "smooth_alone", "null_low", "null_high"),
    *("order_p_value", "envelope_p_value", "outside_null", "explained_by_order", "explained_by_chance"),
    *("change_points", "turning_points", "method"),
]
PER_LINE = ("raw", "smooth", "band_low", "band_high", "smooth_alone", "null_low", "null_high")


@pytest.fixture
def trajectory(emolit: Run, tiny_checkpoint: Path) -> Run:
    return lambda *words: emolit("trajectory", *words, "--model", tiny_checkpoint)


@pytest.fixture
def works(tmp_path: Path) -> Path:
    """A long work and one of a single line."""
    path = tmp_path / "works.csv"
    rows = "".join(f"긴 시,누군가,{line}\n" for line in LINES)
    path.write_text(f"work,author,text\n{rows}한 줄,,강물\n", encoding="utf-8")
    return path


def records(said: Said) -> list[dict[str, Any]]:
    assert (said.code, said.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(said.out)
    return found


def test_one_object_a_work_with_a_value_a_line(trajectory: Run, works: Path) -> None:
    long, short = records(trajectory(works, "--label", "슬픔"))
    assert list(long) == list(short) == FIELDS
    assert (long["work"], long["author"], short["work"], short["author"]) == ("긴 시", "누군가", "한 줄", "")
    assert {name: len(long[name]) for name in PER_LINE} == dict.fromkeys(PER_LINE, 40)
    assert {name: len(short[name]) for name in PER_LINE} == dict.fromkeys(PER_LINE, 1)
    assert short["order_p_value"] == 1


def test_raw_is_the_score_that_annotate_gives(trajectory: Run, annotate: Run, works: Path) -> None:
    for words in ((), ("--alone",)):
        (long, _) = records(trajectory(works, "--label", "슬픔", *words))
        scores = [float(row["슬픔"]) for row in annotate(works, *words).rows[:40]]
        np.testing.assert_allclose(long["raw"], scores, atol=2e-6)


def test_chance_is_always_that_of_the_lines_read_alone(trajectory: Run, works: Path) -> None:
    context, alone = (records(trajectory(works, "--label", "슬픔", *words))[0] for words in ((), ("--alone",)))
    assert context["raw"] != alone["raw"]
    for name in ("smooth_alone", "null_low", "null_high", "order_p_value"):
        assert context[name] == alone[name]
    assert alone["smooth"] == alone["smooth_alone"]
    assert (context["method"]["reading"], context["method"]["null"]["reading"]) == ("context", "alone")


def test_a_label_is_named_in_either_language_and_families_and_valence_are_signals_too(
    trajectory: Run, works: Path
) -> None:
    korean, english = (records(trajectory(works, "--label", name))[0] for name in ("슬픔", "sadness"))
    assert korean["label"] == "슬픔"
    assert english == korean | {"label": "sadness"}
    for key, low in (("family:joy", 0), ("valence:negative", 0), ("valence", -1)):
        (long, _) = records(trajectory(works, "--label", key))
        assert long["label"] == key
        assert all(low <= value <= 1 for value in long["raw"])


@pytest.mark.parametrize("smoother", ["mean", "gaussian", "lowess", "dct", "none"])
def test_every_smoother_says_what_it_was(trajectory: Run, works: Path, smoother: str) -> None:
    (long, _) = records(trajectory(works, "--label", "슬픔", "--smoother", smoother, "--window", 9))
    assert (long["method"]["smoother"], long["method"]["window"]) == (smoother, 9)
    assert long["method"]["window_percent"] == 22.5
    assert (long["smooth"] == long["raw"]) is (smoother == "none")
    assert ("components" in long["method"]) is (smoother == "dct")


def test_a_window_longer_than_the_work_is_told_as_it_was_used_and_as_it_was_asked_for(
    trajectory: Run, works: Path
) -> None:
    methods = [record["method"] for record in records(trajectory(works, "--label", "슬픔", "--window", 99))]
    assert [(one["window"], one["window_percent"], one["window_asked"]) for one in methods] == [
        (39, 97.5, 99),
        (1, 100, 99),
    ]


def test_a_classifier_of_single_lines_has_read_them_alone(emolit: Run, works: Path, tmp_path: Path) -> None:
    folder = tmp_path / "joy-model"
    folder.mkdir()
    write_tiny_classifier(folder)
    said = emolit("trajectory", works, "--label", "joy", "--model", folder)
    assert said.code == 0
    assert {record["method"]["reading"] for record in json.loads(said.out)} == {"alone"}


def test_the_same_seed_gives_the_same_and_another_seed_other_bands(trajectory: Run, works: Path) -> None:
    first, again, other = (records(trajectory(works, "--label", "슬픔", "--seed", seed))[0] for seed in (3, 3, 4))
    assert first == again
    assert first["band_low"] != other["band_low"]
    assert (first["raw"], first["smooth"]) == (other["raw"], other["smooth"])
    assert other["method"]["seed"] == 4


def test_turning_points_name_their_line_from_one_and_its_text(trajectory: Run, works: Path) -> None:
    (long, _) = records(trajectory(works, "--label", "슬픔", "--window", 3))
    assert long["turning_points"]
    for turn in long["turning_points"]:
        assert turn["text"] == LINES[turn["line"] - 1]
        assert turn["value"] == long["smooth"][turn["line"] - 1]
        assert turn["kind"] in ("peak", "trough")


def test_with_output_nothing_is_printed_and_the_provenance_lies_beside_it(
    trajectory: Run, works: Path, tmp_path: Path
) -> None:
    printed = trajectory(works, "--label", "joy").out
    path = tmp_path / "out.json"
    said = trajectory(works, "--label", "joy", "--seed", 42, "--output", path)
    assert (said.code, said.out) == (0, b"")
    assert json.loads(path.read_bytes()) == json.loads(printed)
    meta = json.loads((tmp_path / "out.json.meta.json").read_bytes())
    assert (meta["label"], meta["smoother"], meta["seed"]) == ("기쁨", "mean", 42)
    assert meta["inputs"][0]["name"] == "works.csv"


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("--label", "그리움"), "There is no emotion '그리움'"),
        (("--label", "family:longing"), "family:longing"),
        (("--label", "슬픔", "--window", "4"), "odd number of lines"),
        (("--label", "슬픔", "--window", "0"), "odd number of lines"),
        (("--label", "슬픔", "--smoother", "fft"), "fft"),
        (("--label", "슬픔", "--seed", "-1"), "seed"),
        ((), "--label"),
    ],
)
def test_a_bad_word_is_one_line_on_stderr_and_exit_code_2(
    trajectory: Run, works: Path, words: tuple[str, ...], part: str
) -> None:
    said = trajectory(works, *words)
    assert (said.code, said.out) == (2, b"")
    (complaint,) = said.complaints
    assert part in complaint


def test_a_bad_file_among_several_leaves_nothing_written(trajectory: Run, works: Path, tmp_path: Path) -> None:
    bad, path = tmp_path / "blank.txt", tmp_path / "out.json"
    bad.write_text("\n\n")
    said = trajectory(works, bad, "--label", "슬픔", "--output", path)
    assert said.code == 2
    assert "blank.txt" in said.complaints[0]
    assert not path.exists()

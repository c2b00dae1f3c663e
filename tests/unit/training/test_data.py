"""The data of training: votes to shares, the paper's gold rule, and files that are not as expected."""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from emolit.emotions import Scheme, load_scheme
from emolit.errors import TrainingError
from emolit.training.data import (
    Comment,
    counts,
    data_hashes,
    gold,
    load_goemotions,
    load_kote,
    load_kpoem,
    scaled_shares,
    shares,
)
from tests.kpoem import COMMENTS, row, small_kpoem, write_data

# Votes


def test_a_share_is_the_part_of_the_five_readers() -> None:
    assert shares(np.array([[0.0, 1, 5]])).tolist() == [[0.0, 0.2, 1.0]]


def test_scaled_shares_of_a_row_run_from_zero_to_one() -> None:
    votes = np.array([[0.0, 2, 4], [1, 2, 3]])
    assert scaled_shares(votes).tolist() == [[0.0, 0.5, 1.0], [0.0, 0.5, 1.0]]


def test_a_row_that_is_the_same_for_all_labels_has_no_scaled_share() -> None:
    assert scaled_shares(np.array([[0.0, 0], [2, 2]])).tolist() == [[0.0, 0.0], [0.0, 0.0]]


@pytest.mark.parametrize(("most", "needed"), [(1, 1), (2, 1), (3, 1), (4, 1), (5, 2)])
def test_a_gold_label_needs_two_readers_where_another_has_all_five_and_one_otherwise(most: int, needed: int) -> None:
    votes = np.array([[most, *range(most + 1)]], dtype=np.float64)
    (found,) = gold(votes)
    assert found[0]
    assert found[1:].tolist() == [count >= needed for count in range(most + 1)]


def test_counts_stand_in_the_scheme_s_order_and_withheld_votes_are_zero(scheme: Scheme) -> None:
    rows = [row(0, "밤", {"기쁨": 2, "슬픔": 5}, split="train"), row(1, "낮", None, split="test")]
    found = counts(rows, scheme)
    assert found.shape == (2, 44)
    assert {scheme.names[column]: found[0, column] for column in np.flatnonzero(found[0])} == {"슬픔": 5, "기쁨": 2}
    assert not found[1].any()


# Files


def test_rows_come_back_as_they_were_written(small_data: Path, scheme: Scheme) -> None:
    assert load_kpoem(small_data, scheme) == small_kpoem()


def test_a_label_that_the_scheme_lacks_is_told_with_its_row(tmp_path: Path, scheme: Scheme) -> None:
    rows = [row(0, "밤", {"슬픔": 1}, split="train"), row(7, "낮", {"슬픔": 1, "설렘": 2}, split="train")]
    with pytest.raises(TrainingError) as caught:
        load_kpoem(write_data(tmp_path / "data", rows), scheme)
    assert (caught.value.code, caught.value.details) == ("training.unknown_labels", {"labels": "설렘", "row": "7"})
    assert all("설렘" in caught.value.sentence(language) for language in ("ko", "en"))


@pytest.mark.parametrize(
    ("name", "load"),
    [
        ("kpoem/rows.tsv", lambda folder: load_kpoem(folder, load_scheme())),
        ("kote/val.tsv", load_kote),
        ("kote/test.tsv", load_kote),
        ("kote/test.tsv", data_hashes),
    ],
)
def test_a_missing_file_is_told_by_its_path(
    small_data: Path, tmp_path: Path, name: str, load: Callable[[Path], object]
) -> None:
    folder = shutil.copytree(small_data, tmp_path / "data")
    (folder / name).unlink()
    with pytest.raises(TrainingError) as caught:
        load(folder)
    assert (caught.value.code, caught.value.details) == ("training.no_file", {"path": folder / name})


@pytest.mark.parametrize(
    ("name", "text", "line", "load"),
    [
        ("kpoem/rows.tsv", "row\tunit\n1\tline\n", 2, load_kpoem),
        ("kpoem/rows.tsv", None, 3, load_kpoem),
        ("kote/val.tsv", "1\t하나\t3\n2\t둘\n", 2, lambda data, _: load_kote(data)),
        ("goemotions/en_train.tsv", "one\t17\tx\ntwo\tjoy\tx\n", 2, lambda data, _: load_goemotions(data)),
    ],
    ids=["no column", "votes cut off", "two columns", "no number"],
)
def test_a_line_that_is_not_as_expected_is_told_by_its_number(
    small_data: Path, tmp_path: Path, scheme: Scheme, name: str, text: str | None, line: int, load: Any
) -> None:
    data = shutil.copytree(small_data, tmp_path / "data")
    if text is None:
        first, second, third, *_ = (data / name).read_text(encoding="utf-8").splitlines()
        text = f"{first}\n{second}\n{third[:-2]}\n"
    (data / name).write_text(text, encoding="utf-8")
    with pytest.raises(TrainingError) as caught:
        load(data, scheme)
    assert caught.value.code == "training.bad_file"
    assert (caught.value.details["path"], caught.value.details["row"]) == (data / name, line)


def test_comments_of_both_files_have_their_labels_as_indices(small_data: Path) -> None:
    expected = [Comment(text, tuple(map(int, labels.split(",")))) for text, labels in COMMENTS]
    assert load_kote(small_data) == expected


def test_hashes_are_of_the_files_bytes(small_data: Path) -> None:
    for name, digest in data_hashes(small_data).items():
        assert hashlib.sha256((small_data / name).read_bytes()).hexdigest() == digest


# The real data


def test_kpoem_has_the_paper_s_rows_and_split_and_withholds_the_votes_of_test(
    shared_data: Path, scheme: Scheme
) -> None:
    rows = load_kpoem(shared_data, scheme)
    assert Counter(each.split for each in rows) == {"train": 6096, "val": 763, "test": 763}
    assert all((each.votes is None) == (each.split == "test") for each in rows)
    assert [each.row for each in rows] == list(range(7622))
    known = [each for each in rows if each.votes is not None]
    assert gold(counts(known, scheme)).sum(axis=1).mean() == pytest.approx(9.8, abs=0.1)


def test_kote_has_its_ten_thousand_comments_with_labels_of_the_scheme(shared_data: Path, scheme: Scheme) -> None:
    comments = load_kote(shared_data)
    assert len(comments) == 10_000
    assert {label for comment in comments for label in comment.labels} == set(range(len(scheme.names)))

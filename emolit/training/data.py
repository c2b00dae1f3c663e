"""The data the model learns from: KPoEM (five readers' votes on lines and segments) and KOTE (labelled comments)."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from emolit.corpus.votes import READERS
from emolit.emotions import Scheme
from emolit.errors import TrainingError

GOLD_ABOVE = 0.2  # the paper's rule: positive above this scaled share

Votes = Mapping[str, int]


@dataclass(frozen=True)
class KpoemRow:
    """One published row: a verse line, or a segment of about eleven lines."""

    row: int
    unit: str  # line | segment
    segment: int  # the segment, or the segment the line stands in
    block: int  # ten consecutive segments of one poet
    poet: str
    split: str  # train | val | test, as in the paper
    text: str
    votes: Votes | None  # label -> readers; None where they are withheld


@dataclass(frozen=True)
class Comment:
    """One KOTE comment with the indices of its labels."""

    text: str
    labels: tuple[int, ...]


@dataclass(frozen=True)
class ParallelComment:
    """One GoEmotions comment in English and in machine-translated Korean, with the indices of its labels."""

    english: str
    korean: str
    labels: tuple[int, ...]


def load_kpoem(data: Path, scheme: Scheme) -> list[KpoemRow]:
    """Rows of `kpoem/rows.tsv` in their order. Raises TrainingError when the file or a label is not as expected."""
    path, rows = _existing(data / "kpoem" / "rows.tsv"), []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t")
        for row in reader:
            with _readable(path, reader.line_num):
                rows.append(_kpoem_row(row, scheme))
    return rows


def _kpoem_row(row: Mapping[str, str], scheme: Scheme) -> KpoemRow:
    votes: Votes | None = json.loads(row["votes"]) if row["votes"] else None
    unknown = set(votes or ()) - set(scheme.names)
    if unknown:
        raise TrainingError("training.unknown_labels", labels=", ".join(sorted(unknown)), row=row["row"])
    return KpoemRow(
        row=int(row["row"]),
        unit=row["unit"],
        segment=int(row["segment"]),
        block=int(row["block"]),
        poet=row["poet"],
        split=row["split"],
        text=row["text"],
        votes=votes,
    )


def load_kote(data: Path) -> list[Comment]:
    """Comments of KOTE's val and test files. Raises TrainingError when a file is missing or not as expected."""
    comments = []
    for name in ("val", "test"):
        path = _existing(data / "kote" / f"{name}.tsv")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            with _readable(path, number):
                _, text, labels = line.split("\t")
                comments.append(Comment(text, _indices(labels)))
    return comments


def load_goemotions(data: Path, part: str = "train") -> list[ParallelComment]:
    """Comments of one file (train, dev or test) in both languages.

    Raises TrainingError when a file is missing or not as expected, or when their labels differ.
    """
    english, korean = (_goemotions_file(data, name) for name in goemotions_files(part))
    if [labels for _, labels in english] != [labels for _, labels in korean]:
        raise TrainingError("training.not_aligned", path=data / "goemotions")
    pairs = zip(english, korean, strict=True)
    return [ParallelComment(text, translated, labels) for (text, labels), (translated, _) in pairs]


def goemotions_labels(data: Path) -> tuple[str, ...]:
    """Names of the 28 labels, in the order of their indices."""
    return tuple(_existing(data / "goemotions" / "labels.txt").read_text(encoding="utf-8").split())


def _goemotions_file(data: Path, name: str) -> list[tuple[str, tuple[int, ...]]]:
    path, comments = _existing(data / name), []
    for number, line in enumerate(path.read_text(encoding="utf-8").rstrip("\n").split("\n"), start=1):
        with _readable(path, number):
            text, labels, *_ = line.split("\t")
            comments.append((text, _indices(labels)))
    return comments


def _indices(labels: str) -> tuple[int, ...]:
    return tuple(int(label) for label in labels.split(","))


@contextmanager
def _readable(path: Path, line: int) -> Iterator[None]:
    """Raises TrainingError with the number of the line that is not as expected."""
    try:
        yield
    except (KeyError, ValueError, TypeError, csv.Error) as error:
        raise TrainingError("training.bad_file", path=path, row=line) from error


def data_hashes(data: Path) -> dict[str, str]:
    """sha256 of each file of the data folder that training reads."""
    return file_hashes(data, ("kpoem/rows.tsv", "kote/val.tsv", "kote/test.tsv", *goemotions_files("train")))


def goemotions_files(part: str) -> tuple[str, str]:
    """Both languages of one part, by their place in the data folder."""
    return f"goemotions/en_{part}.tsv", f"goemotions/ko_{part}.tsv"


def file_hashes(data: Path, names: Sequence[str]) -> dict[str, str]:
    """sha256 of files of the data folder. Raises TrainingError when one is missing."""
    return {name: hashlib.sha256(_existing(data / name).read_bytes()).hexdigest() for name in names}


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise TrainingError("training.no_file", path=path)
    return path


def counts(rows: Sequence[KpoemRow], scheme: Scheme) -> NDArray[np.float64]:
    """Votes of the five readers, shape (n_rows, n_labels)."""
    return np.array([[(row.votes or {}).get(name, 0) for name in scheme.names] for row in rows], dtype=np.float64)


def shares(votes: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of readers that chose each label, votes / 5."""
    return votes / READERS


def scaled_shares(votes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Min-max scaling of each row of votes, as in the paper (Lim, Ji, Kim 2025): the most chosen label becomes 1."""
    low = votes.min(axis=1, keepdims=True)
    span = votes.max(axis=1, keepdims=True) - low
    return np.asarray(np.divide(votes - low, span, out=np.zeros_like(votes), where=span > 0))


def gold(votes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """The paper's 0/1 labels: scaled share above 0.2."""
    return scaled_shares(votes) > GOLD_ABOVE

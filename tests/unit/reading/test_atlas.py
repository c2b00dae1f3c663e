"""The reference atlas as a file."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from emolit.errors import ModelError
from emolit.reading.atlas import read_atlas
from emolit.reading.checkpoint import line_hash

LINES = ("물이 흐른다", "바람", "바람", "달이 뜬다")


def _write(folder: Path, drop: str = "") -> Path:
    n = len(LINES) + 1
    table = pd.DataFrame(
        {
            "row": range(n),
            "unit": ["line"] * len(LINES) + ["segment"],
            "segment": 0,
            "block": 0,
            "poet": "가",
            "hash": [line_hash(text) for text in (*LINES, "물이 흐른다 바람 바람 달이 뜬다")],
            "votes:슬픔": pd.array([5, None, 0, 1, 2], dtype="Int8"),
            "score:슬픔": np.linspace(0, 1, n, dtype=np.float32),
        }
    )
    for name in ("pca_x", "pca_y", "umap_x", "umap_y"):
        table[name] = np.arange(n, dtype=np.float32)
    table.drop(columns=drop or []).to_parquet(folder / "atlas.parquet")
    (folder / "atlas.json").write_text(json.dumps({"seed": 42}), encoding="utf-8")
    return folder


def test_lines_and_segments_come_apart_and_withheld_votes_are_no_zeros(tmp_path: Path) -> None:
    found = read_atlas(_write(tmp_path))
    assert found is not None
    assert (len(found.lines), len(found.segments), found.labels) == (4, 1, ("슬픔",))
    assert np.isnan(found.lines.votes[1, 0])
    assert found.lines.votes[2, 0] == 0
    assert found.lines.base_rates == pytest.approx([0.375])
    assert found.segments.points["UMAP"].tolist() == [[4, 4]]


def test_a_line_is_known_by_its_text_and_a_repeated_one_by_its_id_too(tmp_path: Path) -> None:
    found = read_atlas(_write(tmp_path))
    assert found is not None
    assert found.find("  달이   뜬다") == 3
    assert found.find("바람") is None
    assert found.find("바람", "kpoem-2") == 2
    assert found.find("달이 뜬다", "kpoem-0") == 3  # an id that lies: the text decides
    assert found.find("처음 보는 줄", "kpoem-9999") is None


def test_no_table_is_no_atlas_and_a_broken_one_is_named(tmp_path: Path) -> None:
    assert read_atlas(tmp_path) is None
    (tmp_path / "half").mkdir()
    with pytest.raises(ModelError, match="half"):
        read_atlas(_write(tmp_path / "half", drop="pca_x"))

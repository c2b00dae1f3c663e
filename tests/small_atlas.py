"""A reference atlas in small, in the form of the one that ships."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from emolit.emotions import load_scheme
from emolit.reading.checkpoint import line_hash


def write_atlas(
    folder: Path,
    lines: Sequence[str],
    segments: Sequence[str] = (),
    *,
    withheld: Sequence[int] = (),
    poet: str = "가람",
) -> Path:
    """An atlas of these texts. Row r scores (r + 1) / 100 in every label and has r % 6 votes, or `withheld` ones."""
    names = load_scheme().names
    texts = [*lines, *segments]
    rows = np.arange(len(texts))
    votes = pd.array([None if row in withheld else row % 6 for row in rows], dtype="Int8")
    table = pd.DataFrame(
        {
            "row": rows,
            "unit": ["line"] * len(lines) + ["segment"] * len(segments),
            "segment": 0,
            "block": 0,
            "poet": poet,
            "hash": [line_hash(text) for text in texts],
            **{f"votes:{name}": votes for name in names},
            **{f"score:{name}": ((rows + 1) / 100).astype(np.float32) for name in names},
            **dict.fromkeys(("pca_x", "pca_y", "umap_x", "umap_y"), rows.astype(np.float32)),
        }
    )
    folder.mkdir(parents=True, exist_ok=True)
    table.to_parquet(folder / "atlas.parquet")
    (folder / "atlas.json").write_text(json.dumps({"seed": 42}), encoding="utf-8")
    return folder

"""A small reference atlas of poets made up for the tests, in the files that the real one has."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd

from emolit.analysis.projection import FAR_LEVEL, diagnose, nearness, pca
from emolit.analysis.signals import emotion_columns
from emolit.emotions import load_scheme
from emolit.reading.checkpoint import line_hash

POETS = ("가온", "누리", "다온", "라온", "마루")
LINES_OF_SEGMENT = 4
SEGMENTS_OF_POET = 8


def text_of(line: int) -> str:
    """The text of a line of the atlas, which holds only its hash."""
    return f"{'물불흙강산'[line % 5]} {line}번째 줄"


def write_atlas(folder: Path, seed: int = 7) -> Path:
    """160 lines in 40 segments by five poets, each with emotions of his own; the votes of each fifth row withheld."""
    random = np.random.default_rng(seed)
    scheme = load_scheme()
    n_segments = len(POETS) * SEGMENTS_OF_POET
    poets = np.repeat(np.arange(len(POETS)), SEGMENTS_OF_POET)
    tastes = random.dirichlet(np.full(len(scheme.names), 0.4), len(POETS))
    segment_values = np.clip(tastes[poets] * 6 + random.gamma(0.4, 0.05, (n_segments, len(scheme.names))), 0.001, 1)
    segments = np.repeat(np.arange(n_segments), LINES_OF_SEGMENT)
    noise = random.gamma(2, 0.5, (len(segments), len(scheme.names)))
    line_values = np.clip(segment_values[segments] * noise, 0.001, 1)
    values = np.concatenate([line_values, segment_values]).astype(np.float32)
    units = np.repeat(["line", "segment"], [len(segments), n_segments])
    segment = np.concatenate([segments, np.arange(n_segments)])
    votes = np.rint(values * 5)
    votes[::5] = np.nan
    table = pd.DataFrame(
        {
            "row": range(len(units)),
            "unit": units,
            "segment": segment,
            "block": segment // 4,
            "poet": np.array(POETS)[poets[segment]],
            "hash": [line_hash(text_of(row)) for row in range(len(units))],
            **{f"votes:{name}": pd.array(votes[:, n], dtype="Int8") for n, name in enumerate(scheme.names)},
            **{f"score:{name}": values[:, n] for n, name in enumerate(scheme.names)},
        }
    )
    record: dict[str, object] = {"seed": seed, "inputs": {"rows.tsv": "0" * 64}, "versions": {"numpy": np.__version__}}
    places = {}
    for unit, name in (("line", "lines"), ("segment", "segments")):
        rows = units == unit
        profiles = values[rows][:, emotion_columns(scheme)].astype(np.float64)
        plane = pca(profiles)
        places[unit] = np.concatenate([plane.points, random.normal(size=(rows.sum(), 2))], axis=1)
        assert plane.loadings is not None
        record[name] = {
            "pca": {
                "mean": profiles.mean(axis=0).tolist(),
                "axes": plane.loadings.tolist(),
                "explained": plane.explained,
            },
            "umap": {"neighbours": 15, "min_dist": 0.1, "metric": "hellinger"},
            "diagnostics": {
                "pca": diagnose(profiles, plane.points).record(),
                "umap": diagnose(profiles, places[unit][:, 2:], stability=0.5).record(),
            },
            "nearness": {f"{level:g}": value for level, value in nearness(profiles).items()},
        }
        assert f"{FAR_LEVEL:g}" in record[name]["nearness"]  # type: ignore[index]
    points = np.concatenate([places["line"], places["segment"]]).astype(np.float32)
    for number, column in enumerate(("pca_x", "pca_y", "umap_x", "umap_y")):
        table[column] = points[:, number]
    folder.mkdir(exist_ok=True)
    table.to_parquet(folder / "atlas.parquet")
    (folder / "atlas.json").write_text(json.dumps(record), encoding="utf-8")
    return folder

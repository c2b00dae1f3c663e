"""Build the reference atlas: KPoEM as figures, from the data and from what trainings said of rows they had not learnt.

Lines and segments are two maps: a segment's profile is not a mean of its lines'. No text is in it, only its hash.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from emolit.analysis.projection import (
    MIN_DIST,
    NEIGHBOURS,
    SEED,
    SEEDS,
    Method,
    Plane,
    classical_mds,
    common,
    diagnose,
    nearness,
    pca,
    umap_plane,
)
from emolit.analysis.signals import emotion_columns
from emolit.emotions import Scheme
from emolit.errors import TrainingError
from emolit.evaluation.grouped import out_of_fold_scores
from emolit.evaluation.held_out import FILES
from emolit.reading.atlas import MAPS, RECORD, TABLE, UNITS
from emolit.reading.checkpoint import line_hash
from emolit.training.data import KpoemRow, load_kpoem
from emolit.training.predictions import Predictions
from emolit.version import VERSION

Array = NDArray[np.float64]
Note = Callable[[str], None]  # told what is being done

MOST_BYTES = 15_000_000
_LIBRARIES = ("numpy", "scipy", "scikit-learn", "umap-learn", "numba")
_DIGITS = 6


@dataclass(frozen=True, eq=False)
class Mapped:
    """One unit's places by method, (n_rows, 2) each, and what is told of them."""

    points: Mapping[str, Array]
    record: Mapping[str, Any]


def build_atlas(
    data: Path, folder: Path, scheme: Scheme, *, seed: int = SEED, note: Note = lambda _: None
) -> dict[str, Any]:
    """Write the table and the record of an atlas into the folder that has the predictions. Returns the record.

    Draws ten UMAP maps, of lines and of segments with five seeds each: minutes.
    Raises TrainingError when a file or a row is missing, or the table would be larger than it may be.
    """
    rows = load_kpoem(data, scheme)
    scores = _scores(rows, Predictions.load(folder / FILES["grouped"]), scheme)
    table, parts = atlas_table(rows, scores, scheme), {}
    for unit in UNITS:
        chosen = np.flatnonzero(table["unit"] == unit)
        note(f"{unit}s")
        parts[unit] = map_part(scores[chosen][:, emotion_columns(scheme)], seed, note)
        for method, points in parts[unit].points.items():
            for axis, name in enumerate("xy"):
                table.loc[chosen, f"{method.lower()}_{name}"] = points[:, axis].astype(np.float32)
    record = {
        "inputs": {
            "kpoem/rows.tsv": _sha256(data / "kpoem" / "rows.tsv"),
            FILES["grouped"]: _sha256(folder / FILES["grouped"]),
        },
        "versions": {"emolit": VERSION, "python": platform.python_version()} | {n: version(n) for n in _LIBRARIES},
        "machine": f"{platform.system()} {platform.machine()}",
        "scheme": scheme.name,
        "seed": seed,
        **{f"{unit}s": {"rows": len(part.points["PCA"]), **part.record} for unit, part in parts.items()},
    }
    _write(folder, table, record)
    return record


def _scores(rows: Sequence[KpoemRow], predictions: Predictions, scheme: Scheme) -> Array:
    """Out of fold, one row for each of the data's, rounded as the table keeps them."""
    missing = len(rows) - len(np.unique(predictions.rows))
    if missing or predictions.in_context.shape != (len(rows), len(scheme.names)):
        raise TrainingError("training.atlas_rows", rows=len(rows), found=len(np.unique(predictions.rows)))
    order = np.argsort(predictions.rows)
    return out_of_fold_scores(rows, predictions, scheme)[order].astype(np.float32).astype(np.float64)


def atlas_table(rows: Sequence[KpoemRow], scores: Array, scheme: Scheme) -> pd.DataFrame:
    """One row for each of the data's, in their order, without a place yet; scores: (n_rows, n_labels)."""
    table = pd.DataFrame({name: [getattr(row, name) for row in rows] for name in ("row", "unit", "segment", "block")})
    table["poet"] = [row.poet for row in rows]
    table["hash"] = [line_hash(row.text) for row in rows]
    votes = {
        f"votes:{name}": pd.array([None if row.votes is None else row.votes.get(name, 0) for row in rows], dtype="Int8")
        for name in scheme.names
    }
    shares = {f"score:{name}": scores[:, k].astype(np.float32) for k, name in enumerate(scheme.names)}
    nowhere = {f"{method.lower()}_{axis}": np.full(len(rows), np.nan, np.float32) for method in MAPS for axis in "xy"}
    return pd.concat([table, pd.DataFrame({**votes, **shares, **nowhere})], axis=1)


def map_part(profiles: Array, seed: int = SEED, note: Note = lambda _: None) -> Mapped:
    """PCA and UMAP of one unit, how far each and classical scaling can be trusted, and how near its rows lie.

    profiles: (n_rows, n_emotions).
    """
    note("PCA")
    linear = pca(profiles)
    drawn = []
    for number in range(SEEDS):
        note(f"UMAP {number + 1}/{SEEDS}")
        drawn.append(umap_plane(profiles, NEIGHBOURS, MIN_DIST, seed + number))
    note("diagnostics")
    planes = {Method.PCA: linear, Method.UMAP: drawn[0], Method.MDS: classical_mds(profiles)}
    told = {
        method.lower(): _diagnosis(profiles, plane, common([p.points for p in drawn]) if plane is drawn[0] else None)
        for method, plane in planes.items()
    }
    return Mapped(
        {str(Method.PCA): linear.points, str(Method.UMAP): drawn[0].points},
        {
            "pca": {
                "mean": _rounded(profiles.mean(axis=0)),
                "axes": [] if linear.loadings is None else _rounded(linear.loadings),
                "explained": _rounded(np.array(linear.explained)),
            },
            "umap": {"neighbours": NEIGHBOURS, "min_dist": MIN_DIST, "metric": "hellinger", "seeds": SEEDS},
            "diagnostics": told,
            "nearness": {f"{level:g}": round(apart, _DIGITS) for level, apart in nearness(profiles).items()},
        },
    )


def _diagnosis(profiles: Array, plane: Plane, stability: float | None) -> dict[str, Any]:
    """Of the places as the table keeps them, every point asked."""
    return diagnose(profiles, plane.points.astype(np.float32), stability=stability, most=len(profiles)).record()


def _rounded(values: Array) -> Any:
    return np.round(values, _DIGITS + 2).tolist()


def _write(folder: Path, table: pd.DataFrame, record: Mapping[str, Any]) -> None:
    table.to_parquet(folder / TABLE, index=False, compression="zstd")
    size = (folder / TABLE).stat().st_size
    if size > MOST_BYTES:
        (folder / TABLE).unlink()
        raise TrainingError("training.atlas_size", size=f"{size / 1e6:.1f}", most=f"{MOST_BYTES / 1e6:.0f}")
    (folder / RECORD).write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()

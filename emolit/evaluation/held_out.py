"""Predictions of held-out rows: gathered from run folders, and the figures that ship in `emolit/assets/atlas`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from emolit.errors import TrainingError
from emolit.reading.atlas import SHIPPED_ATLAS
from emolit.training.data import KpoemRow
from emolit.training.predictions import Predictions
from emolit.training.splits import N_FOLDS, Split, grouped_fold, poets, without_poet

FILES = {"grouped": "out_of_fold.npz", "poet": "out_of_poet.npz"}


def names_of(protocol: str, rows: Sequence[KpoemRow]) -> list[str]:
    """Names of the trainings that a protocol needs, as `train` calls their folders."""
    return (
        [f"poet-{n}" for n in range(len(poets(rows)))] if protocol == "poet" else [f"fold-{n}" for n in range(N_FOLDS)]
    )


def split_of(protocol: str, rows: Sequence[KpoemRow]) -> Callable[[int], Split]:
    """Number of a fold or poet -> its split."""
    return lambda number: without_poet(rows, poets(rows)[number]) if protocol == "poet" else grouped_fold(rows, number)


def gather(protocol: str, run: Path, rows: Sequence[KpoemRow]) -> Predictions:
    """Join what each training of a run folder kept. Raises TrainingError when a training has not been done yet."""
    parts = {name: run / name / "predictions.npz" for name in names_of(protocol, rows)}
    missing = [name for name, path in parts.items() if not path.is_file()]
    if missing:
        raise TrainingError("training.no_predictions", path=run, missing=", ".join(missing))
    return Predictions.joined([Predictions.load(path) for path in parts.values()])


def stored(protocol: str, atlas: Path = SHIPPED_ATLAS) -> Predictions:
    """What the atlas has. Raises TrainingError when this protocol has not been measured yet."""
    if not (atlas / FILES[protocol]).is_file():
        raise TrainingError("training.not_measured", protocol=protocol)
    return Predictions.load(atlas / FILES[protocol])

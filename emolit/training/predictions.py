"""What trained runs say of rows that they have not learnt, kept as figures without text."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from emolit.errors import TrainingError

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Predictions:
    """Mean token logits of held-out rows, uncalibrated.

    rows: (n_rows,), indices into the rows of the data. fold: (n_rows,), which training had held the row out.
    in_context, alone: (n_rows, n_labels), the line among its neighbours and by itself.
    comments: (n_rows, n_labels), the first stage alone, which has seen no poem.
    changes: what the recipe of the trainings changes in the shipped one.
    """

    rows: NDArray[np.intp]
    fold: NDArray[np.intp]
    in_context: Array
    alone: Array
    comments: Array
    changes: dict[str, Any] = field(default_factory=dict)

    def save(self, path: Path) -> None:
        """As half floats: rounding changes a score by less than 0.001."""
        path.parent.mkdir(parents=True, exist_ok=True)
        logits = {name: getattr(self, name).astype(np.float16) for name in ("in_context", "alone", "comments")}
        columns = {"rows": self.rows.astype(np.int32), "fold": self.fold.astype(np.int8), **logits}
        np.savez_compressed(path, changes=np.array(json.dumps(self.changes)), **columns)

    @staticmethod
    def load(path: Path) -> Predictions:
        """Raises TrainingError when there is no such file, or not all of one."""
        if not path.is_file():
            raise TrainingError("training.no_file", path=path)
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                logits = {name: kept[name].astype(np.float64) for name in ("in_context", "alone", "comments")}
                changes = json.loads(str(kept["changes"])) if "changes" in kept else {}
                rows, fold = (kept[name].astype(np.intp) for name in ("rows", "fold"))
        except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile, zlib.error) as error:
            raise TrainingError("training.bad_predictions", path=path) from error
        return Predictions(rows, fold, **logits, changes=changes)

    @staticmethod
    def joined(parts: list[Predictions]) -> Predictions:
        """All folds in the order of their rows. Raises TrainingError when they are not of one recipe."""
        changes = parts[0].changes
        if any(part.changes != changes for part in parts):
            raise TrainingError("training.mixed_recipes")
        order = np.argsort(np.concatenate([part.rows for part in parts]), kind="stable")
        names = ("rows", "fold", "in_context", "alone", "comments")
        columns = {name: np.concatenate([getattr(part, name) for part in parts])[order] for name in names}
        return Predictions(**columns, changes=changes)

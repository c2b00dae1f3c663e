"""How far each label can be relied on, where the checkpoint says so in a file `reliability.json` beside its weights."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_FILE = "reliability.json"


@dataclass(frozen=True)
class Reliability:
    """Of one label: the readers' agreement, the model's F1 on poems it has not seen, how many lines carry it."""

    alpha: float | None
    f1: float | None
    support: int | None


def label_reliability(folder: Path) -> Mapping[str, Reliability]:
    """Label -> what is known of it; nothing where the file is missing or of another form.

    The file is a JSON object: {"슬픔": {"alpha": 0.31, "f1": 0.55, "support": 812}, ...}; a number may be missing.
    """
    try:
        told = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return {label: Reliability(row.get("alpha"), row.get("f1"), row.get("support")) for label, row in told.items()}
    except (OSError, ValueError, AttributeError):
        return {}

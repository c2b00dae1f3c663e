"""What was measured of a checkpoint, from the file that its evaluation left beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EVALUATION = "evaluation.json"

WEAK_AUC = 0.65  # below it a ranking of lines by this label is close to chance
FEW_ROWS = 50  # positive rows below which a label's figures are themselves uncertain


@dataclass(frozen=True)
class LabelFigures:
    """One label on rows that the model had not learnt; None where it cannot be known.

    support: rows that have the label by the paper's rule. alpha: agreement of the readers. slope: 1 is as far apart as
    scores should be. brier_skill: 0 is no better than the base rate.
    """

    label: str
    support: int
    base_rate: float
    alpha: float | None
    auc: float | None
    f1: float
    slope: float
    brier_skill: float

    @property
    def is_weak(self) -> bool:
        """Whether to warn: the model hardly ranks lines by this label, or little is known of how it does."""
        return self.support < FEW_ROWS or self.auc is None or self.auc < WEAK_AUC or self.brier_skill <= 0


@dataclass(frozen=True)
class Measured:
    """The record as it stands; every part may be missing."""

    record: Mapping[str, Any]

    @classmethod
    def of(cls, folder: Path, weights: str = "") -> Measured:
        """What was measured of these weights, by their fingerprint; a file that is of others, or no such file at all,
        says nothing. Without a fingerprint whatever the file says.
        """
        path = folder / EVALUATION
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            record = {}
        mine = isinstance(record, dict) and (not weights or record.get("weights") == weights)
        return cls(record if mine else {})

    @property
    def held_out(self) -> Mapping[str, Any]:
        """Blocks of poems held out."""
        part: Mapping[str, Any] = self.record.get("grouped", {})
        return part

    @property
    def new_poet(self) -> Mapping[str, Any]:
        """Whole poets held out."""
        part: Mapping[str, Any] = self.record.get("poet", {})
        return part

    @property
    def labels(self) -> dict[str, LabelFigures]:
        """By name of the label; empty when nothing was measured."""
        names = LabelFigures.__dataclass_fields__
        found = self.held_out.get("reliability", [])
        return {each["label"]: LabelFigures(**{name: each[name] for name in names}) for each in found}

    def weak(self, label: str) -> LabelFigures | None:
        """The figures of a label whose scores deserve little trust; None where they deserve more, or none are known."""
        figures = self.labels.get(label)
        return figures if figures is not None and figures.is_weak else None

"""What was measured of a checkpoint, from the file that its evaluation left beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EVALUATION = "evaluation.json"
FORM = 2  # of the file; what an older or newer emolit measured is not understood
LINES = "lines"  # the unit whose scores the pages show

WEAK_AUC = 0.65  # below it a ranking of lines by this label is close to chance
WEAK_ALPHA = 0.1  # below it the readers themselves hardly agree where the label is
WEAK_F1 = 0.1  # below it lines that have the label are hardly ever told from others
FEW_ROWS = 50  # positive rows below which a label's figures are themselves uncertain


@dataclass(frozen=True)
class LabelFigures:
    """One label on lines that the model had not learnt; None where it cannot be known.

    support: lines that have the label by the paper's rule. alpha: agreement of the readers. slope: 1 is as far apart as
    scores should be. brier_skill: 0 is no better than the base rate. new_auc, new_f1, new_skill: the same of poets of
    whom nothing was learnt, as those whom visitors bring; None where that was not measured.
    """

    label: str
    support: int
    base_rate: float
    alpha: float | None
    auc: float | None
    f1: float
    slope: float
    brier_skill: float
    new_auc: float | None = None
    new_f1: float | None = None
    new_skill: float | None = None

    @property
    def is_weak(self) -> bool:
        """Whether to warn: readers hardly agree on this label, the model hardly finds it in poems of known poets or of
        new ones, or little is known of how it does.
        """
        figures = (
            (self.alpha, WEAK_ALPHA),
            *((area, WEAK_AUC) for area in (self.auc, self.new_auc)),
            *((found, WEAK_F1) for found in (self.f1, self.new_f1)),
        )
        skills = (skill for skill in (self.brier_skill, self.new_skill) if skill is not None)
        return (
            self.support < FEW_ROWS
            or self.auc is None
            or any(value is not None and value < least for value, least in figures)
            or any(skill <= 0 for skill in skills)
        )


@dataclass(frozen=True)
class Measured:
    """The record as it stands; every part may be missing."""

    record: Mapping[str, Any]

    @classmethod
    def of(cls, folder: Path, weights: str = "") -> Measured:
        """What was measured of these weights, by their fingerprint; a file that is of others, or of another form, or no
        such file at all, says nothing. Without a fingerprint whatever the file says.
        """
        path = folder / EVALUATION
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            record = {}
        known = isinstance(record, dict) and record.get("form") == FORM
        mine = known and (not weights or record.get("weights") == weights)
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
        new = {each["label"]: each for each in self.new_poet.get("reliability", {}).get(LINES, [])}
        return {
            each["label"]: _figures(each, new.get(each["label"], {}))
            for each in self.held_out.get("reliability", {}).get(LINES, [])
        }

    def weak(self, label: str) -> LabelFigures | None:
        """The figures of a label whose scores deserve little trust; None where they deserve more, or none are known."""
        figures = self.labels.get(label)
        return figures if figures is not None and figures.is_weak else None


def _figures(known: Mapping[str, Any], new: Mapping[str, Any]) -> LabelFigures:
    names = ("label", "support", "base_rate", "alpha", "auc", "f1", "slope", "brier_skill")
    own = {name: known[name] for name in names}
    return LabelFigures(**own, new_auc=new.get("auc"), new_f1=new.get("f1"), new_skill=new.get("brier_skill"))

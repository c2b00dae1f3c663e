"""The model card, generated: every result in it comes from what was measured."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from emolit.evaluation.tables import as_markdown, reliability, table
from emolit.reading.checkpoint import SHIPPED_FOLDER
from emolit.reading.measured import Measured
from emolit.training.recipe import Recipe

TEMPLATE = Path(__file__).parents[1] / "assets" / "wording" / "model_card.md"
DOCS = Path(__file__).parents[2] / "docs"  # of the repository; an installed package has none
_COMMENTS = {
    "KOTE": "KOTE (9,500 Korean web comments, 44 labels)",
    "GoEmotions": "GoEmotions (43,410 English comments, each also in machine-translated Korean, 28 labels through a head "
    "of their own that is dropped at the end)",
}
_NOT_YET = "Not measured yet.\n"


def model_card(config: Mapping[str, Any], measured: Mapping[str, Any]) -> str:
    """Markdown with the front matter that model hubs read.

    config: of the checkpoint. measured: its evaluation file; a protocol that is missing there is said to be missing.
    """
    parts = {
        name: as_markdown(name, measured[name]) if name in measured else _NOT_YET
        for name in ("paper", "grouped", "poet", "ceiling", "english")
    }
    recipe = config.get("recipe", {})
    order = [each.name for each in fields(Recipe) if each.name in recipe]
    levers = [{"lever": name, "value": json.dumps(recipe[name])} for name in order]
    return TEMPLATE.read_text(encoding="utf-8").format(
        **parts,
        **{f"reliability_{unit}": _reliability(measured, unit) for unit in ("lines", "segments")},
        comment_epochs=recipe.get("comments", {}).get("epochs", "?"),
        comments=" and ".join(_COMMENTS[name] for name in _COMMENTS if name in config.get("training_data", {}))
        or "none",
        threshold=_span(config["threshold"]),
        languages=", ".join(config.get("trained_languages", ["ko"])),
        recipe=table(levers) if levers else _NOT_YET,
    )


def _reliability(measured: Mapping[str, Any], unit: str) -> str:
    if unit not in measured.get("grouped", {}).get("reliability", {}):
        return _NOT_YET
    return reliability(measured["grouped"], unit, measured.get("poet", {}))


def _span(threshold: float | Sequence[float]) -> str:
    """One figure, or from the lowest to the highest."""
    low, high = np.min(threshold), np.max(threshold)
    return f"{low:g}" if low == high else f"{low:.3f} to {high:.3f}"


def write_card(folder: Path, docs: Path = DOCS) -> None:
    """README.md of a checkpoint's folder; the shipped one's card stands in the documentation too, where there is one."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    card = model_card(config, Measured.of(folder).record)
    (folder / "README.md").write_text(card, encoding="utf-8")
    if folder.resolve() == SHIPPED_FOLDER.resolve() and docs.is_dir():
        (docs / "MODEL_CARD.md").write_text(card.split("---\n", 2)[2], encoding="utf-8")

"""Screen the levers of docs/experiments.toml, one after another, and write what each gave to docs/experiments.jsonl.

A lever that has a result there is not run again; a run that was cut off goes on where it stood.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import expit

sys.path.insert(0, str(Path(__file__).parents[1]))
from emolit.emotions import load_scheme
from emolit.training.crosswalk import english_auc
from emolit.training.data import counts, gold, shares
from emolit.training.metrics import best_threshold, f1_micro, macro_auc, measure
from emolit.training.recipe import recipe_of
from emolit.training.splits import grouped_fold
from emolit.training.train import Sources, Trainer

DOCS = Path(__file__).parents[1] / "docs"
FOLD, EPOCHS, SEEDS = 0, 3, (1, 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--base", type=Path, default=Path("../shared/base-encoder"))
    parser.add_argument("--runs", type=Path, default=Path("runs"))
    parser.add_argument("--results", type=Path, default=DOCS / "experiments.jsonl")
    parser.add_argument("--levers", nargs="*", help="only these")
    given = parser.parse_args()
    levers = tomllib.loads((DOCS / "experiments.toml").read_text(encoding="utf-8"))
    done = {(record["lever"], record["seed"]) for record in _records(given.results)}
    for name in given.levers or levers:
        for seed in SEEDS:
            if (name, seed) not in done:
                record = screen(name, levers[name].get("changes", {}), seed, given)
                with given.results.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(record, ensure_ascii=False) + "\n")


def screen(name: str, changes: dict[str, Any], seed: int, given: argparse.Namespace) -> dict[str, Any]:
    recipe = recipe_of(changes)
    recipe = replace(recipe, poems=replace(recipe.poems, epochs=EPOCHS, seed=seed))
    trainer = Trainer(Sources(given.data, given.base), given.runs / f"screen-{name}-{seed}", recipe, load_scheme())
    found = trainer.hold_out(grouped_fold(trainer.rows, FOLD), f"fold-{FOLD}", FOLD, shared=given.runs / "base")
    voted = np.array([trainer.rows[row].votes is not None for row in found.rows])
    votes = counts([trainer.rows[row] for row in found.rows[voted]], trainer.scheme)
    expected, wanted = gold(votes), shares(votes)
    model = trainer.train_on_poems(
        trainer.train_on_comments(given.runs / "base"), grouped_fold(trainer.rows, FOLD), "fold-0"
    )
    record: dict[str, Any] = {"lever": name, "seed": seed, "fold": FOLD, "epochs": EPOCHS}
    for way in ("in_context", "alone"):
        scores = expit(getattr(found, way)[voted])
        threshold = best_threshold(scores, expected)
        figures = measure(scores > threshold, expected)
        record[way] = {
            "f1_micro": round(f1_micro(scores > threshold, expected), 4),
            "f1_macro": round(figures.f1_macro, 4),
            "macro_auc": round(macro_auc(scores, expected), 4),
            "correlation": round(float(np.corrcoef(scores.ravel(), wanted.ravel())[0, 1]), 4),
        }
    record["english_auc"] = round(english_auc(trainer, model, given.data, most=1500), 4)
    return record


def _records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.is_file() else []


if __name__ == "__main__":
    main()

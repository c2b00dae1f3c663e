"""Screen the levers of docs/experiments.toml, one after another; what each gave goes to docs/experiments.jsonl.

A lever that has a result there is not run again; a run that was cut off goes on where it stood. Another processor makes
another model to start from, so a start has a name, and the base is run from each. `--report` only writes
docs/EXPERIMENTS.md from the results that are there.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import expit
from transformers import BertForTokenClassification

sys.path.insert(0, str(Path(__file__).parents[1]))
from emolit.emotions import load_scheme
from emolit.evaluation.record import TRIED
from emolit.training.crosswalk import english_auc
from emolit.training.data import KpoemRow, counts, gold, shares
from emolit.training.metrics import best_threshold, f1_micro, macro_auc, measure
from emolit.training.recipe import Recipe, first_stage, recipe_of
from emolit.training.splits import Split, grouped_fold
from emolit.training.train import Sources, Trainer

DOCS = Path(__file__).parents[1] / "docs"
FOLD, SEEDS = TRIED, (1, 2)
COMMENTS, BEFORE = 1, 3  # epochs of the first stage and of poems by the base recipe, which all levers share
BASE = "base"
EPOCHS = 0.5  # of a lever's own: one, of the half of the blocks that its seed may learn


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--base", type=Path, default=Path("../shared/base-encoder"))
    parser.add_argument("--runs", type=Path, default=Path("runs"))
    parser.add_argument("--results", type=Path, default=DOCS / "experiments.jsonl")
    parser.add_argument("--levers", nargs="*", help="only these, and the base")
    parser.add_argument("--start", default=f"{date.today()}", help="names the start: the day and its machine")
    parser.add_argument("--report", action="store_true", help="train nothing")
    given = parser.parse_args()
    levers = tomllib.loads((DOCS / "experiments.toml").read_text(encoding="utf-8"))
    if given.report:
        text = report(levers, _records(given.results))
        (DOCS / "EXPERIMENTS.md").write_text(text, encoding="utf-8")
        return
    known = [each for each in _records(given.results) if each["lever"] != BASE or each["start"] == given.start]
    done = {(record["lever"], record["seed"]) for record in known}
    asked = dict.fromkeys([BASE, *(given.levers or levers)])
    wanted = [(name, seed) for seed in SEEDS for name in asked if (name, seed) not in done]
    if {name for name, _ in wanted} <= {BASE}:
        return
    starts: dict[Recipe, BertForTokenClassification] = {}
    for name, seed in wanted:
        recipe = of_epochs(recipe_of(levers[name].get("changes", {})), 1, seed)
        first = first_stage(recipe)
        if first not in starts:
            starts[first] = start(first, name, given)
        record = screen(name, recipe, starts[first], given)
        with given.results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def start(first: Recipe, lever: str, given: argparse.Namespace) -> BertForTokenClassification:
    """The model that every lever with this first stage goes on from, or where it stands."""
    base = of_epochs(Recipe(), BEFORE, Recipe().poems.seed)
    folder = given.runs / ("start" if first == first_stage(base) else f"start-{lever}")
    recipe = replace(first, poems=base.poems, restart=base.restart)
    trainer = Trainer(Sources(given.data, given.base), folder, recipe, load_scheme())
    return trainer.train_on_poems(trainer.train_on_comments(), grouped_fold(trainer.rows, FOLD), f"fold-{FOLD}")


def of_epochs(recipe: Recipe, epochs: int, seed: int) -> Recipe:
    return replace(
        recipe,
        comments=replace(recipe.comments, epochs=min(COMMENTS, recipe.comments.epochs)),
        poems=replace(recipe.poems, epochs=epochs, seed=seed),
        restart=replace(recipe.restart, epochs=0),
    )


def half(rows: Sequence[KpoemRow], split: Split, seed: int) -> Split:
    """Every other block of what may be learnt, the odd ones or the even ones."""
    return replace(split, learn=frozenset(row for row in split.learn if rows[row].block % 2 == seed % 2))


def screen(name: str, recipe: Recipe, begun: BertForTokenClassification, given: argparse.Namespace) -> dict[str, Any]:
    seed = recipe.poems.seed
    trainer = Trainer(Sources(given.data, given.base), given.runs / f"screen-{name}-{seed}", recipe, load_scheme())
    split = half(trainer.rows, grouped_fold(trainer.rows, FOLD), seed)
    started = time.perf_counter()
    model = trainer.train_on_poems(begun, split, f"fold-{FOLD}")
    minutes = (time.perf_counter() - started) / 60
    asked = [row for row in split.held_out if trainer.rows[row].votes is not None]
    votes = counts([trainer.rows[row] for row in asked], trainer.scheme)
    expected, wanted = gold(votes), shares(votes)
    budget = {"fold": FOLD, "comments": COMMENTS, "before": BEFORE, "epochs": EPOCHS}
    record: dict[str, Any] = {"lever": name, "seed": seed, "start": given.start, **budget}
    for way, context in (("in_context", True), ("alone", False)):
        scores = expit(trainer.read(model, trainer.rows, asked, context=context))
        threshold = best_threshold(scores, expected)
        figures = measure(scores > threshold, expected)
        record[way] = {
            "f1_micro": round(f1_micro(scores > threshold, expected), 4),
            "f1_macro": round(figures.f1_macro, 4),
            "macro_auc": round(macro_auc(scores, expected), 4),
            "correlation": round(float(np.corrcoef(scores.ravel(), wanted.ravel())[0, 1]), 4),
        }
    record["english_auc"] = round(english_auc(trainer, model, given.data, most=1500), 4)
    record["minutes"] = round(minutes, 1)
    return record


def report(levers: dict[str, Any], records: list[dict[str, Any]]) -> str:
    """A line for the base from each start, one a lever: the means of its runs and of their differences to the base."""
    lines = []
    for start in sorted({record["start"] for record in records}):
        own = [record for record in records if (record["lever"], record["start"]) == (BASE, start)]
        lines.append(_row(f"{BASE}, start {start}", levers[BASE], own, []))
    for name, lever in levers.items():
        if name != BASE:
            own = [record for record in records if record["lever"] == name]
            lines.append(_row(name, lever, own, [_base_of(record, records) for record in own]))
    template = (Path(__file__).parent / "screen.md").read_text(encoding="utf-8")
    return template.format(rows="\n".join(lines), fold=FOLD, comments=COMMENTS, before=BEFORE)


def _base_of(record: dict[str, Any], records: list[dict[str, Any]]) -> dict[str, Any]:
    """The base from the same start with the same seed."""
    wanted = (BASE, record["start"], record["seed"])
    return next(each for each in records if (each["lever"], each["start"], each["seed"]) == wanted)


def _row(name: str, lever: dict[str, Any], own: list[dict[str, Any]], bases: list[dict[str, Any]]) -> str:
    """bases: the base of each run, none for the base itself."""
    about = [lever["why"], f"`{json.dumps(lever.get('changes', {}), ensure_ascii=False)}`"]
    if not own:
        return "| " + " | ".join([name, *about, "not run yet", *[""] * (len(COLUMNS) + 2)]) + " |"
    told = name if len(own) == len(SEEDS) else f"{name} (seed {own[0]['seed']} alone)"
    days = ", ".join(dict.fromkeys(record["start"][-5:] for record in own))
    differences = {
        key: [_figure(r, key) - _figure(b, key) for r, b in zip(own, bases, strict=False)] for key in COLUMNS
    }
    apart = differences["f1_micro"] or [_figure(record, "f1_micro") for record in own]
    cells = [
        f"{np.mean([_figure(record, key) for record in own]):.4f}"
        + (f" ({np.mean(differences[key]):+.4f})" if differences[key] else "")
        for key in COLUMNS
    ]
    cells.insert(1, f"{max(apart) - min(apart):.4f}" if len(own) > 1 else "")
    minutes = f"{np.mean([record['minutes'] for record in own]):.1f}"
    return "| " + " | ".join([told, *about, days, *cells, minutes]) + " |"


COLUMNS = {
    "f1_micro": ("in_context", "f1_micro"),
    "f1_macro": ("in_context", "f1_macro"),
    "macro_auc": ("in_context", "macro_auc"),
    "correlation": ("in_context", "correlation"),
    "alone_auc": ("alone", "macro_auc"),
    "english_auc": ("english_auc", None),
}


def _figure(record: dict[str, Any], column: str) -> float:
    part, key = COLUMNS[column]
    return float(record[part] if key is None else record[part][key])


def _records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.is_file() else []


if __name__ == "__main__":
    main()

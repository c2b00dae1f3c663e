"""docs/EXPERIMENTS.md says what scripts/screen.py wrote down, of levers that exist, at one budget."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from typing import Any

import pytest

from emolit.training.recipe import Recipe, changes_of, first_stage, recipe_of
from emolit.training.splits import Split, grouped_fold
from scripts import screen
from tests.kpoem import small_kpoem

TEXT = (screen.DOCS / "EXPERIMENTS.md").read_text(encoding="utf-8")
LEVERS = tomllib.loads((screen.DOCS / "experiments.toml").read_text(encoding="utf-8"))
RECORDS = [json.loads(line) for line in (screen.DOCS / "experiments.jsonl").read_text(encoding="utf-8").splitlines()]
BASE = {"base": {"why": "as it ships"}, "votes": {"why": "readers alone", "changes": {"ridge": 0.0}}}


def record(lever: str, seed: int, f1_micro: float, start: str = "2026-11-27") -> dict[str, Any]:
    figures = {"f1_micro": f1_micro, "f1_macro": 0.3, "macro_auc": 0.7, "correlation": 0.5}
    run = {"lever": lever, "seed": seed, "start": start, "in_context": figures, "alone": figures}
    return run | {"english_auc": 0.6, "minutes": 2.0}


def row_of(lever: str, records: Sequence[dict[str, Any]]) -> list[str]:
    (line,) = (line for line in screen.report(BASE, list(records)).splitlines() if line.startswith(f"| {lever}"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_the_document_is_what_the_report_makes_of_the_results() -> None:
    assert screen.report(LEVERS, RECORDS) == TEXT


def test_every_result_is_of_a_lever_that_exists_and_of_the_stated_budget() -> None:
    budget = {"fold": screen.FOLD, "comments": screen.COMMENTS, "before": screen.BEFORE, "epochs": screen.EPOCHS}
    assert {tuple((name, each[name]) for name in budget) for each in RECORDS} == {tuple(budget.items())}
    assert {each["lever"] for each in RECORDS} <= set(LEVERS)
    assert {each["seed"] for each in RECORDS} <= set(screen.SEEDS)
    ran = [(each["lever"], each["seed"], each["start"] if each["lever"] == screen.BASE else "") for each in RECORDS]
    assert len(ran) == len(set(ran))
    bases = {(each["start"], each["seed"]) for each in RECORDS if each["lever"] == screen.BASE}
    assert {(each["start"], each["seed"]) for each in RECORDS} == bases, "nothing else can be compared with"


@pytest.mark.parametrize("lever", LEVERS)
def test_a_lever_changes_what_the_document_says_and_nothing_else(lever: str) -> None:
    changes = LEVERS[lever].get("changes", {})
    assert changes_of(recipe_of(changes)) == changes
    assert f"`{json.dumps(changes, ensure_ascii=False)}`" in TEXT


def test_levers_of_the_poems_share_one_start_and_those_of_the_comments_have_their_own() -> None:
    starts = {
        name: first_stage(screen.of_epochs(recipe_of(each.get("changes", {})), 1, 1)) for name, each in LEVERS.items()
    }
    shared = first_stage(screen.of_epochs(Recipe(), screen.BEFORE, 17))
    assert {name for name, start in starts.items() if start != shared} == {"bare", "korean", "crosswalk"}
    assert starts["bare"].comments.epochs == 0
    assert shared.comments.epochs == screen.COMMENTS


def test_the_seeds_halves_are_all_that_may_be_learnt_once_in_whole_blocks() -> None:
    rows = small_kpoem()
    split = grouped_fold(rows, 0)
    halves: list[Split] = [screen.half(rows, split, seed) for seed in screen.SEEDS]
    assert halves[0].learn | halves[1].learn == split.learn
    assert {rows[row].block for row in halves[0].learn}.isdisjoint(rows[row].block for row in halves[1].learn)
    assert all(half.learn and (half.read, half.held_out) == (split.read, split.held_out) for half in halves)


def test_a_lever_is_compared_with_the_base_of_its_own_seeds() -> None:
    records = [record("base", 1, 0.5), record("base", 2, 0.6), record("votes", 2, 0.58)]
    name, *_, start, f1_micro, spread, _, _, _, _, _, minutes = row_of("votes", records)
    assert (name, start, f1_micro, spread, minutes) == (
        "votes (seed 2 alone)", "11-27", "0.5800 (-0.0200)", "", "2.0",
    )  # fmt: skip


def test_two_seeds_are_averaged_and_it_is_said_how_far_apart_their_differences_are() -> None:
    records = [record("base", 1, 0.5), record("base", 2, 0.6), record("votes", 1, 0.55), record("votes", 2, 0.58)]
    assert row_of("votes", records)[4:6] == ["0.5650 (+0.0150)", "0.0700"]
    assert row_of("base, start", records)[4:6] == ["0.5500", "0.1000"]


def test_a_run_from_another_start_is_compared_with_the_base_from_there() -> None:
    other = "2026-11-28"
    records = [record("base", 1, 0.5), record("base", 2, 0.7, other), record("votes", 1, 0.51)]
    records.append(record("votes", 2, 0.73, other))
    assert row_of("votes", records)[3:6] == ["11-27, 11-28", "0.6200 (+0.0200)", "0.0200"]
    assert row_of(f"base, start {other}", records)[4] == "0.7000"


def test_a_lever_that_has_not_run_says_so() -> None:
    assert "not run yet" in row_of("votes", [record("base", 1, 0.5)])

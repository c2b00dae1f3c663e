"""Recipes: levers by name, and which of them leave the first stage as it is."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from emolit.errors import TrainingError
from emolit.training.recipe import Recipe, changes_of, first_stage, load_recipe, recipe_of


def test_levers_move_and_the_others_stay(tmp_path: Path) -> None:
    path = tmp_path / "fast.json"
    path.write_text(json.dumps({"ridge": 0.3, "poems": {"learning_rate": 4e-4}}), encoding="utf-8")
    recipe = load_recipe(path)
    assert (recipe.ridge, recipe.poems.learning_rate) == (0.3, 4e-4)
    assert (recipe.poems.epochs, recipe.comments) == (Recipe().poems.epochs, Recipe().comments)


def test_a_lever_that_does_not_exist_is_refused_by_name() -> None:
    with pytest.raises(TrainingError, match="rigde"):
        recipe_of({"rigde": 0.3})


@pytest.mark.parametrize("given", [{"epoch": 2}, 2, "2"])
def test_a_field_that_a_stage_lacks_is_refused_by_name(given: object) -> None:
    with pytest.raises(TrainingError, match="masked"):
        recipe_of({"masked": given})


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"target": "shares"}, "target"),
        ({"second": "both"}, "second"),
        ({"second": "binary", "replay": 100}, "second"),
        ({"ridge": "much"}, "ridge"),
        ({"ridge": -0.1}, "ridge"),
        ({"replay": 2.5}, "replay"),
        ({"kote_held_out": 0}, "kote_held_out"),
        ({"crosswalk": 1}, "crosswalk"),
        ({"taught": 1.5}, "taught"),
        ({"tail": 0.95}, "tail"),
        ({"tail": 0.5, "average": 0.9}, "tail"),
        ({"poems": {"epochs": True}}, "poems.epochs"),
        ({"poems": {"batch_tokens": 0}}, "poems.batch_tokens"),
    ],
    ids=str,
)
def test_a_value_that_a_lever_cannot_have_is_refused_by_name(changes: dict[str, object], name: str) -> None:
    with pytest.raises(TrainingError) as caught:
        recipe_of(changes)
    assert (caught.value.code, caught.value.details["name"]) == ("training.bad_lever", name)


@pytest.mark.parametrize("text", ["{ridge: 0.5}", "[1]", "0.5", ""])
def test_a_recipe_that_is_no_json_object_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "recipe.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TrainingError) as caught:
        load_recipe(path)
    assert caught.value.code == "training.bad_recipe"


def test_what_a_recipe_changes_makes_that_recipe_again() -> None:
    for changes in (
        {},
        {"ridge": 0.5, "second": "binary"},
        {"poems": {"epochs": 3, "seed": 2}, "restart": {"epochs": 0}},
    ):
        assert changes_of(recipe_of(changes)) == changes


def test_teachers_differ_in_their_seeds_alone_and_learn_from_nobody() -> None:
    recipe = recipe_of({"teachers": 2, "ridge": 0.5})
    first, second = recipe.of_teacher(1), recipe.of_teacher(2)
    assert len({each.poems.seed for each in (recipe, first, second)}) == 3
    assert len({each.restart.seed for each in (recipe, first, second)}) == 3
    assert first.teachers == second.teachers == 0
    assert len({each.masked.seed for each in (recipe, first, second)}) == 3
    for one, other in ((first, second), (first, recipe)):
        own = {"poems": other.poems, "restart": other.restart, "masked": other.masked, "teachers": other.teachers}
        assert replace(one, **own) == other


def test_recipes_that_differ_in_the_second_stage_alone_share_the_first() -> None:
    for changes in (
        {"ridge": 0.5},
        {"target": "share"},
        {"poems": {"epochs": 3, "seed": 2}},
        {"average": 0.9},
        {"tail": 0.5},
        {"teachers": 2, "taught": 0.3},
        {"second": "binary"},
        {"dispersion": 0.1},
        {"twice": 0.5},
        {"masked": {"epochs": 2}},
    ):
        assert first_stage(recipe_of(changes)) == first_stage(Recipe())
    for changes in ({"goemotions": 0}, {"crosswalk": True}, {"comments": {"seed": 2}}, {"layer_decay": 0.8}):
        assert first_stage(recipe_of(changes)) != first_stage(Recipe())

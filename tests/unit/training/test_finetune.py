"""Fine-tuning: the loss that is meant, at the rates that are meant, and a cut run that ends as an uncut one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertForTokenClassification

from emolit.emotions import Scheme
from emolit.errors import TrainingError
from emolit.reading.tokens import Tokens
from emolit.training.data import Comment
from emolit.training.examples import KoteExamples, KpoemExamples
from emolit.training.finetune import Examples, Recipe, Run, Stage, _optimizer, _schedule, batch_loss, finetune
from tests.checkpoints import tiny_model
from tests.kpoem import row, small_kpoem

RECIPE = Recipe(stages=(Stage("kote", 1, 400, 2e-3), Stage("kpoem", 2, 400, 2e-3)), seed=5)


@pytest.fixture(scope="module")
def examples(scheme: Scheme, tokens: Tokens) -> dict[str, Examples]:
    comments = [Comment(f"{word} {number}", (number % 44,)) for number in range(12) for word in ("가", "나")]
    rows = [each for each in small_kpoem() if each.segment < 4]
    return {"kote": KoteExamples(comments, scheme, tokens, 64), "kpoem": KpoemExamples(rows, scheme, tokens)}


def train(
    folder: Path, examples: dict[str, Examples], recipe: Recipe = RECIPE, seed: int = 3, cut_after: int = 0
) -> BertForTokenClassification:
    """A run of the recipe; `cut_after` epochs it breaks off, as when the machine stops."""
    measured: list[int] = []

    def evaluate(model: BertForTokenClassification) -> dict[str, float]:
        measured.append(1)
        if len(measured) == cut_after:
            raise KeyboardInterrupt
        model.eval()
        return {"val": 0.5}

    return finetune(tiny_model(seed), recipe, examples, Run(folder), 1, evaluate)


@pytest.fixture(scope="module")
def whole(
    examples: dict[str, Examples], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, torch.Tensor]]:
    """A run that nothing cut off, and its weights."""
    folder = tmp_path_factory.mktemp("whole")
    return folder, train(folder, examples).state_dict()


# Runs


@pytest.mark.parametrize("epochs", [1, 2, 3], ids=["a stage ends", "within a stage", "the run ends"])
def test_a_run_that_was_cut_off_ends_with_the_weights_of_an_uncut_one(
    examples: dict[str, Examples], whole: tuple[Path, dict[str, torch.Tensor]], tmp_path: Path, epochs: int
) -> None:
    with pytest.raises(KeyboardInterrupt):
        train(tmp_path, examples, cut_after=epochs)
    resumed = train(tmp_path, examples, seed=99).state_dict()  # begins elsewhere: all must come from the folder
    for name, expected in whole[1].items():
        torch.testing.assert_close(resumed[name], expected, atol=1e-6, rtol=0, msg=name)


def test_a_run_is_logged_epoch_by_epoch(whole: tuple[Path, dict[str, torch.Tensor]]) -> None:
    records = [json.loads(line) for line in (whole[0] / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(each["stage"], each["epoch"]) for each in records] == [("kote", 1), ("kpoem", 1), ("kpoem", 2)]
    assert all(each["val"] == 0.5 and each["loss"] > 0 for each in records)


def test_a_finished_run_trains_no_more(
    examples: dict[str, Examples], whole: tuple[Path, dict[str, torch.Tensor]]
) -> None:
    again = train(whole[0], examples, seed=99, cut_after=1).state_dict()
    assert all(torch.equal(again[name], expected) for name, expected in whole[1].items())


def test_training_lowers_the_loss(examples: dict[str, Examples], tmp_path: Path) -> None:
    train(tmp_path, examples, replace(RECIPE, stages=(Stage("kpoem", 6, 400, 5e-3),)))
    losses = [json.loads(line)["loss"] for line in (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert losses[-1] < 0.8 * losses[0]


def test_a_folder_of_another_recipe_is_refused_and_left_as_it_is(
    examples: dict[str, Examples], whole: tuple[Path, dict[str, torch.Tensor]]
) -> None:
    before = {path.name: path.read_bytes() for path in whole[0].iterdir()}
    with pytest.raises(TrainingError) as caught:
        train(whole[0], examples, replace(RECIPE, seed=6))
    assert (caught.value.code, caught.value.details) == ("training.other_recipe", {"path": whole[0]})
    assert {path.name: path.read_bytes() for path in whole[0].iterdir()} == before


# The loss


def test_the_loss_is_the_cross_entropy_of_mean_logits_over_lines_that_carry_it(scheme: Scheme, tokens: Tokens) -> None:
    model = tiny_model()
    poem = [("봄이 온다", {"기쁨": 4, "슬픔": 1}, "train"), ("비", {"슬픔": 3}, "val"), ("저녁", {"슬픔": 2}, "train")]
    rows = [row(n, text, votes, split=split, segment=n // 2) for n, (text, votes, split) in enumerate(poem)]
    batch = KpoemExamples(rows, scheme, tokens).epoch(np.random.default_rng(0))
    assert [len(example.weights) for example in batch] == [2, 1]
    losses = []
    for example in batch:
        with torch.inference_mode():
            logits = model(input_ids=torch.tensor([example.passage.ids])).logits[0].double().numpy()
        for owner, (target, weight) in enumerate(zip(example.targets, example.weights, strict=True)):
            share = 1 / (1 + np.exp(-logits[np.array(example.passage.owners) == owner].mean(axis=0)))
            if weight:
                losses.append(-(target * np.log(share) + (1 - target) * np.log(1 - share)).mean())
    assert len(losses) == 2
    assert batch_loss(model, batch, pad=1).item() == pytest.approx(np.mean(losses), abs=1e-5)


# Rates


def test_learning_rates_fall_layer_by_layer_and_the_head_learns_faster() -> None:
    model = tiny_model()
    groups = _optimizer(model, Recipe(layer_decay=0.5, head_factor=3.0), 0.01).param_groups
    rate = {id(parameter): group["lr"] for group in groups for parameter in group["params"]}
    top, bottom = model.bert.encoder.layer[1], model.bert.encoder.layer[0]
    for module, expected in ((model.classifier, 0.03), (top, 0.01), (bottom, 0.005), (model.bert.embeddings, 0.0025)):
        assert [rate[id(parameter)] for parameter in module.parameters()] == pytest.approx(
            [expected] * len(list(module.parameters()))
        )
    assert set(rate) == {id(parameter) for parameter in model.parameters()}


def test_the_rate_rises_over_the_first_steps_and_falls_to_nearly_nothing() -> None:
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    schedule = _schedule(optimizer, steps=40, warmup=0.1)
    rates = []
    for _ in range(40):
        rates.append(schedule.get_last_lr()[0])
        optimizer.step()
        schedule.step()
    assert rates[:4] == pytest.approx([0.25, 0.5, 0.75, 1.0])
    assert rates[3:] == sorted(rates[3:], reverse=True)
    assert rates[-1] == pytest.approx(1 / 36)
    assert schedule.get_last_lr() == [0]

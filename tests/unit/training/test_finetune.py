"""Fine-tuning: the loss that is meant, at the rates that are meant, and a cut run that ends as an uncut one."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy.special import binom
from scipy.stats import betabinom
from transformers import BertForTokenClassification

from emolit.emotions import Scheme
from emolit.errors import TrainingError
from emolit.reading.tokens import Tokens
from emolit.training import finetune as finetune_module
from emolit.training.examples import PoemExamples
from emolit.training.finetune import Run, _optimizer, _schedule, batch_loss, finetune
from emolit.training.recipe import Recipe, Stage
from tests.checkpoints import tiny_model
from tests.kpoem import row, small_kpoem
from tests.unit.training.test_examples import poem_examples

RECIPE = Recipe(poems=Stage("poems", 3, 400, 2e-3, seed=5))


@pytest.fixture(scope="module")
def examples(scheme: Scheme, tokens: Tokens) -> PoemExamples:
    rows = [each for each in small_kpoem() if each.segment < 4]
    return poem_examples(rows, scheme, tokens)


def train(
    folder: Path, examples: PoemExamples, recipe: Recipe = RECIPE, seed: int = 3, cut_after: int = 0
) -> BertForTokenClassification:
    """A run of the recipe; `cut_after` epochs it breaks off, as when the machine stops."""
    measured: list[int] = []

    def evaluate(model: BertForTokenClassification) -> dict[str, float]:
        measured.append(1)
        if len(measured) == cut_after:
            raise KeyboardInterrupt
        model.eval()
        return {"val": 0.5}

    run = Run(folder)
    run.claim(asdict(recipe))
    return finetune(tiny_model(seed), recipe.poems, recipe, examples, run, 1, evaluate)


@pytest.fixture(scope="module")
def whole(examples: PoemExamples, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, torch.Tensor]]:
    """A run that nothing cut off, and its weights."""
    folder = tmp_path_factory.mktemp("whole")
    return folder, train(folder, examples).state_dict()


# Runs


@pytest.mark.parametrize("epochs", [1, 2, 3], ids=["early", "late", "the run ends"])
def test_a_run_that_was_cut_off_ends_with_the_weights_of_an_uncut_one(
    examples: PoemExamples, whole: tuple[Path, dict[str, torch.Tensor]], tmp_path: Path, epochs: int
) -> None:
    with pytest.raises(KeyboardInterrupt):
        train(tmp_path, examples, cut_after=epochs)
    resumed = train(tmp_path, examples, seed=99).state_dict()  # begins elsewhere: all must come from the folder
    for name, expected in whole[1].items():
        torch.testing.assert_close(resumed[name], expected, atol=1e-6, rtol=0, msg=name)


def test_a_run_from_before_a_lever_goes_on_where_the_lever_is_at_its_default(tmp_path: Path) -> None:
    run = Run(tmp_path)
    run.claim(asdict(RECIPE) | {"split": "fold-0"})
    path = tmp_path / "run.json"
    older = json.loads(path.read_text(encoding="utf-8"))
    del older["tail"]
    path.write_text(json.dumps(older), encoding="utf-8")
    for other in (asdict(replace(RECIPE, tail=0.5)) | {"split": "fold-0"}, asdict(RECIPE) | {"split": "fold-1"}):
        with pytest.raises(TrainingError) as caught:
            run.claim(other)
        assert caught.value.code == "training.other_recipe"
    run.claim(asdict(RECIPE) | {"split": "fold-0"})
    assert json.loads(path.read_text(encoding="utf-8"))["tail"] == 0


def test_a_run_is_logged_epoch_by_epoch(whole: tuple[Path, dict[str, torch.Tensor]]) -> None:
    records = [json.loads(line) for line in (whole[0] / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(each["stage"], each["epoch"]) for each in records] == [("poems", 1), ("poems", 2), ("poems", 3)]
    assert all(each["val"] == 0.5 and each["loss"] > 0 for each in records)


def test_a_finished_run_trains_no_more(examples: PoemExamples, whole: tuple[Path, dict[str, torch.Tensor]]) -> None:
    again = train(whole[0], examples, seed=99, cut_after=1).state_dict()
    assert all(torch.equal(again[name], expected) for name, expected in whole[1].items())


def test_training_lowers_the_loss(examples: PoemExamples, tmp_path: Path) -> None:
    train(tmp_path, examples, replace(RECIPE, poems=Stage("poems", 6, 400, 5e-3)))
    losses = [json.loads(line)["loss"] for line in (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert losses[-1] < 0.8 * losses[0]


@pytest.mark.parametrize("has", [True, False])
def test_bfloat16_is_computed_in_only_where_the_processor_has_it(
    examples: PoemExamples, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has: bool
) -> None:
    monkeypatch.setattr(finetune_module, "has_bf16", lambda: has)
    seen: set[bool] = set()
    monkeypatch.setattr(
        finetune_module,
        "batch_loss",
        lambda *given, **levers: seen.add(torch.is_autocast_enabled("cpu")) or batch_loss(*given, **levers),
    )
    train(tmp_path, examples, replace(RECIPE, poems=replace(RECIPE.poems, epochs=1)))
    assert seen == {has}


def test_a_folder_of_another_recipe_is_refused_and_left_as_it_is(
    examples: PoemExamples, whole: tuple[Path, dict[str, torch.Tensor]]
) -> None:
    before = {path.name: path.read_bytes() for path in whole[0].iterdir()}
    with pytest.raises(TrainingError) as caught:
        train(whole[0], examples, replace(RECIPE, target="share"))
    assert (caught.value.code, caught.value.details) == ("training.other_recipe", {"path": whole[0]})
    assert {path.name: path.read_bytes() for path in whole[0].iterdir()} == before


# The loss


def test_the_loss_is_the_cross_entropy_of_mean_logits_over_lines_that_carry_it(scheme: Scheme, tokens: Tokens) -> None:
    model = tiny_model()
    poem = [("봄이 온다", {"기쁨": 4, "슬픔": 1}, "train"), ("비", {"슬픔": 3}, "val"), ("저녁", {"슬픔": 2}, "train")]
    rows = [row(n, text, votes, split=split, segment=n // 2) for n, (text, votes, split) in enumerate(poem)]
    batch = poem_examples(rows, scheme, tokens).epoch(np.random.default_rng(0))
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


def test_unknown_cells_carry_no_loss(scheme: Scheme, tokens: Tokens) -> None:
    model = tiny_model()
    rows = [row(0, "봄이 온다", {"기쁨": 4, "슬픔": 1}, split="train")]
    (example,) = poem_examples(rows, scheme, tokens).epoch(np.random.default_rng(0))
    some = example.targets.copy()
    some[:, 10:] = np.nan
    other = some.copy()
    other[:, :10] = 1 - other[:, :10]
    losses = [batch_loss(model, [replace(example, targets=targets)], pad=1).item() for targets in (some, other)]
    logits = model(input_ids=torch.tensor([example.passage.ids])).logits[0]
    mean = logits[np.array(example.passage.owners) == 0].mean(dim=0)[:10]
    expected = torch.nn.functional.binary_cross_entropy_with_logits(mean, torch.from_numpy(some[0, :10]))
    assert losses[0] == pytest.approx(expected.item(), abs=1e-5)
    assert losses[1] != pytest.approx(losses[0])


def test_two_readings_that_agree_cost_no_more_than_one(scheme: Scheme, tokens: Tokens) -> None:
    batch = poem_examples(small_kpoem(), scheme, tokens).epoch(np.random.default_rng(0))
    model = tiny_model()  # in evaluation: no dropout, so that both readings are the same
    assert batch_loss(model, batch, 1, twice=3.0).item() == pytest.approx(batch_loss(model, batch, 1).item(), abs=1e-6)
    model.train()
    torch.manual_seed(0)
    assert batch_loss(model, batch, 1, twice=3.0).item() > batch_loss(model, batch, 1, twice=1e-9).item()


def test_the_loss_of_dispersed_readers_is_the_beta_binomials_but_for_what_no_logit_changes(
    scheme: Scheme, tokens: Tokens
) -> None:
    model, dispersion = tiny_model(), 0.3
    rows = [row(0, "봄이 온다", {"기쁨": 4, "슬픔": 1}, split="train")]
    (example,) = poem_examples(rows, scheme, tokens).epoch(np.random.default_rng(0))
    with torch.inference_mode():
        logits = model(input_ids=torch.tensor([example.passage.ids])).logits[0].double().numpy()
    share = 1 / (1 + np.exp(-logits[np.array(example.passage.owners) == 0].mean(axis=0)))
    losses, likelihoods = [], []
    for votes in (np.full(len(share), 2), np.full(len(share), 5)):
        asked = replace(example, targets=(votes / 5).astype(np.float32)[None])
        losses.append(batch_loss(model, [asked], 1, dispersion=dispersion).item())
        size = 1 / dispersion - 1
        chance = betabinom.logpmf(votes, 5, share * size, (1 - share) * size) - np.log(binom(5, votes))
        likelihoods.append(-chance.mean() / 5)
    assert losses == pytest.approx(likelihoods, abs=1e-5)


def test_a_moving_average_is_what_is_kept_and_lies_between_start_and_end(
    examples: PoemExamples, whole: tuple[Path, dict[str, torch.Tensor]], tmp_path: Path
) -> None:
    kept = train(tmp_path, examples, replace(RECIPE, average=0.8)).state_dict()
    name = "classifier.weight"
    start, end = tiny_model().state_dict()[name], whole[1][name]
    assert not torch.allclose(kept[name], end)
    assert (kept[name] - end).norm() < (start - end).norm()


@pytest.mark.parametrize("tail", [1 / 3, 2 / 3])
def test_what_a_tail_keeps_is_the_mean_of_its_weights(
    examples: PoemExamples, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tail: float
) -> None:
    weights: list[torch.Tensor] = []
    step = torch.optim.AdamW.step

    def stepped(self: torch.optim.AdamW) -> None:
        step(self)
        weights.append(self.param_groups[0]["params"][0].detach().clone())  # the head's

    monkeypatch.setattr(torch.optim.AdamW, "step", stepped)
    kept = train(tmp_path, examples, replace(RECIPE, tail=tail))
    mean = torch.stack(weights[-round(len(weights) * tail) :]).mean(dim=0)
    assert len(weights) > 6
    torch.testing.assert_close(kept.classifier.weight.detach(), mean, atol=1e-6, rtol=0)


def test_before_the_tail_the_model_itself_is_measured(examples: PoemExamples, tmp_path: Path) -> None:
    seen: list[torch.Tensor] = []

    def evaluate(model: BertForTokenClassification) -> dict[str, float]:
        seen.append(model.classifier.weight.detach().clone())
        return {}

    recipe = replace(RECIPE, tail=1 / 3)
    run = Run(tmp_path)
    finetune(tiny_model(3), recipe.poems, recipe, examples, run, 1, evaluate)
    start = tiny_model(3).classifier.weight.detach()
    assert all(not torch.allclose(each, start) for each in seen)


# Rates


def test_learning_rates_fall_layer_by_layer_and_the_head_learns_faster() -> None:
    model = tiny_model()
    groups = _optimizer(model, Recipe(layer_decay=0.5, head_factor=3.0), 0.01, model.classifier).param_groups
    rate = {id(parameter): group["lr"] for group in groups for parameter in group["params"]}
    top, bottom = model.bert.encoder.layer[1], model.bert.encoder.layer[0]
    for module, expected in ((model.classifier, 0.03), (top, 0.01), (bottom, 0.005), (model.bert.embeddings, 0.0025)):
        assert [rate[id(parameter)] for parameter in module.parameters()] == pytest.approx(
            [expected] * len(list(module.parameters()))
        )
    assert set(rate) == {id(parameter) for parameter in model.parameters()}


def rates_of(steps: int, before_tail: int) -> list[float]:
    """The learning rate of each step and of the one after the last."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    schedule = _schedule(optimizer, steps, 0.1, before_tail)
    rates = []
    for _ in range(steps):
        rates.append(schedule.get_last_lr()[0])
        optimizer.step()
        schedule.step()
    return [*rates, schedule.get_last_lr()[0]]


def test_the_rate_rises_over_the_first_steps_and_falls_to_nearly_nothing() -> None:
    rates = rates_of(40, before_tail=40)
    assert rates[:4] == pytest.approx([0.25, 0.5, 0.75, 1.0])
    assert rates[3:] == sorted(rates[3:], reverse=True)
    assert rates[39:] == pytest.approx([1 / 36, 0])


def test_with_a_tail_the_rate_falls_as_before_and_then_stays() -> None:
    with_tail, without = (rates_of(40, before_tail) for before_tail in (30, 40))
    assert with_tail[:31] == without[:31]
    assert with_tail[30:] == [without[30]] * 11

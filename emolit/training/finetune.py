"""Fine-tune the base encoder: first on KOTE, then on the passages of KPoEM.

A run is a folder: `recipe.json`, `log.jsonl`, and `state.pt`, written after each epoch and read to go on.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits
from transformers import BertForTokenClassification

from emolit.errors import TrainingError
from emolit.reading.network import collate, sum_by_owner, token_logits
from emolit.training.examples import Example, epoch_batches

Evaluate = Callable[[BertForTokenClassification], dict[str, float]]


@dataclass(frozen=True)
class Stage:
    """One pass of training on one kind of examples."""

    name: str
    epochs: int
    batch_tokens: int  # padded tokens of one step
    learning_rate: float = 2e-4


@dataclass(frozen=True)
class Recipe:
    """Everything that decides a run besides the data."""

    stages: tuple[Stage, ...] = (Stage("kote", 2, 1536), Stage("kpoem", 8, 512))
    seed: int = 17
    layer_decay: float = 0.9  # learning rate of a layer against the one above it
    head_factor: float = 3.0  # learning rate of the head against the top layer
    weight_decay: float = 0.01
    warmup: float = 0.1  # share of a stage's steps
    clip: float = 1.0  # norm of the gradient
    dropout: float = 0.1  # of hidden states; none in attention, which would forgo its fast kernel on the CPU
    kote_tokens: int = 64  # longest KOTE comment; one in twelve is cut
    kote_held_out: int = 500  # comments to measure the first stage on


def recipe_of(*, kote_epochs: int = 2, kpoem_epochs: int = 8, seed: int = 17) -> Recipe:
    """The shipped recipe, or a shorter one to try things with."""
    epochs = {"kote": kote_epochs, "kpoem": kpoem_epochs}
    stages = tuple(replace(stage, epochs=epochs[stage.name]) for stage in Recipe().stages)
    return Recipe(stages=stages, seed=seed)


class Examples(Protocol):
    def epoch(self, random: np.random.Generator) -> list[Example]: ...


class Run:
    """A folder that remembers where a training stands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def state(self) -> Path:
        return self.folder / "state.pt"

    def claim(self, recipe: Recipe) -> None:
        """Write down the recipe, or check that it is the one this run began with."""
        path = self.folder / "recipe.json"
        text = json.dumps(asdict(recipe), indent=2)
        if path.is_file() and path.read_text(encoding="utf-8") != text:
            raise TrainingError("training.other_recipe", path=self.folder)
        path.write_text(text, encoding="utf-8")

    def log(self, **record: object) -> None:
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")

    def save(self, state: dict[str, Any]) -> None:
        """Replace the state in one step, so that a run cut off while writing can still go on."""
        waiting = self.state.with_suffix(".waiting")
        torch.save(state, waiting)
        waiting.replace(self.state)

    def load(self) -> dict[str, Any] | None:
        if not self.state.is_file():
            return None
        state: dict[str, Any] = torch.load(self.state, weights_only=True)
        return state


def finetune(
    model: BertForTokenClassification,
    recipe: Recipe,
    examples: dict[str, Examples],
    run: Run,
    pad: int,
    evaluate: Evaluate,
) -> BertForTokenClassification:
    """Train `model` in place through the recipe's stages, going on from the run's last finished epoch.

    Raises TrainingError when the folder holds a run of another recipe.
    """
    run.claim(recipe)
    state = run.load()
    if state:
        model.load_state_dict(state["model"])
    for index, stage in enumerate(recipe.stages):
        if state and index < state["stage"]:
            continue
        batches = [_batches(examples[stage.name], stage, recipe.seed, index, epoch) for epoch in range(stage.epochs)]
        optimizer = _optimizer(model, recipe, stage.learning_rate)
        schedule = _schedule(optimizer, sum(map(len, batches)), recipe.warmup)
        first = 0
        if state and index == state["stage"]:
            first = state["epoch"]
            optimizer.load_state_dict(state["optimizer"])
            schedule.load_state_dict(state["schedule"])
        for epoch in range(first, stage.epochs):
            torch.manual_seed(recipe.seed + 1000 * index + epoch)
            started = time.perf_counter()
            loss = _train_epoch(model, batches[epoch], optimizer, schedule, recipe.clip, pad)
            seconds = round(time.perf_counter() - started)
            run.save(
                {
                    "stage": index,
                    "epoch": epoch + 1,
                    "model": model.state_dict(),
                    "optimizer": optimizer.state_dict(),
                    "schedule": schedule.state_dict(),
                }
            )
            run.log(stage=stage.name, epoch=epoch + 1, loss=round(loss, 5), seconds=seconds, **evaluate(model))
    model.eval()
    return model


def _batches(examples: Examples, stage: Stage, seed: int, index: int, epoch: int) -> list[list[Example]]:
    random = np.random.default_rng([seed, index, epoch])
    return epoch_batches(examples.epoch(random), stage.batch_tokens, random)


def _train_epoch(
    model: BertForTokenClassification,
    batches: Sequence[Sequence[Example]],
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
    clip: float,
    pad: int,
) -> float:
    """Returns the mean loss of the epoch's steps."""
    model.train()
    total = 0.0
    for batch in batches:
        loss = batch_loss(model, batch, pad)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), clip)
        optimizer.step()
        schedule.step()
        total += loss.item()
    return total / len(batches)


def batch_loss(model: BertForTokenClassification, batch: Sequence[Example], pad: int) -> torch.Tensor:
    """Binary cross-entropy of each owner's mean logit against its target, averaged over owners that carry loss."""
    starts = np.cumsum([0, *(len(example.weights) for example in batch)])
    ids, mask, owners = collate([example.passage for example in batch], pad)
    offsets = torch.from_numpy(starts[:-1]).unsqueeze(1)
    owners = torch.where(owners >= 0, owners + offsets, owners)
    sums, counts = sum_by_owner(token_logits(model, ids, mask), owners, int(starts[-1]))
    targets = torch.from_numpy(np.concatenate([example.targets for example in batch]))
    weights = torch.from_numpy(np.concatenate([example.weights for example in batch]))
    logits = sums / counts.clamp(min=1).unsqueeze(1)
    losses = binary_cross_entropy_with_logits(logits, targets, reduction="none").mean(dim=1)
    return (losses * weights).sum() / weights.sum()


def _optimizer(model: BertForTokenClassification, recipe: Recipe, learning_rate: float) -> torch.optim.AdamW:
    """AdamW with a learning rate that falls layer by layer from the top, and a faster head."""
    bert = model.bert
    n_layers = model.config.num_hidden_layers
    groups = [(model.classifier, recipe.head_factor), (bert.embeddings, recipe.layer_decay**n_layers)]
    groups += [(layer, recipe.layer_decay ** (n_layers - 1 - i)) for i, layer in enumerate(bert.encoder.layer)]
    parameters: list[dict[str, Any]] = [
        {"params": list(module.parameters()), "lr": learning_rate * factor} for module, factor in groups
    ]
    return torch.optim.AdamW(parameters, weight_decay=recipe.weight_decay, fused=True)


def _schedule(optimizer: torch.optim.Optimizer, steps: int, warmup: float) -> torch.optim.lr_scheduler.LambdaLR:
    """Linear rise over the first steps, then a linear fall to zero."""
    rising = max(1, round(steps * warmup))

    def factor(step: int) -> float:
        return min((step + 1) / rising, max(0.0, (steps - step) / max(1, steps - rising)))

    return torch.optim.lr_scheduler.LambdaLR(optimizer, factor)

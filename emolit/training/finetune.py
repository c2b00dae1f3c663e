"""Fine-tune the encoder through one stage of a recipe.

A run is a folder: `run.json` (what it is a run of), `log.jsonl`, and `state.pt`, written after each epoch and read to
go on.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from transformers import BertForTokenClassification

from emolit.corpus.votes import READERS
from emolit.errors import TrainingError
from emolit.reading.network import collate, sum_by_owner, token_logits
from emolit.reading.precision import Precision, has_bf16
from emolit.training.examples import Example, epoch_batches
from emolit.training.recipe import Recipe, Stage

LOG = "log.jsonl"  # a line an epoch

Evaluate = Callable[[BertForTokenClassification], dict[str, float]]


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

    def claim(self, about: dict[str, object]) -> None:
        """Write down what decides the run, or check that it is what this run began with.

        A lever that there was none of then stood at its default.

        Raises TrainingError when the folder holds another run.
        """
        path = self.folder / "run.json"
        text = json.dumps(about, ensure_ascii=False, indent=2)
        if path.is_file():
            begun = asdict(Recipe()) | json.loads(path.read_text(encoding="utf-8"))
            if begun != asdict(Recipe()) | json.loads(text):
                raise TrainingError("training.other_recipe", path=self.folder)
        path.write_text(text, encoding="utf-8")

    def log(self, **record: object) -> None:
        with (self.folder / LOG).open("a", encoding="utf-8") as file:
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
    stage: Stage,
    recipe: Recipe,
    examples: Examples,
    run: Run,
    pad: int,
    evaluate: Evaluate,
    task: torch.nn.Module | None = None,
) -> BertForTokenClassification:
    """Train `model` in place through one stage, going on from the run's last finished epoch.

    The run must be claimed. With a mean of weights, it is the mean that is measured, kept and returned.

    task: what is learnt instead of the labels, with weights of its own; it gives the loss of a model and a batch.
    """
    number = recipe.stages.index(stage)
    batches = [_batches(examples, stage, [stage.seed, number, epoch]) for epoch in range(stage.epochs)]
    loss = task or partial(batch_loss, pad=pad, twice=recipe.twice, dispersion=recipe.dispersion)
    optimizer = _optimizer(model, recipe, stage.learning_rate, task or model.classifier)
    steps = sum(map(len, batches))
    before_tail = steps - round(steps * recipe.tail)
    schedule = _schedule(optimizer, steps, recipe.warmup, before_tail)
    average = _average(model, recipe)
    parts: dict[str, Any] = {"model": model, "optimizer": optimizer, "schedule": schedule}
    parts |= {name: part for name, part in {"average": average, "task": task}.items() if part}
    state = run.load()
    if state:
        for name, part in parts.items():
            part.load_state_dict(state[name])
    for epoch in range(state["epoch"] if state else 0, stage.epochs):
        torch.manual_seed(stage.seed + 1000 * number + epoch)
        started = time.perf_counter()
        step = _Step(model, loss, optimizer, schedule, recipe.clip, average, before_tail if recipe.tail else 0)
        mean = sum(map(step, batches[epoch])) / len(batches[epoch])
        seconds = round(time.perf_counter() - started)
        run.save({"epoch": epoch + 1} | {name: part.state_dict() for name, part in parts.items()})
        about = {"loss": round(mean, 5), "seconds": seconds, "precision": trained_in()}
        run.log(stage=stage.name, epoch=epoch + 1, **about, **evaluate(_kept(model, average)))
    kept = _kept(model, average)
    kept.eval()
    return kept


def _average(model: BertForTokenClassification, recipe: Recipe) -> AveragedModel | None:
    """A moving mean of weights, or the plain one of a stage's last steps (Izmailov et al. 2018, "SWA")."""
    if recipe.average:
        return AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(recipe.average))  # type: ignore[no-untyped-call]
    return AveragedModel(model) if recipe.tail else None


def _kept(model: BertForTokenClassification, average: AveragedModel | None) -> BertForTokenClassification:
    """The mean of weights once there is one."""
    return cast("BertForTokenClassification", average.module) if average and average.n_averaged else model


def trained_in() -> str:
    """In what the products of a training are computed here; another precision, or processor, makes another model."""
    return str(Precision.BF16 if has_bf16() else Precision.FLOAT32)


def _batches(examples: Examples, stage: Stage, seed: list[int]) -> list[list[Example]]:
    random = np.random.default_rng(seed)
    return epoch_batches(examples.epoch(random), stage.batch_tokens, random)


@dataclass(frozen=True, eq=False)
class _Step:
    """One step of training on a batch; calling it returns the loss."""

    model: BertForTokenClassification
    loss: Callable[[BertForTokenClassification, Sequence[Example]], torch.Tensor]
    optimizer: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.LRScheduler
    clip: float
    average: AveragedModel | None
    steps_before_average: int

    def __call__(self, batch: Sequence[Example]) -> float:
        self.model.train()
        # Twice as fast on a processor with bfloat16, fifty times slower on one that emulates it; weights and sums stay
        # float32.
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=has_bf16()):
            loss = self.loss(self.model, batch)
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        learnt = [parameter for group in self.optimizer.param_groups for parameter in group["params"]]
        torch.nn.utils.clip_grad_norm_(learnt, self.clip)
        self.optimizer.step()
        self.schedule.step()
        if self.average and self.schedule.last_epoch > self.steps_before_average:
            self.average.update_parameters(self.model)
        return loss.item()


def batch_loss(
    model: BertForTokenClassification,
    batch: Sequence[Example],
    pad: int,
    twice: float = 0.0,
    dispersion: float = 0.0,
) -> torch.Tensor:
    """Binary cross-entropy of each owner's mean logit against its target, averaged over owners that carry loss.

    With `dispersion`, the target is a share of five readers, and the loss that of a beta-binomial.

    With `twice`, the batch is read twice under different dropout, and that many times the divergence of the two
    readings is added (R-Drop, Liang et al. 2021, for independent labels).
    """
    starts = np.cumsum([0, *(len(example.weights) for example in batch)])
    ids, mask, owners = collate([example.passage for example in batch], pad)
    offsets = torch.from_numpy(starts[:-1]).unsqueeze(1)
    owners = torch.where(owners >= 0, owners + offsets, owners)
    targets = torch.from_numpy(np.concatenate([example.targets for example in batch]))
    weights = torch.from_numpy(np.concatenate([example.weights for example in batch]))
    known = ~targets.isnan()
    weight_of_cell = known * (weights / known.sum(dim=1).clamp(min=1) / weights.sum()).unsqueeze(1)

    def read() -> torch.Tensor:
        sums, counts = sum_by_owner(token_logits(model, ids, mask).float(), owners, int(starts[-1]))
        return sums / counts.clamp(min=1).unsqueeze(1)

    def loss(logits: torch.Tensor) -> torch.Tensor:
        cells = _cells(logits, targets.nan_to_num(), dispersion)
        return (cells * weight_of_cell).sum()

    first = read()
    if not twice:
        return loss(first)
    second = read()
    divergence = 0.5 * (first - second) * (torch.sigmoid(first) - torch.sigmoid(second))
    return 0.5 * (loss(first) + loss(second)) + twice * (divergence * weight_of_cell).sum()


def _cells(logits: torch.Tensor, targets: torch.Tensor, dispersion: float) -> torch.Tensor:
    """The loss of each cell; that of the beta-binomial a vote, and without the term that no logit changes.

    dispersion: correlation of two readers of one line, 1 / (a + b + 1) of the beta distribution (Skellam 1948).
    """
    if not dispersion:
        return binary_cross_entropy_with_logits(logits, targets, reduction="none")
    size, votes = 1 / dispersion - 1, READERS * targets
    a = size * torch.sigmoid(logits).clamp(1e-4, 1 - 1e-4)
    b = size - a
    chosen = torch.lgamma(votes + a) - torch.lgamma(a)
    left = torch.lgamma(READERS - votes + b) - torch.lgamma(b)
    return (math.lgamma(READERS + size) - math.lgamma(size) - chosen - left) / READERS


def _optimizer(
    model: BertForTokenClassification, recipe: Recipe, learning_rate: float, head: torch.nn.Module
) -> torch.optim.AdamW:
    """AdamW with a learning rate that falls layer by layer from the top, and a faster head."""
    bert = model.bert
    n_layers = model.config.num_hidden_layers
    groups = [(head, recipe.head_factor), (bert.embeddings, recipe.layer_decay**n_layers)]
    groups += [(layer, recipe.layer_decay ** (n_layers - 1 - i)) for i, layer in enumerate(bert.encoder.layer)]
    parameters: list[dict[str, Any]] = [
        {"params": list(module.parameters()), "lr": learning_rate * factor} for module, factor in groups
    ]
    return torch.optim.AdamW(parameters, weight_decay=recipe.weight_decay, fused=True)


def _schedule(
    optimizer: torch.optim.Optimizer, steps: int, warmup: float, before_tail: int
) -> torch.optim.lr_scheduler.LambdaLR:
    """Linear rise over the first steps, then a linear fall to zero, or to the rate at which the tail goes on.

    before_tail: steps that are none of the tail's, all of them where there is none.
    """
    rising = max(1, round(steps * warmup))

    def factor(step: int) -> float:
        return min((step + 1) / rising, max(0.0, (steps - min(step, before_tail)) / max(1, steps - rising)))

    return torch.optim.lr_scheduler.LambdaLR(optimizer, factor)

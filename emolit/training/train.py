"""From the base encoder and the data to a trained run.

A run folder holds one folder for the first stage, which all splits share, and one for each split of the poems, with the
restart in a folder of its own inside.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
from scipy.special import expit
from transformers import BertForTokenClassification
from transformers.utils import logging

from emolit.emotions import Scheme
from emolit.errors import TrainingError
from emolit.reading.engine import Engine
from emolit.reading.tokens import Tokens
from emolit.training.crosswalk import crosswalk_numbers
from emolit.training.data import (
    Comment,
    KpoemRow,
    counts,
    goemotions_labels,
    gold,
    load_goemotions,
    load_kote,
    load_kpoem,
)
from emolit.training.examples import CommentExamples, PoemExamples, PoemTexts
from emolit.training.finetune import LOG, Run, finetune
from emolit.training.masked import MaskedWords
from emolit.training.metrics import best_threshold, f1_micro, macro_auc
from emolit.training.predictions import Predictions
from emolit.training.recipe import Recipe, Stage, changes_of, first_stage
from emolit.training.rows import read_rows, single_texts
from emolit.training.splits import Split
from emolit.training.targets import targets


@dataclass(frozen=True)
class Sources:
    """Folders of the data and of the base encoder."""

    data: Path
    base: Path


class Trainer:
    """The two stages of one recipe in one run folder. Raises TrainingError when data or the base encoder is missing."""

    def __init__(self, sources: Sources, folder: Path, recipe: Recipe, scheme: Scheme) -> None:
        self.sources, self.folder, self.recipe, self.scheme = sources, folder, recipe, scheme
        self.tokens = Tokens.load(sources.base)
        self.rows = load_kpoem(sources.data, scheme)
        others = goemotions_labels(sources.data)
        self.names = (*scheme.names, *(f"goemotions:{name}" for name in others))
        widths = len(scheme.names), len(others)
        kote, self._held_out = kote_parts(sources.data, recipe)
        meant = crosswalk_numbers(others, scheme) if recipe.crosswalk else {}
        self.comments = CommentExamples(kote, load_goemotions(sources.data), widths, self.tokens, recipe, meant)

    def train_on_comments(self) -> BertForTokenClassification:
        """The first stage, or where it stands."""
        run = Run(self.folder / "comments")
        run.claim(asdict(first_stage(self.recipe)))
        torch.manual_seed(self.recipe.comments.seed)
        model = load_base(self.sources.base, self.names, self.recipe.dropout)
        expected = np.zeros((len(self._held_out), len(self.scheme.names)), dtype=bool)
        for row, comment in enumerate(self._held_out):
            expected[row, list(comment.labels)] = True
        asked = single_texts([comment.text for comment in self._held_out])

        def evaluate(model: BertForTokenClassification) -> dict[str, float]:
            return quick_look(self.read(model, asked, range(len(asked))), expected)

        stage = self.recipe.comments
        recipe = first_stage(self.recipe)  # no lever of the poems
        return finetune(model, stage, recipe, self.comments, run, self.tokens.specials.pad, evaluate)

    def train_on_poems(self, model: BertForTokenClassification, split: Split, name: str) -> BertForTokenClassification:
        """The poems of one split, then the restart, from a model of the first stage, which is left as it is.

        After the restart the learning rate rises and falls once more (Loshchilov and Hutter 2017, "SGDR"), and more of
        the target is what n-grams say.
        """
        said = self._teachers_say(model, split, name) if self.recipe.teachers else None
        model = copy.deepcopy(model)
        if self.recipe.masked.epochs:
            self._read_texts(model, split, name)
        rounds = [(self.recipe.poems, self.recipe, name)]
        if self.recipe.restart.epochs:
            rounds.append((self.recipe.restart, self.recipe.restarted, f"{name}/restart"))
        for stage, recipe, folder in rounds:
            run = Run(self.folder / folder)
            run.claim(asdict(recipe) | {"split": name})
            model = self._read_poems(model, stage, recipe, split, run, said)
        return model

    def _teachers_say(self, model: BertForTokenClassification, split: Split, name: str) -> np.ndarray:
        """The mean of what models of other seeds score the rows that are learnt, (n_learn, n_labels)."""
        said = []
        for number in range(1, self.recipe.teachers + 1):
            teacher = copy.copy(self)
            teacher.recipe = self.recipe.of_teacher(number)
            taught = teacher.train_on_poems(model, split, f"{name}/teacher-{number}")
            said.append(expit(self.read(taught, self.rows, sorted(split.learn))))
        return np.asarray(np.mean(said, axis=0))

    def _read_texts(self, model: BertForTokenClassification, split: Split, name: str) -> None:
        """Masked-language training in place, on the texts that may be read."""
        stage, recipe = self.recipe.masked, replace(self.recipe, average=0.0, tail=0.0)
        run = Run(self.folder / name / "masked")
        run.claim(asdict(recipe) | {"split": name})
        nothing = np.zeros((len(self.rows), len(self.names)), dtype=np.float32)
        texts = PoemTexts(PoemExamples(self.rows, split, nothing, self.tokens, recipe))
        torch.manual_seed(stage.seed)
        words = MaskedWords(model, self.tokens)
        finetune(model, stage, recipe, texts, run, self.tokens.specials.pad, lambda _: {}, words)

    def _read_poems(
        self,
        model: BertForTokenClassification,
        stage: Stage,
        recipe: Recipe,
        split: Split,
        run: Run,
        said: np.ndarray | None,
    ) -> BertForTokenClassification:
        wanted = targets(self.rows, split, recipe, self.scheme, said)
        unknown = np.full((len(wanted), len(self.names) - wanted.shape[1]), np.nan)
        wide = np.hstack([wanted, unknown])
        if recipe.second:
            wide = np.hstack([wide, targets(self.rows, split, replace(recipe, target=recipe.second), self.scheme)])
            widen_head(model, wide.shape[1])
        wide = wide.astype(np.float32)
        examples = PoemExamples(self.rows, split, wide, self.tokens, recipe, self.comments)
        asked = [index for index in split.held_out if self.rows[index].votes is not None]
        expected = gold(counts([self.rows[index] for index in asked], self.scheme))

        def evaluate(model: BertForTokenClassification) -> dict[str, float]:
            return quick_look(self.read(model, self.rows, asked), expected)

        return finetune(model, stage, recipe, examples, run, self.tokens.specials.pad, evaluate)

    def hold_out(self, split: Split, name: str, fold: int) -> Predictions:
        """Train on a split what is not trained yet, and read the rows it holds out; kept in the split's folder.

        Raises TrainingError when the folder holds what another recipe's training said.
        """
        path = self.folder / name / "predictions.npz"
        Run(self.folder / name).claim(asdict(self.recipe) | {"split": name})
        if path.is_file():
            kept = Predictions.load(path)
            if kept.changes != changes_of(self.recipe):
                raise TrainingError("training.other_recipe", path=path.parent)
            return kept
        first = self.train_on_comments()
        model = self.train_on_poems(first, split, name)
        asked = split.held_out
        found = Predictions(
            np.array(asked, dtype=np.intp),
            np.full(len(asked), fold),
            self.read(model, self.rows, asked),
            self.read(model, self.rows, asked, context=False),
            self.read(first, self.rows, asked),
            changes_of(self.recipe),
        )
        found.save(path)
        return found

    def precision(self, name: str) -> str:
        """In what the first stage and a split's training computed, as their logs say; of more machines, each once."""
        logs = [path for part in ("comments", name) for path in sorted((self.folder / part).rglob(LOG))]
        epochs = [json.loads(line) for path in logs for line in path.read_text(encoding="utf-8").splitlines()]
        return ", ".join(dict.fromkeys(str(epoch.get("precision", "unknown")) for epoch in epochs))

    def read(
        self, model: BertForTokenClassification, rows: Sequence[KpoemRow], wanted: Sequence[int], context: bool = True
    ) -> np.ndarray:
        """Mean token logits of the scheme's own labels, shape (n_wanted, n_labels)."""
        engine = Engine(model, self.tokens.specials.pad)
        return read_rows(engine, self.tokens, rows, wanted, context)[:, : len(self.scheme.names)]


def kote_parts(data: Path, recipe: Recipe) -> tuple[list[Comment], list[Comment]]:
    """Comments of KOTE that the first stage learns, and the last ones, on which it is watched."""
    comments = load_kote(data)
    kept = len(comments) - recipe.kote_held_out
    return comments[:kept], comments[kept:]


def quick_look(logits: np.ndarray, expected: np.ndarray) -> dict[str, float]:
    """F1-micro at its best threshold and macro AUC, to watch a training by."""
    scores = 1 / (1 + np.exp(-logits))
    threshold = best_threshold(scores, expected)
    return {
        "threshold": threshold,
        "f1_micro": round(f1_micro(scores > threshold, expected), 4),
        "auc": round(macro_auc(scores, expected), 4),
    }


def load_base(base: Path, names: Sequence[str], dropout: float) -> BertForTokenClassification:
    """The encoder with a fresh head of one logit per token and label."""
    logging.disable_progress_bar()
    logging.set_verbosity_error()
    try:
        return BertForTokenClassification.from_pretrained(
            base,
            dtype=torch.float32,
            use_safetensors=True,
            local_files_only=True,
            id2label=dict(enumerate(names)),
            label2id={name: index for index, name in enumerate(names)},
            hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=0.0,
            attn_implementation="eager",  # on a CPU the fused kernel's backward pass is no faster, in bfloat16 slower
        )
    except OSError as error:
        raise TrainingError("training.no_file", path=base) from error


def widen_head(model: BertForTokenClassification, n_logits: int) -> None:
    """Give the head in place `n_logits` logits, the new ones beginning as those of its first labels."""
    narrow, missing = model.classifier, n_logits - model.classifier.out_features
    wide = torch.nn.Linear(narrow.in_features, n_logits)
    with torch.no_grad():
        wide.weight.copy_(torch.cat([narrow.weight, narrow.weight[:missing]]))
        wide.bias.copy_(torch.cat([narrow.bias, narrow.bias[:missing]]))
    model.classifier, model.num_labels = wide, n_logits
    names = list((model.config.id2label or {}).values())
    names += [f"second:{name}" for name in names[:missing]]
    model.config.id2label = dict(enumerate(names))
    model.config.label2id = {name: index for index, name in enumerate(names)}


def cut_head(model: BertForTokenClassification, scheme: Scheme) -> None:
    """Drop in place the logits that only the training had: those of labels outside the scheme."""
    wide, n_labels = model.classifier, len(scheme.names)
    narrow = torch.nn.Linear(wide.in_features, n_labels)
    with torch.no_grad():
        narrow.weight.copy_(wide.weight[:n_labels])
        narrow.bias.copy_(wide.bias[:n_labels])
    model.classifier, model.num_labels = narrow, n_labels
    model.config.id2label = dict(enumerate(scheme.names))
    model.config.label2id = {name: index for index, name in enumerate(scheme.names)}

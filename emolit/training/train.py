"""From the base encoder and the data to a trained run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from transformers import BertForTokenClassification
from transformers.utils import logging

from emolit.emotions import Scheme
from emolit.errors import TrainingError
from emolit.reading.engine import Engine
from emolit.reading.tokens import Tokens
from emolit.training.data import counts, gold, load_kote, load_kpoem
from emolit.training.examples import KoteExamples, KpoemExamples
from emolit.training.finetune import Examples, Recipe, Run, finetune
from emolit.training.metrics import best_threshold, f1_micro, macro_auc
from emolit.training.rows import read_rows


def train(data: Path, base: Path, folder: Path, recipe: Recipe, scheme: Scheme) -> BertForTokenClassification:
    """Run the recipe, or go on with it where `folder` stands. About an hour on two cores.

    Raises TrainingError when the data or the base encoder is missing.
    """
    tokens = Tokens.load(base)
    torch.manual_seed(recipe.seed)
    model = load_base(base, scheme, recipe.dropout)
    rows, comments = load_kpoem(data, scheme), load_kote(data)
    examples: dict[str, Examples] = {
        "kote": KoteExamples(comments[: -recipe.kote_held_out], scheme, tokens, recipe.kote_tokens),
        "kpoem": KpoemExamples(rows, scheme, tokens),
    }
    validation = [index for index, row in enumerate(rows) if row.split == "val"]
    expected = gold(counts([rows[index] for index in validation], scheme))

    def evaluate(model: BertForTokenClassification) -> dict[str, float]:
        logits = read_rows(Engine(model, tokens.specials.pad), tokens, rows, validation)
        return quick_look(logits, expected)

    return finetune(model, recipe, examples, Run(folder), tokens.specials.pad, evaluate)


def quick_look(logits: np.ndarray, expected: np.ndarray) -> dict[str, float]:
    """F1-micro at its best threshold and macro AUC, to watch a training by."""
    scores = 1 / (1 + np.exp(-logits))
    threshold = best_threshold(scores, expected)
    return {
        "val_threshold": threshold,
        "val_f1_micro": round(f1_micro(scores > threshold, expected), 4),
        "val_auc": round(macro_auc(scores, expected), 4),
    }


def load_base(base: Path, scheme: Scheme, dropout: float) -> BertForTokenClassification:
    """The encoder with a fresh head of one logit per token and label."""
    logging.disable_progress_bar()
    logging.set_verbosity_error()
    names = scheme.names
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
        )
    except OSError as error:
        raise TrainingError("training.no_file", path=base) from error

"""From a trained run to a checkpoint that anybody can load."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from transformers import BertForTokenClassification

from emolit.emotions import Scheme
from emolit.reading.checkpoint import line_hash
from emolit.reading.engine import Engine
from emolit.reading.tokens import Tokens
from emolit.training.calibrate import Calibration, fit, fold_into_head, thresholds
from emolit.training.data import KpoemRow, counts, data_hashes, gold, load_kpoem, shares
from emolit.training.recipe import Recipe
from emolit.training.rows import read_rows
from emolit.training.splits import lines_in_learnt_segments
from emolit.training.train import cut_head, kote_parts

_TOKENIZER = ("tokenizer.json", "tokenizer_config.json")
_SUMMED = ("model.safetensors", "config.json", *_TOKENIZER, "trained_lines.txt")


def ship(
    model: BertForTokenClassification,
    data: Path,
    base: Path,
    folder: Path,
    recipe: Recipe,
    scheme: Scheme,
    precision: str = "",
) -> None:
    """Drop the logits that only the training had, calibrate on `val`, and write the checkpoint as float16.

    The folder gets weights, config, tokenizer, hashes of the training lines, NOTICE and SHA256SUMS.
    precision: in what the training computed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tokens = Tokens.load(base)
    rows = load_kpoem(data, scheme)
    cut_head(model, scheme)
    calibration, chosen = _calibrated(model, tokens, rows, scheme)
    fold_into_head(model, calibration)
    _describe(model.config, chosen, recipe, data_hashes(data), scheme)
    model.config.training_precision = precision
    model.half().save_pretrained(folder)
    for name in (*_TOKENIZER, "NOTICE"):
        if (base / name).is_file():
            shutil.copyfile(base / name, folder / name)
    write_trained_lines(rows, data, recipe, folder)
    write_sums(folder)


def write_trained_lines(rows: Sequence[KpoemRow], data: Path, recipe: Recipe, folder: Path) -> None:
    """Hashes of what was learnt of KPoEM, the lines of learnt segments among it, and of KOTE if it was read."""
    learnt = [row.text for row in rows if row.split == "train"]
    learnt += [row.text for row in lines_in_learnt_segments(rows)]
    if recipe.reads_comments:
        learnt += [comment.text for comment in kote_parts(data, recipe)[0]]
    hashes = sorted({line_hash(text) for text in learnt})
    (folder / "trained_lines.txt").write_text("\n".join(hashes) + "\n", encoding="ascii")


def _calibrated(
    model: BertForTokenClassification, tokens: Tokens, rows: Sequence[KpoemRow], scheme: Scheme
) -> tuple[Calibration, list[float]]:
    validation = [index for index, row in enumerate(rows) if row.split == "val"]
    votes = counts([rows[index] for index in validation], scheme)
    logits = read_rows(Engine(model, tokens.specials.pad), tokens, rows, validation)
    calibration = fit(logits, shares(votes))
    return calibration, thresholds(calibration(logits), gold(votes)).round(4).tolist()


def _describe(config: Any, chosen: list[float], recipe: Recipe, hashes: dict[str, str], scheme: Scheme) -> None:
    config.problem_type = "multi_label_classification"
    config.label_scheme = scheme.name
    config.threshold = chosen
    learnt = {"KPoEM v4": "split train"}
    if recipe.reads_comments:
        learnt["KOTE"] = "val and test files"
    if recipe.reads_comments and recipe.goemotions:
        learnt["GoEmotions"] = "train file, English and Korean"
    config.trained_languages = ["ko", "en"] if "GoEmotions" in learnt else ["ko"]
    config.training_data = {**learnt, "sha256": hashes}
    config.calibration = "affine per label on votes / 5 of KPoEM val, folded into the head"
    config.recipe = asdict(recipe)


def write_sums(folder: Path) -> None:
    """SHA256SUMS of the files that scores depend on; `sha256sum -c` reads it, and so does loading."""
    entries = [
        f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}"
        for name in _SUMMED
        if (folder / name).is_file()
    ]
    (folder / "SHA256SUMS").write_text("\n".join(entries) + "\n", encoding="utf-8")

"""Cut a multilingual base encoder down to the pieces of text that are wanted.

Of such an encoder most of the weight is word embeddings of other languages. A row that is kept stays as it is, so a
text of kept pieces is read exactly as before.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file

from emolit.errors import TrainingError

_EMBEDDINGS = "embeddings.word_embeddings.weight"
_FRAME = ("<s>", "<pad>", "</s>", "<unk>")  # without these no passage can be packed
_CONFIG_IDS = {"bos_token_id": "<s>", "pad_token_id": "<pad>", "eos_token_id": "</s>"}


def prune(source: Path, kept_ids: Sequence[int], target: Path) -> None:
    """Write a checkpoint with only the kept rows of the word embeddings, in that order, and a tokenizer to match.

    source: a BERT encoder with a Unigram tokenizer (`config.json`, `model.safetensors`, `tokenizer.json`).
    kept_ids: ids of the source's vocabulary. Added tokens that are not among them (`<mask>`) follow after the last.

    Raises TrainingError when a file is missing, or an id is out of range, repeated, or a special token's and not kept.
    """
    tokenizer, config = _read_json(source / "tokenizer.json"), _read_json(source / "config.json")
    weights = load_file(_existing(source / "model.safetensors"))
    vocabulary = tokenizer["model"]["vocab"]
    _check(kept_ids, [piece for piece, _ in vocabulary])
    kept = [vocabulary[index] for index in kept_ids]
    pieces = [piece for piece, _ in kept]
    appended = [token for token in tokenizer["added_tokens"] if token["content"] not in set(pieces)]
    rows = [*kept_ids, *(token["id"] for token in appended)]
    number = {piece: index for index, piece in enumerate([*pieces, *(token["content"] for token in appended)])}

    target.mkdir(parents=True, exist_ok=True)
    key = next(name for name in weights if name.endswith(_EMBEDDINGS))
    weights[key] = weights[key][torch.tensor(rows)]
    save_file(weights, target / "model.safetensors", metadata={"format": "pt"})
    tokenizer["model"] |= {"vocab": kept, "unk_id": number["<unk>"]}
    _renumber(tokenizer, number)
    _write_json(target / "tokenizer.json", tokenizer)
    ids = {name: number[token] for name, token in _CONFIG_IDS.items() if config.get(name) is not None}
    _write_json(target / "config.json", config | ids | {"vocab_size": len(rows)})
    if (source / "tokenizer_config.json").is_file():
        settings = _read_json(source / "tokenizer_config.json")
        settings.pop("added_tokens_decoder", None)  # old ids; tokenizer.json says it all
        _write_json(target / "tokenizer_config.json", settings)
    if (source / "NOTICE").is_file():
        shutil.copyfile(source / "NOTICE", target / "NOTICE")


def _check(kept_ids: Sequence[int], pieces: Sequence[str]) -> None:
    seen: set[int] = set()
    for index in kept_ids:
        if not 0 <= index < len(pieces):
            raise TrainingError("training.kept_out_of_range", id=index, last=len(pieces) - 1)
        if index in seen:
            raise TrainingError("training.kept_twice", id=index)
        seen.add(index)
    missing = set(_FRAME) - {pieces[index] for index in kept_ids}
    if missing:
        raise TrainingError("training.special_not_kept", tokens=", ".join(sorted(missing)))


def _renumber(tokenizer: dict[str, Any], number: dict[str, int]) -> None:
    """New ids for the added tokens, in rising order as `tokenizers` wants them, and for the frame of a sentence."""
    for token in tokenizer["added_tokens"]:
        token["id"] = number[token["content"]]
    tokenizer["added_tokens"].sort(key=lambda token: token["id"])
    for special in ((tokenizer["post_processor"] or {}).get("special_tokens") or {}).values():
        special["ids"] = [number[token] for token in special["tokens"]]


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise TrainingError("training.no_file", path=path)
    return path


def _read_json(path: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(_existing(path).read_text(encoding="utf-8"))
    return record


def _write_json(path: Path, record: dict[str, Any]) -> None:
    path.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

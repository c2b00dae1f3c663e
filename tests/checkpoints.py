"""Tiny checkpoints for tests: byte-level tokens, so that any text is read and a long line is long."""

from __future__ import annotations

from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import BertConfig, BertForSequenceClassification, BertForTokenClassification

from emolit.emotions import load_scheme

SPECIALS = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")


def tiny_tokenizer() -> Tokenizer:
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {piece: index for index, piece in enumerate([*SPECIALS, *alphabet])}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[], unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(list(SPECIALS))
    return tokenizer


def tiny_model(seed: int = 3) -> BertForTokenClassification:
    """Weights large enough for scores to differ, dropout off where it is not trained."""
    torch.manual_seed(seed)
    names = load_scheme().names
    config = BertConfig(
        vocab_size=len(SPECIALS) + 256,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=512,
        pad_token_id=1,
        initializer_range=0.4,
        id2label=dict(enumerate(names)),
        label2id={name: index for index, name in enumerate(names)},
        problem_type="multi_label_classification",
    )
    config.label_scheme = "kote"
    config.threshold = 0.25
    config.trained_languages = ["ko"]
    return BertForTokenClassification(config).eval()


def write_tiny_checkpoint(folder: Path, seed: int = 3) -> Path:
    tiny_model(seed).half().save_pretrained(folder)
    tiny_tokenizer().save(str(folder / "tokenizer.json"))
    return folder


def write_tiny_classifier(
    folder: Path, labels: tuple[str, ...] = ("joy", "sorrow", "longing"), problem: str | None = None, seed: int = 5
) -> Path:
    """A sequence classifier as others save theirs: its own labels, sigmoid or softmax as `problem_type` says."""
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(SPECIALS) + 256,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        pad_token_id=1,
        initializer_range=0.4,
        id2label=dict(enumerate(labels)),
        label2id={name: index for index, name in enumerate(labels)},
        problem_type=problem or "multi_label_classification",
    )
    BertForSequenceClassification(config).eval().save_pretrained(folder)
    tiny_tokenizer().save(str(folder / "tokenizer.json"))
    return folder

"""Masked-language training: what is hidden, what is shown instead, and what is learnt of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy

from emolit.emotions import Scheme
from emolit.reading.passages import NOBODY
from emolit.reading.tokens import Tokens
from emolit.training import masked as masked_module
from emolit.training.examples import Example, PoemTexts
from emolit.training.finetune import Run, finetune
from emolit.training.masked import MaskedWords
from emolit.training.recipe import Recipe, Stage
from tests.checkpoints import tiny_model
from tests.kpoem import small_kpoem
from tests.unit.training.test_examples import poem_examples


@pytest.fixture(scope="module")
def batch(scheme: Scheme, tokens: Tokens) -> list[Example]:
    return PoemTexts(poem_examples(small_kpoem(), scheme, tokens)).epoch(np.random.default_rng(0))


def hide(monkeypatch: pytest.MonkeyPatch, share: float) -> None:
    monkeypatch.setattr(masked_module, "HIDDEN", share)


def test_of_the_hidden_tokens_eight_in_ten_are_blank_one_is_wrong_and_one_is_shown(tokens: Tokens) -> None:
    torch.manual_seed(0)
    words = MaskedWords(tiny_model(), tokens)
    ids = torch.full((200, 200), 77)
    hidden = torch.rand(ids.shape) < 0.5
    shown = words.shown(ids, hidden)
    assert (shown[~hidden] == 77).all()
    blank, kept = ((shown[hidden] == value).float().mean().item() for value in (tokens.mask, 77))
    assert (blank, kept) == pytest.approx((0.8, 0.1), abs=0.02)  # a tenth is drawn from all words
    assert len(shown[hidden].unique()) == tiny_model().config.vocab_size


def test_no_word_hidden_is_no_loss_and_no_fault(
    batch: Sequence[Example], tokens: Tokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    hide(monkeypatch, 0.0)
    assert MaskedWords(tiny_model(), tokens)(tiny_model(), batch).item() == 0


def test_every_word_of_a_line_can_be_hidden_and_nothing_else(
    batch: Sequence[Example], tokens: Tokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    hide(monkeypatch, 1.0)
    asked: list[torch.Tensor] = []
    monkeypatch.setattr(
        masked_module,
        "cross_entropy",
        lambda logits, ids, **how: asked.append(ids) or cross_entropy(logits, ids, **how),
    )
    model = tiny_model()
    loss = MaskedWords(model, tokens)(model, batch)
    passages = [example.passage for example in batch]
    pairs = [pair for each in passages for pair in zip(each.ids, each.owners, strict=True)]
    assert asked[0].tolist() == [token for token, owner in pairs if owner != NOBODY]
    assert loss.item() > 0


def test_texts_are_those_of_the_segments_that_may_be_read_each_whole(scheme: Scheme, tokens: Tokens) -> None:
    rows = [replace(each, votes=None) if each.segment == 1 else each for each in small_kpoem()]
    poems = poem_examples(rows, scheme, tokens)
    epoch = PoemTexts(poems).epoch(np.random.default_rng(0))
    shown = [token for example in epoch for token in example.passage.ids]
    lines = [each for each in rows if each.unit == "line"]
    expected = [token for ids in tokens.encode([each.text for each in lines]) for token in ids]
    specials = {tokens.specials.start, tokens.specials.end}
    assert sorted(token for token in shown if token not in specials) == sorted(expected)
    assert len(epoch) == len({each.segment for each in lines})


def test_hidden_words_are_learnt_and_the_labels_head_is_left_alone(
    scheme: Scheme, tokens: Tokens, tmp_path: Path
) -> None:
    recipe = Recipe(masked=Stage("masked", 12, 400, 5e-3))
    texts = PoemTexts(poem_examples(small_kpoem(), scheme, tokens))
    run, model = Run(tmp_path), tiny_model()
    run.claim(asdict(recipe))
    before = {name: value.clone() for name, value in model.state_dict().items()}
    torch.manual_seed(0)
    finetune(model, recipe.masked, recipe, texts, run, 1, lambda _: {}, MaskedWords(model, tokens))
    losses = [json.loads(line)["loss"] for line in (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert losses[-1] < 0.8 * losses[0]
    moved = {name for name, value in model.state_dict().items() if not torch.equal(value, before[name])}
    assert not {name for name in moved if name.startswith("classifier")}
    assert "bert.encoder.layer.0.output.dense.weight" in moved

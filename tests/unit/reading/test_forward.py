"""The forward pass for reading computes what `BertForTokenClassification` computes, in whatever company."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from emolit.corpus import read_paste
from emolit.errors import ModelError
from emolit.reading import EmotionReader, precision
from emolit.reading.engine import Engine
from emolit.reading.forward import SHORT, PackedLinear, PackedNetwork, fits
from emolit.reading.precision import Precision, has_bf16
from tests.checkpoints import tiny_model

MODEL = tiny_model()
NETWORK = PackedNetwork(MODEL, Precision.FLOAT32)

passages = st.lists(st.lists(st.integers(5, 260), min_size=1, max_size=40), min_size=1, max_size=6)


def by_transformers(ids: list[int]) -> torch.Tensor:
    return MODEL(input_ids=torch.tensor([ids])).logits[0]


def packed(many: list[list[int]], network: PackedNetwork = NETWORK) -> list[torch.Tensor]:
    lengths = [len(ids) for ids in many]
    logits = network.token_logits(torch.tensor([token for ids in many for token in ids]), lengths)
    return list(logits.split(lengths))


@given(passages)
def test_it_computes_what_transformers_computes(many: list[list[int]]) -> None:
    with torch.inference_mode():
        for ids, found in zip(many, packed(many), strict=True):
            torch.testing.assert_close(found, by_transformers(ids), atol=2e-5, rtol=1e-5)


@pytest.mark.parametrize("n_tokens", [1, SHORT, SHORT + 1, 64])
def test_short_passages_and_long_ones_are_computed_alike(n_tokens: int) -> None:
    ids = [5 + place % 250 for place in range(n_tokens)]
    with torch.inference_mode():
        for found in packed([ids, ids, [7, 8]])[:2]:
            torch.testing.assert_close(found, by_transformers(ids), atol=2e-5, rtol=1e-5)


@given(passages, st.randoms(use_true_random=False))
def test_neither_order_nor_company_changes_a_score_by_more_than_1e_5(many: list[list[int]], random: object) -> None:
    order = list(range(len(many)))
    random.shuffle(order)  # type: ignore[attr-defined]
    with torch.inference_mode():
        together, shuffled = packed(many), packed([many[place] for place in order])
        for place, found in zip(order, shuffled, strict=True):
            (alone,) = packed([many[place]])
            for other in (together[place], alone):
                torch.testing.assert_close(found.sigmoid(), other.sigmoid(), atol=1e-5, rtol=0)


@pytest.mark.parametrize("gelu", [False, True])
def test_a_packed_layer_is_the_plain_layer_for_any_number_of_tokens(gelu: bool) -> None:
    weight, bias = torch.randn(24, 16), torch.randn(24)
    layer = PackedLinear(weight, bias, torch.float32, gelu)
    for n_tokens in (1, 2, 37, 600):
        x = torch.randn(n_tokens, 16)
        plain = torch.nn.functional.linear(x, weight, bias)
        torch.testing.assert_close(layer(x), torch.nn.functional.gelu(plain) if gelu else plain, atol=1e-5, rtol=1e-5)


def test_where_torch_packs_no_weights_the_numbers_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emolit.reading.forward._packs", lambda: False)
    plain = PackedNetwork(MODEL, Precision.FLOAT32)
    many = [[7, 8, 9], [10, 11]]
    with torch.inference_mode():
        for ours, theirs in zip(packed(many, plain), packed(many), strict=True):
            torch.testing.assert_close(ours, theirs, atol=1e-5, rtol=0)


def test_a_model_with_another_activation_is_read_by_transformers_itself(reader: EmotionReader) -> None:
    model = tiny_model().half().float()  # rounded as the checkpoint is saved
    model.config.hidden_act = "relu"
    assert fits(MODEL)
    assert not fits(model)
    works = read_paste("봄이 온다\n비", title="시").works
    found = EmotionReader(Engine(model, reader.engine.pad), reader.tokens, reader.checkpoint).annotate(works)
    plain = reader.annotate(works)  # the config says relu, the layers of `model` are still gelu: the same numbers
    np.testing.assert_allclose(found.line_values(), plain.line_values(), atol=1e-5)


# bfloat16


@pytest.mark.skipif(not has_bf16(), reason="needs a processor with bfloat16")
def test_bfloat16_scores_are_close_to_float32_and_not_the_same(reader: EmotionReader) -> None:
    works = read_paste("봄이 온다\n비가 내린다\n\n밤이 깊다, and then\n아침", title="시").works
    engine = Engine(reader.engine.model, reader.engine.pad, precision=Precision.BF16)
    found = EmotionReader(engine, reader.tokens, reader.checkpoint).annotate(works)
    away = np.abs(found.line_values() - reader.annotate(works).line_values()).max()
    assert 0 < away < 0.03  # random weights drawn wide: the bound of 0.005 is the shipped checkpoint's, tested with it
    assert found.provenance.precision == "bf16"


def test_bfloat16_is_refused_where_the_processor_has_none(
    monkeypatch: pytest.MonkeyPatch, reader: EmotionReader
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_f": True})
    assert not precision.has_bf16()
    with pytest.raises(ModelError, match="no bfloat16 instructions") as caught:
        Engine(reader.engine.model, reader.engine.pad, precision=Precision.BF16)
    assert "--precision float32" in caught.value.sentence("ko")
    Engine(reader.engine.model, reader.engine.pad)


@pytest.mark.parametrize("flag", ["avx512_bf16", "amx_bf16"])
def test_either_set_of_instructions_will_do(monkeypatch: pytest.MonkeyPatch, flag: str) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {flag: True})
    assert has_bf16()


def test_a_precision_that_is_none_is_told_with_those_that_are() -> None:
    with pytest.raises(ModelError, match="no precision 'fp8'; choose one of float32, bf16"):
        Precision.named("fp8")

"""Cutting a vocabulary: texts of kept pieces are read exactly as before, under new numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors
from transformers import AutoTokenizer, BertConfig, BertModel

from emolit.errors import TrainingError
from emolit.reading.tokens import Tokens
from emolit.training.prune import prune

SPECIALS = ["<s>", "<pad>", "</s>", "<unk>"]
PIECES = [*SPECIALS, "▁", "▁over", "봄", "▁봄", "이", "▁dans", "비", "▁비", "가", "▁le", "▁온다", "o", "v", "e", "r"]
MASK = len(PIECES)
KEPT = ["▁온다", *SPECIALS, "비", "▁비", "▁봄", "이", "▁", "봄"]  # not in the old order, <s> not first
KEPT_IDS = [PIECES.index(piece) for piece in KEPT]
TEXTS = ["봄이 온다", "비 봄", "이비 온다", "온다봄"]


def unigram() -> Tokenizer:
    vocabulary = [(piece, 0.0 if piece in SPECIALS else -1.0 - index / 10) for index, piece in enumerate(PIECES)]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=3))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.add_special_tokens([*SPECIALS, "<mask>"])
    return tokenizer


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny encoder with a few more rows than pieces, as the published one has."""
    folder = tmp_path_factory.mktemp("encoder")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=MASK + 4,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=32,
        initializer_range=0.4,
        pad_token_id=1,
        bos_token_id=0,
        eos_token_id=2,
    )
    BertModel(config).eval().save_pretrained(folder)
    unigram().save(str(folder / "tokenizer.json"))
    settings = {"tokenizer_class": "TokenizersBackend", "added_tokens_decoder": {"19": {"content": "<mask>"}}}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    (folder / "NOTICE").write_text("Whose it is.\n")
    return folder


@pytest.fixture(scope="module")
def pruned(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("pruned") / "new"
    prune(source, KEPT_IDS, target)
    return target


def encode(folder: Path, text: str) -> tuple[list[str], list[int]]:
    found = Tokenizer.from_file(str(folder / "tokenizer.json")).encode(text)
    return found.tokens, found.ids


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_of_kept_pieces_has_the_same_pieces_under_new_numbers(source: Path, pruned: Path, text: str) -> None:
    pieces, ids = encode(pruned, text)
    assert pieces == encode(source, text)[0]
    assert pieces[0] == "<s>"
    assert ids == [KEPT.index(piece) for piece in pieces]


def test_the_texts_of_this_test_are_made_of_kept_pieces_alone(source: Path) -> None:
    assert {piece for text in TEXTS for piece in encode(source, text)[0]} <= set(KEPT)


@pytest.mark.parametrize("text", TEXTS)
def test_hidden_states_are_the_original_s(source: Path, pruned: Path, text: str) -> None:
    states = []
    for folder in (source, pruned):
        model = BertModel.from_pretrained(folder).eval()
        with torch.inference_mode():
            states.append(model(input_ids=torch.tensor([encode(folder, text)[1]])).last_hidden_state)
    torch.testing.assert_close(states[1], states[0], atol=1e-6, rtol=0)


def test_rows_are_the_kept_ones_in_their_order_and_the_mask_s_last(source: Path, pruned: Path) -> None:
    key = "embeddings.word_embeddings.weight"
    before, after = (load_file(folder / "model.safetensors") for folder in (source, pruned))
    assert torch.equal(after[key], before[key][[*KEPT_IDS, MASK]])
    assert all(torch.equal(after[name], before[name]) for name in before if name != key)
    assert set(after) == set(before)


def test_special_tokens_have_their_new_numbers_everywhere(pruned: Path) -> None:
    config = json.loads((pruned / "config.json").read_text(encoding="utf-8"))
    tokens = Tokens.load(pruned)
    new = {piece: KEPT.index(piece) for piece in SPECIALS}
    assert (tokens.specials.start, tokens.specials.end, tokens.specials.pad, tokens.unknown) == (
        *(new["<s>"], new["</s>"], new["<pad>"], new["<unk>"]),
    )
    assert [config[f"{name}_token_id"] for name in ("bos", "eos", "pad")] == [new["<s>"], new["</s>"], new["<pad>"]]
    assert config["vocab_size"] == tokens.size == len(KEPT) + 1
    assert Tokenizer.from_file(str(pruned / "tokenizer.json")).token_to_id("<mask>") == len(KEPT)


def test_a_piece_that_was_not_kept_is_unknown(pruned: Path) -> None:
    assert encode(pruned, "le")[1] == [KEPT.index(piece) for piece in ("<s>", "▁", "<unk>", "</s>")]


def test_transformers_reads_the_new_tokenizer_alike(pruned: Path) -> None:
    assert AutoTokenizer.from_pretrained(pruned)(TEXTS[0])["input_ids"] == encode(pruned, TEXTS[0])[1]


def test_no_old_number_is_left_in_the_tokenizer_s_settings(pruned: Path) -> None:
    settings = json.loads((pruned / "tokenizer_config.json").read_text(encoding="utf-8"))
    assert settings == {"tokenizer_class": "TokenizersBackend"}


def test_the_notice_goes_along(pruned: Path) -> None:
    assert (pruned / "NOTICE").read_text() == "Whose it is.\n"


def test_all_pieces_in_their_order_give_the_same_tokenizer(source: Path, tmp_path: Path) -> None:
    prune(source, range(len(PIECES)), tmp_path)
    before, after = (json.loads((folder / "tokenizer.json").read_text("utf-8")) for folder in (source, tmp_path))
    assert after == before


# Errors


@pytest.mark.parametrize("index", [-1, len(PIECES), 250_001])
def test_an_id_out_of_range_is_refused(source: Path, tmp_path: Path, index: int) -> None:
    with pytest.raises(TrainingError) as caught:
        prune(source, [*KEPT_IDS, index], tmp_path / "new")
    assert caught.value.code == "training.kept_out_of_range"
    assert caught.value.details == {"id": index, "last": len(PIECES) - 1}
    assert not (tmp_path / "new").exists()


def test_an_id_named_twice_is_refused(source: Path, tmp_path: Path) -> None:
    with pytest.raises(TrainingError) as caught:
        prune(source, [*KEPT_IDS, KEPT_IDS[0]], tmp_path / "new")
    assert (caught.value.code, caught.value.details) == ("training.kept_twice", {"id": KEPT_IDS[0]})


@pytest.mark.parametrize("token", SPECIALS)
def test_a_special_token_that_is_not_kept_is_told(source: Path, tmp_path: Path, token: str) -> None:
    with pytest.raises(TrainingError) as caught:
        prune(source, [index for index in KEPT_IDS if PIECES[index] != token], tmp_path / "new")
    assert (caught.value.code, caught.value.details) == ("training.special_not_kept", {"tokens": token})


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_missing_file_is_told_by_its_path(source: Path, tmp_path: Path, name: str) -> None:
    for path in source.iterdir():
        if path.name != name:
            (tmp_path / path.name).write_bytes(path.read_bytes())
    with pytest.raises(TrainingError) as caught:
        prune(tmp_path, KEPT_IDS, tmp_path / "new")
    assert (caught.value.code, caught.value.details) == ("training.no_file", {"path": tmp_path / name})

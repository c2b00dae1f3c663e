"""Laws of reading: two roads to the same score must meet. The checkpoint is tiny, the loader is the real one."""

from __future__ import annotations

import hashlib
import shutil
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import safe_open
from scipy.special import expit
from tokenizers import Tokenizer, models, normalizers
from transformers import BertForTokenClassification

from emolit.corpus import Work, read_paste
from emolit.emotions import load_scheme
from emolit.reading import EmotionReader, EmotionScores
from emolit.reading.checkpoint import Checkpoint, line_hash
from emolit.reading.engine import Engine
from emolit.reading.passages import NOBODY, pack
from emolit.reading.tokens import Tokens
from emolit.version import VERSION
from tests.checkpoints import SPECIALS

SHORT = "봄이 온다\n비가 내린다\n\n눈\n\n밤이 깊다, and then\n아침"
LONG_LINE = "".join(chr(ord("a") + index % 26) for index in range(600))
LONG = "\n".join(f"{number}번째 행에 바람이 분다" + "\n" * (number % 7 == 0) for number in range(40))


def work(text: str, title: str = "시") -> Work:
    (found,) = read_paste(text, title=title)
    return found


WORKS = [work(SHORT, "short"), work(LONG, "long"), work("봄", "one"), work(f"봄\n{LONG_LINE}\n비", "long line")]


def levels(scores: EmotionScores) -> list[np.ndarray]:
    """All scores of all levels, works by their id."""
    found = sorted(scores.works, key=lambda each: each.work_id)
    return [level.values for each in found for level in (each.lines, each.stanzas, each.work)]


def assert_equal_scores(one: EmotionScores, other: EmotionScores, atol: float = 1e-5) -> None:
    for ours, theirs in zip(levels(one), levels(other), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=atol, rtol=0)


def rebuilt(reader: EmotionReader, tokenizer: Tokenizer | None = None, batch_tokens: int = 1024) -> EmotionReader:
    """The same network under another setting."""
    tokens = Tokens(tokenizer) if tokenizer else reader.tokens
    return EmotionReader(Engine(reader.engine.model, tokens.specials.pad, batch_tokens), tokens, reader.checkpoint)


# What a score is


@pytest.fixture(scope="module")
def token_logits(tiny_checkpoint: Path) -> Callable[[list[str]], list[np.ndarray]]:
    """The token logits of each line, by transformers and tokenizers alone, of `<s> line </s> line </s> ...`."""
    model = BertForTokenClassification.from_pretrained(tiny_checkpoint, dtype=torch.float32).eval()
    tokenizer = Tokenizer.from_file(str(tiny_checkpoint / "tokenizer.json"))

    def by_line(lines: list[str]) -> list[np.ndarray]:
        ids, spans = [tokenizer.token_to_id("<s>")], []
        for line in lines:
            start = len(ids)
            ids += tokenizer.encode(line, add_special_tokens=False).ids
            spans.append(slice(start, len(ids)))
            ids.append(tokenizer.token_to_id("</s>"))
        with torch.inference_mode():
            logits = model(input_ids=torch.tensor([ids])).logits[0].double().numpy()
        return [logits[span] for span in spans]

    return by_line


def test_a_line_s_score_is_the_sigmoid_of_the_mean_of_its_own_tokens_logits(
    reader: EmotionReader, token_logits: Callable[[list[str]], list[np.ndarray]]
) -> None:
    poem = work(SHORT)
    expected = [expit(logits.mean(axis=0)) for logits in token_logits(list(poem.texts))]
    found = reader.annotate([poem]).works[0].lines
    np.testing.assert_allclose(found.values, expected, atol=1e-6)
    assert not found.derived.any()


def test_a_stanza_s_and_a_work_s_score_is_the_same_over_all_their_tokens(
    reader: EmotionReader, token_logits: Callable[[list[str]], list[np.ndarray]]
) -> None:
    poem = work(SHORT)
    logits = token_logits(list(poem.texts))
    parts = [logits[:2], logits[2:3], logits[3:], logits]
    expected = [expit(np.concatenate(part).mean(axis=0)) for part in parts]
    found = reader.annotate([poem]).works[0]
    np.testing.assert_allclose([*found.stanzas.values, *found.work.values], expected, atol=1e-6)


def test_a_line_alone_is_read_as_a_work_of_its_own(reader: EmotionReader) -> None:
    for poem in WORKS:
        alone = reader.annotate([poem], context=False).works[0].lines
        lines = [reader.annotate([work(text)]).works[0].lines for text in poem.texts]
        np.testing.assert_allclose(alone.values, np.concatenate([line.values for line in lines]), atol=1e-5)
        assert alone.derived.tolist() == [bool(line.derived[0]) for line in lines]


def test_context_makes_a_difference_in_a_poem_and_none_in_a_single_line(reader: EmotionReader) -> None:
    poem, line = work(SHORT), work("봄")
    both = [reader.annotate([poem, line], context=context) for context in (True, False)]
    in_context, alone = ([each.lines.values for each in scores.works] for scores in both)
    assert np.abs(in_context[0] - alone[0]).max() > 1e-3
    np.testing.assert_allclose(in_context[1], alone[1], atol=1e-6)


def test_a_stanza_of_one_line_has_its_line_s_score(reader: EmotionReader) -> None:
    found = reader.annotate([work("봄이 온다\n\n비\n\nover the hills")]).works[0]
    np.testing.assert_allclose(found.stanzas.values, found.lines.values, atol=1e-12)


def test_scores_are_shares_in_the_scheme_s_order(reader: EmotionReader) -> None:
    scores = reader.annotate(WORKS)
    assert scores.labels == load_scheme().names
    assert all(((level >= 0) & (level <= 1)).all() for level in levels(scores))


# What changes no score


@pytest.mark.parametrize("batch_tokens", [1, 300, 100_000])
def test_the_size_of_batches_changes_no_score(reader: EmotionReader, batch_tokens: int) -> None:
    other = rebuilt(reader, batch_tokens=batch_tokens)
    assert_equal_scores(other.annotate(WORKS), reader.annotate(WORKS))


def test_order_and_company_of_works_change_no_score(reader: EmotionReader) -> None:
    together = reader.annotate(WORKS)
    assert_equal_scores(reader.annotate(WORKS[::-1]), together)
    for poem in WORKS:
        apart = reader.annotate([poem]).works[0]
        np.testing.assert_allclose(apart.lines.values, together.of(poem.id).lines.values, atol=1e-5)


def test_two_threads_at_once_find_what_one_after_another_finds(reader: EmotionReader) -> None:
    jobs = [WORKS[:2], WORKS[1:]] * 2
    with ThreadPoolExecutor(2) as pool:
        at_once = list(pool.map(reader.annotate, jobs))
    for job, found in zip(jobs, at_once, strict=True):
        assert_equal_scores(found, reader.annotate(job), atol=1e-6)


def test_hangul_scores_the_same_however_it_is_composed(reader: EmotionReader) -> None:
    composed, decomposed = (work(unicodedata.normalize(form, SHORT), "시") for form in ("NFC", "NFD"))
    assert composed.texts != decomposed.texts
    for one, other in zip(*(levels(reader.annotate([poem])) for poem in (composed, decomposed)), strict=True):
        np.testing.assert_array_equal(one, other)


def test_no_work_gives_no_score(reader: EmotionReader) -> None:
    assert reader.annotate([]).works == ()


# Long texts


def test_a_work_that_fits_one_passage_is_not_derived_and_a_longer_one_is(reader: EmotionReader) -> None:
    short, long, *_ = reader.annotate(WORKS).works
    assert [short.work.derived.tolist(), long.work.derived.tolist()] == [[False], [True]]
    assert not short.stanzas.derived.any()
    assert not long.lines.derived.any()


@pytest.mark.parametrize("context", [True, False])
def test_a_long_line_is_read_to_its_last_character(reader: EmotionReader, context: bool) -> None:
    one, other = (
        reader.annotate([work(f"봄\n{line}")], context=context).works[0] for line in (LONG_LINE, LONG_LINE[:-1] + "Z")
    )
    assert np.abs(one.lines.values[1] - other.lines.values[1]).max() > 1e-6
    assert one.lines.derived.tolist() == [False, True]
    assert one.unread == (0, 0)


def test_a_long_line_s_score_is_the_mean_over_all_its_tokens(reader: EmotionReader) -> None:
    logits: list[np.ndarray] = []
    for passage in pack(reader.tokens.encode([LONG_LINE]), [1], reader.tokens.specials):
        with torch.inference_mode():
            found = reader.engine.model(input_ids=torch.tensor([passage.ids])).logits[0].double().numpy()
        logits += [row for row, owner in zip(found, passage.owners, strict=True) if owner != NOBODY]
    assert len(logits) == 600
    scores = reader.annotate([work(LONG_LINE)]).works[0].lines.values[0]
    np.testing.assert_allclose(scores, expit(np.mean(logits, axis=0)), atol=1e-6)


# Nothing silent


def knowing(letters: str, dropped: str = "☃") -> Tokenizer:
    """A tokenizer that knows these letters and no others, and drops one kind of character altogether."""
    vocabulary = {piece: index for index, piece in enumerate([*SPECIALS, *letters])}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[], unk_token="<unk>", fuse_unk=True))
    tokenizer.normalizer = normalizers.Replace(dropped, "")
    tokenizer.add_special_tokens(list(SPECIALS))
    return tokenizer


@pytest.mark.parametrize(
    ("text", "unread"),
    [("봄 비", 0), ("xyz", 3), ("봄 xy 비z", 3), ("☃☃", 2), (unicodedata.normalize("NFD", "봄꽃"), 1)],
    ids=["none", "all", "some", "dropped", "decomposed"],
)
def test_characters_that_the_tokenizer_does_not_know_are_counted_as_unread(
    reader: EmotionReader, text: str, unread: int
) -> None:
    found = rebuilt(reader, knowing("봄비 ")).annotate([work(f"비\n{text}")]).works[0]
    assert found.unread == (0, unread)
    assert np.isfinite(found.lines.values).all()


@pytest.mark.parametrize("works", [WORKS, WORKS[:1]])
@pytest.mark.parametrize("context", [True, False])
def test_progress_rises_to_all_passages(reader: EmotionReader, works: list[Work], context: bool) -> None:
    told: list[tuple[int, int]] = []
    rebuilt(reader, batch_tokens=300).annotate(works, context, lambda done, total: told.append((done, total)))
    done, totals = zip(*told, strict=True)
    assert list(done) == sorted(set(done))
    assert set(totals) == {done[-1]}


def test_lines_of_the_training_data_are_marked_however_they_are_spaced_or_composed(
    tiny_checkpoint: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(tiny_checkpoint, tmp_path / "model")
    hashes = sorted(line_hash(text) for text in ("봄이 온다", "Over the Hills"))
    (folder / "trained_lines.txt").write_text("\n".join(hashes) + "\n", encoding="ascii")
    decomposed = unicodedata.normalize("NFD", "봄이 온다")
    poem = work(f"눈\n봄이 온다\n\n  봄이  온다\nover the hills\n봄이온다\n{decomposed}")
    found = EmotionReader.load(folder).annotate([poem, work("비")]).works
    assert [each.trained_on for each in found] == [(1, 2, 3, 5), ()]


# Where numbers come from


def test_a_checkpoint_in_half_precision_is_read_in_single(reader: EmotionReader, tiny_checkpoint: Path) -> None:
    with safe_open(tiny_checkpoint / "model.safetensors", framework="pt") as file:
        assert {file.get_slice(name).get_dtype() for name in file.keys()} == {"F16"}  # noqa: SIM118
    assert {parameter.dtype for parameter in reader.engine.model.parameters()} == {torch.float32}


@pytest.mark.parametrize("context", [True, False])
def test_provenance_names_model_hash_version_and_context(
    reader: EmotionReader, tiny_checkpoint: Path, context: bool
) -> None:
    found = reader.annotate(WORKS[:1], context=context).provenance
    digest = hashlib.sha256((tiny_checkpoint / "model.safetensors").read_bytes()).hexdigest()
    assert (found.model, found.fingerprint) == (str(tiny_checkpoint), digest)
    assert (found.version, found.context, found.precision, found.scheme) == (VERSION, context, "float32", "kote")


def test_threshold_and_languages_are_the_checkpoint_s(reader: EmotionReader, tiny_checkpoint: Path) -> None:
    scores = reader.annotate(WORKS[:1])
    assert scores.threshold == (0.25,) * 44
    assert scores.known_languages == Checkpoint.find(tiny_checkpoint).languages == ("ko",)

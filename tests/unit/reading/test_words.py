"""Words add up to their line, however the line was cut, and are whole words."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import logit

from emolit.corpus import Line, Work, read_paste, sample_corpus
from emolit.reading import EmotionReader
from emolit.reading.words import split_words, words_of_tokens

LONG = " ".join(f"바람{number}이" for number in range(120))  # several windows of the tiny reader's bytes
ODD = ["바람", "…", "!?", "산 너머 저 산", "\u200b", "　　들여 쓴 행", "👩‍👩‍👧 한 집", "영변(寧邊)의 藥山", LONG, "끝"]


def work_of(texts: list[str]) -> Work:
    return Work("w", "", (tuple(Line(text) for text in texts),), language="ko")


@pytest.mark.parametrize("context", [True, False])
def test_the_words_of_every_line_add_up_to_its_logit(reader: EmotionReader, context: bool) -> None:
    work = work_of(ODD * 3)
    (found,) = reader.annotate([work], context=context).works
    for words, score in zip(reader.explain(work, context=context), found.lines.values, strict=True):
        np.testing.assert_allclose(words.logit, logit(score), atol=1e-4)


line = st.text(st.characters(codec="utf-8"), min_size=1, max_size=80).filter(str.strip)
lines = st.lists(line, min_size=1, max_size=8)


@settings(max_examples=40)
@given(texts=lines)
def test_any_text_at_all_adds_up(reader: EmotionReader, texts: list[str]) -> None:
    work = work_of(texts)
    (found,) = reader.annotate([work], words=True).works
    assert found.words is not None
    for index, text in enumerate(texts):
        words = found.words.line(index)
        assert words.texts == split_words(text)
        np.testing.assert_allclose(words.logit, logit(found.lines.values[index]), atol=1e-4)


def test_asking_for_words_changes_no_score_at_any_level(reader: EmotionReader) -> None:
    works = [*sample_corpus().works[:4], work_of(ODD)]
    for plain, told in zip(reader.annotate(works).works, reader.annotate(works, words=True).works, strict=True):
        for level in ("lines", "stanzas", "work"):
            np.testing.assert_allclose(getattr(told, level).values, getattr(plain, level).values, atol=1e-5)
            assert (getattr(told, level).derived == getattr(plain, level).derived).all()


def test_one_line_is_explained_as_it_is_among_all(reader: EmotionReader) -> None:
    work = work_of(ODD * 3)
    every = reader.explain(work)
    for line in (0, 8, 17, 29):
        (alone,) = reader.explain(work, [line])
        np.testing.assert_allclose(alone.contributions, every[line].contributions, atol=1e-5)


def test_a_line_of_one_word_is_all_that_word(reader: EmotionReader) -> None:
    (words,) = reader.explain(work_of(["바람"]))
    assert words.texts == ("바람",)
    assert words.tokens[0] > 1
    np.testing.assert_allclose(words.contributions[0], words.logit)
    np.testing.assert_allclose(words.deviation, 0, atol=1e-12)


def test_deviations_add_up_to_nothing_and_do_not_favour_short_words(reader: EmotionReader) -> None:
    (words,) = reader.explain(work_of(["산 너머 멀고도먼 저산골짜기"]))
    np.testing.assert_allclose(words.deviation.sum(axis=0), 0, atol=1e-9)
    above = words.levels > words.logit
    assert (above == (words.deviation > 0)).all()


def test_no_lines_asked_for_none_explained(reader: EmotionReader) -> None:
    assert reader.explain(work_of(["바람"]), []) == ()


# Tokens to words


def test_a_token_belongs_to_the_word_it_begins_in_or_stands_before() -> None:
    text = " 산 너머 "
    spans = [(0, 2), (1, 2), (2, 3), (3, 5), (4, 5), (5, 6)]
    assert words_of_tokens(text, spans) == [0, 0, 1, 1, 1, 1]


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_composing_hangul_changes_no_number_of_words(text: str) -> None:
    for form in ("NFC", "NFD"):
        assert len(split_words(unicodedata.normalize(form, text))) == len(split_words(text))


def test_decomposed_hangul_is_explained_like_composed(reader: EmotionReader) -> None:
    text = "산 너머 바람"
    one, other = (reader.explain(work_of([form]))[0] for form in (text, unicodedata.normalize("NFD", text)))
    np.testing.assert_allclose(one.contributions, other.contributions, atol=1e-6)
    assert [unicodedata.normalize("NFC", word) for word in other.texts] == list(one.texts)


def test_the_shipped_model_adds_up_too_and_splits_a_word_in_several_tokens() -> None:
    shipped = EmotionReader.load()
    poem = read_paste("감자\n볕에 마른 담벼락 아래 오도카니\n할머니가 웃는다", title="담")
    (found,) = shipped.annotate(poem.works, words=True).works
    assert found.words is not None
    for index, score in enumerate(found.lines.values):
        np.testing.assert_allclose(found.words.line(index).logit, logit(score), atol=1e-4)
    assert found.words.tokens.max() > 1

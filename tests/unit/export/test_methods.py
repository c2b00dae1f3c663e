"""The methods paragraph says what was done, in both languages, and nothing that was not."""

from __future__ import annotations

import string
from collections.abc import Callable

import pytest

from emolit.analysis.trajectory import BandKind, Method, Reading, Smoothing, trace
from emolit.corpus import ReadingUnit, read_corpus, sample_corpus
from emolit.emotions import load_scheme
from emolit.export import provenance_record, trajectory_record
from emolit.export.methods import methods, methods_paragraph, sentences
from emolit.reading.scores import EmotionScores

Score = Callable[..., EmotionScores]

POEMS = read_corpus("시.csv", "work,text\n가,봄\n나,over the hills\n".encode())


@pytest.mark.parametrize("key", sentences())
def test_every_sentence_is_there_in_both_languages_with_the_same_blanks(key: str) -> None:
    blanks = {
        language: {name for _, name, _, _ in string.Formatter().parse(text) if name}
        for language, text in sentences()[key].items()
    }
    assert set(blanks) == {"ko", "en"}
    assert blanks["ko"] == blanks["en"]


@pytest.mark.parametrize("kind", list(Smoothing))
def test_every_smoother_has_its_words(kind: Smoothing) -> None:
    assert f"smoother_{kind}" in sentences()


def test_every_number_of_the_record_is_told(score: Score) -> None:
    record = provenance_record(POEMS, score(POEMS))
    for text in methods(POEMS, record).values():
        for told in ("0.0.1", "stub", "0" * 16, "float32", "0.3", "44", "시.csv", "Lim, Ji and Kim 2025"):
            assert told in text


def test_works_outside_what_the_model_knows_and_known_lines_are_told(score: Score) -> None:
    plain = methods_paragraph(POEMS, provenance_record(POEMS, score(POEMS, known_languages=("ko", "en"))), "en")
    assert "outside" not in plain
    told = methods_paragraph(POEMS, provenance_record(POEMS, score(POEMS, trained_on=(0,))), "en")
    assert "1 work(s) lie outside what the model knows" in told
    assert "trained on 2 of the lines" in told
    assert "out of fold" not in told
    told = methods_paragraph(POEMS, provenance_record(POEMS, score(POEMS, out_of_fold=(0,))), "en")
    assert "For 2 of the lines, which belong to KPoEM, scores are out of fold" in told


def test_thresholds_of_their_own_and_dropped_glosses_are_told(score: Score) -> None:
    record = provenance_record(POEMS, score(POEMS, threshold=(0.5, *[0.3] * 43)), glosses="dropped")
    text = methods_paragraph(POEMS, record, "en")
    assert "(0.3 to 0.5)" in text
    assert "Hanja in brackets" in text


@pytest.mark.parametrize(
    ("units", "told"),
    [
        (["line"], ""),
        (["sentence"], "read sentence by sentence: a line, here, is a sentence"),
        (["paragraph"], "a line, here, is a paragraph"),
        (["line", "sentence"], "by lines, sentences or paragraphs"),
    ],
)
def test_what_counts_as_a_line_is_told_where_it_is_none_of_verse(score: Score, units: list[str], told: str) -> None:
    text = methods_paragraph(POEMS, provenance_record(POEMS, score(POEMS), reading_units=units), "en")
    assert ("a line, here," in text, told in text) == (bool(told), True)
    assert methods_paragraph(POEMS, provenance_record(POEMS, score(POEMS)), "en").count("a line, here,") == 0


@pytest.mark.parametrize("unit", list(ReadingUnit))
def test_every_unit_but_the_line_has_its_sentence(unit: ReadingUnit) -> None:
    assert (f"unit_{unit}" in sentences()) == (unit is not ReadingUnit.LINE)


@pytest.mark.parametrize("smoothing", list(Smoothing))
def test_a_course_is_told_with_smoother_window_band_chance_and_seed(score: Score, smoothing: Smoothing) -> None:
    corpus = sample_corpus()
    work, scores = corpus.works[0], score(corpus)
    values = scores.of(work.id).lines.values
    method = Method(smoothing, 1 if smoothing is Smoothing.NONE else 5, BandKind.LINES, 5)
    found = trace(values, "슬픔", load_scheme(), method, alone=values)
    course = trajectory_record(work, found, Reading.CONTEXT)
    text = methods_paragraph(corpus, provenance_record(corpus, scores), "en", [course])
    assert "슬픔" in text
    assert f"seed of all random draws is {method.seed}" in text
    if smoothing is not Smoothing.NONE:
        assert "window 5 lines" in text
        assert f"{found.band.replicates} replicates" in text

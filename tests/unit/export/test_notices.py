"""Nothing silent: each oddity has its notice, and a text without one has none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from emolit.corpus import Corpus, read_corpus, read_paste
from emolit.corpus.works import Problem
from emolit.export import Notice, notices
from emolit.export.notices import OUT_OF_FOLD
from emolit.reading.scores import EmotionScores

Score = Callable[..., EmotionScores]


def corpus_of(rows: str) -> Corpus:
    return read_corpus("시.csv", ("work,language,text\n" + rows).encode())


def test_a_korean_text_that_was_wholly_read_has_no_notice(score: Score) -> None:
    corpus = corpus_of("가,,봄이 온다\n나,ko-KR,비가 온다\n")
    assert notices(corpus, score(corpus)) == []


@pytest.mark.parametrize(
    ("row", "code", "details"),
    [
        ("가,en,over the hills", "outside.script", {"share": 100}),
        ("가,,秋雨敲窗夜", "outside.script", {"share": 100}),
        ("가,,123", "outside.letters", {}),
        ("가,fr-CA,봄", "outside.language", {"language": "fr-CA"}),
    ],
)
def test_a_text_outside_what_the_model_knows_is_told_with_the_reason(
    score: Score, row: str, code: str, details: dict[str, object]
) -> None:
    corpus = corpus_of(row + "\n")
    assert notices(corpus, score(corpus)) == [Notice(code, {"work": "가"} | details)]


def test_a_model_that_does_not_say_what_it_learnt_cannot_flag_and_says_so(score: Score) -> None:
    corpus = corpus_of("가,,秋雨敲窗夜\n")
    assert [notice.code for notice in notices(corpus, score(corpus, known_languages=()))] == ["notice.no_languages"]


def test_which_languages_are_known_is_the_model_s_word(score: Score) -> None:
    corpus = corpus_of("가,en,over the hills\n나,ko,봄\n")
    told = notices(corpus, score(corpus, known_languages=("en",)))
    assert [(notice.code, notice.details["work"]) for notice in told] == [("outside.script", "나")]


def test_a_work_that_came_back_is_told(score: Score) -> None:
    corpus = corpus_of("가,ko,봄\n나,ko,비\n가,ko,눈\n")
    assert notices(corpus, score(corpus)) == [Notice("notice.returns", {"work": "가"})]


def test_characters_not_read_are_told_with_their_number(score: Score) -> None:
    corpus = corpus_of("가,ko,봄이 오는 길목에 서서 기다린다\n가,ko,비가 내리는 저녁 창가에 앉는다\n")
    assert notices(corpus, score(corpus, unread=1)) == [Notice("notice.unread", {"work": "가", "count": 2})]


def test_a_text_of_which_little_could_be_read_is_outside_what_the_model_knows(score: Score) -> None:
    corpus = corpus_of("가,ko,봄\n가,ko,비\n")
    assert Notice("outside.unread", {"work": "가", "share": 100}) in notices(corpus, score(corpus, unread=1))


def test_lines_read_in_windows_are_told_with_their_number(score: Score) -> None:
    corpus = corpus_of("가,ko,봄\n가,ko,비\n가,ko,눈\n")
    assert notices(corpus, score(corpus, derived=(0, 2))) == [Notice("notice.windows", {"work": "가", "count": 2})]


def test_lines_that_the_model_was_trained_on_are_told_with_their_number(score: Score) -> None:
    corpus = corpus_of("가,ko,봄\n가,ko,비\n가,ko,눈\n")
    assert notices(corpus, score(corpus, trained_on=(0, 2))) == [Notice("notice.trained", {"work": "가", "count": 2})]


def test_lines_out_of_fold_are_told_once_for_all_works(score: Score) -> None:
    corpus = corpus_of("가,ko,봄\n가,ko,비\n나,ko,눈\n나,ko,달\n")
    assert notices(corpus, score(corpus, out_of_fold=(1,))) == [Notice(OUT_OF_FOLD, {"works": 2, "lines": 2})]


def test_replaced_characters_are_told_of_their_source(score: Score) -> None:
    corpus = corpus_of("가,ko,봄\ufffd\ufffd\n")
    assert notices(corpus, score(corpus)) == [Notice("notice.replaced", {"name": "시.csv", "count": 2})]


def test_what_was_joined_left_out_or_could_not_be_read_is_told_of_its_source(score: Score) -> None:
    corpus = corpus_of("가,ko,봄\n")
    problem = Problem("corpus.empty", {"name": "a.txt"})
    note = replace(corpus.notes[0], joined_words=2, prose=3, skipped=("a.png",), problems=(problem,))
    told = notices(replace(corpus, notes=(note,), left_out=4), score(corpus))
    assert [(notice.code, notice.details["count"]) for notice in told] == [
        ("notice.joined", 2),
        ("notice.prose", 3),
        ("notice.problems", 1),
        ("notice.skipped", 1),
        ("notice.paratext", 4),
    ]


def test_oddities_add_up_sources_first_then_works_in_their_order(score: Score) -> None:
    corpus = corpus_of("가,en,봄이 오는 길목\ufffd\n나,ko,비가 오는 저녁 길\n가,en,눈이 오는 새벽\n")
    told = notices(corpus, score(corpus, unread=1))
    assert [(notice.code, notice.details.get("work")) for notice in told] == [
        ("notice.replaced", None),
        ("outside.language", "가"),
        ("notice.unread", "가"),
        ("notice.unread", "나"),
        ("outside.language", "가"),
        ("notice.returns", "가"),
        ("notice.unread", "가"),
    ]


@pytest.mark.parametrize("title", ["{work}", "{", "봄"])
def test_a_notice_reads_as_a_sentence_in_both_languages_with_the_title_as_it_is(score: Score, title: str) -> None:
    corpus = read_paste("over the hills", title=title)
    (notice,) = notices(corpus, score(corpus))
    assert all(f"'{title}'" in notice.sentence(language) for language in ("ko", "en"))
    assert notice.sentence("ko") != notice.sentence("en") == notice.sentence()

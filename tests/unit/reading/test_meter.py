"""The language meter on verse written for it: what a model did not learn is flagged, what it learnt is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emolit.corpus import Work, read_by, read_paste
from emolit.corpus.language import guess_language
from emolit.reading.meter import PROFILES, Outside, letter_groups, measure
from tests.verse import VERSE, Verse

BOTH = ("ko", "en")
KOREAN = VERSE[0]


def work(text: str, language: str = "") -> Work:
    (found,) = read_paste(text, title="시").works
    return replace(found, language=language or guess_language(found.texts))


def named(verse: Verse) -> str:
    return verse.name


# Korean verse in its many spellings, and what is none


@pytest.mark.parametrize("verse", VERSE, ids=named)
def test_a_model_of_korean_knows_korean_and_nothing_else(verse: Verse) -> None:
    assert (measure(work(verse.text), ["ko"]).outside is None) == (verse.language == "ko")


@pytest.mark.parametrize("verse", VERSE, ids=named)
def test_a_model_of_korean_and_english_knows_these_two_and_nothing_else(verse: Verse) -> None:
    assert (measure(work(verse.text), BOTH).outside is None) == (verse.language in BOTH)


@pytest.mark.parametrize("verse", VERSE, ids=named)
def test_a_model_of_english_knows_english_and_nothing_else(verse: Verse) -> None:
    assert (measure(work(verse.text), ["en"]).outside is None) == (verse.language == "en")


# Reasons


@pytest.mark.parametrize(
    ("text", "language", "unread", "reason"),
    [
        (KOREAN.text, "fr", 0, Outside.LANGUAGE),
        ("123 …\n—", "", 0, Outside.LETTERS),
        ("秋雨 敲窓\n봄", "", 0, None),
        ("秋雨敲窓夜未央\n孤燈照壁影偏長\n봄", "ko", 0, Outside.SCRIPT),
        (KOREAN.text, "", 20, Outside.UNREAD),
        ("뷁쉙 궯뛟 쀍뾃\n쒫뀼 퓁휋 쮍햇\n꿻퀅 뼝쒜 뤱톻 꿹튏", "", 0, Outside.DISTANCE),
    ],
    ids=["named", "no letters", "mixed", "hardly Hangul", "unread", "no Korean"],
)
def test_each_reason_is_told_by_its_name(text: str, language: str, unread: int, reason: Outside | None) -> None:
    assert measure(work(text, language), ["ko"], unread).outside == reason


def test_a_language_that_the_source_names_is_believed_where_the_model_learnt_it_only_if_the_letters_agree() -> None:
    german = next(verse.text for verse in VERSE if verse.language == "de")
    assert measure(work(german, "ko"), ["ko"]).outside is Outside.SCRIPT
    assert measure(work(german, "en"), BOTH).outside is Outside.DISTANCE


def test_a_language_without_a_table_is_judged_by_what_the_source_says_alone() -> None:
    french = next(verse.text for verse in VERSE if verse.language == "fr")
    found = measure(work(french, "fr"), ["ko", "fr"])
    assert (found.outside, found.distance) == (None, None)


def test_too_few_letters_have_no_distance() -> None:
    assert measure(work("봄"), ["ko"]).distance is None


# Laws


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=20), min_size=1, max_size=8))
def test_anything_can_be_measured_and_shares_are_shares(lines: list[str]) -> None:
    text = "\n".join(lines)
    if not text.strip():
        return
    found = measure(work("봄\n" + text), BOTH)
    assert sum(found.scripts.values()) <= 1 + 1e-9
    assert 0 <= found.known_share <= 1 + 1e-9


def test_neither_the_composition_of_hangul_nor_the_case_of_letters_makes_a_difference() -> None:
    assert list(letter_groups("Evening", "en")) == list(letter_groups("EVENING", "en"))
    assert list(letter_groups("\u110b\u1161\u11ab", "ko")) == list(letter_groups("안", "ko"))


def test_a_long_work_is_measured_as_its_repeated_part_is() -> None:
    once, often = (measure(work("\n".join([KOREAN.text] * times)), ["ko"]) for times in (10, 400))
    assert once.distance == pytest.approx(often.distance, abs=0.3)
    assert once.outside == often.outside


def test_the_reading_unit_makes_no_difference_to_the_verdict() -> None:
    for verse in VERSE:
        whole = work(verse.text)
        for unit in ("sentence", "paragraph"):
            assert measure(read_by(whole, unit), BOTH).outside == measure(whole, BOTH).outside  # type: ignore[arg-type]


def test_the_tables_are_small() -> None:
    assert PROFILES.stat().st_size < 300_000

"""What the sample corpus must hold so that each page has something to show."""

from __future__ import annotations

from collections import Counter

import pytest

from emolit.corpus import Work, guess_language, sample_corpus

WORKS = sample_corpus().works


def works_by_author(language: str) -> Counter[str]:
    return Counter(work.author for work in WORKS if work.language == language)


def test_three_korean_poets_have_five_works_and_an_english_one_three() -> None:
    assert sum(count >= 5 for count in works_by_author("ko").values()) >= 3
    assert sum(count >= 3 for count in works_by_author("en").values()) >= 1
    assert "" not in works_by_author("ko") + works_by_author("en")


def test_korean_works_stand_first() -> None:
    languages = [work.language for work in WORKS]
    assert languages == ["ko"] * languages.count("ko") + ["en"] * languages.count("en")


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.title)
def test_a_sample_is_long_enough_for_a_trajectory(work: Work) -> None:
    assert len(work) >= 12


def test_two_samples_are_long() -> None:
    assert sum(len(work) >= 60 for work in WORKS) >= 2


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.title)
def test_a_sample_is_in_the_language_that_it_names(work: Work) -> None:
    assert guess_language(work.texts) == work.language


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.title)
def test_a_sample_has_a_title_a_year_and_clean_lines(work: Work) -> None:
    assert work.title.strip() == work.title != ""
    assert work.year.isdigit()
    assert all(text == text.rstrip() and "\ufffd" not in text and "\t" not in text for text in work.texts)


def test_each_sample_is_a_work_of_its_own() -> None:
    assert len({work.id for work in WORKS}) == len({(work.author, work.title) for work in WORKS}) == len(WORKS)
    assert not any(work.returns for work in WORKS)


def test_every_author_says_that_it_is_a_sample() -> None:
    says = {"ko": "표본 시인", "en": "Sample Poet"}
    assert all(work.author.startswith(says[work.language]) for work in WORKS)

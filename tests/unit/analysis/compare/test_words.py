"""Words carry a difference exactly: their parts add up to it, and what both sides have alike carries nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from emolit.analysis.compare.words import carriers, first_places


@dataclass(frozen=True, eq=False)
class Made:
    texts: tuple[str, ...]
    starts: NDArray[np.intp]
    contributions: NDArray[np.float32]
    tokens: NDArray[np.float32]


def made(lines: list[str], seed: int) -> Made:
    random = np.random.default_rng(seed)
    words = [line.split() for line in lines]
    n = sum(map(len, words))
    starts = np.cumsum([0, *map(len, words)]).astype(np.intp)
    tokens = random.integers(1, 4, n).astype(np.float32)
    return Made(tuple(w for line in words for w in line), starts, random.normal(size=(n, 3)).astype(np.float32), tokens)


WORKS = [made(lines, i) for i, lines in enumerate((["강 물", "강"], ["물 물 불"], ["불 강", "산", "강 산"], ["산 물"]))]


def logit(work: Made) -> float:
    return float(np.add.reduceat(work.contributions[:, 1], work.starts[:-1]).mean())


def test_what_words_carry_adds_up_to_the_difference_of_mean_logits() -> None:
    first, second = np.array([0, 1]), np.array([2, 3])
    found = carriers(WORKS, first, second, 1)
    expected = np.mean([logit(work) for work in WORKS[:2]]) - np.mean([logit(work) for work in WORKS[2:]])
    assert sum(each.carries for each in found) == pytest.approx(expected, abs=1e-6)
    assert [each.carries for each in found] == sorted((each.carries for each in found), reverse=True)


def test_words_are_counted_on_either_side_and_by_works() -> None:
    found = {each.word: each for each in carriers(WORKS, np.array([0, 1]), np.array([2, 3]), 0)}
    assert {word: (w.first, w.second, w.works) for word, w in found.items()} == {
        "강": (2, 2, 2), "물": (3, 1, 3), "불": (1, 1, 2), "산": (0, 3, 2),
    }  # fmt: skip


def test_exchanged_sides_change_signs_alone_and_equal_sides_carry_nothing() -> None:
    here = {each.word: each.carries for each in carriers(WORKS, np.array([0, 1]), np.array([2, 3]), 2)}
    there = {each.word: each.carries for each in carriers(WORKS, np.array([2, 3]), np.array([0, 1]), 2)}
    assert there == pytest.approx({word: -value for word, value in here.items()})
    same = carriers([WORKS[0], WORKS[0]], np.array([0]), np.array([1]), 0)
    assert [each.carries for each in same] == pytest.approx([0] * len(same), abs=1e-9)


def test_punctuation_and_letter_case_make_no_word_of_their_own_and_lone_marks_still_count() -> None:
    work = made(["Wind, wind", "— wind!"], 9)
    found = {each.word: each for each in carriers([work, WORKS[0]], np.array([0]), np.array([1]), 0)}
    assert found["wind"].first == 3
    assert found["—"].first == 1
    assert sum(each.first for each in found.values()) == 4


def test_the_first_place_of_a_word_is_on_its_own_side() -> None:
    assert first_places(WORKS, np.array([2, 3])) == {"불": (2, 0), "강": (2, 0), "산": (2, 1), "물": (3, 0)}

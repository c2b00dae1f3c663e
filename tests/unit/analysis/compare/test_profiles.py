"""Profiles: means over works, intervals that hold what they promise, entropy, lift, periods."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from emolit.analysis.compare import By, Gathered, by_period, entropy, gather, profile, shares, year_of
from emolit.corpus import Corpus, Line, Work
from emolit.errors import NotEnoughData
from emolit.reading.scores import EmotionScores
from tests.unit.analysis.compare.conftest import SCHEME, gathered

Score = Callable[[Corpus], EmotionScores]


def test_a_work_counts_once_whatever_its_length() -> None:
    own = gathered([np.full((1, 44), 0.2), np.full((99, 44), 0.6)], ["가", "가"])
    np.testing.assert_allclose(profile(own, own.rows("가")).mean, 0.4)


def test_equal_works_leave_no_interval_and_no_lift() -> None:
    own = gathered([np.full((3, 44), 0.3)] * 5, ["가"] * 5)
    found = profile(own, own.rows("가"))
    np.testing.assert_allclose([found.low, found.high], 0.3)
    np.testing.assert_allclose(found.lift[own.columns], 1)
    assert np.isnan(np.delete(found.lift, own.columns)).all()
    assert found.entropy == pytest.approx(np.log2(len(own.columns)))
    assert found.range == pytest.approx(43)


def test_entropy_is_scipy_s_and_reads_the_mix_not_the_amount() -> None:
    means = np.random.default_rng(0).random((4, 43))
    np.testing.assert_allclose(entropy(means), stats.entropy(means, base=2, axis=1))
    np.testing.assert_allclose(entropy(means), entropy(means / 7))
    assert entropy(np.eye(1, 43)[0]) == pytest.approx(0)
    np.testing.assert_allclose(shares(np.zeros(4)), 0.25)


def test_no_emotion_has_no_part_in_the_range_of_emotion(two: Gathered) -> None:
    without = [lines.copy() for lines in two.lines]
    none = next(i for i in range(44) if i not in two.columns)
    for lines in without:
        lines[:, none] = 0
    other = gathered(without, two.groups)
    assert profile(two, two.rows("가")).entropy == profile(other, other.rows("가")).entropy


def test_intervals_hold_the_truth_about_as_often_as_they_say_also_of_few_works() -> None:
    random, held = np.random.default_rng(1), []
    for seed in range(60):
        works = [np.tile(random.beta(2, 6, 44), (2, 1)) for _ in range(6)]
        own = gathered(works, ["가"] * 6)
        found = profile(own, own.rows("가"), seed)
        held.append(((found.low <= 0.25) & (found.high >= 0.25)).mean())
    assert 0.90 < np.mean(held) < 0.985


def test_a_single_work_has_an_interval_between_its_lines(two: Gathered) -> None:
    found = profile(two, np.array([0]))
    assert (found.low < found.mean).all()
    assert (found.high > found.mean).all()


def test_of_a_single_line_there_is_no_interval() -> None:
    own = gathered([np.full((1, 44), 0.2), np.full((3, 44), 0.4)], ["가", "나"])
    found = profile(own, own.rows("가"))
    assert found.mean[0] == pytest.approx(0.2)
    assert np.isnan([found.low, found.high]).all()
    assert np.isnan([found.entropy_low, found.entropy_high]).all()
    assert found.entropy == pytest.approx(np.log2(43))


def test_the_same_seed_gives_the_same_interval(two: Gathered) -> None:
    rows = two.rows("가")
    first, again, other = (profile(two, rows, seed).low for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


# Groups


def work(title: str, author: str = "", year: str = "") -> Work:
    return Work(title, title, ((Line("가"),),), author=author, year=year)


@pytest.mark.parametrize(("written", "year"), [("1925", 1925), ("c. 1930", 1930), ("", None), ("12345", None)])
def test_a_year_is_the_first_number_of_four_digits(written: str, year: int | None) -> None:
    assert year_of(work("시", year=written)) == year


def test_works_of_no_known_group_are_left_out_and_counted(score: Score) -> None:
    corpus = Corpus((work("하나", "가"), work("둘"), work("셋", "나")))
    found = gather(corpus, score(corpus), SCHEME, By.AUTHOR)
    assert (found.names, found.left_out) == (("가", "나"), 1)
    assert gather(corpus, score(corpus), SCHEME, By.WORK).names == ("하나", "둘", "셋")


def test_works_of_one_title_are_told_apart(score: Score) -> None:
    corpus = Corpus((Work("a", "시", ((Line("가"),),), author="가"), Work("b", "시", ((Line("가"),),), author="나")))
    assert gather(corpus, score(corpus), SCHEME, By.WORK).names == ("시 · 가", "시 · 나")


def test_sides_are_groups_spans_of_years_or_the_rest(two: Gathered) -> None:
    first, rest = two.sides("가", "*")
    assert [list(first), list(rest)] == [list(range(6)), list(range(6, 11))]
    dated = gathered([np.ones((1, 44))] * 4, ["1920", "1925", "1930", "1931"], by=By.YEAR)
    assert [list(side) for side in dated.sides("1920-1929", "1930-1939")] == [[0, 1], [2, 3]]
    with pytest.raises(NotEnoughData, match="다"):
        two.sides("가", "다")
    with pytest.raises(NotEnoughData, match="both"):
        dated.sides("1920-1930", "1930")


def test_periods_are_the_profiles_of_their_works_and_one_work_has_no_interval() -> None:
    lines = [np.full((2, 44), value) for value in (0.1, 0.3, 0.5, 0.7)]
    own = gathered(lines, ["가"] * 4, ["1921", "1929", "1930", ""])
    first, second = by_period(own, 10)
    assert [(p.first, p.last, p.n_works) for p in (first, second)] == [(1920, 1929, 2), (1930, 1939, 1)]
    np.testing.assert_allclose(first.mean, 0.2)
    np.testing.assert_allclose(second.mean, 0.5)
    assert np.isnan(second.low).all()
    assert (first.low < 0.2).all()

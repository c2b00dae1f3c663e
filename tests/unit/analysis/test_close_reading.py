"""Words that carry an emotion, lift and nearness, readers' votes, and conditions to find lines by."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emolit.analysis.carriers import bare, carriers
from emolit.analysis.finding import Condition, matches, parse_conditions
from emolit.analysis.profile import base_rates, hellinger, labels_per_line, lift, nearest
from emolit.analysis.readers import apart_among_readers, apart_from_model, most, panel_of
from emolit.corpus import Line, Work
from emolit.emotions import load_scheme
from emolit.errors import EmolitError, SchemeError
from emolit.reading.words import LineWords

SCHEME = load_scheme()
NONE = next(i for i, emotion in enumerate(SCHEME.emotions) if not emotion.is_emotion)


def words(texts: str, levels: list[float], tokens: list[float] | None = None) -> LineWords:
    """A line whose words' tokens have these mean logits, for one label."""
    counted = np.array(tokens or [1.0] * len(levels))
    return LineWords(tuple(texts.split()), (np.array(levels) * counted / counted.sum())[:, None], counted)


# Words that carry an emotion


def test_a_word_s_strength_is_how_far_its_tokens_lie_above_all_tokens() -> None:
    lines = [words("강 밤", [2.0, -1.0]), words("강 길", [1.0, -2.0])]
    found = {carrier.word: carrier for carrier in carriers(lines, 0)}
    assert found["강"].strength == pytest.approx(1.5)
    assert found["강"].places == (0, 1)
    assert [carrier.word for carrier in carriers(lines, 0)] == ["강", "밤", "길"]


def test_how_a_word_is_cut_into_tokens_does_not_change_its_strength() -> None:
    short, long = ([words("강 골짜기", [1.0, 1.0], tokens)] for tokens in ([1, 1], [1, 4]))
    assert [c.strength for c in carriers(short, 0)] == pytest.approx([c.strength for c in carriers(long, 0)])


def test_punctuation_and_case_make_no_word_of_their_own_and_rare_words_can_be_left_out() -> None:
    lines = [words("“River, river! 강…", [1.0, 3.0, 0.0]), words("— 길", [0.0, 0.0])]
    assert {carrier.word: carrier.count for carrier in carriers(lines, 0)} == {"river": 2, "강": 1, "길": 1}
    assert [carrier.word for carrier in carriers(lines, 0, at_least=2)] == ["river"]
    assert bare("…") == ""


def test_no_lines_have_no_words() -> None:
    assert carriers([], 0) == []


# One line against a corpus

scores = st.integers(2, 12).flatmap(
    lambda n: st.integers(0, 2**32 - 1).map(lambda seed: np.random.default_rng(seed).random((n, 44)))
)


@given(values=scores)
def test_the_mean_lift_of_a_corpus_against_itself_is_one(values: np.ndarray) -> None:
    lifts = np.array([lift(row, base_rates(values)) for row in values])
    np.testing.assert_allclose(lifts.mean(axis=0), 1)


def test_a_label_that_the_corpus_never_has_gives_no_lift() -> None:
    assert np.isnan(lift(np.array([0.5]), np.array([0.0]))).all()


@given(values=scores)
def test_distances_are_symmetric_within_bounds_and_zero_only_to_itself(values: np.ndarray) -> None:
    there, back = hellinger(values, values[0], SCHEME)[1], hellinger(values, values[1], SCHEME)[0]
    assert there == pytest.approx(back)
    assert 0 < there <= np.sqrt(43 / 2)
    assert hellinger(values, values[0], SCHEME)[0] == 0


def test_nearest_leaves_the_line_itself_and_no_emotion_out() -> None:
    values = np.full((4, 44), 0.2)
    values[1, NONE] = 0.9
    values[2, 0] = 0.3
    values[3, 0] = 0.9
    assert [line for line, _ in nearest(values, 0, SCHEME)] == [1, 2, 3]
    assert nearest(values, 0, SCHEME)[0][1] == 0
    assert nearest(values[:1], 0, SCHEME) == []


def test_a_line_gets_the_labels_above_the_threshold_and_never_more_than_k() -> None:
    values = np.zeros((2, 44))
    values[0, [0, 1, 2, NONE]] = 0.9
    assert labels_per_line(values, SCHEME, 0.5, 6).tolist() == [3, 0]
    assert labels_per_line(values, SCHEME, 0.5, 2).tolist() == [2, 0]


# Readers


def panel_work(*votes: dict[str, int] | None, readers: int = 4) -> Work:
    return Work("w", "", (tuple(Line(f"행 {i}", votes=v, readers=readers) for i, v in enumerate(votes)),))


def test_only_judged_lines_are_in_the_panel_with_their_places() -> None:
    panel = panel_of([panel_work(None, {"슬픔": 3}), panel_work({"기쁨": 4})], SCHEME)
    assert panel.places == (("w", 1), ("w", 0))
    assert panel.groups.tolist() == [0, 1]
    assert panel.votes[0, SCHEME.names.index("슬픔")] == 3


def test_readers_differ_most_when_they_are_halved_and_not_at_all_when_they_agree() -> None:
    panel = panel_of([panel_work({"슬픔": 2}, {"슬픔": 4}, {"슬픔": 1}, {})], SCHEME)
    apart = apart_among_readers(panel)[:, SCHEME.names.index("슬픔")]
    assert apart.tolist() == pytest.approx([2 / 3, 0, 0.5, 0])
    assert most(apart, 2) == [0, 2]


def test_one_reader_cannot_differ() -> None:
    panel = panel_of([panel_work({"슬픔": 1}, readers=1)], SCHEME)
    apart = apart_among_readers(panel)
    assert np.isnan(apart).all()
    assert most(apart[:, 0], 5) == []


def test_the_model_s_distance_from_its_readers_has_a_sign() -> None:
    panel = panel_of([panel_work({"슬픔": 4}, {})], SCHEME)
    apart = apart_from_model(panel, np.full((2, 44), 0.25))[:, SCHEME.names.index("슬픔")]
    assert apart.tolist() == [0.75, -0.25]
    assert most(apart, 1) == [0]


# Conditions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("슬픔 at most 0.3 and 기쁨 <= 1", [("슬픔", False, 0.3, True), ("기쁨", False, 1.0, True)]),
        ("비장함 over 0.5 and 슬픔 over 0.3", [("비장함", True, 0.5), ("슬픔", True, 0.3)]),
        ("sadness > .3 & joy<0.1", [("슬픔", True, 0.3), ("기쁨", False, 0.1)]),
        ("슬픔 0.3 이상 그리고 기쁨 0.1 미만", [("슬픔", True, 0.3, True), ("기쁨", False, 0.1)]),
        ("불평/불만 >= 1", [("불평/불만", True, 1.0, True)]),
        ("moved admiration above 0", [("감동/감탄", True, 0.0)]),
        ("fun and excitement over 0.3 and joy < 0.1", [("즐거움/신남", True, 0.3), ("기쁨", False, 0.1)]),
        ("", []),
    ],
)
def test_conditions_are_read_as_people_write_them(text: str, expected: list[tuple[Any, ...]]) -> None:
    assert parse_conditions(text, SCHEME) == tuple(Condition(*one) for one in expected)


NO_CONDITIONS = ["슬픔", "0.3", "슬픔 over much", "슬픔 over 1.5", "over 0.3", "슬픔 > 0.3 그리고 기쁨"]


@pytest.mark.parametrize("text", NO_CONDITIONS)
def test_what_is_no_condition_gets_a_sentence_that_quotes_it(text: str) -> None:
    with pytest.raises(EmolitError) as said:
        parse_conditions(text, SCHEME)
    assert str(said.value.details.get("condition") or said.value.details.get("label")) in text


def test_an_unknown_emotion_is_named() -> None:
    with pytest.raises(SchemeError, match="grief"):
        parse_conditions("grief over 0.3", SCHEME)


AT_THE_BOUND = {
    "슬픔 0.3 이상": True, "슬픔 0.3 이하": True, "슬픔 >= 0.3": True, "슬픔 <= 0.3": True, "슬픔 at least 0.3": True,
    "슬픔 0.3 초과": False, "슬픔 0.3 미만": False, "슬픔 > 0.3": False, "슬픔 under 0.3": False,
}  # fmt: skip


@given(values=scores, bound=st.floats(0, 1))
def test_over_under_and_equal_part_all_lines(values: np.ndarray, bound: float) -> None:
    over, under = (matches(values, (Condition("슬픔", side, bound),), SCHEME) for side in (True, False))
    assert not (over & under).any()
    assert (matches(values, (), SCHEME)).all()
    assert not matches(values, (Condition("슬픔", True, bound), Condition("슬픔", False, bound)), SCHEME).any()


def test_a_score_at_the_bound_is_at_least_and_at_most_that_and_neither_over_nor_under_it() -> None:
    values = np.full((1, 44), 0.3)
    met = {word: matches(values, parse_conditions(word, SCHEME), SCHEME).item() for word in AT_THE_BOUND}
    assert met == AT_THE_BOUND

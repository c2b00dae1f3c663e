"""A signal is a label's column, a mean of columns or a difference of two means; "no emotion" is no emotion."""

from __future__ import annotations

import numpy as np
import pytest

from emolit.analysis.signals import (
    BALANCE,
    FAMILY_PREFIX,
    VALENCE_PREFIX,
    bounds,
    coefficients,
    emotion_columns,
    find_signal,
    signal,
    signal_keys,
    strongest,
    vote_shares,
)
from emolit.corpus import Line
from emolit.emotions import NONE_FAMILY, Emotion, Family, load_scheme
from emolit.emotions.scheme import VALENCES, plain_scheme
from emolit.errors import SchemeError

SCHEME = load_scheme()
NONE = SCHEME.names.index("없음")
VALUES = np.random.default_rng(0).random((7, 44))


@pytest.mark.parametrize("name", ["슬픔", "흐뭇함(귀여움/예쁨)", "없음"])
def test_the_signal_of_a_label_is_its_column(name: str) -> None:
    np.testing.assert_array_equal(signal(VALUES, name, SCHEME), VALUES[:, SCHEME.names.index(name)])


@pytest.mark.parametrize("family", SCHEME.families, ids=lambda family: family.key)
def test_the_signal_of_a_family_is_the_mean_of_its_members(family: Family) -> None:
    members = [signal(VALUES, name, SCHEME) for name in family.members]
    np.testing.assert_allclose(signal(VALUES, FAMILY_PREFIX + family.key, SCHEME), np.mean(members, axis=0))


@pytest.mark.parametrize("valence", VALENCES)
def test_the_signal_of_a_valence_is_the_mean_of_its_emotions_without_no_emotion(valence: str) -> None:
    members = [signal(VALUES, e.name, SCHEME) for e in SCHEME.emotions if e.valence == valence and e.is_emotion]
    np.testing.assert_allclose(signal(VALUES, VALENCE_PREFIX + valence, SCHEME), np.mean(members, axis=0))


def test_the_balance_is_mean_positive_minus_mean_negative() -> None:
    positive, negative = (signal(VALUES, VALENCE_PREFIX + valence, SCHEME) for valence in ("positive", "negative"))
    np.testing.assert_allclose(signal(VALUES, BALANCE, SCHEME), positive - negative)


def test_the_balance_reaches_its_bounds_and_neutral_labels_do_not_move_it() -> None:
    valences = np.array([e.valence if e.is_emotion else "none" for e in SCHEME.emotions])
    rows = np.stack([valences == "negative", np.isin(valences, ["neutral", "none"]), valences == "positive"])
    np.testing.assert_allclose(signal(rows.astype(float), BALANCE, SCHEME), [-1, 0, 1], atol=1e-12)


@pytest.mark.parametrize("key", signal_keys(SCHEME))
def test_a_signal_of_shares_stays_within_its_bounds(key: str) -> None:
    extremes = np.random.default_rng(1).integers(0, 2, (40, 44)).astype(float)
    found = signal(extremes, key, SCHEME)
    low, high = bounds(key)
    assert (low, high) == ((-1, 1) if key == BALANCE else (0, 1))
    assert low <= found.min() <= found.max() <= high + 1e-12
    if key != BALANCE:
        assert coefficients(key, SCHEME).sum() == pytest.approx(1)


@pytest.mark.parametrize(
    "key", ["그리움", FAMILY_PREFIX + "longing", "sorrow", VALENCE_PREFIX + "mixed", "positive", FAMILY_PREFIX, ""]
)
def test_a_key_that_is_no_signal_is_refused(key: str) -> None:
    for use in (lambda: signal(VALUES, key, SCHEME), lambda: find_signal(key, SCHEME)):
        with pytest.raises(SchemeError) as caught:
            use()
        assert (caught.value.code, caught.value.details) == ("scheme.unknown_label", {"label": key, "scheme": "kote"})


# Keys


def test_every_signal_has_one_key_the_balance_first_and_no_emotion_only_as_a_label() -> None:
    keys = signal_keys(SCHEME)
    families = [FAMILY_PREFIX + family.key for family in SCHEME.families if family.key != NONE_FAMILY]
    assert keys[0] == BALANCE
    assert sorted(keys) == sorted(
        {BALANCE, *families, *(VALENCE_PREFIX + valence for valence in VALENCES), *SCHEME.names}
    )
    assert FAMILY_PREFIX + NONE_FAMILY not in keys


def test_labels_of_unknown_valence_have_every_signal_but_the_balance() -> None:
    scheme = plain_scheme("other", ["zeal", "languor"])
    keys = signal_keys(scheme)
    assert BALANCE not in keys
    assert {"zeal", "languor"} <= set(keys)
    assert all(np.isfinite(coefficients(key, scheme)).all() for key in keys)


@pytest.mark.parametrize("key", signal_keys(SCHEME))
def test_a_signal_is_found_by_its_key(key: str) -> None:
    assert find_signal(key, SCHEME) == key


@pytest.mark.parametrize("emotion", SCHEME.emotions, ids=lambda emotion: emotion.gloss_en)
def test_a_label_is_found_by_its_gloss_in_either_language(emotion: Emotion) -> None:
    for word in (emotion.gloss_ko, emotion.gloss_en, f" {emotion.gloss_en.upper()} "):
        assert find_signal(word, SCHEME) == emotion.name


# Votes


def test_votes_are_shares_of_the_readers_who_were_asked() -> None:
    lines = [Line("하나", votes={"슬픔": 2, "없음": 5}), Line("둘", votes={"슬픔": 1}, readers=4), Line("셋", votes={})]
    found = vote_shares(lines, SCHEME)
    assert found.shape == (3, 44)
    assert signal(found, "슬픔", SCHEME).tolist() == [0.4, 0.25, 0]
    assert found[:, NONE].tolist() == [1, 0, 0]
    assert found.sum() == pytest.approx(1.65)


def test_a_line_nobody_was_asked_about_has_no_share_not_even_zero() -> None:
    found = vote_shares([Line("하나"), Line("둘", votes={"기쁨": 5})], SCHEME)
    assert np.isnan(found[0]).all()
    assert not np.isnan(found[1]).any()


def test_no_lines_have_no_votes() -> None:
    assert vote_shares([], SCHEME).shape == (0, 44)


# Ranking


def test_no_emotion_is_the_one_column_left_out() -> None:
    assert set(range(44)) - set(emotion_columns(SCHEME)) == {NONE}
    assert SCHEME.emotions[NONE].family == NONE_FAMILY


def test_the_strongest_come_highest_first_without_no_emotion() -> None:
    row = VALUES[0].copy()
    row[NONE] = 1.0
    found = strongest(row, SCHEME, 5)
    rest = [row[column] for column in range(44) if column not in (*found, NONE)]
    assert len(found) == 5
    assert [row[column] for column in found] == sorted((row[column] for column in found), reverse=True)
    assert min(row[found]) >= max(rest)
    assert NONE not in found


def test_equal_scores_stand_in_the_scheme_s_order() -> None:
    assert strongest(np.full(44, 0.5), SCHEME, 3) == emotion_columns(SCHEME)[:3]
    assert len(strongest(np.zeros(44), SCHEME, 99)) == 43

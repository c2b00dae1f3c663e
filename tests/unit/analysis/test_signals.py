"""A signal is a label's column or the mean of a family's; "no emotion" is no emotion."""

from __future__ import annotations

import numpy as np
import pytest

from emolit.analysis.signals import FAMILY_PREFIX, emotion_columns, signal, strongest
from emolit.emotions import NONE_FAMILY, Family, load_scheme
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


@pytest.mark.parametrize("key", ["그리움", FAMILY_PREFIX + "longing", "sorrow"])
def test_a_key_that_is_neither_label_nor_family_is_refused(key: str) -> None:
    with pytest.raises(SchemeError) as caught:
        signal(VALUES, key, SCHEME)
    assert (caught.value.code, caught.value.details) == ("scheme.unknown_label", {"label": key, "scheme": "kote"})


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

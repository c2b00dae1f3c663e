"""Laws of comparing two models."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from emolit.analysis.models import compare_models, shared_columns
from emolit.emotions import load_scheme, plain_scheme
from emolit.errors import NotEnoughData

KOTE = load_scheme()
RANDOM = np.random.default_rng(4)
FIRST, SECOND = RANDOM.random((2, 12, 44))


def test_a_model_compared_with_itself_agrees_in_everything() -> None:
    found = compare_models(FIRST, FIRST, (KOTE, KOTE))
    np.testing.assert_allclose(found.correlation, 1)
    np.testing.assert_array_equal(found.apart, 0)
    assert found.labels == KOTE.names


def test_rank_correlation_is_spearman_s_and_is_not_moved_by_any_rising_change_of_scale() -> None:
    found = compare_models(FIRST, SECOND, (KOTE, KOTE))
    expected = [spearmanr(FIRST[:, column], SECOND[:, column]).statistic for column in range(44)]
    np.testing.assert_allclose(found.correlation, expected)
    np.testing.assert_allclose(compare_models(FIRST, SECOND**3, (KOTE, KOTE)).correlation, expected)


def test_a_label_that_is_the_same_in_all_lines_has_no_correlation() -> None:
    flat = np.full((12, 44), 0.5)
    assert np.isnan(compare_models(FIRST, flat, (KOTE, KOTE)).correlation).all()


def test_exchanging_the_models_changes_nothing_but_their_places() -> None:
    one, other = compare_models(FIRST, SECOND, (KOTE, KOTE)), compare_models(SECOND, FIRST, (KOTE, KOTE))
    np.testing.assert_allclose(one.correlation, other.correlation)
    np.testing.assert_allclose(one.apart, other.apart)
    assert one.furthest(5) == other.furthest(5)


def test_where_they_differ_most_comes_first_with_the_label_that_differs_most() -> None:
    second = FIRST.copy()
    second[7, 3] += 5
    second[2, 40] -= 3
    assert compare_models(FIRST, second, (KOTE, KOTE)).furthest(2) == [(7, 3), (2, 40)]


def test_labels_are_shared_by_name_or_gloss_in_either_language() -> None:
    other = plain_scheme("other", ("sadness", "분노?", KOTE.emotions[8].gloss_ko, KOTE.names[0]))
    names = [(KOTE.emotions[own].gloss_en, other.names[theirs]) for own, theirs in shared_columns(KOTE, other)]
    assert ("sadness", "sadness") in names
    assert len(names) == 3


def test_no_shared_label_and_too_few_lines_are_told() -> None:
    with pytest.raises(NotEnoughData, match="none in common"):
        compare_models(FIRST, SECOND[:, :1], (KOTE, plain_scheme("other", ("zeal",))))
    with pytest.raises(NotEnoughData, match="takes 3 lines"):
        compare_models(FIRST[:2], SECOND[:2], (KOTE, KOTE))

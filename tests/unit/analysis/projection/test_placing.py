"""A new text comes to lie among its nearest, moves nothing, and says when nothing is near."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsRegressor

from emolit.analysis.projection import Array, classical_mds, hellinger, mix, nearness, place
from emolit.errors import NotEnoughData


@pytest.mark.parametrize("k", [1, 5, 15])
def test_a_place_is_sklearn_s_distance_weighted_mean(crowds: Array, k: int) -> None:
    reference, new = crowds[::2], crowds[1::2]
    points = classical_mds(reference).points
    expected = KNeighborsRegressor(k, weights="distance").fit(mix(reference), points).predict(mix(new))
    np.testing.assert_allclose(place(new, reference, points, k).points, expected, atol=1e-6)


def test_a_text_with_the_mix_of_a_known_one_lies_where_that_lies(crowds: Array) -> None:
    points = classical_mds(crowds).points
    np.testing.assert_allclose(place(crowds[[4, 50]] * 0.5, crowds, points).points, points[[4, 50]], atol=1e-12)


def test_neighbours_and_distance_are_those_of_the_full_space(crowds: Array) -> None:
    reference, new = crowds[::2], crowds[1:2]
    found = place(new, reference, np.zeros((45, 2)), k=5)
    apart = hellinger(new, reference)[0]
    assert found.neighbours[0].tolist() == np.argsort(apart)[:5].tolist()
    assert found.distance[0] == pytest.approx(np.sort(apart)[4])


def test_a_text_among_its_like_is_near_and_one_like_nothing_known_is_far(crowds: Array) -> None:
    stranger = np.zeros((1, 12))
    stranger[0, [3, 7, 11]] = 0.9
    found = place(np.concatenate([crowds[30:31] * 1.01, stranger]), crowds[:60], np.zeros((60, 2)), k=5)
    assert found.is_far.tolist() == [False, True]
    assert found.far == nearness(crowds[:60], 5)[0.99]


def test_the_limit_can_be_given(crowds: Array) -> None:
    new, reference = crowds[1::2], crowds[::2]
    found = place(new, reference, np.zeros((45, 2)), far=0.1)
    assert found.far == 0.1
    np.testing.assert_array_equal(found.is_far, found.distance > 0.1)


def test_a_new_point_never_leaves_the_map(crowds: Array) -> None:
    points = classical_mds(crowds[:60]).points
    found = place(crowds[60:], crowds[:60], points).points
    assert (found >= points.min(axis=0)).all()
    assert (found <= points.max(axis=0)).all()


def test_nearness_is_a_quantile_of_the_distance_to_the_kth_other(crowds: Array) -> None:
    apart = np.sort(hellinger(crowds, crowds), axis=1)[:, 4]  # the first is itself
    found = nearness(crowds, 4, (0.0, 0.5, 1.0))
    assert list(found.values()) == pytest.approx(np.quantile(apart, [0, 0.5, 1]).tolist(), abs=1e-7)


def test_few_reference_points_are_all_neighbours_and_one_is_none() -> None:
    reference = np.eye(3)
    assert place(np.ones((1, 3)), reference, np.eye(3, 2)).neighbours.shape == (1, 2)
    with pytest.raises(NotEnoughData) as caught:
        place(np.ones((1, 3)), reference[:1], np.eye(1, 2))
    assert caught.value.details == {"needed": 2, "found": 1}

"""Distance is Hellinger's, of the mix; neighbours, medoids and clusters follow from it."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import silhouette_score
from sklearn.neighbors import NearestNeighbors

from emolit.analysis.projection import (
    Array,
    apparent,
    clusters,
    hellinger,
    k_nearest,
    medoid,
    mix,
    nearest,
    shares,
)
from emolit.analysis.projection import mixes as module


def profiles(n_points: int, seed: int = 0) -> Array:
    random = np.random.default_rng(seed)
    return random.random((n_points, 43)) * random.random(43)


# Distance


def test_distance_is_that_of_the_formula() -> None:
    p, q = np.array([0.2, 0.3, 0.5]), np.array([0.6, 0.4, 0.0])
    expected = np.sqrt(1 - np.sqrt(p * q).sum())
    assert hellinger(p[None], q[None])[0, 0] == pytest.approx(expected)


def test_distance_is_what_umap_measures() -> None:
    from umap.distances import hellinger as reference

    data = profiles(12)
    expected = [[reference(a, b) for b in data] for a in data]
    np.testing.assert_allclose(hellinger(data, data), expected, atol=1e-6)


def test_nothing_in_common_is_one_and_the_same_mix_at_any_strength_is_zero() -> None:
    a, b = np.array([[0.5, 0.2, 0, 0]]), np.array([[0, 0, 0.1, 0.9]])
    assert hellinger(a, b)[0, 0] == 1
    assert hellinger(a, a * 0.1)[0, 0] == 0


def test_places_of_mixes_have_the_distances_of_their_profiles() -> None:
    data = profiles(20)
    places = mix(data)
    np.testing.assert_allclose(np.linalg.norm(places[:, None] - places, axis=2), hellinger(data, data), atol=1e-7)


def test_nothing_at_all_is_a_mix_of_equal_shares() -> None:
    assert shares(np.array([[0.0, 0, 0, 0], [0.25, 0.75, 0, 0]])).tolist() == [[0.25] * 4, [0.25, 0.75, 0, 0]]


# Neighbours


@pytest.mark.parametrize("cells", [10, 1_000, 1_000_000])
def test_neighbours_are_sklearn_s_however_the_rows_are_cut_into_blocks(
    cells: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_CELLS", cells)
    data, asked = profiles(80), profiles(7, seed=1)
    expected = NearestNeighbors(n_neighbors=6).fit(mix(data)).kneighbors(mix(asked))
    found, apart = k_nearest(asked, data, 6)
    np.testing.assert_array_equal(found, expected[1])
    np.testing.assert_allclose(apart, expected[0], atol=1e-7)


@pytest.mark.parametrize("cells", [10, 1_000_000])
def test_nobody_is_their_own_neighbour(cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CELLS", cells)
    data = profiles(30)
    expected = NearestNeighbors(n_neighbors=4).fit(mix(data)).kneighbors(return_distance=False)
    found = k_nearest(data, data, 4, among_themselves=True)[0]
    np.testing.assert_array_equal(found, expected)
    np.testing.assert_array_equal(nearest(data, 11, 4), expected[11])


def test_equal_distances_come_in_the_order_of_the_rows() -> None:
    data = np.repeat(profiles(2), 5, axis=0)
    assert k_nearest(data[:1], data, 3)[0].tolist() == [[0, 1, 2]]
    assert nearest(data, 2, 6).tolist() == [0, 1, 3, 4, 5, 6]


def test_there_are_no_more_neighbours_than_others() -> None:
    assert nearest(profiles(4), 0, 15).shape == (3,)
    assert k_nearest(profiles(1), profiles(1), 5, among_themselves=True)[0].shape == (1, 0)


def test_apparent_neighbours_are_those_on_the_map() -> None:
    points = np.array([[0.0, 0], [5, 5], [1, 0], [0, 2], [0, 0]])
    assert apparent(points, 0, 3).tolist() == [4, 2, 3]


# One for all


def test_a_medoid_is_one_of_the_rows_and_has_the_least_distance_to_the_others(crowds: Array) -> None:
    rows = [3, 7, 12, 20, 44, 28]
    found = medoid(crowds, rows)
    totals = hellinger(crowds[rows], crowds[rows]).sum(axis=1)
    assert found == rows[int(totals.argmin())]
    assert found != 44  # which is of another crowd


def test_clusters_are_the_crowds_largest_first(crowds: Array) -> None:
    uneven = crowds[[*range(10), *range(30, 60), *range(60, 80)]]
    found = clusters(uneven, 3)
    assert found.tolist() == [2] * 10 + [0] * 30 + [1] * 20
    assert silhouette_score(mix(uneven), found) > 0.5


def test_there_are_no_more_clusters_than_different_profiles() -> None:
    assert sorted(set(clusters(np.repeat(profiles(2), 4, axis=0), 5).tolist())) == [0, 1]


def test_the_same_seed_gives_the_same_clusters() -> None:
    data = profiles(60)
    np.testing.assert_array_equal(clusters(data, 4, seed=3), clusters(data.copy(), 4, seed=3))

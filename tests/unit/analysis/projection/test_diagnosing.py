"""Figures of a map's honesty, held against scikit-learn and scipy."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.spatial import procrustes
from scipy.spatial.distance import pdist
from scipy.stats import spearmanr
from sklearn.manifold import trustworthiness

from emolit.analysis.projection import Array, Plane, classical_mds, common, diagnose, diagnosing, mix, stability


def profiles(n_points: int, seed: int = 0) -> Array:
    random = np.random.default_rng(seed)
    return random.random((n_points, 43)) * random.random(43)


@pytest.mark.parametrize("seed", range(3))
def test_trustworthiness_and_continuity_are_sklearn_s(seed: int) -> None:
    data = profiles(70, seed)
    points = np.random.default_rng(seed).random((70, 2)) + classical_mds(data).points
    found = diagnose(data, points)
    for k in (5, 15):
        assert found.trustworthiness[k] == pytest.approx(trustworthiness(mix(data), points, n_neighbors=k))
        assert found.continuity[k] == pytest.approx(trustworthiness(points, mix(data), n_neighbors=k))


def test_the_correlation_is_spearman_s_of_all_distances() -> None:
    data = profiles(40)
    points = classical_mds(data).points
    expected = spearmanr(pdist(mix(data)), pdist(points)).statistic
    assert diagnose(data, points).distance_correlation == pytest.approx(expected)


def test_pairs_and_points_drawn_at_random_stand_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    data = profiles(600)
    points = classical_mds(data).points
    whole = diagnose(data, points)
    monkeypatch.setattr(diagnosing, "_PAIRS", 20_000)
    drawn = diagnose(data, points, most=200)
    assert drawn != whole
    assert drawn.distance_correlation == pytest.approx(whole.distance_correlation, abs=0.03)
    for k in (5, 15):
        assert drawn.trustworthiness[k] == pytest.approx(whole.trustworthiness[k], abs=0.03)
        assert drawn.continuity[k] == pytest.approx(whole.continuity[k], abs=0.03)


def flat(n_points: int) -> Array:
    """Mixes of three emotions, nearly in a plane."""
    two = np.random.default_rng(0).uniform(0.3, 0.4, (n_points, 2))
    return np.column_stack([two, 1 - two.sum(axis=1)])


def test_a_map_that_keeps_everything_is_faultless_and_one_by_chance_is_not(crowds: Array) -> None:
    kept = diagnose(flat(60), classical_mds(flat(60)).points)
    assert [*kept.trustworthiness.values(), *kept.continuity.values()] == pytest.approx([1] * 4, abs=0.005)
    assert kept.distance_correlation == pytest.approx(1, abs=0.005)
    shuffled = diagnose(crowds, np.random.default_rng(0).random((90, 2)))
    assert all(value < 0.7 for value in (*shuffled.trustworthiness.values(), *shuffled.continuity.values()))
    assert abs(shuffled.distance_correlation) < 0.1


def test_what_is_heaped_up_costs_trust_and_what_is_torn_apart_costs_continuity() -> None:
    points = classical_mds(flat(90)).points
    heaped = diagnose(flat(90), points * [1, 0.001])
    torn = diagnose(flat(90), points + np.tile([[0.0, 0], [50, 0]], (45, 1)))
    assert heaped.trustworthiness[5] < 0.9 < heaped.continuity[5]
    assert torn.continuity[5] < 0.9 < torn.trustworthiness[5]


def test_a_neighbourhood_of_half_the_points_says_nothing() -> None:
    found = diagnose(profiles(12), classical_mds(profiles(12)).points)
    assert list(found.trustworthiness) == list(found.continuity) == [5]
    assert diagnose(profiles(4), classical_mds(profiles(4)).points).trustworthiness == {}


def test_equal_points_have_no_correlation_and_their_record_is_json() -> None:
    found = diagnose(np.ones((4, 43)), np.zeros((4, 2)))
    assert np.isnan(found.distance_correlation)
    assert found.record() == {
        "trustworthiness": {},
        "continuity": {},
        "distance_correlation": None,
        "stability": None,
    }


# Several seeds


def test_what_two_maps_share_is_scipy_s_procrustes() -> None:
    maps = [np.random.default_rng(seed).normal(size=(30, 2)) * [3, 1] for seed in range(3)]
    left = [procrustes(a, b)[2] for a, b in itertools.combinations(maps, 2)]
    assert common(maps) == pytest.approx(1 - np.mean(left))


def test_a_map_that_is_moved_turned_mirrored_and_scaled_is_the_same() -> None:
    points = np.random.default_rng(0).normal(size=(30, 2))
    turn = np.array([[0.6, -0.8], [0.8, 0.6]]) @ np.diag([1, -1])
    assert common([points, 7 * points @ turn + [3, -2]]) == pytest.approx(1)
    assert common([points, np.random.default_rng(1).normal(size=(30, 2))]) < 0.3
    assert common([points]) == 1


def test_stability_is_of_maps_from_seeds_that_follow_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def drawn(data: Array, neighbours: int, min_dist: float, seed: int) -> Plane:
        assert (neighbours, min_dist) == (7, 0.2)
        return Plane("UMAP", np.random.default_rng(seed).normal(size=(len(data), 2)))

    monkeypatch.setattr(diagnosing, "umap_plane", drawn)
    data = profiles(20)
    maps = [np.random.default_rng(seed).normal(size=(20, 2)) for seed in (11, 12, 13)]
    assert stability(data, 7, 0.2, seeds=3, seed=11) == pytest.approx(common(maps))

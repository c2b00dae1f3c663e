"""Laws of planes; of UMAP only what needs no fit (the rest stands in test_background)."""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
import pytest
from sklearn.decomposition import PCA

from emolit.analysis.projection import (
    Array,
    Method,
    Plane,
    classical_mds,
    hand_axes,
    hellinger,
    mix,
    n_different,
    pca,
    umap_plane,
)
from emolit.errors import NotEnoughData


def profiles(n_points: int, seed: int = 0) -> Array:
    random = np.random.default_rng(seed)
    return random.random((n_points, 43)) * random.random(43)


def assert_too_few(error: NotEnoughData, needed: int, found: int) -> None:
    assert (error.code, error.details) == ("analysis.too_few_points", {"needed": needed, "found": found})


# PCA


@pytest.mark.parametrize("n_points", [3, 10, 200])
def test_principal_components_are_sklearn_s_up_to_their_sign(n_points: int) -> None:
    reference = PCA(2, svd_solver="full").fit(profiles(n_points))
    found = pca(profiles(n_points))
    expected = reference.transform(profiles(n_points))
    signs = np.sign((found.points * expected).sum(axis=0))
    np.testing.assert_allclose(found.points, expected * signs, atol=1e-9)
    np.testing.assert_allclose(found.explained, reference.explained_variance_ratio_, atol=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_on_each_axis_the_emotion_that_weighs_most_points_upwards(seed: int) -> None:
    data = profiles(30, seed)
    found = pca(data)
    by_regression = np.linalg.lstsq(found.points, data - data.mean(axis=0), rcond=None)[0]
    assert found.loadings is not None
    np.testing.assert_allclose(found.loadings, by_regression, atol=1e-9)
    assert all(axis[np.abs(axis).argmax()] > 0 for axis in found.loadings)


def test_a_unit_of_score_moves_a_point_by_the_loading() -> None:
    data, k = profiles(30), 7
    found = pca(data)
    assert found.loadings is not None
    more = data[0] + np.eye(43)[k]
    moved = (more - data.mean(axis=0)) @ found.loadings.T
    np.testing.assert_allclose(moved - found.points[0], found.loadings[:, k], atol=1e-9)


def test_the_order_of_rows_moves_no_point() -> None:
    order = np.random.default_rng(1).permutation(30)
    np.testing.assert_allclose(pca(profiles(30)[order]).points, pca(profiles(30)).points[order], atol=1e-9)


def test_equal_points_lie_in_one_place_and_explain_nothing() -> None:
    found = pca(np.ones((4, 43)))
    np.testing.assert_allclose(found.points, 0, atol=1e-12)
    assert found.explained == (0, 0)


@pytest.mark.parametrize("method", [pca, classical_mds])
@pytest.mark.parametrize("n_points", [0, 1, 2])
def test_fewer_than_three_points_have_no_plane(n_points: int, method: Callable[[Array], Plane]) -> None:
    with pytest.raises(NotEnoughData) as caught:
        method(profiles(n_points))
    assert_too_few(caught.value, needed=3, found=n_points)


def test_a_scheme_of_one_emotion_has_a_plane_with_one_axis() -> None:
    found = pca(np.array([[0.1], [0.4], [0.2]]))
    assert found.points[:, 1].tolist() == [0, 0, 0]
    assert found.explained == (1, 0)
    assert found.loadings is not None
    assert found.loadings.shape == (2, 1)


# Classical scaling


def torgerson(distances: Array) -> tuple[Array, Array]:
    """The textbook's way: eigenvectors of the doubly centred squared distances."""
    n = len(distances)
    centring = np.eye(n) - 1 / n
    values, vectors = np.linalg.eigh(-0.5 * centring @ distances**2 @ centring)
    return vectors[:, ::-1][:, :2] * np.sqrt(values[::-1][:2]), values[::-1][:2] / values.sum()


@pytest.mark.parametrize("n_points", [3, 10, 200])
def test_classical_scaling_is_the_textbook_s_of_the_matrix_of_hellinger_distances(n_points: int) -> None:
    data = profiles(n_points)
    found, (expected, explained) = classical_mds(data), torgerson(hellinger(data, data))
    np.testing.assert_allclose(found.points, expected * np.sign((found.points * expected).sum(axis=0)), atol=1e-6)
    np.testing.assert_allclose(found.explained, explained, atol=1e-6)
    assert found.loadings is None


def test_classical_scaling_does_not_see_how_strong_a_mix_is_and_components_do() -> None:
    data = profiles(20)
    weaker = data * np.linspace(0.2, 1, 20)[:, None]
    np.testing.assert_allclose(classical_mds(weaker).points, classical_mds(data).points, atol=1e-9)
    assert not np.allclose(pca(weaker).points, pca(data).points, atol=0.1)


def test_many_points_are_laid_out_without_a_matrix_of_their_distances() -> None:
    data = profiles(20_000)  # its distances would take three gigabytes
    found = classical_mds(data)
    some = np.random.default_rng(0).choice(20_000, 50)
    on_the_map = np.linalg.norm(found.points[some][:, None] - found.points[some], axis=2)
    assert (on_the_map <= np.linalg.norm(mix(data[some])[:, None] - mix(data[some]), axis=2) + 1e-9).all()


# Axes chosen by hand


def test_axes_chosen_by_hand_are_the_values_themselves() -> None:
    found = hand_axes(np.array([0.1, 0.5]), np.array([-1.0, 0.25]))
    assert (found.method, found.explained, found.loadings) == (Method.AXES, (), None)
    assert found.points.tolist() == [[0.1, -1.0], [0.5, 0.25]]


# UMAP


@pytest.mark.parametrize("different", [1, 14])
def test_fewer_than_fifteen_different_points_have_no_map_and_umap_is_not_even_imported(
    different: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "umap", None)  # an import would raise
    data = profiles(40)[np.arange(40) % different]
    with pytest.raises(NotEnoughData) as caught:
        umap_plane(data)
    assert_too_few(caught.value, needed=15, found=different)
    assert n_different(data) == different


def test_the_same_mix_at_another_strength_is_no_other_point_of_a_map() -> None:
    data = np.array([[0.1, 0.2, 0.4], [0.2, 0.4, 0.8], [0.2, 0.4, 0.7]])
    assert n_different(data) == 2

"""Centre and ellipse, and density."""

from __future__ import annotations

import numpy as np
import pytest

from emolit.analysis.projection import Array, centroid_spread, density

# Centre and spread


def test_a_centre_is_the_mean_over_works_not_over_lines() -> None:
    points = np.array([[0.0, 0], [0, 0], [0, 0], [4, 8]])
    assert centroid_spread(points, np.array([5, 5, 5, 9])).centre.tolist() == [2, 4]


@pytest.mark.parametrize(("works", "drawn"), [([0, 0, 0, 0], False), ([0, 0, 1, 1], False), ([0, 1, 2, 2], True)])
def test_below_three_works_there_is_a_centre_and_no_ellipse(works: list[int], drawn: bool) -> None:
    found = centroid_spread(np.random.default_rng(0).random((4, 2)), np.array(works))
    assert found.n_works == len(set(works))
    assert np.isfinite(found.centre).all()
    assert bool(len(found.outline)) is drawn


def inside(outline: Array, points: Array) -> Array:
    """Which points a convex outline holds."""
    edges = np.diff(outline, axis=0)
    away = points[:, None, :] - outline[None, :-1, :]
    sides = edges[:, 0] * away[..., 1] - edges[:, 1] * away[..., 0]
    return np.asarray((sides >= 0).all(axis=1) | (sides <= 0).all(axis=1))


@pytest.mark.parametrize(("n_works", "seed"), [(5, 0), (20, 1), (60, 2)])
def test_the_ellipse_holds_95_percent_of_centroids_of_resampled_works(n_works: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    works = np.repeat(np.arange(n_works), 4)
    offsets = random.multivariate_normal([3, -1], [[2, 1.2], [1.2, 1]], n_works)
    points = offsets[works] + random.normal(0, 0.2, (len(works), 2))
    found = centroid_spread(points, works)
    means = points.reshape(n_works, 4, 2).mean(axis=1)
    draws = np.random.default_rng(100 + seed).integers(n_works, size=(4000, n_works))  # not the draws it was made from
    assert inside(found.outline, means[draws].mean(axis=1)).mean() == pytest.approx(0.95, abs=0.02)
    np.testing.assert_allclose(found.centre, means.mean(axis=0))


def test_works_in_one_place_have_an_ellipse_without_extent() -> None:
    found = centroid_spread(np.ones((6, 2)), np.array([0, 0, 1, 1, 2, 2]))
    np.testing.assert_allclose(found.outline, 1, atol=1e-4)


# Density


def test_density_is_highest_where_most_points_lie() -> None:
    random = np.random.default_rng(0)
    crowd, few = random.normal([2, 5], 0.1, (80, 2)), random.normal([0, 0], 0.1, (8, 2))
    found = density(np.concatenate([few, crowd]))
    assert found is not None
    row, column = np.unravel_index(found.height.argmax(), found.height.shape)
    assert np.hypot(found.x[column] - 2, found.y[row] - 5) < 0.5
    assert (found.height.min() >= 0, found.height.max()) == (True, 1)
    assert found.height.shape == (len(found.y), len(found.x))


def test_density_reaches_beyond_the_points_and_its_peak_does_not() -> None:
    points = np.random.default_rng(3).random((2500, 2)) * [1, 4]
    found = density(points, n_grid=30)
    assert found is not None
    row, column = np.unravel_index(found.height.argmax(), found.height.shape)
    assert 0 <= found.x[column] <= 1
    assert 0 <= found.y[row] <= 4
    assert (found.x[0] < 0, found.x[-1] > 1, found.y[0] < 0, found.y[-1] > 4) == (True,) * 4


@pytest.mark.parametrize("n_points", [1, 4])
def test_a_handful_of_different_points_has_no_density(n_points: int) -> None:
    points = np.random.default_rng(0).random((n_points, 2))
    assert density(np.repeat(points, 5, axis=0)) is None


@pytest.mark.parametrize("slope", [0.0, 1.0, 0.1, 1 / 3, -7.3, 1e6])
def test_points_on_a_line_have_no_density(slope: float) -> None:
    x = np.random.default_rng(0).random(50)
    assert density(np.stack([x, slope * x + 0.2], axis=1)) is None
    assert density(np.stack([slope * x + 0.2, x], axis=1)) is None

"""Laws of comparison: a common axis keeps the ends, distances are distances, planted shapes are found."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emolit.analysis.trajectory import (
    Distance,
    Smoothing,
    common_axis,
    distances,
    make_smoother,
    mean_course,
    typical_shapes,
)
from emolit.analysis.trajectory.comparing import POINTS
from emolit.analysis.trajectory.smoothing import Array
from emolit.errors import NotEnoughData

SIGNALS = st.lists(st.floats(0, 1), min_size=2, max_size=150).map(np.array)
PLACES = np.linspace(0, 1, POINTS)
every_distance = pytest.mark.parametrize("kind", Distance)


def courses(n_works: int, seed: int = 0) -> Array:
    """Calm courses, each of five corners."""
    corners = np.random.default_rng(seed).random((n_works, 5))
    return np.stack([common_axis(row) for row in corners])


def planted(n_works: int, seed: int = 0) -> tuple[Array, Array]:
    """Courses that rise to the middle and courses that fall to it, mixed; and which is which. Levels differ."""
    random = np.random.default_rng(seed)
    kinds = random.permutation(np.arange(n_works) % 2)
    arc = 0.3 * np.sin(np.pi * PLACES)
    levels, noise = random.uniform(0.3, 0.7, (n_works, 1)), random.normal(0, 0.02, (n_works, POINTS))
    return levels + np.where(kinds[:, None] == 0, arc, -arc) + noise, kinds


# The common axis


@given(SIGNALS, st.integers(2, 200))
def test_the_first_and_the_last_line_keep_their_values(values: Array, n_points: int) -> None:
    found = common_axis(values, n_points)
    assert found.shape == (n_points,)
    assert (found[0], found[-1]) == (values[0], values[-1])


@given(st.integers(2, 300), st.floats(-1, 1), st.floats(-1, 1))
def test_a_straight_line_stays_straight_at_any_length(n: int, first: float, last: float) -> None:
    np.testing.assert_allclose(common_axis(np.linspace(first, last, n)), np.linspace(first, last, POINTS), atol=1e-12)


@given(SIGNALS)
def test_nothing_is_added_above_or_below(values: Array) -> None:
    found = common_axis(values)
    assert values.min() <= found.min()
    assert found.max() <= values.max()


@pytest.mark.parametrize("n", [2, 11, 51, 101])
def test_a_line_that_falls_on_a_point_keeps_its_value(n: int) -> None:
    values = np.random.default_rng(n).random(n)
    np.testing.assert_allclose(common_axis(values)[:: 100 // (n - 1)], values)


@pytest.mark.parametrize("n", [0, 1])
def test_one_line_has_no_direction(n: int) -> None:
    with pytest.raises(NotEnoughData) as caught:
        common_axis(np.zeros(n))
    assert (caught.value.code, caught.value.details) == ("analysis.too_short", {"needed": 2, "found": n})
    assert all(str(n) in caught.value.sentence(language) for language in ("ko", "en"))


# The mean of a collection


def test_each_work_counts_once_whatever_its_length() -> None:
    long, short = np.full(400, 0.2), np.full(4, 0.8)
    found = mean_course(np.stack([common_axis(long), common_axis(short)]))
    np.testing.assert_allclose(found.mean, 0.5)
    assert found.n_works == 2


@pytest.mark.parametrize("n_works", [1, 2])
def test_one_or_two_works_have_a_mean_and_no_band(n_works: int) -> None:
    found = mean_course(courses(n_works))
    np.testing.assert_array_equal([found.low, found.high], [found.mean, found.mean])


def test_the_band_between_works_is_that_of_a_mean() -> None:
    """Of 40 works at each place: 1.96 standard errors to both sides, within a tenth."""
    curves = courses(40)
    found = mean_course(curves)
    expected = 2 * 1.96 * curves.std(axis=0) / np.sqrt(40)
    assert ((found.high - found.low) / expected).mean() == pytest.approx(1, abs=0.1)
    assert (found.low < found.mean).all()
    assert (found.mean < found.high).all()


def test_works_that_are_alike_have_a_band_without_width() -> None:
    found = mean_course(np.tile(courses(1), (8, 1)))
    np.testing.assert_allclose(found.high, found.low, atol=1e-12)


def test_the_band_between_works_comes_again_from_its_seed() -> None:
    np.testing.assert_array_equal(mean_course(courses(9), seed=4).low, mean_course(courses(9), seed=4).low)
    assert (mean_course(courses(9), seed=4).low != mean_course(courses(9), seed=5).low).any()


# Distances


@every_distance
def test_a_distance_is_zero_from_a_course_to_itself_and_the_same_both_ways(kind: Distance) -> None:
    found = distances(courses(12), kind)
    assert found.shape == (12, 12)
    np.testing.assert_array_equal(np.diagonal(found), 0)
    np.testing.assert_allclose(found, found.T)
    assert found[~np.eye(12, dtype=bool)].min() > 0


@every_distance
def test_equal_courses_are_no_distance_apart_and_a_unit_scales_all_distances(kind: Distance) -> None:
    curves = courses(6)
    np.testing.assert_allclose(distances(np.concatenate([curves, curves]), kind)[:6, 6:].diagonal(), 0)
    np.testing.assert_allclose(distances(3 * curves, kind), 3 * distances(curves, kind))


@every_distance
def test_two_level_courses_are_as_far_apart_as_their_levels(kind: Distance) -> None:
    found = distances(np.stack([np.full(POINTS, 0.2), np.full(POINTS, 0.7)]), kind)
    assert found[0, 1] == pytest.approx(0.5)


def test_euclid_is_the_root_mean_square_and_keeps_the_triangle() -> None:
    curves = courses(10)
    found = distances(curves, Distance.EUCLID)
    np.testing.assert_allclose(found, np.sqrt(((curves[:, None] - curves[None]) ** 2).mean(axis=2)))
    assert (found[:, :, None] <= found[:, None, :] + found.T[None, :, :] + 1e-12).all()


@pytest.mark.parametrize("seed", range(4))
def test_places_that_may_shift_bring_courses_no_farther_apart(seed: int) -> None:
    curves = courses(12, seed)
    assert (distances(curves, Distance.DTW) <= distances(curves, Distance.EUCLID) + 1e-12).all()


def test_a_hill_that_comes_a_little_later_is_near_when_places_may_shift() -> None:
    hill = np.exp(-0.5 * ((PLACES - 0.4) / 0.06) ** 2)
    curves = np.stack([hill, np.roll(hill, 10), np.roll(hill, 45)])
    shifted, straight = distances(curves, Distance.DTW), distances(curves, Distance.EUCLID)
    assert shifted[0, 1] < 0.05 * straight[0, 1]
    assert shifted[0, 2] > 0.3 * straight[0, 2]  # more than a fifth of the work is too far


# Typical shapes


@pytest.mark.parametrize("seed", range(3))
@every_distance
def test_two_planted_shapes_are_found_and_stable(kind: Distance, seed: int) -> None:
    curves, kinds = planted(20, seed)
    found = typical_shapes(curves, kind)
    assert len(found.curves) == 2
    np.testing.assert_array_equal(found.members, kinds if kinds[0] == 0 else 1 - kinds)
    assert found.stability.min() > 0.95
    assert max(found.silhouettes, key=lambda k: found.silhouettes[k]) == 2
    np.testing.assert_allclose(found.curves, [curves[found.members == shape].mean(axis=0) for shape in (0, 1)])


def test_each_work_s_distance_to_each_shape_is_the_root_mean_square() -> None:
    curves, _ = planted(20)
    found = typical_shapes(curves)
    for work, shape in ((0, 0), (7, 1), (19, 0)):
        expected = np.sqrt(((curves[work] - found.curves[shape]) ** 2).mean())
        assert found.away[work, shape] == pytest.approx(expected)


def test_the_level_of_a_work_is_no_part_of_its_shape() -> None:
    curves, _ = planted(20)
    moved = curves + np.random.default_rng(9).uniform(-0.3, 0.3, (20, 1))
    np.testing.assert_array_equal(typical_shapes(moved).members, typical_shapes(curves).members)


def test_the_order_of_works_changes_no_grouping() -> None:
    curves, _ = planted(20)
    order = np.random.default_rng(1).permutation(20)
    found, again = typical_shapes(curves).members, typical_shapes(curves[order]).members
    np.testing.assert_array_equal(found[order][:, None] == found[order], again[:, None] == again)


def test_courses_of_one_kind_are_one_shape() -> None:
    random = np.random.default_rng(0)
    curves = 0.3 * np.sin(np.pi * PLACES) + random.normal(0, 0.05, (20, POINTS))
    found = typical_shapes(curves)
    assert set(found.members.tolist()) == {0}
    assert found.stability.tolist() == [1]
    np.testing.assert_allclose(found.curves, [curves.mean(axis=0)])


def test_equal_courses_are_one_shape() -> None:
    found = typical_shapes(np.tile(courses(1), (8, 1)))
    assert set(found.members.tolist()) == {0}
    np.testing.assert_allclose(found.away, 0, atol=1e-12)


def test_there_are_at_most_eight_shapes_and_no_more_than_half_the_works() -> None:
    assert list(typical_shapes(courses(8)).silhouettes) == [2, 3, 4]
    assert list(typical_shapes(courses(40)).silhouettes) == [2, 3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize("n_works", [0, 1, 5])
def test_fewer_than_six_works_have_no_typical_shapes(n_works: int) -> None:
    with pytest.raises(NotEnoughData) as caught:
        typical_shapes(np.zeros((n_works, POINTS)))
    assert (caught.value.code, caught.value.details) == ("analysis.too_few_works", {"needed": 6, "found": n_works})
    assert all(str(n_works) in caught.value.sentence(language) for language in ("ko", "en"))


def test_works_of_skewed_noise_are_seldom_more_than_one_shape() -> None:
    random, smoother = np.random.default_rng(0), make_smoother(Smoothing.MEAN, 60, 7)
    found = []
    for _ in range(40):
        curves = [common_axis(smoother.apply(random.beta(0.4, 5, 60))) for _ in range(20)]
        found.append(len(typical_shapes(np.stack(curves)).curves))
    assert np.mean(np.array(found) > 1) <= 0.1

"""Laws of the bands: between lines they say what the lines' scatter allows, between readers what votes do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emolit.analysis.trajectory import (
    Band,
    BandKind,
    Smoothing,
    band_between_lines,
    band_between_readers,
    make_smoother,
    uncertainty,
)
from emolit.analysis.trajectory.smoothing import Array

every_kind = pytest.mark.parametrize("kind", Smoothing)
every_window = pytest.mark.parametrize("window", [1, 5, 31])
NO_LIMITS = (-np.inf, np.inf)


def between_lines(values: Array, window: int = 9, kind: Smoothing = Smoothing.MEAN, seed: int = 1) -> Band:
    return band_between_lines(values, make_smoother(kind, len(values), window), limits=NO_LIMITS, seed=seed)


def between_readers(shares: Array, readers: int = 5, window: int = 9, kind: Smoothing = Smoothing.MEAN) -> Band:
    """Of one label with these shares."""
    smoother = make_smoother(kind, len(shares), window)
    return band_between_readers(shares[:, None], np.ones(1), smoother, readers, limits=NO_LIMITS)


def width(band: Band) -> Array:
    return band.high - band.low


# Between lines


@pytest.mark.parametrize("factor", [0.01, 3.0])
@every_kind
def test_a_band_between_lines_moves_and_widens_with_the_signal(kind: Smoothing, factor: float) -> None:
    values = np.random.default_rng(0).random(50)
    band, other = between_lines(values, kind=kind), between_lines(factor * values + 0.2, kind=kind)
    np.testing.assert_allclose(other.low, factor * band.low + 0.2, atol=1e-9)
    np.testing.assert_allclose(other.high, factor * band.high + 0.2, atol=1e-9)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 11, 60])
@every_window
@every_kind
def test_a_course_without_scatter_has_a_band_without_width(kind: Smoothing, window: int, n: int) -> None:
    band = between_lines(np.full(n, 0.4), window, kind)
    np.testing.assert_allclose([band.low, band.high], 0.4, atol=1e-12)


@pytest.mark.parametrize("kind", [Smoothing.MEAN, Smoothing.GAUSSIAN, Smoothing.LOWESS])
def test_a_straight_course_without_scatter_has_a_band_without_width(kind: Smoothing) -> None:
    np.testing.assert_allclose(width(between_lines(np.linspace(0, 1, 50), kind=kind)), 0, atol=1e-9)


def test_a_wider_window_is_surer_of_its_curve() -> None:
    values = np.random.default_rng(0).random(200)
    widths = [width(between_lines(values, window))[50:150].mean() for window in (5, 15, 45)]
    assert widths == sorted(widths, reverse=True)


@every_kind
def test_the_curve_lies_in_its_band_between_lines(kind: Smoothing) -> None:
    values = np.random.default_rng(2).random(60)
    band, smooth = between_lines(values, kind=kind), make_smoother(kind, 60, 9).apply(values)
    assert (band.low <= smooth + 1e-9).all()
    assert (smooth <= band.high + 1e-9).all()


@pytest.mark.parametrize(("n", "block"), [(27, 3), (64, 4), (1000, 10)])
def test_a_band_between_lines_names_its_block(n: int, block: int) -> None:
    band = between_lines(np.random.default_rng(0).random(n))
    assert (band.kind, band.block, band.replicates) == (BandKind.LINES, block, 999)


@pytest.mark.parametrize("n", [1, 2, 30])
def test_lines_left_as_they_are_say_nothing_of_their_scatter(n: int) -> None:
    values = np.random.default_rng(0).random(n)
    band = between_lines(values, window=1)
    np.testing.assert_allclose([band.low, band.high], [values, values], atol=1e-12)
    assert band.block == 0


def one_line(n: int) -> int:
    return 1


@pytest.mark.parametrize("kind", [kind for kind in Smoothing if kind is not Smoothing.NONE])
def test_drawn_line_by_line_the_band_is_as_wide_as_independent_scatter(
    kind: Smoothing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On average over 40 works; blocks of more lines keep the residuals' likeness, which the smooth has changed."""
    monkeypatch.setattr(uncertainty, "block_length", one_line)
    random, smoother = np.random.default_rng(5), make_smoother(kind, 80, 9)
    bands = [band_between_lines(random.normal(0, 1, 80), smoother, limits=NO_LIMITS, seed=seed) for seed in range(40)]
    found = np.mean([width(band) for band in bands], axis=0)[10:70]
    expected = 2 * 1.96 * np.sqrt(smoother.squares())[10:70]
    assert (found / expected).mean() == pytest.approx(1, abs=0.03)


# Between readers


@pytest.mark.parametrize("share", [0.0, 1.0])
@every_window
@every_kind
def test_where_all_readers_agree_the_band_between_them_has_no_width(kind: Smoothing, window: int, share: float) -> None:
    band = between_readers(np.full(20, share), window=window, kind=kind)
    np.testing.assert_allclose([band.low, band.high], share, atol=1e-9)


@pytest.mark.parametrize("more", [4, 25])
def test_the_band_between_readers_shrinks_with_the_square_root_of_their_number(more: int) -> None:
    shares = np.random.default_rng(0).uniform(0.2, 0.8, 120)
    narrower = width(between_readers(shares, 5 * more)).mean() / width(between_readers(shares, 5)).mean()
    assert narrower == pytest.approx(1 / np.sqrt(more), rel=0.03)


@pytest.mark.parametrize("readers", [5, 20])
@pytest.mark.parametrize("kind", [kind for kind in Smoothing if kind is not Smoothing.NONE])
def test_the_band_between_readers_is_as_wide_as_votes_scatter(kind: Smoothing, readers: int) -> None:
    """Binomial variance through the smoother's weights; 499 replicates, so within a tenth on average."""
    shares = np.full(100, 0.4)
    smoother = make_smoother(kind, 100, 15)
    expected = 2 * 1.96 * np.sqrt(0.4 * 0.6 / readers * smoother.squares())[20:80]
    found = width(between_readers(shares, readers, 15, kind))[20:80]
    assert (found / expected).mean() == pytest.approx(1, abs=0.1)


def test_readers_of_two_labels_vary_together_in_their_weighted_sum() -> None:
    values, weights = np.full((80, 3), 0.5), np.array([0.5, -0.5, 0.0])
    smoother = make_smoother(Smoothing.MEAN, 80, 15)
    band = band_between_readers(values, weights, smoother, 5, limits=(-1, 1))
    expected = 2 * 1.96 * np.sqrt(2 * 0.25 * 0.25 / 5 / 15)
    assert width(band)[20:60].mean() == pytest.approx(expected, rel=0.1)
    np.testing.assert_allclose((band.low + band.high)[20:60] / 2, 0, atol=0.05)


def test_a_label_without_weight_has_no_say_in_a_band_between_readers() -> None:
    values = np.random.default_rng(0).random((30, 2))
    smoother = make_smoother(Smoothing.MEAN, 30, 5)
    both = band_between_readers(values, np.array([1.0, 0.0]), smoother, 5)
    alone = band_between_readers(values[:, :1], np.ones(1), smoother, 5)
    np.testing.assert_array_equal([both.low, both.high], [alone.low, alone.high])


# Both


@given(st.lists(st.floats(0, 1), min_size=1, max_size=25), st.sampled_from(Smoothing), st.sampled_from([1, 5, 31]))
def test_bands_end_at_the_limits_and_are_nowhere_upside_down(lines: list[float], kind: Smoothing, window: int) -> None:
    values = np.array(lines)
    smoother = make_smoother(kind, len(values), window)
    for band in (
        band_between_lines(values, smoother),
        band_between_readers(values[:, None], np.ones(1), smoother, 5),
    ):
        assert band.low.shape == band.high.shape == values.shape
        assert (band.low >= 0).all()
        assert (band.high <= 1).all()
        assert (band.low <= band.high).all()


def test_the_same_seed_gives_the_same_band_and_another_a_like_one() -> None:
    values = np.random.default_rng(0).random(60)
    np.testing.assert_array_equal(between_lines(values).low, between_lines(values).low)
    other = between_lines(values, seed=2)
    assert (other.low != between_lines(values).low).any()
    assert width(other).mean() == pytest.approx(width(between_lines(values)).mean(), rel=0.1)


def test_a_long_work_drawn_in_parts_has_all_its_replicates_and_a_like_band(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(0).random(60)
    lines, readers = between_lines(values), between_readers(values)
    monkeypatch.setattr(uncertainty, "_CELLS", 60 * 100)
    for found, whole in ((between_lines(values), lines), (between_readers(values), readers)):
        assert found.replicates == whole.replicates
        assert width(found).mean() == pytest.approx(width(whole).mean(), rel=0.1)


def test_a_band_found_at_some_lines_is_that_of_lines_in_between_to_a_tenth() -> None:
    """Under a window of 401 lines the band is found at every tenth line, and closer near the ends."""
    values = np.random.default_rng(0).random(2000)
    smoother = make_smoother(Smoothing.MEAN, 2000, 401)
    high = band_between_lines(values, smoother, limits=NO_LIMITS).high - smoother.apply(values)
    expected = 1.96 * values.std() * np.sqrt(smoother.squares())
    np.testing.assert_allclose(high, expected, rtol=0.25)
    assert (high / expected).mean() == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize(
    ("n", "window", "kind"),
    [(40, 5, Smoothing.MEAN), (80, 9, Smoothing.MEAN), (80, 9, Smoothing.GAUSSIAN), (80, 15, Smoothing.LOWESS)],
)
def test_the_band_between_lines_holds_a_known_course_at_95_of_100_inner_lines(
    n: int, window: int, kind: Smoothing
) -> None:
    random, smoother = np.random.default_rng(1), make_smoother(kind, n, window)
    course = 0.4 + 0.2 * np.sin(np.pi * np.arange(n) / (n - 1))
    held = []
    for seed in range(60):
        band = band_between_lines(course + random.normal(0, 0.05, n), smoother, seed=seed)
        held.append(((band.low <= course) & (course <= band.high))[window:-window].mean())
    assert np.mean(held) == pytest.approx(0.95, abs=0.04)

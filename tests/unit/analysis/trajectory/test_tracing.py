"""Laws of a traced signal: lines nobody judged are passed over, and chance is asked of the lines read alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from emolit.analysis.signals import BALANCE, bounds, emotion_columns, signal
from emolit.analysis.trajectory import (
    BandKind,
    Method,
    NullBand,
    Smoothing,
    Trajectory,
    adjusted,
    make_smoother,
    null_band,
    scan,
    sketch,
    trace,
)
from emolit.analysis.trajectory.smoothing import Array
from emolit.emotions import load_scheme
from emolit.errors import NotEnoughData, SchemeError

SCHEME = load_scheme()
LABEL = "슬픔"
KEYS = [LABEL, "family:joy", "valence:negative", BALANCE]
METHOD = Method(permutations=99)

every_key = pytest.mark.parametrize("key", KEYS)
every_kind = pytest.mark.parametrize("kind", Smoothing)
every_band = pytest.mark.parametrize("band", BandKind)


def scores(n_lines: int, seed: int = 0) -> Array:
    return np.random.default_rng(seed).beta(0.6, 3, (n_lines, 44))


def arc(n_lines: int) -> Array:
    """Every emotion rises to the middle and falls again."""
    hill = np.sin(np.pi * np.arange(n_lines) / (n_lines - 1))[:, None]
    return 0.1 + 0.7 * hill + np.random.default_rng(0).normal(0, 0.02, (n_lines, 44))


def assert_null(found: NullBand | None, alone: Array, key: str, method: Method) -> None:
    """It is the null band of these lines."""
    assert found is not None
    smoother = make_smoother(method.smoothing, len(alone), method.window)
    series = signal(alone, key, SCHEME)
    expected = null_band(series, smoother, limits=bounds(key), n_permutations=method.permutations, seed=method.seed)
    for name in ("smooth", "low", "high", "outside"):
        np.testing.assert_allclose(getattr(found, name), getattr(expected, name))
    assert (found.p_order, found.p_envelope) == (expected.p_order, expected.p_envelope)


@every_kind
@every_key
def test_raw_and_smooth_are_those_of_the_signal(key: str, kind: Smoothing) -> None:
    values = scores(30)
    found = trace(values, key, SCHEME, replace(METHOD, smoothing=kind, window=7))
    series = signal(values, key, SCHEME)
    np.testing.assert_allclose(found.raw, series)
    np.testing.assert_allclose(found.smooth, make_smoother(kind, 30, 7).apply(series))
    assert (found.key, found.method.smoothing, found.null) == (key, kind, None)


# Lines nobody judged


@every_band
def test_lines_nobody_judged_are_passed_over_and_come_back_as_nan(band: BandKind) -> None:
    method, judged = replace(METHOD, band=band), np.array([0, 1, 2, 5, 6, 7, 8, 12, *range(20, 50)])
    values = np.full((52, 44), np.nan)
    values[judged] = arc(len(judged))
    found, alone = trace(values, LABEL, SCHEME, method), trace(values[judged], LABEL, SCHEME, method)
    pairs = [
        (found.raw, alone.raw),
        (found.smooth, alone.smooth),
        (found.band.low, alone.band.low),
        (found.band.high, alone.band.high),
    ]
    for whole, part in pairs:
        assert whole.shape == (52,)
        np.testing.assert_array_equal(np.flatnonzero(~np.isnan(whole)), judged)
        np.testing.assert_array_equal(whole[judged], part)
    assert alone.turns
    assert [turn.line for turn in found.turns] == [judged[turn.line] for turn in alone.turns]


@pytest.mark.parametrize("n_lines", [0, 4])
def test_a_work_nobody_judged_a_line_of_is_refused(n_lines: int) -> None:
    with pytest.raises(NotEnoughData) as caught:
        trace(np.full((n_lines, 44), np.nan), LABEL, SCHEME, METHOD)
    assert (caught.value.code, caught.value.details) == ("analysis.too_short", {"needed": 1, "found": 0})
    assert all(caught.value.sentence(language) for language in ("ko", "en"))


@pytest.mark.parametrize("n_lines", [1, 2, 3])
@every_band
@every_kind
def test_the_shortest_works_have_a_trajectory(kind: Smoothing, band: BandKind, n_lines: int) -> None:
    values = scores(n_lines)
    found = trace(values, LABEL, SCHEME, replace(METHOD, smoothing=kind, band=band), alone=values)
    assert found.null is not None
    for curve in (found.raw, found.smooth, found.band.low, found.band.high, found.null.low, found.null.high):
        assert np.isfinite(curve).all()
    assert not found.null.outside.any()


def test_what_is_no_signal_or_no_window_is_refused() -> None:
    with pytest.raises(SchemeError):
        trace(scores(9), "그리움", SCHEME, METHOD)
    with pytest.raises(NotEnoughData):
        trace(scores(9), LABEL, SCHEME, replace(METHOD, window=4))


@every_kind
def test_a_sketch_has_the_curve_of_the_trajectory_and_nothing_drawn_at_random(kind: Smoothing) -> None:
    values, method = scores(30), replace(METHOD, smoothing=kind)
    values[7:11] = np.nan
    found, whole = sketch(values, LABEL, SCHEME, method), trace(values, LABEL, SCHEME, method)
    for curve in (found.smooth, found.band.low, found.band.high):
        np.testing.assert_array_equal(curve, whole.smooth)
    np.testing.assert_array_equal(found.raw, whole.raw)
    assert (found.turns, found.null, found.band.kind, found.band.replicates) == ((), None, BandKind.NONE, 0)


@pytest.mark.parametrize("draw", [trace, sketch])
def test_a_work_nobody_judged_has_no_curve_either(draw: Callable[..., Trajectory]) -> None:
    with pytest.raises(NotEnoughData):
        draw(np.full((4, 44), np.nan), LABEL, SCHEME, METHOD)


# Chance


def readings() -> dict[str, Array]:
    """Three readings of one work of 40 lines: two by the model, and by readers who judged a part of it."""
    votes = scores(40, seed=2)
    votes[10:25] = np.nan
    return {"context": arc(40), "alone": scores(40, seed=1), "votes": votes}


@every_kind
@every_key
@pytest.mark.parametrize("reading", ["context", "alone", "votes"])
def test_the_null_band_is_of_the_lines_read_alone_whatever_reading_is_asked_for(
    reading: str, key: str, kind: Smoothing
) -> None:
    given, method = readings(), replace(METHOD, smoothing=kind)
    found = trace(given[reading], key, SCHEME, method, alone=given["alone"])
    assert_null(found.null, given["alone"], key, method)


def test_without_the_lines_read_alone_there_is_no_null_band() -> None:
    assert trace(arc(40), LABEL, SCHEME, METHOD).null is None


def test_turns_are_beyond_chance_by_the_lines_read_alone() -> None:
    values = arc(60)
    calm, wild = np.full((60, 44), 0.3), np.random.default_rng(0).choice([-9.0, 9.0], (60, 44))
    assert all(turn.beyond_chance for turn in trace(values, LABEL, SCHEME, METHOD, alone=calm).turns)
    assert not any(turn.beyond_chance for turn in trace(values, LABEL, SCHEME, METHOD, alone=wild).turns)


# Method


@every_band
def test_the_band_is_the_one_asked_for(band: BandKind) -> None:
    found = trace(scores(30), LABEL, SCHEME, replace(METHOD, band=band))
    assert found.band.kind is band
    assert (found.band.high > found.band.low).any() == (band is not BandKind.NONE)
    assert bool(found.band.block) == (band is BandKind.LINES)


def test_more_readers_make_a_narrower_band() -> None:
    def width(readers: int) -> float:
        found = trace(scores(40), LABEL, SCHEME, replace(METHOD, band=BandKind.READERS, readers=readers))
        return float((found.band.high - found.band.low).mean())

    assert width(50) < 0.5 * width(5)


def test_a_balance_may_lie_below_zero_and_so_may_its_bands() -> None:
    values = np.zeros((30, 44))
    values[:, [index for index, emotion in enumerate(SCHEME.emotions) if emotion.valence == "negative"]] = 0.8
    values += scores(30) / 10
    found = trace(values, BALANCE, SCHEME, METHOD, alone=values)
    assert found.null is not None
    for curve in (found.smooth, found.band.low, found.band.high, found.null.low):
        assert (curve < 0).all()
        assert (curve >= -1).all()


def curves(found: Trajectory) -> Array:
    assert found.null is not None
    return np.stack([found.raw, found.smooth, found.band.low, found.band.high, found.null.low, found.null.high])


@every_band
def test_the_same_method_traces_the_same(band: BandKind) -> None:
    values, method = scores(30), replace(METHOD, band=band)
    first, again = (trace(values, LABEL, SCHEME, method, alone=values) for _ in range(2))
    np.testing.assert_array_equal(curves(first), curves(again))
    assert first.turns == again.turns


# All emotions


def test_every_emotion_is_scanned_once_and_no_emotion_is_not() -> None:
    found = scan(scores(20), SCHEME, METHOD)
    assert sorted(finding.label for finding in found) == sorted(
        SCHEME.names[column] for column in emotion_columns(SCHEME)
    )


def test_the_rates_of_a_scan_are_those_of_its_p_values_strongest_first() -> None:
    found = scan(scores(25), SCHEME, METHOD)
    p_values = [finding.p_order for finding in found]
    assert p_values == sorted(p_values)
    np.testing.assert_allclose([finding.q_order for finding in found], adjusted(p_values))


def test_a_scan_and_a_trace_say_the_same_of_an_emotion() -> None:
    alone = arc(25)
    for finding in scan(alone, SCHEME, METHOD)[:5]:
        null = trace(scores(25), finding.label, SCHEME, METHOD, alone=alone).null
        assert null is not None
        assert (finding.p_order, finding.explained, finding.expected) == (null.p_order, null.explained, null.expected)


def test_one_emotion_with_an_arc_among_noise_is_found_first() -> None:
    values = scores(80)
    column = SCHEME.names.index(LABEL)
    values[:, column] = arc(80)[:, column]
    first, *others = scan(values, SCHEME, Method(permutations=999))
    assert (first.label, first.p_order) == (LABEL, 0.001)
    assert first.q_order == pytest.approx(0.043)
    assert min(finding.q_order for finding in others) > 0.05


def test_equal_emotions_get_equal_findings_for_they_are_tested_under_the_same_orders() -> None:
    values = np.tile(scores(30)[:, :1], (1, 44))
    findings = {(f.p_order, f.explained, f.expected, f.q_order) for f in scan(values, SCHEME, METHOD)}
    assert len(findings) == 1

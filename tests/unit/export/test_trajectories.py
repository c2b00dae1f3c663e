"""The record of a trajectory says which window was used, and which was asked for."""

from __future__ import annotations

import numpy as np
import pytest

from emolit.analysis.trajectory import Method, Reading, Smoothing, sketch
from emolit.emotions import load_scheme
from emolit.export import method_record

SCHEME = load_scheme()


@pytest.mark.parametrize("smoothing", [kind for kind in Smoothing if kind is not Smoothing.NONE])
@pytest.mark.parametrize(("n", "asked", "used"), [(10, 99, 9), (9, 99, 9), (10, 9, 9), (10, 3, 3), (1, 5, 1)])
def test_the_window_is_no_longer_than_the_work(smoothing: Smoothing, n: int, asked: int, used: int) -> None:
    values = np.random.default_rng(0).random((n, len(SCHEME.names)))
    record = method_record(sketch(values, "슬픔", SCHEME, Method(smoothing, asked)), Reading.CONTEXT, n)
    assert (record["window"], record["window_percent"]) == (used, round(100 * used / n, 1))
    assert record.get("window_asked") == (None if used == asked else asked)


def test_the_window_of_readers_votes_is_no_longer_than_the_lines_that_were_judged() -> None:
    values = np.random.default_rng(0).random((10, len(SCHEME.names)))
    values[::2] = np.nan
    record = method_record(sketch(values, "슬픔", SCHEME, Method(Smoothing.MEAN, 9)), Reading.VOTES, 10)
    assert (record["window"], record["window_percent"], record["window_asked"]) == (5, 50, 9)

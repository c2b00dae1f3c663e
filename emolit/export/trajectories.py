"""A trajectory as a record: every number of the figure, and how it came about."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from emolit.analysis.resampling import LEVEL
from emolit.analysis.trajectory import (
    BandKind,
    NullBand,
    Reading,
    Sections,
    Smoothing,
    Trajectory,
    TurningPoint,
    components,
)
from emolit.corpus import Work

DIGITS = 6


def trajectory_record(work: Work, found: Trajectory, reading: Reading, cut: Sections | None = None) -> dict[str, Any]:
    """One work and one signal. Lines count from 1; a line that nobody judged is null.

    cut: where the level of the lines read alone changes.
    """
    record: dict[str, Any] = {
        "work": work.title,
        "author": work.author,
        "label": found.key,
        "raw": _numbers(found.raw),
        "smooth": _numbers(found.smooth),
    }
    if found.band.kind is not BandKind.NONE:
        record |= {"band_low": _numbers(found.band.low), "band_high": _numbers(found.band.high)}
    if found.null is not None:
        record |= _chance(found.null)
    if cut is not None:
        levels = [round(level, DIGITS) for level in cut.levels.tolist()]
        record["change_points"] = [
            {"line": start + 1, "text": work.texts[start], "level_before": before, "level": level}
            for start, before, level in zip(cut.starts[1:], levels, levels[1:], strict=False)
        ]
    return record | {
        "turning_points": [_turn(work, turn) for turn in found.turns],
        "method": method_record(found, reading, len(work)),
    }


def _chance(null: NullBand) -> dict[str, Any]:
    return {
        "smooth_alone": _numbers(null.smooth),
        "null_low": _numbers(null.low),
        "null_high": _numbers(null.high),
        "order_p_value": null.p_order,
        "envelope_p_value": null.p_envelope,
        "outside_null": [int(line) + 1 for line in np.flatnonzero(null.outside)],
        "explained_by_order": round(null.explained, DIGITS),
        "explained_by_chance": round(null.expected, DIGITS),
    }


def _turn(work: Work, turn: TurningPoint) -> dict[str, Any]:
    return {
        "line": turn.line + 1,
        "text": work.texts[turn.line],
        "kind": str(turn.kind),
        "value": round(turn.value, DIGITS),
        "prominence": round(turn.prominence, DIGITS),
        "beyond_chance": turn.beyond_chance,
    }


def method_record(found: Trajectory, reading: Reading, n_lines: int) -> dict[str, Any]:
    """Smoother, window, what was drawn how often, and the seed.

    `window`: no longer than the work; `window_asked` beside it where a longer one was asked for.
    """
    method, band = found.method, found.band
    read = int(np.count_nonzero(~np.isnan(found.raw)))  # lines that the smoother went along
    window = min(method.window, (read - 1) | 1)
    record: dict[str, Any] = {
        "reading": str(reading),
        "smoother": str(method.smoothing),
        "window": window,
        "window_percent": round(100 * window / n_lines, 1),
        **({"window_asked": method.window} if window != method.window else {}),
    }
    if method.smoothing is Smoothing.DCT:
        record["components"] = components(read, method.window)
    record["band"] = {"kind": str(band.kind), "level": LEVEL, "replicates": band.replicates}
    if band.kind is BandKind.LINES:
        record["band"]["block"] = band.block
    if found.null is not None:
        record["null"] = {
            "reading": str(Reading.ALONE),
            "level": LEVEL,
            "kind": "simultaneous, studentised maximum",
            "permutations": found.null.n_permutations,
        }
    return record | {"seed": method.seed}


def _numbers(values: NDArray[np.float64]) -> list[float | None]:
    return [None if math.isnan(value) else round(float(value), DIGITS) for value in values]

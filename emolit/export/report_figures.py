"""The figures of a report, as SVG, each with its sentence for readers who do not see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from emolit.analysis.signals import FAMILY_PREFIX, signal, strongest
from emolit.analysis.trajectory import (
    Method,
    Smoothing,
    Trajectory,
    common_axis,
    default_window,
    make_smoother,
    mean_course,
    trace,
)
from emolit.corpus import Work
from emolit.corpus.counting import show_invisible
from emolit.emotions import NONE_FAMILY, Family
from emolit.figures import Frame, Ribbon, Track
from emolit.figures.printed import mosaic_svg, printed_courses, printed_profile, printed_trajectory

if TYPE_CHECKING:
    from emolit.export.report import Report

_FEWEST_FOR_COURSE = 5  # lines
_LONGEST_FOR_TEST = 1_500  # lines
_LONGEST_FOR_GRID = 1_500  # lines
_FAMILIES = 3
COMPARED = 6  # works or authors in one figure


@dataclass(frozen=True)
class Sketch:
    """A figure in the page."""

    svg: str
    alt: str
    note: str = ""
    title: str = ""


def profile(report: Report, work: Work) -> Sketch:
    """The strongest emotions of one work."""
    return _profile(report, {report.name(work): _mean(report, [work])})


def profiles(report: Report, groups: Mapping[str, Sequence[Work]]) -> Sketch:
    """The strongest emotions of up to six works or authors, side by side."""
    first = list(groups.items())[:COMPARED]
    return _profile(report, {show_invisible(name) or report.t("nobody"): _mean(report, w) for name, w in first})


def _mean(report: Report, works: Sequence[Work]) -> NDArray[np.float64]:
    values = np.concatenate([report.scores.of(work.id).lines.values for work in works])
    return np.asarray(values.mean(axis=0))


def _profile(report: Report, found: Mapping[str, NDArray[np.float64]]) -> Sketch:
    drawn = printed_profile(found, report.scheme, language=report.language, axis=report.t("score_axis"))
    said = []
    for name, row in found.items():
        best = [report.scheme.emotions[c].gloss(report.language) for c in strongest(row, report.scheme, 3)]
        said.append(f"{name}: {', '.join(best)}")
    return Sketch(drawn.svg(), "; ".join(said), report.t("profile_note"))


def course(report: Report, work: Work) -> Sketch | None:
    """The three families that are strongest in a work, along it; the first with its band, tested against chance."""
    if len(work) < _FEWEST_FOR_COURSE:
        return None
    values = report.scores.of(work.id).lines.values
    families = _strongest_families(report, values)
    window = default_window(len(work))
    alone = None
    if report.alone is not None and len(work) <= _LONGEST_FOR_TEST:
        alone = report.alone.of(work.id).lines.values
    method = Method(Smoothing.MEAN, window)
    traces = [
        trace(values, FAMILY_PREFIX + family.key, report.scheme, method, alone=alone if family is families[0] else None)
        for family in families
    ]
    tracks = [
        _track(report, family, found, family is families[0]) for family, found in zip(families, traces, strict=True)
    ]
    axes = (report.t("line_axis"), report.t("score_axis"))
    drawn = printed_trajectory(tracks, Frame(work.texts, work.stanza_numbers, axes))
    null = traces[0].null
    chance = report.t("untested")
    if null is not None:
        chance = report.t("chance", family=families[0].gloss(report.language), p=f"{null.p_order:.3f}")
    note = report.t("course_note", window=window, band=report.t("band"), chance=chance)
    said = [_said(track) for track in tracks]
    return Sketch(drawn.svg(), "; ".join(said), note)


def _said(track: Track) -> str:
    """Lowest and highest value of a curve, and the line of the highest."""
    low, high = np.nanmin(track.smooth), np.nanmax(track.smooth)
    return f"{track.name}: {low:.2f} – {high:.2f} ({int(np.nanargmax(track.smooth)) + 1})"


def _track(report: Report, family: Family, found: Trajectory, is_first: bool) -> Track:
    name = family.gloss(report.language)
    band = Ribbon(f"{report.t('band')}: {name}", found.band.low, found.band.high) if is_first else None
    turns = tuple((turn.line, turn.beyond_chance) for turn in found.turns) if is_first and found.null else ()
    return Track(name, family.colour, found.raw, found.smooth, band=band, turns=turns)


def _strongest_families(report: Report, values: NDArray[np.float64]) -> list[Family]:
    families = [family for family in report.scheme.families if family.key != NONE_FAMILY]
    means = [signal(values, FAMILY_PREFIX + family.key, report.scheme).mean() for family in families]
    return [families[index] for index in np.argsort(means)[::-1][:_FAMILIES]]


def grid(report: Report, work: Work) -> Sketch | None:
    """Lines by all labels."""
    if len(work) > _LONGEST_FOR_GRID:
        return None
    values = report.scores.of(work.id).lines.values
    drawn = mosaic_svg(values, report.scheme, report.language, report.t("line_axis"))
    return Sketch(drawn, report.t("grid"))


def courses(report: Report) -> Sketch | None:
    """The strongest family along each of the first works, on one axis from 0 to 100 %."""
    works = [work for work in report.corpus if len(work) > 1][:COMPARED]
    if len(works) < 2:
        return None
    values = [report.scores.of(work.id).lines.values for work in works]
    family = _strongest_families(report, np.concatenate(values))[0]
    curves = []
    for lines in values:
        smoother = make_smoother(Smoothing.MEAN, len(lines), default_window(len(lines)))
        curves.append(common_axis(smoother.apply(signal(lines, FAMILY_PREFIX + family.key, report.scheme))))
    mean = mean_course(np.stack(curves))
    drawn = printed_courses(
        dict(zip((report.names[work.id] for work in works), curves, strict=True)),
        axes=(report.t("percent"), report.t("score_axis")),
        limits=(0.0, 1.0),
    )
    gloss = family.gloss(report.language)
    alt = f"{gloss}: {mean.mean.min():.2f} – {mean.mean.max():.2f}"
    return Sketch(drawn.svg(), alt, title=report.t("courses", family=gloss))

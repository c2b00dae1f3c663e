"""Figures for print: vectors, the font inside, no character of ours missing, nothing of the text taken for code."""

from __future__ import annotations

import re
import tomllib
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from emolit.analysis.projection import centroid_spread, density, pca
from emolit.corpus import sample_corpus
from emolit.emotions import load_scheme
from emolit.figures import Frame, Look, Ribbon, Scene, Shade, Territory, Track
from emolit.figures.printed import (
    Printed,
    printed_courses,
    printed_grid,
    printed_profile,
    printed_space,
    printed_trajectory,
    unprintable,
)

SCHEME = load_scheme()
UI = Path(__file__).parents[3] / "emolit" / "assets" / "wording" / "ui.toml"
N = 9
NASTY = '$x_1$ <b>봄</b> & "밤"'


def values() -> np.ndarray:
    return np.random.default_rng(4).random((N, 44))


def trajectory() -> Printed:
    y = values()[:, 0]
    band = Ribbon("띠", y - 0.1, y + 0.1, y, "홀로")
    tracks = [Track(NASTY, "#c40200", y, y, band, band, ((2, True), (5, False))), Track("슬픔", "#c40200", y, 1 - y)]
    return printed_trajectory(tracks, Frame(["봄"] * N, [1] * 4 + [2] * 5, ("행", "점수")))


def grid() -> Printed:
    return printed_grid(values(), SCHEME, Frame(["봄"] * N, [1] * N, ("행", NASTY)), "ko")


def courses() -> Printed:
    y = values()[:, 0]
    mean = Ribbon("띠", y - 0.1, y + 0.1, y, "평균")
    return printed_courses({NASTY: y, "나": 1 - y}, axes=("%", "점수"), limits=(0, 1), mean=mean)


def space() -> Printed:
    plane = pca(values())
    looks = [Look(NASTY, "#519ad7", "circle", range(5)), Look("나", "#d77900", "star", range(5, N), is_own=True)]
    spread = centroid_spread(plane.points[:5], np.arange(5))
    territories = [
        Territory(NASTY, "#519ad7", 0, spread=spread),
        Territory("나", "#d77900", 1, density=density(plane.points[5:]), medoid=6),
    ]
    return printed_space(Scene(plane.points, looks, ("가", "나"), territories=territories, arrows={NASTY: (1.0, 0.5)}))


def shaded_space() -> Printed:
    plane = pca(values())
    shade = Shade(NASTY, np.linspace(0, 1, N), (0, 1))
    return printed_space(Scene(plane.points, [Look("", "", "circle", range(N))], ("가", "나"), shade=shade))


def profile() -> Printed:
    return printed_profile({NASTY: values()[0], "나": values()[1]}, SCHEME, language="ko", axis="점수")


FIGURES = pytest.mark.parametrize(
    "make", [trajectory, grid, courses, space, shaded_space, profile], ids=lambda make: make.__name__
)


@FIGURES
def test_the_pdf_has_its_font_inside_and_no_picture(make: Callable[[], Printed]) -> None:
    data = make().pdf()
    assert data.startswith(b"%PDF-")
    assert b"/FontFile2" in data
    assert b"NotoSansKR" in data
    assert b"/Subtype /Image" not in data


@FIGURES
def test_text_stays_text_in_the_svg_and_is_no_markup_and_no_formula(make: Callable[[], Printed]) -> None:
    root = ET.fromstring(make().svg())
    texts = ["".join(found.itertext()) for found in root.iter("{http://www.w3.org/2000/svg}text")]
    assert NASTY in texts
    assert not list(root.iter("{http://www.w3.org/2000/svg}image"))


@FIGURES
def test_the_same_figure_is_the_same_file(make: Callable[[], Printed]) -> None:
    assert make().pdf() == make().pdf()
    assert make().svg() == make().svg()


def test_hangul_can_be_copied_out_of_the_pdf() -> None:
    data = trajectory().pdf()
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, flags=re.DOTALL)
    unpacked = b"".join(zlib.decompress(stream) for stream in streams if stream[:1] == b"x")
    assert f"{ord('슬'):04x}".encode() in unpacked.lower()


def test_the_font_has_every_character_that_our_own_words_need() -> None:
    names = [name for emotion in SCHEME.emotions for name in (emotion.gloss_ko, emotion.gloss_en, emotion.name)]
    families = [name for family in SCHEME.families for name in (family.ko, family.en)]
    wording = tomllib.loads(UI.read_text("utf-8"))
    axes = [text for entry in wording["trajectory"].values() for text in entry.values()]
    samples = [text for work in sample_corpus() for text in (work.title, work.author)]
    assert unprintable("".join([*names, *families, *axes, *samples])) == ""


def test_what_cannot_be_printed_is_told_once_each() -> None:
    assert unprintable("봄뷁 👩뷁") == "뷁👩"

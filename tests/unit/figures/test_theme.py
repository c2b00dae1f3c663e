"""How figures look: their own colours whatever streamlit does, readable text, user text as text."""

from __future__ import annotations

import html
import re

import numpy as np
import plotly.graph_objects as go
import plotly.io
import pytest

from emolit.emotions import load_scheme
from emolit.figures import (
    Frame,
    Look,
    Scene,
    Track,
    co_movement_figure,
    courses_figure,
    grid_figure,
    panels_figure,
    ranking_figure,
    space_figure,
    stack_figure,
    trajectory_figure,
)
from emolit.figures.space import AUTHOR_COLOURS
from emolit.figures.theme import DARK, DASHES, LIGHT, SYMBOLS, Palette, hover, palette

PLACEHOLDER = "#000001"


def figures(dark: bool) -> list[go.Figure]:
    """One of each kind."""
    track = Track("슬픔", "#0072b2", np.array([0.1, 0.2]), np.array([0.1, 0.2]))
    frame = Frame(["봄", "비"], [1, 1], ("", ""), dark=dark)
    looks = [Look(author, AUTHOR_COLOURS[number], "circle", [number]) for number, author in enumerate("가나다")]
    return [
        ranking_figure(np.zeros(44), load_scheme(), language="ko", threshold=0.2, axis="", dark=dark),
        trajectory_figure([track], frame),
        panels_figure([track], frame),
        grid_figure(np.zeros((2, 44)), load_scheme(), frame, "ko"),
        stack_figure(np.zeros((2, 44)), load_scheme(), frame, "ko"),
        courses_figure({"봄": np.zeros(101)}, axes=("", ""), limits=(0, 1), dark=dark),
        co_movement_figure(np.eye(2), ["가", "나"], [["", ""]] * 2, dark),
        space_figure(Scene(np.zeros((3, 2)), looks, ("", "")), ["행"] * 3, dark=dark),
    ]


@pytest.mark.parametrize("dark", [False, True])
def test_streamlit_s_placeholder_colours_are_in_no_figure(dark: bool) -> None:
    import streamlit  # noqa: F401

    assert PLACEHOLDER in go.Figure(go.Scatter(y=[1])).to_json()  # the trap is set
    assert plotly.io.templates.default == "streamlit"
    for figure in figures(dark):
        assert PLACEHOLDER not in figure.to_json()


@pytest.mark.parametrize("dark", [False, True])
def test_every_figure_has_the_page_s_text_colour_and_ground(dark: bool) -> None:
    for figure in figures(dark):
        layout = figure.layout.template.layout
        assert layout.font.color == palette(dark).text
        assert (layout.paper_bgcolor, layout.plot_bgcolor) == (palette(dark).background,) * 2
        assert "Noto Sans KR" in layout.font.family


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two "#rrggbb" colours."""

    def luminance(colour: str) -> float:
        parts = np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)]) / 255
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    dim, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_is_readable_and_faint_lines_are_visible(colours: Palette) -> None:
    assert contrast(colours.text, colours.background) >= 4.5
    assert contrast(colours.faint, colours.background) >= 3


@pytest.mark.parametrize("colour", AUTHOR_COLOURS)
def test_an_author_s_points_are_visible_on_light_and_on_dark(colour: str) -> None:
    assert re.fullmatch(r"#[0-9a-f]{6}", colour)
    assert min(contrast(colour, ground.background) for ground in (LIGHT, DARK)) >= 3


def test_no_two_authors_dashes_or_symbols_are_alike() -> None:
    for looks in (AUTHOR_COLOURS, DASHES, SYMBOLS):
        assert len(set(looks)) == len(looks)


# Text of users in a hover label


@pytest.mark.parametrize("text", ["<b>굵게</b>", '<a href="javascript:alert(1)">x</a>', "a < b & c", "&lt;b&gt;"])
def test_tags_and_entities_are_shown_and_not_obeyed(text: str) -> None:
    assert html.unescape(hover(text)) == text
    assert not re.search(r"<(?!br>)|&(?!amp;|lt;|gt;|quot;|#x27;)", hover(text))


def test_a_tag_across_a_break_stays_text() -> None:
    assert hover("x<b>y", width=2) == "x&lt;<br>b&gt;<br>y"


def test_a_long_text_is_broken_into_rows_and_cut_with_a_sign() -> None:
    assert hover("가" * 40) == "가" * 40
    assert hover("가" * 41) == "가" * 40 + "<br>가"
    assert hover("가" * 240).count("<br>") == 5
    assert hover("가" * 241) == hover("가" * 240) + "…"
    assert hover("") == ""

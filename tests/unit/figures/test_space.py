"""The emotion space: whose a point is, in which language, and where an author lies."""

from __future__ import annotations

import re

import numpy as np
import plotly.graph_objects as go
import pytest

from emolit.analysis.projection import Density, Plane, Spread
from emolit.figures import SpacePoint, space_figure
from emolit.figures.space import AUTHOR_COLOURS
from emolit.figures.theme import SYMBOLS

AUTHORS = ("가람", "나래", "가람", "나래", "가람")
LANGUAGES = ("ko", "ko", "en", "ko", "ko")
POINTS = [
    SpacePoint(author, language, f"{author} {number}", f"w{number}", number)
    for number, (author, language) in enumerate(zip(AUTHORS, LANGUAGES, strict=True))
]
PLACES = np.arange(10.0).reshape(5, 2)
PCA = Plane("PCA", PLACES, (0.4, 0.2))
UMAP = Plane("UMAP", PLACES)
CIRCLE = np.array([[0.0, 1], [1, 0], [0, -1], [0, 1]])
SPREADS = {"가람": Spread(np.array([1.0, 2]), CIRCLE, 3), "나래": Spread(np.array([3.0, 4]), np.empty((0, 2)), 2)}
HILL = Density(np.arange(3.0), np.arange(3.0), np.eye(3))


def drawn(plane: Plane = PCA, points: list[SpacePoint] = POINTS, **shapes: object) -> go.Figure:
    return space_figure(plane, points, axes=("첫째", "둘째"), **shapes)  # type: ignore[arg-type]


def of_mode(figure: go.Figure, mode: str) -> list[go.Scatter]:
    return [trace for trace in figure.data if getattr(trace, "mode", None) == mode]


def test_every_point_is_drawn_once_at_its_place_and_knows_its_number() -> None:
    seen = {}
    for trace in of_mode(drawn(), "markers"):
        for x, y, (number,), text in zip(trace.x, trace.y, trace.customdata, trace.text, strict=True):
            seen[number] = ((x, y), text)
    assert seen == {n: (tuple(PLACES[n]), point.label) for n, point in enumerate(POINTS)}


def test_the_selected_point_has_a_ring_and_nothing_else_changes() -> None:
    plain, ringed = drawn(), drawn(selected=3)
    (ring,) = ringed.data[len(plain.data) :]
    assert (ring.x[0], ring.y[0]) == tuple(PLACES[3])
    assert ring.marker.symbol == "circle-open"


def test_colour_is_by_author_and_symbol_by_language() -> None:
    looks = {
        number: (trace.marker.color, trace.marker.symbol)
        for trace in of_mode(drawn(), "markers")
        for (number,) in trace.customdata
    }
    first, second = AUTHOR_COLOURS[:2]
    circle, square = SYMBOLS[:2]
    assert looks == dict(
        enumerate([(first, circle), (second, circle), (first, square), (second, circle), (first, circle)])
    )


def test_the_legend_names_author_and_language_once() -> None:
    assert sorted(trace.name for trace in drawn().data) == ["가람 (en)", "가람 (ko)", "나래 (ko)"]


def test_more_authors_than_colours_are_still_told_apart_by_name() -> None:
    points = [SpacePoint(f"시인 {number}", "ko", "", "w", None) for number in range(10)]
    traces = drawn(Plane("PCA", np.zeros((10, 2)), (0.5, 0.5)), points).data
    assert len({trace.name for trace in traces}) == 10
    assert {trace.marker.color for trace in traces} == set(AUTHOR_COLOURS)


def test_without_spreads_and_densities_there_are_points_alone() -> None:
    assert {trace.mode for trace in drawn().data} == {"markers"}


def test_a_spread_is_a_centre_and_an_ellipse_where_there_is_one() -> None:
    figure = drawn(spreads=SPREADS)
    (outline,) = of_mode(figure, "lines")
    assert np.stack([outline.x, outline.y], axis=1).tolist() == CIRCLE.tolist()
    assert outline.line.color == AUTHOR_COLOURS[0]
    centres = of_mode(figure, "markers+text")
    assert [(trace.x[0], trace.y[0], trace.text[0]) for trace in centres] == [(1, 2, "가람"), (3, 4, "나래")]
    assert not [trace for trace in figure.data if trace.type == "contour"]


def test_a_density_is_a_contour_in_its_author_s_colour() -> None:
    figure = drawn(UMAP, densities={"나래": HILL})
    (contour,) = [trace for trace in figure.data if trace.type == "contour"]
    assert {colour for _, colour in contour.colorscale} == {AUTHOR_COLOURS[1]}
    assert np.array(contour.z).tolist() == HILL.height.tolist()
    assert not of_mode(figure, "lines")
    assert not of_mode(figure, "markers+text")


@pytest.mark.parametrize(("n_points", "kind"), [(1000, "scatter"), (1001, "scattergl")])
def test_above_a_thousand_points_the_graphics_card_draws(n_points: int, kind: str) -> None:
    points = [SpacePoint("가람", "ko", "", "w", number) for number in range(n_points)]
    (trace,) = drawn(Plane("PCA", np.zeros((n_points, 2)), (0.5, 0.5)), points).data
    assert trace.type == kind


@pytest.mark.parametrize(("plane", "shown"), [(PCA, True), (UMAP, False)], ids=["PCA", "UMAP"])
def test_axes_have_figures_only_where_they_mean_something(plane: Plane, shown: bool) -> None:
    layout = drawn(plane).layout
    assert (layout.xaxis.showticklabels, layout.yaxis.showticklabels) == (shown, shown)
    assert (layout.xaxis.title.text, layout.yaxis.title.text) == ("첫째", "둘째")
    assert layout.yaxis.scaleanchor == "x"


@pytest.mark.parametrize("name", ["<b>굵은 이</b>", '<a href="x">이</a>', "%{x}"])
def test_an_author_s_name_is_text_wherever_it_is_drawn(name: str) -> None:
    points = [SpacePoint(name, "ko", "", "w", None)] * 3
    spreads = {name: Spread(np.zeros(2), CIRCLE, 3)}
    figure = drawn(Plane("PCA", np.zeros((3, 2)), (0.5, 0.5)), points, spreads=spreads, densities={name: HILL})
    for trace in figure.data:
        shown = [trace.name, trace.hovertemplate, *(trace.text or [])]
        assert not [text for text in shown if text and re.search("<b>|<a ", text)]
        assert name not in (trace.hovertemplate or "")  # a template would fill in what looks like a variable

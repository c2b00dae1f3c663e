"""The emotion space: whose a point is, where an author lies, what an axis means, and what a search has found."""

from __future__ import annotations

import re

import numpy as np
import plotly.graph_objects as go
import pytest

from emolit.analysis.projection import Density, Spread
from emolit.figures import Look, Scene, Shade, Territory, space_figure
from emolit.figures.space import AUTHOR_COLOURS
from emolit.figures.theme import SYMBOLS

PLACES = np.arange(10.0).reshape(5, 2)
FIRST, SECOND = AUTHOR_COLOURS[:2]
LOOKS = (
    Look("가람", FIRST, SYMBOLS[0], [0, 2, 4]),
    Look("나래", SECOND, SYMBOLS[1], [1]),
    Look("나", SECOND, SYMBOLS[2], [3], is_own=True),
)
CIRCLE = np.array([[0.0, 1], [1, 0], [0, -1], [0, 1]])
CENTRE = Territory("가람", FIRST, 0, spread=Spread(np.array([1.0, 2]), CIRCLE, 3), told="셋")
BARE = Territory("나래", SECOND, 1, spread=Spread(np.array([3.0, 4]), np.empty((0, 2)), 2))
HILL = Territory("나래", SECOND, 1, density=Density(np.arange(3.0), np.arange(3.0), np.eye(3)), medoid=4)
TOLD = [f"점 {number}" for number in range(5)]


def drawn(points: np.ndarray = PLACES, looks: tuple[Look, ...] = LOOKS, **given: object) -> go.Figure:
    of_figure = {key: given.pop(key) for key in ("found", "selected", "near", "view", "dark") if key in given}
    scene = Scene(points, looks, ("첫째", "둘째"), **given)  # type: ignore[arg-type]
    return space_figure(scene, [f"점 {number}" for number in range(len(points))], **of_figure)  # type: ignore[arg-type]


def of_points(figure: go.Figure) -> list[go.Scatter]:
    return [trace for trace in figure.data if trace.mode == "markers" and trace.showlegend]


def test_every_point_is_drawn_once_at_its_place_and_knows_its_number() -> None:
    seen = {}
    for trace in of_points(drawn()):
        for x, y, (number,), text in zip(trace.x, trace.y, trace.customdata, trace.text, strict=True):
            seen[number] = ((x, y), text)
    assert seen == {n: (tuple(PLACES[n]), TOLD[n]) for n in range(5)}


def test_each_look_is_one_entry_of_the_legend_with_its_colour_and_symbol() -> None:
    drawn_looks = {trace.name: (trace.marker.color, trace.marker.symbol) for trace in of_points(drawn())}
    assert drawn_looks == {look.name: (look.colour, look.symbol) for look in LOOKS}


def test_the_reader_s_own_points_are_larger_and_edged_and_drawn_last() -> None:
    *others, own = of_points(drawn(looks=LOOKS[::-1]))
    assert own.name == "나"
    assert own.marker.line.width > 0
    assert all(own.marker.size > other.marker.size and not other.marker.line.width for other in others)


def test_the_selected_point_has_a_ring_and_its_neighbours_a_fine_one() -> None:
    plain, ringed = drawn(), drawn(selected=3, near=(1, 2))
    fine, ring = ringed.data[len(plain.data) :]
    assert (ring.x[0], ring.y[0]) == tuple(PLACES[3])
    assert list(zip(fine.x, fine.y, strict=True)) == [tuple(PLACES[1]), tuple(PLACES[2])]
    assert fine.marker.line.width < ring.marker.line.width
    assert {fine.marker.symbol, ring.marker.symbol} == {"circle-open"}


def test_what_a_search_has_not_found_turns_pale_and_stays() -> None:
    figure = drawn(found=np.array([True, False, False, True, True]))
    opacity = {
        number: value
        for trace in of_points(figure)
        for (number,), value in zip(trace.customdata, trace.marker.opacity, strict=True)
    }
    assert sorted(number for number, value in opacity.items() if value > 0.2) == [0, 3, 4]
    assert len(opacity) == 5


def test_a_shade_colours_by_number_and_leaves_looks_with_a_colour_alone() -> None:
    shade = Shade("슬픔", np.linspace(0, 1, 5), (0, 1))
    looks = (Look("", "", SYMBOLS[0], [0, 1, 2]), Look("모름", "#8a8f98", SYMBOLS[0], [3, 4]))
    shaded, plain = of_points(drawn(looks=looks, shade=shade))
    assert list(shaded.marker.color) == [0, 0.25, 0.5]
    assert (shaded.marker.cmin, shaded.marker.cmax) == (0, 1)
    assert plain.marker.color == "#8a8f98"


def test_without_territories_there_are_points_alone() -> None:
    assert {trace.mode for trace in drawn().data} == {"markers"}
    assert not drawn().layout.annotations


def test_a_spread_is_a_centre_and_an_ellipse_where_there_is_one() -> None:
    figure = drawn(territories=(CENTRE, BARE))
    (outline,) = [trace for trace in figure.data if trace.mode == "lines"]
    assert np.stack([outline.x, outline.y], axis=1).tolist() == CIRCLE.tolist()
    assert outline.line.color == FIRST
    centres = [trace for trace in figure.data if trace.mode == "markers" and not trace.showlegend]
    assert [(trace.x[0], trace.y[0], trace.customdata[0][0]) for trace in centres] == [(1, 2, -1), (3, 4, -2)]
    assert [note.text for note in figure.layout.annotations] == ["<b>가람</b>", "<b>나래</b>"]
    assert not [trace for trace in figure.data if trace.type == "contour"]


def test_a_density_is_a_contour_with_a_real_point_for_its_author() -> None:
    figure = drawn(territories=(HILL,), measured=False)
    (contour,) = [trace for trace in figure.data if trace.type == "contour"]
    assert {colour for _, colour in contour.colorscale} == {SECOND}
    (medoid,) = [trace for trace in figure.data if trace.type == "scatter" and not trace.showlegend]
    assert (medoid.x[0], medoid.y[0]) == tuple(PLACES[4])
    assert not [trace for trace in figure.data if getattr(trace, "mode", None) == "lines"]


def test_names_of_authors_in_one_place_stand_above_each_other() -> None:
    here = Spread(np.array([1.0, 2]), np.empty((0, 2)), 2)
    territories = tuple(Territory(name, FIRST, number, spread=here) for number, name in enumerate("가나다"))
    heights = [note.yshift for note in drawn(territories=territories).layout.annotations]
    assert len(set(heights)) == 3


def test_arrows_keep_their_directions_and_proportions_and_stay_within_the_points() -> None:
    scene = Scene(PLACES - PLACES.mean(axis=0), LOOKS, ("", ""), arrows={"슬픔": (2.0, 0.0), "기쁨": (0.0, -1.0)})
    ends = scene.scaled_arrows()
    assert ends["슬픔"][0] == pytest.approx(-2 * ends["기쁨"][1])
    assert ends["슬픔"][1] == ends["기쁨"][0] == 0
    assert 0 < ends["슬픔"][0] < np.abs(scene.points).max()
    shown = [note for note in space_figure(scene, TOLD).layout.annotations if note.showarrow]
    assert [(note.x, note.y) for note in shown] == list(ends.values())


@pytest.mark.parametrize(("n_points", "kind"), [(1000, "scatter"), (1001, "scattergl")])
def test_above_a_thousand_points_the_graphics_card_draws_all_of_them(n_points: int, kind: str) -> None:
    looks = (
        Look("가람", FIRST, "circle", range(n_points - 1)),
        Look("나", SECOND, "star", [n_points - 1], is_own=True),
    )
    figure = drawn(np.zeros((n_points, 2)), looks, territories=(CENTRE,), selected=0, near=(1,))
    assert {trace.type for trace in figure.data} == {kind}


@pytest.mark.parametrize("measured", [True, False])
def test_axes_have_figures_and_a_grid_only_where_they_mean_something(measured: bool) -> None:
    layout = drawn(measured=measured).layout
    for axis in (layout.xaxis, layout.yaxis):
        assert (axis.showticklabels, axis.showgrid) == (measured, measured)
    assert (layout.xaxis.title.text, layout.yaxis.title.text) == ("첫째", "둘째")
    assert layout.yaxis.scaleanchor == "x"


@pytest.mark.parametrize("name", ["<b>굵은 이</b>", '<a href="x">이</a>', "%{x}"])
def test_an_author_s_name_is_text_wherever_it_is_drawn(name: str) -> None:
    looks = (Look(name, FIRST, "circle", range(5)),)
    hill = Territory(name, FIRST, 0, density=HILL.density, medoid=0)
    figure = drawn(looks=looks, territories=(Territory(name, FIRST, 0, spread=CENTRE.spread), hill))
    for trace in figure.data:
        shown = [trace.name, trace.hovertemplate, *(trace.text or [])]
        assert not [text for text in shown if text and re.search("<b>|<a ", text)]
        assert name not in (trace.hovertemplate or "")  # a template would fill in what looks like a variable
    for note in figure.layout.annotations:
        assert not re.search("<b>|<a ", note.text.removeprefix("<b>"))

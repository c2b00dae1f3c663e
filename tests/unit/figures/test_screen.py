"""What Streamlit's chart is given: the same figure, told so that Plotly draws it once."""

from __future__ import annotations

import json

import numpy as np
import plotly.graph_objects as go
import pytest
from plotly.subplots import make_subplots

from emolit.figures import for_screen
from emolit.figures.theme import LIGHT, template

VALUES = np.array([0.123456, np.nan, 1.0])


def two_panels() -> go.Figure:
    figure = make_subplots(2, 1)
    figure.update_layout(template=template(False), legend={"x": 0.5})
    figure.add_scatter(x=np.arange(3), y=VALUES, marker={"color": np.array([1, 2, 3])}, row=1, col=1)
    figure.add_heatmap(z=np.array([[0.00004, 0.5], [0.25, 1]]), row=2, col=1)
    figure.update_yaxes(gridcolor="#123456", row=2, col=1)
    return figure


def spec() -> dict[str, object]:
    found: dict[str, object] = json.loads(for_screen(two_panels()).to_json())
    return found


def test_arrays_are_lists_to_six_digits_of_their_largest_number_at_any_depth() -> None:
    line, heat = spec()["data"]  # type: ignore[misc]
    assert line["x"] == [0, 1, 2]
    assert line["y"] == [0.12346, None, 1.0]
    assert line["marker"]["color"] == [1, 2, 3]
    assert heat["z"] == [[0.00004, 0.5], [0.25, 1.0]]


@pytest.mark.parametrize(
    ("given", "drawn"),
    [([0.00012345678, 0.0], [0.000123457, 0.0]), ([20000.4567, 0.5], [20000.5, 0.5]), ([np.nan], [None]), ([], [])],
)
def test_small_and_large_numbers_keep_what_tells_them_apart(given: list[float], drawn: list[float | None]) -> None:
    figure = for_screen(go.Figure(go.Scatter(y=np.array(given, dtype=float))))
    assert json.loads(figure.to_json())["data"][0]["y"] == drawn


def test_the_template_becomes_part_of_the_layout_and_gives_way_to_what_was_said() -> None:
    layout = for_screen(two_panels()).layout
    assert not layout.to_plotly_json()["template"]  # nor the one that Streamlit has made the usual one
    assert layout.paper_bgcolor == LIGHT.background
    assert layout.font.color == LIGHT.text
    assert (layout.legend.x, layout.legend.orientation) == (0.5, "h")
    assert {axis.linecolor for axis in (layout.xaxis, layout.xaxis2, layout.yaxis, layout.yaxis2)} == {LIGHT.grid}
    assert (layout.yaxis.gridcolor, layout.yaxis2.gridcolor) == (LIGHT.grid, "#123456")


def test_modes_are_those_that_streamlit_would_set_unless_the_figure_has_its_own() -> None:
    assert (for_screen(go.Figure()).layout.dragmode, for_screen(go.Figure()).layout.hovermode) == ("pan", "closest")
    own = for_screen(go.Figure(layout={"dragmode": "lasso", "hovermode": "x unified"})).layout
    assert (own.dragmode, own.hovermode, own.clickmode) == ("lasso", "x unified", "event+select")


def test_the_figure_itself_stays_as_it_was() -> None:
    figure = two_panels()
    before = figure.to_json()
    for_screen(figure)
    assert figure.to_json() == before

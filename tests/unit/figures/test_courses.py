"""Works side by side on one axis, and correlations as squares."""

from __future__ import annotations

import numpy as np

from emolit.figures import Ribbon, co_movement_figure, courses_figure

RISING, FALLING = np.linspace(0, 1, 101), np.linspace(1, 0, 101)


def test_works_of_any_length_stand_on_one_axis_from_0_to_100_percent() -> None:
    figure = courses_figure({"가": RISING, "<b>나</b>": FALLING[::50]}, axes=("자리", "몫"), limits=(0.0, 1.0))
    assert [(trace.x[0], trace.x[-1]) for trace in figure.data] == [(0, 100)] * 2
    assert [trace.name for trace in figure.data] == ["가", "&lt;b&gt;나&lt;/b&gt;"]
    assert tuple(figure.layout.yaxis.range) == (0, 1)


def test_the_mean_lies_over_the_works_and_its_band_under_them() -> None:
    mean = Ribbon("between works", RISING - 0.1, RISING + 0.1, RISING, "mean")
    figure = courses_figure({"가": RISING}, axes=("", ""), limits=(0.0, 1.0), mean=mean)
    assert [trace.name for trace in figure.data] == ["between works", "가", "mean"]


def test_more_works_than_colours_differ_in_dash() -> None:
    figure = courses_figure({str(number): RISING for number in range(12)}, axes=("", ""), limits=(0.0, 1.0))
    assert len({(trace.line.color, trace.line.dash) for trace in figure.data}) == 12


def test_a_correlation_is_written_in_its_square_and_one_that_is_not_there_is_left_empty() -> None:
    values = np.array([[1.0, -0.25], [-0.25, np.nan]])
    told = [["a", "<i>b</i>"], ["c", "d"]]
    (squares,) = co_movement_figure(values, ["슬픔", "기쁨"], told, dark=False).data
    assert squares.text[0][1] == "-0.25"
    assert squares.text[1][1] == ""
    assert squares.customdata[0][1] == "&lt;i&gt;b&lt;/i&gt;"
    assert (squares.zmin, squares.zmax) == (-1, 1)

"""The reliability curve: points where they were measured, against a diagonal that spans them."""

from emolit.figures import reliability_figure

BINS = [{"score": 0.05, "share": 0.04, "rows": 10}, {"score": 0.4, "share": 0.55, "rows": 10}]


def test_points_stand_where_scores_and_shares_were_and_the_axes_are_the_same() -> None:
    figure = reliability_figure(BINS, axes=("점수", "몫"), ideal="같음", name="슬픔")
    ideal, points = figure.data
    assert list(zip(points.x, points.y, strict=True)) == [(0.05, 0.04), (0.4, 0.55)]
    assert list(ideal.x) == list(ideal.y)
    assert figure.layout.xaxis.range == figure.layout.yaxis.range
    assert figure.layout.xaxis.range[1] >= 0.55

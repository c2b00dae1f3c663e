"""Texts among the atlas: what is compared is of one kind."""

from __future__ import annotations

import numpy as np
import pytest

from emolit.analysis.projection import Array, Method, Points, Unit, among, segment_means
from emolit.emotions import load_scheme
from emolit.reading.atlas import Atlas, Part

SCHEME = load_scheme()


def part(segment: list[int], scores: Array) -> Part:
    n = len(segment)
    points = {"PCA": np.arange(2.0 * n).reshape(n, 2), "UMAP": np.arange(2.0 * n).reshape(n, 2) * 10}
    names = np.array([str(row) for row in range(n)])
    return Part(np.arange(n), np.array(segment), np.zeros(n, dtype=np.intp), names, names, scores, scores, points)


@pytest.fixture
def atlas() -> Atlas:
    """Four segments, of which the third has no lines; as one text each is given twice as much."""
    random = np.random.default_rng(0)
    lines = random.random((6, 44)) / 4
    means = [lines[[0, 2]].mean(axis=0), lines[1], np.full(44, 0.2), lines[3:].mean(axis=0)]
    record = {"segments": {"pca": {"explained": [0.5, 0.2]}}}
    return Atlas(SCHEME.names, part([5, 7, 5, 9, 9, 9], lines), part([5, 7, 8, 9], 2 * np.array(means)), record)


def test_a_segment_s_mean_is_that_of_its_lines_and_unknown_without_any(atlas: Atlas) -> None:
    found = segment_means(atlas)
    np.testing.assert_allclose(found[[0, 1, 3]], atlas.segments.scores[[0, 1, 3]] / 2)
    assert np.isnan(found[2]).all()


@pytest.mark.parametrize("method", [Method.PCA, Method.UMAP, Method.MDS])
def test_a_work_that_feels_like_a_segment_s_lines_lies_where_that_segment_lies(atlas: Atlas, method: Method) -> None:
    profile = segment_means(atlas)[3:][:, [k for k, e in enumerate(SCHEME.emotions) if e.is_emotion]]
    plane, placed = among(Points(Unit.WORK, ("w",), ("",), ("",), profile), atlas, SCHEME, method)
    assert placed.neighbours[0].tolist()[0] == 3  # its index among all segments
    if method is not Method.MDS:
        np.testing.assert_allclose(plane.points, atlas.segments.points[method][3:])
    assert 2 not in placed.neighbours


def test_other_labels_and_axes_by_hand_have_no_place_there(atlas: Atlas) -> None:
    points = Points(Unit.WORK, ("w",), ("",), ("",), np.ones((1, 43)))
    with pytest.raises(ValueError, match="labels"):
        among(points, Atlas(("a", "b"), atlas.lines, atlas.segments, {}), SCHEME, Method.PCA)
    with pytest.raises(ValueError, match="labels"):
        among(points, atlas, SCHEME, Method.AXES)

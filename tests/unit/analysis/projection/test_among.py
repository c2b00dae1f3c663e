"""Texts among the atlas: what is compared is of one kind. (Places on each map: `tests/unit/cli/test_space.py`.)"""

from __future__ import annotations

import numpy as np
import pytest

from emolit.analysis.projection import Method, Points, Unit, among, as_one_text
from emolit.corpus import Line, Work
from emolit.emotions import load_scheme
from emolit.reading.atlas import Atlas, Part

SCHEME = load_scheme()
NOBODY = np.array([], dtype=np.str_)
NOTHING = Part(*(np.empty(0, dtype=np.intp),) * 3, NOBODY, NOBODY, np.empty((0, 44)), np.empty((0, 44)))


def test_a_work_as_one_text_has_one_line_and_is_the_same_work() -> None:
    work = Work("w", "강", ((Line("물이 간다"), Line("  돌이 남는다")), (Line("밤"),)), author="가람", year="1931")
    whole = as_one_text(work)
    assert whole.texts == ("물이 간다   돌이 남는다 밤",)
    assert (whole.id, whole.title, whole.author, whole.year) == ("w", "강", "가람", "1931")
    assert len(as_one_text(Work("n", "", ()))) == 0


@pytest.mark.parametrize(
    ("labels", "method"), [(("a", "b"), Method.PCA), (SCHEME.names, Method.AXES)], ids=["labels", "axes by hand"]
)
def test_other_labels_and_axes_by_hand_have_no_place_there(labels: tuple[str, ...], method: Method) -> None:
    points = Points(Unit.WORK, ("w",), ("",), ("",), np.ones((1, 43)))
    with pytest.raises(ValueError, match="labels"):
        among(points, Atlas(labels, NOTHING, NOTHING, {}), SCHEME, method)

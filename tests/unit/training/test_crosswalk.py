"""GoEmotions' labels in the words of the scheme."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from emolit.emotions import Scheme
from emolit.training.crosswalk import CROSSWALK, auc_by_label, crosswalk_gold, crosswalk_numbers
from tests.kpoem import GOEMOTIONS_LABELS


def test_the_crosswalk_names_labels_that_exist_and_none_of_theirs_twice(scheme: Scheme) -> None:
    theirs = Counter(name for names in CROSSWALK.values() for name in names)
    assert set(CROSSWALK) <= set(scheme.names)
    assert set(theirs) <= set(GOEMOTIONS_LABELS)
    assert set(theirs.values()) == {1}


def test_a_comment_has_ours_where_it_has_any_of_theirs() -> None:
    sad, grief, joy = (GOEMOTIONS_LABELS.index(name) for name in ("sadness", "grief", "joy"))
    found = crosswalk_gold([(sad,), (grief, joy), (joy,)], GOEMOTIONS_LABELS)
    assert found["슬픔"].tolist() == [True, True, False]
    assert found["기쁨"].tolist() == [False, True, True]


def test_labels_of_the_scheme_by_number_are_those_that_are_meant(scheme: Scheme) -> None:
    found = crosswalk_numbers(GOEMOTIONS_LABELS, scheme)
    names = {scheme.names[ours]: {GOEMOTIONS_LABELS[each] for each in theirs} for ours, theirs in found.items()}
    assert names == {ours: set(theirs) for ours, theirs in CROSSWALK.items()}


def test_labels_that_all_or_no_comments_have_say_nothing(scheme: Scheme) -> None:
    sad, joy = (GOEMOTIONS_LABELS.index(name) for name in ("sadness", "joy"))
    scores = np.zeros((3, len(scheme.names)))
    scores[:, scheme.names.index("슬픔")] = [0.9, 0.2, 0.4]
    areas = auc_by_label(scores, [(sad, joy), (joy,), (sad, joy)], GOEMOTIONS_LABELS, scheme)
    assert areas == pytest.approx({"슬픔": 1.0})

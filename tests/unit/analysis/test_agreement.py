"""Agreement of readers: Krippendorff's own example, its bounds, and an interval that knows what a work is."""

from __future__ import annotations

import numpy as np
import pytest

from emolit.analysis.agreement import agreement, krippendorff_alpha

FIVE = np.full(200, 5.0)


def test_the_figures_of_a_published_example() -> None:
    """Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, A: ten units, two observers, alpha 0.095."""
    one = np.array([0, 1, 0, 0, 0, 0, 0, 0, 1, 0])
    other = np.array([1, 1, 1, 0, 0, 1, 0, 0, 0, 0])
    alpha = krippendorff_alpha((one + other)[:, None].astype(float), np.full(10, 2.0))
    assert alpha[0] == pytest.approx(0.095, abs=5e-4)


def test_readers_who_always_agree_have_alpha_one_and_a_label_without_variation_has_none() -> None:
    votes = np.array([[5.0, 0, 5], [0, 0, 5], [5, 0, 5]])
    alpha = krippendorff_alpha(votes, np.full(3, 5.0))
    assert alpha[0] == 1
    assert np.isnan(alpha[1:]).all()


def test_chance_gives_alpha_about_zero_whatever_the_rate() -> None:
    random = np.random.default_rng(1)
    votes = random.binomial(5, [0.05, 0.3, 0.8], size=(4000, 3)).astype(float)
    assert np.abs(krippendorff_alpha(votes, np.full(4000, 5.0))).max() < 0.02


def test_a_row_with_one_reader_changes_nothing() -> None:
    votes, readers = np.array([[3.0], [1], [0]]), np.array([5.0, 5, 5])
    more = krippendorff_alpha(np.vstack([votes, [[1.0]]]), np.append(readers, 1.0))
    assert more == pytest.approx(krippendorff_alpha(votes, readers))


def test_the_interval_holds_alpha_and_is_wider_when_rows_of_a_work_say_the_same() -> None:
    random = np.random.default_rng(2)
    works = np.repeat(np.arange(20), 10)
    rate_of_work = np.repeat(random.beta(1, 2, size=20), 10)
    votes = random.binomial(5, rate_of_work)[:, None].astype(float)
    by_work, by_row = (agreement(votes, FIVE, groups) for groups in (works, np.arange(200)))
    assert by_work.low[0] < by_work.alpha[0] < by_work.high[0]
    assert by_work.high[0] - by_work.low[0] > by_row.high[0] - by_row.low[0]


def test_one_work_has_no_interval() -> None:
    votes = np.random.default_rng(3).binomial(5, 0.4, size=(200, 2)).astype(float)
    found = agreement(votes, FIVE, np.zeros(200, dtype=np.intp))
    assert np.isfinite(found.alpha).all()
    assert np.isnan([found.low, found.high]).all()

"""How token logits become scores, on pieces made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from emolit.reading.engine import Pieces
from emolit.reading.levels import line_scores, unit_scores

Piece = tuple[int, int, list[float], int]  # passage, line, sums, tokens


def pieces_of(*pieces: Piece) -> Pieces:
    passage, line, sums, tokens = zip(*pieces, strict=True)
    return Pieces(np.array(passage), np.array(line), np.array(sums, dtype=float), np.array(tokens, dtype=float))


def sigmoid(*logits: float) -> list[float]:
    return [1 / (1 + np.exp(-logit)) for logit in logits]


# Passage 0 holds line 0 and the first window of line 1; passage 1 holds the rest of line 1, and line 2.
PIECES = pieces_of((0, 0, [2.0, -6.0], 2), (0, 1, [4.0, 0.0], 4), (1, 1, [-3.0, 1.5], 1), (1, 2, [9.0, -9.0], 3))


def units(*of_line: int) -> np.ndarray:
    return np.array(of_line, dtype=np.intp)


def test_a_line_is_the_sigmoid_of_the_mean_over_all_its_tokens_also_across_windows() -> None:
    expected = [sigmoid(2 / 2, -6 / 2), sigmoid((4 - 3) / 5, 1.5 / 5), sigmoid(9 / 3, -9 / 3)]
    np.testing.assert_allclose(line_scores(PIECES, 3).values, expected)


def test_a_line_is_derived_where_it_was_read_in_windows() -> None:
    assert line_scores(PIECES, 3).derived.tolist() == [False, True, False]


def test_a_unit_within_one_passage_is_the_sigmoid_of_its_tokens_mean() -> None:
    pieces = pieces_of((0, 0, [2.0], 2), (0, 1, [7.0], 1), (0, 2, [-5.0], 5))
    found = unit_scores(pieces, units(0, 0, 1), 2)
    np.testing.assert_allclose(found.values, [sigmoid((2 + 7) / 3), sigmoid(-5 / 5)])
    assert found.derived.tolist() == [False, False]


def test_a_unit_over_two_passages_is_the_token_weighted_mean_of_their_probabilities() -> None:
    found = unit_scores(PIECES, units(0, 0, 0), 1)
    first, second = np.array(sigmoid(6 / 6, -6 / 6)), np.array(sigmoid(6 / 4, -7.5 / 4))
    np.testing.assert_allclose(found.values, [(6 * first + 4 * second) / 10])
    assert found.derived.tolist() == [True]


def test_units_that_share_a_passage_take_only_their_own_tokens() -> None:
    found = unit_scores(PIECES, units(0, 1, 1), 2)
    first, second = np.array(sigmoid(4 / 4, 0.0)), np.array(sigmoid(6 / 4, -7.5 / 4))
    np.testing.assert_allclose(found.values, [sigmoid(2 / 2, -6 / 2), (4 * first + 4 * second) / 8])
    assert found.derived.tolist() == [False, True]


@pytest.mark.parametrize("logit", [-1e4, 1e4])
def test_logits_without_measure_give_shares_and_no_warning(logit: float) -> None:
    pieces = pieces_of((0, 0, [logit], 1))
    for found in (line_scores(pieces, 1), unit_scores(pieces, units(0), 1)):
        assert found.values.tolist() == [[float(logit > 0)]]

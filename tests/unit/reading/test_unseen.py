"""Lines of the atlas are never shown in-sample; poems of others keep their own scores and their flags."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from emolit.corpus import Line, Work
from emolit.emotions import load_scheme
from emolit.reading.atlas import Atlas, read_atlas
from emolit.reading.checkpoint import SHIPPED
from emolit.reading.scores import EmotionScores, LevelScores, Provenance, WorkScores
from emolit.reading.unseen import NOWHERE, is_known, is_of, rows_of, unseen, with_votes
from tests.small_atlas import write_atlas

LINES = ("물이 흐른다", "아아", "달이 뜬다", "아아", "바람이 잔다", "문을 닫는다")
SEGMENTS = ("물이 흐른다 아아 달이 뜬다", "아아 바람이 잔다 문을 닫는다")
N = len(load_scheme().names)


@pytest.fixture
def known(tmp_path: Path) -> Atlas:
    found = read_atlas(write_atlas(tmp_path, LINES, SEGMENTS, withheld=[2]))
    assert found is not None
    return found


def poem(*texts: str, ids: bool = False, votes: bool = False) -> Work:
    lines = [Line(text, f"kpoem-{i}" if ids else None, {"슬픔": 1} if votes else None) for i, text in enumerate(texts)]
    return Work("w", "", (tuple(lines[:2]), tuple(lines[2:])) if len(lines) > 2 else (tuple(lines),), "가람")


def scored(work: Work, trained_on: tuple[int, ...] = ()) -> WorkScores:
    levels = [LevelScores(np.full((n, N), 0.9), np.zeros(n, dtype=bool)) for n in (len(work), len(work.stanzas), 1)]
    return WorkScores(work.id, *levels, unread=(0,) * len(work), trained_on=trained_on)


def test_a_poem_is_found_line_by_line_and_a_line_that_stands_twice_by_its_neighbours(known: Atlas) -> None:
    assert rows_of(poem(*LINES), known).tolist() == [0, 1, 2, 3, 4, 5]
    assert rows_of(poem("아아", "바람이  잔다"), known).tolist() == [3, 4]
    assert rows_of(poem("아아", "처음 보는 행", "달이 뜬다"), known).tolist() == [NOWHERE, NOWHERE, 2]


def test_segments_are_found_by_their_number_and_only_with_their_text(known: Atlas) -> None:
    work = Work("w", "", ((Line(SEGMENTS[1], "kpoem-7"), Line("다른 글", "kpoem-6")),))
    assert rows_of(work, known).tolist() == [7, NOWHERE]


def test_lines_of_the_atlas_have_its_scores_and_no_line_is_left_in_sample(known: Atlas) -> None:
    work = poem(*LINES[:3], "덧붙인 행")
    own = scored(work, trained_on=(0, 1, 2))
    found = unseen(work, own, rows_of(work, known), known)
    np.testing.assert_allclose(found.lines.values[:3, 0], [0.01, 0.02, 0.03], atol=1e-6)
    np.testing.assert_array_equal(found.lines.values[3], own.lines.values[3])
    assert (found.out_of_fold, found.trained_on) == ((0, 1, 2), ())
    assert own.lines.values[0, 0] == 0.9  # what is remembered elsewhere is not written over


def test_stanzas_and_works_with_such_lines_are_means_of_lines_and_say_that_they_are_derived(known: Atlas) -> None:
    work = poem("첫 행", "둘째 행", *LINES[:3])
    found = unseen(work, scored(work), rows_of(work, known), known)
    np.testing.assert_allclose(found.stanzas.values[:, 0], [0.9, 0.02], atol=1e-6)
    assert found.stanzas.derived.tolist() == [False, True]
    np.testing.assert_allclose(found.work.values[0], found.lines.values.mean(axis=0))
    assert found.work.derived.all()


def test_one_line_alike_makes_no_poem_of_kpoem(known: Atlas) -> None:
    work = poem("나의 첫 행", "달이 뜬다", "나의 끝 행")
    rows, own = rows_of(work, known), scored(work, trained_on=(1,))
    assert not is_known(rows)
    assert unseen(work, own, rows, known) is own
    assert with_votes(work, rows, known) is work


def test_votes_come_with_the_atlas_but_never_in_place_of_the_text_s_own_and_withheld_ones_stay_so(known: Atlas) -> None:
    work = poem(*LINES)
    lines = with_votes(work, rows_of(work, known), known).lines
    told = [None if line.votes is None else line.votes.get("슬픔", 0) for line in lines]
    assert told == [0, 1, None, 3, 4, 5]
    assert lines[5].readers == 5
    own = poem(*LINES, votes=True)
    assert with_votes(own, rows_of(own, known), known) is own


@pytest.mark.parametrize(
    ("change", "fits"),
    [({}, True), ({"model": "mine"}, False), ({"context": False}, False)],
)
def test_only_the_shipped_model_reading_in_context_is_what_the_atlas_speaks_of(
    known: Atlas, change: dict[str, object], fits: bool
) -> None:
    about = replace(Provenance(SHIPPED, "0" * 64, "1", True, "float32", "kote"), **change)  # type: ignore[arg-type]
    assert is_of(known, EmotionScores(load_scheme().names, (), (0.3,) * N, about)) is fits
    assert not is_of(known, EmotionScores(("다른",), (), (0.3,), about))

"""Judgements: nothing is lost on the way out and back, votes are counted as in KPoEM, coders are compared fairly."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emolit.analysis.agreement import krippendorff_alpha
from emolit.corpus import Line, Work, read_corpus
from emolit.emotions import load_scheme
from emolit.errors import EmolitError
from emolit.judgements import (
    Judgement,
    Place,
    Sheet,
    alpha_of,
    compare,
    decisions,
    kpoem_table,
    read_document,
    text_hash,
    training_rows,
    with_votes,
    write_document,
)
from emolit.training.data import counts, load_kpoem

SCHEME = load_scheme()
POEM = Work("a", "둑", ((Line("둑 너머"), Line("  물소리")), (Line("밤이 길다"),)), "가람", language="ko")
KEY = text_hash(POEM)
HOSTILE = "<script>alert(1)</script> **굵게** [x](javascript:1)\t\"'\\ \u202e"

labels = st.frozensets(st.sampled_from(SCHEME.names), max_size=5)
places = st.builds(Place, st.just(KEY), st.integers(0, 40), st.text(min_size=1, max_size=20).filter(str.strip))
sheets = st.dictionaries(places, st.builds(Judgement, labels, st.text(max_size=60)), max_size=12).map(Sheet)


def sheet_of(*rows: tuple[int, str, str]) -> Sheet:
    """(line, coder, labels joined by spaces) of the poem."""
    return Sheet({Place(KEY, line, coder): Judgement(frozenset(found.split())) for line, coder, found in rows})


# A sheet


def test_a_sheet_is_never_changed_so_that_any_step_can_be_taken_back() -> None:
    place = Place(KEY, 0, "가")
    first = Sheet().toggled(place, "슬픔")
    second = first.noted(place, HOSTILE).toggled(place, "기쁨")
    assert first.get(place) == Judgement(frozenset({"슬픔"}))
    assert second.get(place) == Judgement(frozenset({"슬픔", "기쁨"}), HOSTILE)
    assert Sheet().get(place) is None


def test_no_label_at_all_is_a_judgement_too() -> None:
    place = Place(KEY, 0, "가")
    assert Sheet().labelled(place, []).get(place) == Judgement(frozenset())
    assert Sheet().toggled(place, "슬픔").toggled(place, "슬픔").get(place) == Judgement(frozenset())
    assert len(Sheet().labelled(place, []).having(place, None)) == 0


def test_a_text_is_known_by_its_lines_not_by_its_title_and_not_by_another_cut() -> None:
    assert text_hash(replace(POEM, title="다른 제목", id="z")) == KEY
    assert text_hash(replace(POEM, stanzas=((Line("둑 너머   물소리 밤이 길다"),),))) != KEY


# Out and back


@given(sheet=sheets, with_text=st.booleans())
def test_a_document_comes_back_as_it_went(sheet: Sheet, with_text: bool) -> None:
    back = read_document(write_document(sheet, [POEM], with_text=with_text).encode("utf-8", "surrogatepass"))
    assert list(back.sheet) == list(sheet)
    assert [work.stanzas for work in back.works] == ([POEM.stanzas] if with_text else [])


def test_without_the_visitor_s_word_no_line_of_the_text_is_in_the_document() -> None:
    told = write_document(sheet_of((0, "가", "슬픔")), [POEM])
    assert "물소리" not in told
    assert read_document(told).titles == {KEY: "둑"}


def spoiled(**changes: object) -> str:
    record = json.loads(write_document(sheet_of((0, "가", "슬픔")), [POEM]))
    record["judgements"][0] |= changes
    return json.dumps(record, ensure_ascii=False)


@pytest.mark.parametrize(
    "data",
    [
        "", "[]", "{}", "null", "\ud800", b"\xff\xfe", "[" * 100_000,
        spoiled(line=0), spoiled(line="1"), spoiled(line=1.5), spoiled(coder=""), spoiled(coder=3), spoiled(note=["x"]),
        spoiled(labels="슬픔"), spoiled(labels=[1]), spoiled(labels=["그런 감정"]), spoiled(note="x" * 2001),
        spoiled(text=None), '{"format": "emolit judgements", "version": 2}',
        '{"format": "emolit judgements", "version": 1, "judgements": [], "texts": {"x": {"stanzas": [[]]}}}',
        '{"format": "emolit judgements", "version": 1, "judgements": [], "texts": {"x": {"stanzas": [["  "]]}}}',
    ],
)  # fmt: skip
def test_anything_else_is_refused_in_one_sentence(data: str | bytes) -> None:
    with pytest.raises(EmolitError, match="Your judgements are as they were"):
        read_document(data)


@given(st.binary(max_size=60) | st.text(max_size=60))
def test_no_bytes_do_harm(data: str | bytes) -> None:
    with pytest.raises(EmolitError):
        read_document(data)


@given(one=sheets, other=sheets)
def test_joining_keeps_every_place_and_prefers_what_was_brought(one: Sheet, other: Sheet) -> None:
    both = one.joined(other)
    assert {place for place, _ in both} == {place for place, _ in one} | {place for place, _ in other}
    assert all(both.get(place) == found for place, found in other)


# Votes


def test_votes_count_the_coders_who_judged_the_line() -> None:
    voted = with_votes(POEM, sheet_of((0, "가", "슬픔 기쁨"), (0, "나", "슬픔"), (2, "나", "")))
    assert [(line.votes, line.readers) for line in voted.lines] == [({"기쁨": 1, "슬픔": 2}, 2), (None, 5), ({}, 1)]


def test_kpoem_s_own_form_is_read_back_with_the_same_votes() -> None:
    sheet = sheet_of(
        (0, "가", "슬픔 기쁨"), (0, "나", "슬픔"), (1, "가", ""), (1, "나", "불안/걱정"), (2, "가", "기쁨")
    )
    text, left_out = kpoem_table([POEM], sheet)
    (work,) = read_corpus("lines.tsv", text.encode()).works
    assert left_out == 1
    assert (work.title, work.author) == ("둑", "가람")
    assert [(line.text, dict(line.votes or {}), line.readers) for line in work.lines] == [
        ("둑 너머", {"기쁨": 1, "슬픔": 2}, 2),
        ("  물소리", {"불안/걱정": 1}, 2),
    ]


def test_no_text_breaks_kpoem_s_form() -> None:
    odd = replace(POEM, title="제\t목\n둘", stanzas=((Line("탭\t과\u2028줄"),),))
    sheet = Sheet({Place(text_hash(odd), 0, "가"): Judgement(frozenset({"슬픔"}))})
    rows = kpoem_table([odd], sheet)[0].split("\n")
    assert [len(row.split("\t")) for row in rows if row] == [6, 6]


def test_training_reads_the_rows_and_sees_shares_in_fifths(tmp_path: Path) -> None:
    long = replace(POEM, id="b", stanzas=tuple((Line(f"행 {i}"), Line(f'"따옴표" {i}')) for i in range(40)))
    sheet = Sheet({Place(text_hash(long), line, coder): Judgement(frozenset({"슬픔"} if line % 2 else {"기쁨"}))
                   for line in range(70) for coder in "가나"})  # fmt: skip
    sheet = sheet.labelled(Place(text_hash(long), 1, "나"), [])
    (tmp_path / "kpoem").mkdir()
    (tmp_path / "kpoem" / "rows.tsv").write_text(training_rows([POEM, long], sheet), encoding="utf-8")
    rows = load_kpoem(tmp_path, SCHEME)
    assert [row.text for row in rows] == list(long.texts)
    assert [row.votes is None for row in rows] == [line >= 70 for line in range(80)]
    found = counts(rows[:3], SCHEME)
    assert found[:, SCHEME.names.index("슬픔")].tolist() == [0, 2, 0]
    assert found[:, SCHEME.names.index("기쁨")].tolist() == [5, 0, 5]
    segments = {row.segment for row in rows}
    assert {row.split for row in rows} == {"train", "val"}
    assert all(len({row.split for row in rows if row.segment == segment}) == 1 for segment in segments)


# Coders


def test_coders_who_decide_alike_agree_wholly_and_a_label_that_neither_chose_says_nothing() -> None:
    sheet = sheet_of((0, "가", "슬픔"), (0, "나", "슬픔"), (1, "가", "기쁨"), (1, "나", "기쁨"))
    one, other = (decisions(sheet, coder, [POEM], SCHEME) for coder in ("가", "나"))
    found = compare("가", one, "나", other)
    assert found is not None
    assert (found.lines, found.macro) == (2, 1)
    assert found.alpha[SCHEME.names.index("슬픔")] == 1
    assert np.isnan(found.f1[SCHEME.names.index("행복")])


def test_f1_is_the_same_both_ways_and_only_common_lines_count() -> None:
    sheet = sheet_of((0, "가", "슬픔"), (1, "가", "슬픔"), (0, "나", "슬픔 기쁨"), (1, "나", ""), (2, "나", "기쁨"))
    one, other = (decisions(sheet, coder, [POEM], SCHEME) for coder in ("가", "나"))
    there, back = compare("가", one, "나", other), compare("나", other, "가", one)
    assert there is not None
    assert back is not None
    assert there.lines == back.lines == 2
    np.testing.assert_array_equal(there.f1, back.f1)
    assert there.f1[SCHEME.names.index("슬픔")] == pytest.approx(2 / 3)
    assert there.f1[SCHEME.names.index("기쁨")] == 0


def test_without_a_common_line_there_is_nothing_to_compare() -> None:
    one, other = ({("a", line): np.zeros(44, dtype=bool)} for line in (0, 1))
    assert compare("가", one, "나", other) is None


def test_alpha_of_coders_is_krippendorff_s_of_their_votes() -> None:
    sheet = sheet_of((0, "가", "슬픔"), (0, "나", "슬픔"), (1, "가", ""), (1, "나", "슬픔"), (2, "가", "슬픔"))
    found = alpha_of([decisions(sheet, coder, [POEM], SCHEME) for coder in sheet.coders], 44)
    sad = SCHEME.names.index("슬픔")
    assert found[sad] == krippendorff_alpha(np.array([[2.0], [1.0]]), np.array([2.0, 2.0]))[0]


def test_a_judgement_beyond_the_end_of_the_text_is_kept_but_not_compared() -> None:
    sheet = sheet_of((7, "가", "슬픔"))
    assert decisions(sheet, "가", [POEM], SCHEME) == {}
    assert len(sheet) == 1

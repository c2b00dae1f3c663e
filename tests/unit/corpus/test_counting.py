"""What a text is written in is counted by character, and what nobody sees is made visible."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emolit.corpus import read_paste
from emolit.corpus.counting import count, show_invisible, told_apart


def test_scripts_are_counted_without_white_space_and_punctuation() -> None:
    counts = count(read_paste("봄 國破 don't!\n\nЖ 3", title="시"))
    assert (counts.hangul, counts.hanja, counts.latin, counts.other) == (1, 2, 4, 2)
    assert (counts.works, counts.stanzas, counts.lines) == (1, 2, 2)
    assert sum(counts.share(script) for script in ("hangul", "hanja", "latin", "other")) == pytest.approx(1)


@pytest.mark.parametrize(
    ("text", "old"),
    [
        *(("봄이 온다", 0), ("\u1107\u1169\u11b7", 0), ("ㅠㅠ ㅋㅋ", 0)),
        *(("\u1112\u119e\u11ab", 1), ("ㅿㆍ", 2), ("\ua960", 1)),
    ],
)
def test_old_hangul_is_what_modern_korean_has_not(text: str, old: int) -> None:
    assert count(read_paste(text, title="시")).old_hangul == old


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\u2066", "\ufeff", "\u00ad", "\ue0bc", "\U000e0041"])
def test_a_hidden_character_is_shown_by_its_number_and_counted(hidden: str) -> None:
    text = f"봄{hidden}비"
    assert show_invisible(text) == f"봄⟨U+{ord(hidden):04X}⟩비"
    assert count(read_paste(text, title="시")).invisible == 1


@pytest.mark.parametrize("text", ["봄 비", "👩‍👧", "  봄\t비", "é"])
def test_what_is_visible_stays_as_it_is(text: str) -> None:
    assert show_invisible(text) == text


@given(st.text())
def test_what_is_shown_has_nothing_hidden_left(text: str) -> None:
    assert show_invisible(show_invisible(text)) == show_invisible(text)


@given(st.lists(st.sampled_from(["봄", "밤", "봄 (1)", "봄 (2)", "봄 (1) (1)"])))
def test_names_are_told_apart_and_those_that_no_other_has_stay(names: list[str]) -> None:
    told = told_apart(names)
    assert len(set(told)) == len(names)
    assert all(new == name for name, new in zip(names, told, strict=True) if names.count(name) == 1)
    assert all(new.startswith(name) for name, new in zip(names, told, strict=True))

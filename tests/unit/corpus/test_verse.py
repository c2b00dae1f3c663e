"""Laws of lines and stanzas: only a line that shows nothing is a break, all else is kept."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emolit.corpus import to_text
from emolit.corpus.verse import group_stanzas, is_blank, split_lines

TEXTS = st.text(
    st.one_of(st.sampled_from(" \n\r\t\f\u2028\u3000\u200b\ufeff봄-"), st.characters(exclude_categories=["Cs"]))
)


@given(TEXTS)
def test_splitting_drops_nothing_but_the_line_breaks(text: str) -> None:
    lines = split_lines(text)
    assert "".join(lines) == re.sub("[\r\n]", "", text)
    assert "\n".join(lines) == text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("separator", ["\f", "\v", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\t"])
def test_only_the_three_line_breaks_cut_a_line(separator: str) -> None:
    assert split_lines(f"봄{separator}비") == [f"봄{separator}비"]


@given(st.text(" \t\f\v\x1c\x85\u00a0\u2003\u3000\u200b\ufeff\u00ad\u200c\u200d\u200e\u200f\u2060\u2064"))
def test_white_space_and_invisible_characters_in_any_order_are_blank(line: str) -> None:
    assert is_blank(line)


@given(
    st.text(" \t\u3000\u200b\ufeff"),
    st.sampled_from("봄ㅠ-.…'♥👩國ᄇ\u0301\x01\ufffd"),
    st.text(" \t\u3000\u200b\ufeff"),
)
def test_one_visible_character_anywhere_makes_a_line(before: str, character: str, after: str) -> None:
    assert not is_blank(before + character + after)


@pytest.mark.parametrize("filler", ["\u115f", "\u1160", "\u3164", "\uffa0", "\u2800"])
def test_what_stands_for_a_missing_letter_is_blank_alone_and_part_of_a_syllable_beside_a_letter(filler: str) -> None:
    assert is_blank(f" {filler}{filler}")
    assert not is_blank(f"{filler}\u1161")
    assert group_stanzas(["봄", filler, f"\u1112{filler}"]) == (
        *group_stanzas(["봄"]),
        *group_stanzas([f"\u1112{filler}"]),
    )


@given(st.lists(TEXTS))
def test_grouping_keeps_each_line_that_is_not_blank_as_it_is_and_in_order(lines: list[str]) -> None:
    stanzas = group_stanzas(lines)
    assert [line.text for stanza in stanzas for line in stanza] == [line for line in lines if not is_blank(line)]
    assert all(stanzas)


@given(st.lists(st.sampled_from(["", " ", "\u200b", "봄", "비"])))
def test_a_stanza_ends_exactly_where_blank_lines_stand_however_many(lines: list[str]) -> None:
    shape = "".join("|" if is_blank(line) else "x" for line in lines)
    assert [len(stanza) for stanza in group_stanzas(lines)] == [len(part) for part in shape.split("|") if part]


@given(TEXTS)
def test_stanzas_written_as_text_are_read_as_the_same_stanzas(text: str) -> None:
    stanzas = group_stanzas(split_lines(text))
    assert group_stanzas(split_lines(to_text(stanzas))) == stanzas


def test_text_has_one_blank_line_between_stanzas_and_a_line_break_at_the_end() -> None:
    assert to_text(group_stanzas(["봄", "", "", "  비"])) == "봄\n\n  비\n"

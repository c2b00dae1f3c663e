"""Glosses are dropped from the model's copy alone, line for line, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emolit.corpus import read_paste
from emolit.corpus.glosses import glosses, without_gloss, without_glosses


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("강변(江邊)에 산촌(山村)", "강변에 산촌"),
        ("영변（寧邊）의 봄", "영변의 봄"),
        ("寧邊(영변)에", "寧邊에"),
        ("그는 (웃으며) 말했다", "그는 (웃으며) 말했다"),
        ("國境의 밤 (1925)", "國境의 밤 (1925)"),
        ("봄(spring)", "봄(spring)"),
        ("(寧邊)", "(寧邊)"),
        ("영변 (寧邊)", "영변 (寧邊)"),
    ],
)
def test_only_hanja_in_brackets_after_its_word_is_a_gloss(printed: str, read: str) -> None:
    assert without_gloss(printed) == read


@given(st.lists(st.text(st.sampled_from("영변寧邊()（） 가"), min_size=1).filter(str.strip), min_size=1))
def test_a_work_keeps_its_lines_and_its_id(lines: list[str]) -> None:
    (work,) = read_paste("\n".join(lines), title="시")
    bare = without_glosses(work)
    assert (len(bare), bare.id, bare.stanza_numbers) == (len(work), work.id, work.stanza_numbers)
    assert all(line.text.strip() for line in bare.lines)
    assert glosses([work]) == [(a, b) for a, b in zip(work.texts, bare.texts, strict=True) if a != b]

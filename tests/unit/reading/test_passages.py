"""Laws of packing: nothing dropped or reordered, lines whole, passages full or cut at a stanza break."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emolit.reading.passages import MAX_TOKENS, NOBODY, Passage, Specials, batches, pack

START, END, PAD, FIRST = 0, 2, 1, 10
SPECIALS = Specials(START, END, PAD)


@dataclass(frozen=True)
class Text:
    """Lines of consecutive numbers, so that each token is known by its value."""

    lengths: tuple[int, ...]
    stanzas: tuple[int, ...]
    max_tokens: int = MAX_TOKENS

    @property
    def lines(self) -> list[list[int]]:
        return [list(range(start, stop)) for start, stop in pairwise(accumulate(self.lengths, initial=FIRST))]

    @property
    def passages(self) -> list[Passage]:
        return pack(self.lines, self.stanzas, SPECIALS, self.max_tokens)

    @property
    def room(self) -> int:
        return self.max_tokens - 1  # <s> takes one

    def breaks_after(self, line: int) -> bool:
        return line + 1 < len(self.stanzas) and self.stanzas[line] != self.stanzas[line + 1]


@st.composite
def texts(draw: st.DrawFn) -> Text:
    lengths = draw(st.lists(st.integers(1, 30), min_size=1, max_size=30))
    opens = draw(st.lists(st.booleans(), min_size=len(lengths), max_size=len(lengths)))
    return Text(tuple(lengths), tuple(accumulate(opens)), draw(st.integers(3, 40)))


def runs(passage: Passage) -> list[tuple[int, list[int]]]:
    """The tokens of each line within a passage, with the line."""
    owned = [pair for pair in zip(passage.owners, passage.ids, strict=True) if pair[0] != NOBODY]
    return [(line, [token for _, token in group]) for line, group in groupby(owned, key=lambda pair: pair[0])]


def prefixes(passage: Passage) -> Iterator[tuple[int, int]]:
    """For each line but the last of a passage: the line, and how much room is taken up to its end."""
    found = runs(passage)
    sizes = accumulate(len(tokens) + 1 for _, tokens in found)
    yield from zip([line for line, _ in found[:-1]], sizes, strict=False)


@given(texts())
def test_each_token_is_read_exactly_once_and_in_order(text: Text) -> None:
    read = [token for passage in text.passages for _, tokens in runs(passage) for token in tokens]
    assert read == list(range(FIRST, FIRST + sum(text.lengths)))


@given(texts())
def test_each_token_belongs_to_its_line(text: Text) -> None:
    line_of = {token: number for number, line in enumerate(text.lines) for token in line}
    for passage in text.passages:
        assert all(line_of[token] == line for line, tokens in runs(passage) for token in tokens)


@given(texts())
def test_a_passage_is_a_start_and_lines_with_an_end_after_each(text: Text) -> None:
    for passage in text.passages:
        assert list(passage.ids) == [START, *(token for _, line in runs(passage) for token in [*line, END])]
        assert len(passage.owners) == len(passage.ids) == len(passage)


@given(texts())
def test_no_passage_is_longer_than_the_limit(text: Text) -> None:
    assert all(len(passage) <= text.max_tokens for passage in text.passages)


@given(texts())
def test_a_line_is_cut_only_where_it_is_longer_than_a_passage(text: Text) -> None:
    windows = [line for passage in text.passages for line, _ in runs(passage)]
    for line, length in enumerate(text.lengths):
        assert windows.count(line) == -(-length // (text.max_tokens - 2))


@given(texts())
def test_windows_of_a_long_line_are_nearly_equal(text: Text) -> None:
    sizes: dict[int, list[int]] = {}
    for passage in text.passages:
        for line, tokens in runs(passage):
            sizes.setdefault(line, []).append(len(tokens))
    assert all(max(each) - min(each) <= 1 for each in sizes.values())


@given(texts())
def test_a_passage_ends_where_the_next_line_has_no_room_or_at_a_stanza_break_in_its_last_quarter(text: Text) -> None:
    for passage, following in pairwise(text.passages):
        size, next_size = len(passage) - 1, len(runs(following)[0][1]) + 1
        at_break = text.breaks_after(runs(passage)[-1][0]) and size >= 0.75 * text.room
        assert size + next_size > text.room or at_break


@given(texts())
def test_a_stanza_break_in_the_last_quarter_is_where_the_passage_ends(text: Text) -> None:
    for passage in text.passages[:-1]:
        if not text.breaks_after(runs(passage)[-1][0]):
            assert not any(text.breaks_after(line) and size >= 0.75 * text.room for line, size in prefixes(passage))


@pytest.mark.parametrize(
    ("stanzas", "first"),
    [([1] * 8, 5), ([1, 1, 1, 1, 2, 2, 2, 2], 4), ([1, 1, 1, 2, 2, 2, 2, 2], 5), ([1, 1, 1, 1, 2, 3, 3, 3], 5)],
    ids=["no break", "near", "too early", "the last of two"],
)
def test_five_lines_fit_and_a_near_break_leaves_one_out(stanzas: list[int], first: int) -> None:
    passages = Text((9,) * 8, tuple(stanzas), max_tokens=51).passages
    assert [len(runs(passage)) for passage in passages] == [first, 8 - first]


@given(texts())
def test_a_text_that_fits_is_one_passage_whatever_its_stanzas(text: Text) -> None:
    whole = Text(text.lengths, text.stanzas, sum(text.lengths) + len(text.lengths) + 1)
    assert len(whole.passages) == 1


def test_a_text_without_lines_has_no_passage() -> None:
    assert Text((), ()).passages == []


LENGTHS = st.lists(st.integers(1, 300), max_size=60)
BUDGETS = st.integers(1, 2000)


@given(LENGTHS, BUDGETS)
def test_batches_hold_each_passage_once_the_longest_first(lengths: list[int], budget: int) -> None:
    order = [index for batch in batches(lengths, budget) for index in batch]
    assert sorted(order) == list(range(len(lengths)))
    assert [lengths[index] for index in order] == sorted(lengths, reverse=True)


@given(LENGTHS, BUDGETS)
def test_batches_keep_the_budget_with_padding_counted_unless_one_passage_alone_is_longer(
    lengths: list[int], budget: int
) -> None:
    for batch in batches(lengths, budget):
        assert len(batch) * max(lengths[index] for index in batch) <= budget or len(batch) == 1


def test_a_batch_takes_as_many_passages_as_its_budget_allows() -> None:
    assert batches([10, 10, 10, 10, 10], 20) == [[0, 1], [2, 3], [4]]

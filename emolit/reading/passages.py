"""Pack the lines of one work into passages the network reads in one pass.

A passage is `<s> line </s> line </s> ...`. Nothing is dropped: a line longer than a passage is cut into windows that
together hold each of its tokens once. Pure Python: the network and the training both read what is packed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

NOBODY = -1  # owner of the tokens that belong to no line: <s> and </s>
MAX_TOKENS = 256  # of a passage, special tokens included

_STANZA_SLACK = 0.25  # a passage may stay this much emptier to end at a stanza break


@dataclass(frozen=True)
class Specials:
    """Ids of the tokens that frame a passage."""

    start: int  # <s>
    end: int  # </s>
    pad: int


@dataclass(frozen=True)
class Passage:
    """What the network reads in one pass.

    ids: token ids, at most `MAX_TOKENS`.
    owners: for each token the index of the line it belongs to, `NOBODY` for special tokens.
    """

    ids: tuple[int, ...]
    owners: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def first_line(self) -> int:
        """The first line that it holds, or a window of it; its lines follow one another."""
        return next(owner for owner in self.owners if owner != NOBODY)

    @property
    def n_lines(self) -> int:
        return max(self.owners) - self.first_line + 1


@dataclass(frozen=True)
class _Window:
    """Consecutive tokens of one line; the whole line unless it is longer than a passage."""

    line: int
    ids: Sequence[int]


def pack(
    lines: Sequence[Sequence[int]], stanzas: Sequence[int], specials: Specials, max_tokens: int = MAX_TOKENS
) -> list[Passage]:
    """Consecutive lines to as few passages as fit, cut between lines, at a stanza break where one is near.

    lines: token ids of each line of one work, without special tokens, none empty.
    stanzas: the stanza of each line, same length.
    """
    passages: list[Passage] = []
    waiting: list[_Window] = []
    room = max_tokens - 1
    for window in _windows(lines, max_tokens - 2):
        if _size(waiting) + len(window.ids) + 1 > room:
            keep = _cut(waiting, stanzas, window.line, room)
            passages.append(_passage(waiting[:keep], specials))
            waiting = waiting[keep:]
            if _size(waiting) + len(window.ids) + 1 > room:
                passages.append(_passage(waiting, specials))
                waiting = []
        waiting.append(window)
    if waiting:
        passages.append(_passage(waiting, specials))
    return passages


def _windows(lines: Sequence[Sequence[int]], width: int) -> Iterator[_Window]:
    """Each line whole, or in the fewest windows of nearly equal width."""
    for line, ids in enumerate(lines):
        count = -(-len(ids) // width)
        bounds = [round(index * len(ids) / count) for index in range(count + 1)]
        for start, stop in pairwise(bounds):
            yield _Window(line, ids[start:stop])


def _size(windows: Sequence[_Window]) -> int:
    return sum(len(window.ids) + 1 for window in windows)


def _cut(windows: Sequence[_Window], stanzas: Sequence[int], next_line: int, room: int) -> int:
    """How many windows the passage keeps: up to the last stanza break that leaves it full enough, else all."""
    following = [*(window.line for window in windows[1:]), next_line]
    size = _size(windows)
    for keep in range(len(windows), 0, -1):
        if size < room * (1 - _STANZA_SLACK):
            break
        if stanzas[windows[keep - 1].line] != stanzas[following[keep - 1]]:
            return keep
        size -= len(windows[keep - 1].ids) + 1
    return len(windows)


def _passage(windows: Sequence[_Window], specials: Specials) -> Passage:
    ids, owners = [specials.start], [NOBODY]
    for window in windows:
        ids += [*window.ids, specials.end]
        owners += [*([window.line] * len(window.ids)), NOBODY]
    return Passage(tuple(ids), tuple(owners))


def batches(lengths: Sequence[int], budget: int) -> list[list[int]]:
    """Indices of passages, longest first, in batches of at most `budget` tokens, padding counted.

    A passage longer than the budget is a batch of its own.
    """
    order = sorted(range(len(lengths)), key=lambda index: -lengths[index])
    result: list[list[int]] = []
    for index in order:
        if result and lengths[result[-1][0]] * (len(result[-1]) + 1) <= budget:
            result[-1].append(index)
        else:
            result.append([index])
    return result

"""Two columns of a page, read one after the other.

A page has two columns where a strip of white as wide as a few letters runs down it between lines that stand at the same
height, and the lines right of it begin at one edge. What crosses the strip, a title or a page number, must stand above
or below both. Anything less sure is one column: a verse with a wide space in it stays a verse.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_FEWEST = 4  # lines of a column
_STRIP = 14.0  # points between the columns: more than a letter
_EDGE = 2.0  # points that two lines of one edge may differ by
_ALIGNED = 0.5  # of the right column's lines begin at its edge; the others are indented from it
_BESIDE = 0.6  # of the shorter column's lines have one beside them
_MOST = 400  # lines of a page that anybody could read
_EDGES_TRIED = 5
_MARGIN_WIDTH = 40.0  # points; lines shorter than this are no column: numbers in the margin, initials of speakers


@dataclass(frozen=True)
class Placed:
    """A line of text on its page: distances from its left and lower edge, in points."""

    text: str
    top: float
    bottom: float
    left: float = 0.0
    right: float = 0.0

    def is_beside(self, other: Placed) -> bool:
        middle = (self.top + self.bottom) / 2
        return other.bottom <= middle <= other.top


def columns(lines: Sequence[Placed]) -> list[list[Placed]]:
    """The parts of a page in the order of reading, each from top to bottom: the whole page where it has one column."""
    whole = sorted(lines, key=lambda line: -line.top)
    for edge in _edges(whole) if len(whole) <= _MOST else ():
        left = [line for line in whole if line.right <= edge - _STRIP]
        right = [line for line in whole if line.left >= edge - _EDGE]
        across = [line for line in whole if line not in left and line not in right]
        if _are_columns(left, right, edge) and (ends := _ends(left, right, across)):
            head, tail = ends
            return [part for part in ([*head, *left], [*right, *tail]) if part]
    return [whole]


def _edges(lines: Sequence[Placed]) -> list[float]:
    """Where enough lines begin, most lines first; the leftmost is no edge between columns."""
    begins = Counter(round(line.left) for line in lines)
    leftmost = min(begins, default=0)
    likely = begins.most_common(_EDGES_TRIED)
    return [float(edge) for edge, count in likely if count > 1 and edge > leftmost + _STRIP]


def _are_columns(left: Sequence[Placed], right: Sequence[Placed], edge: float) -> bool:
    if min(len(left), len(right)) < _FEWEST:
        return False
    if any(sorted(line.right - line.left for line in side)[len(side) // 2] < _MARGIN_WIDTH for side in (left, right)):
        return False
    aligned = sum(abs(line.left - edge) <= _EDGE for line in right)
    shorter, longer = sorted((left, right), key=len)
    beside = sum(any(line.is_beside(other) for other in longer) for line in shorter)
    return aligned >= _ALIGNED * len(right) and beside >= _BESIDE * len(shorter)


def _ends(
    left: Sequence[Placed], right: Sequence[Placed], across: Sequence[Placed]
) -> tuple[list[Placed], list[Placed]] | None:
    """What crosses the strip above both columns, and below them; None where something crosses it between."""
    both = [*left, *right]
    highest, lowest = max(line.top for line in both), min(line.bottom for line in both)
    head = [line for line in across if line.bottom >= highest]
    tail = [line for line in across if line.top <= lowest]
    return (head, tail) if len(head) + len(tail) == len(across) else None

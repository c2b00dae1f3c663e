"""What human readers chose for a line: `{"슬픔": 3, "기쁨": 1}` beside the number of readers who were asked."""

from __future__ import annotations

import json
from collections.abc import Mapping

from emolit.emotions import load_scheme
from emolit.errors import SchemeError

READERS = 5  # as in KPoEM; a table may name another number


def parse_votes(cell: str, readers: str) -> tuple[Mapping[str, int], int]:
    """Votes by the labels' own names, and how many readers were asked.

    cell: a JSON object, label in either language -> readers who chose it. readers: a number, or empty for five.

    Raises ValueError for anything else, and for more votes than readers.
    """
    asked = int(readers) if readers.strip() else READERS
    found = json.loads(cell)
    if asked < 1 or not isinstance(found, dict):
        raise ValueError(cell)
    votes = {_name(label): count for label, count in found.items()}
    if not all(isinstance(count, int) and 0 <= count <= asked for count in votes.values()):
        raise ValueError(cell)
    return votes, asked


def _name(label: str) -> str:
    try:
        return load_scheme().find(label).name
    except SchemeError as error:
        raise ValueError(label) from error


def write_votes(votes: Mapping[str, int]) -> str:
    return json.dumps(dict(votes), ensure_ascii=False)

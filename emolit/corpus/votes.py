"""What human readers chose for a line: `{"슬픔": 3, "기쁨": 1}` beside the number of readers who were asked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from emolit.emotions import load_scheme
from emolit.errors import SchemeError

_WHOLE = re.compile(r"\d{1,6}")

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


def vote_columns(header: Sequence[str]) -> dict[int, str]:
    """Index -> label where a table has a column for each label, by name or by English gloss; else nothing."""
    for names in (load_scheme().names, load_scheme().glosses("en")):
        lowered = {name.lower(): label for name, label in zip(names, load_scheme().names, strict=True)}
        found = {index: lowered[column] for index, column in enumerate(header) if column in lowered}
        if set(found.values()) == set(lowered.values()):
            return found
    return {}


def are_votes(cells: Iterable[str]) -> bool:
    """Whether all filled cells are whole numbers and some are: a table of scores has the same columns."""
    filled = [cell for cell in map(str.strip, cells) if cell]
    return bool(filled) and all(_WHOLE.fullmatch(cell) for cell in filled)


def counted(cells: Mapping[str, str]) -> str:
    """Vote columns of one row as the JSON cell that says the same; empty when all are."""
    found = {label: int(cell) for label, cell in cells.items() if cell.strip()}
    return write_votes({label: count for label, count in found.items() if count}) if found else ""


def write_votes(votes: Mapping[str, int]) -> str:
    return json.dumps(dict(votes), ensure_ascii=False)

"""The guard of cells that a spreadsheet program would run as a formula.

A verse line may well begin with a dash. In the download for spreadsheets such a cell gets an apostrophe in front
(OWASP, "CSV Injection") and the table a column that says so, so that our own reader can take it off again.
"""

from __future__ import annotations

import re

GUARD_COLUMN = "spreadsheet_guard"

_FORMULA_LIKE = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guard(cell: str) -> str:
    """An apostrophe before a cell that begins like a formula, or like a guarded one: so `unguard` is its inverse."""
    return f"'{cell}" if _FORMULA_LIKE.match(cell) else cell


def unguard(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell

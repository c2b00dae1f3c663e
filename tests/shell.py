"""What a command of the shell said, for tests that run it in this process."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Said:
    code: object
    out: bytes
    err: str

    @property
    def rows(self) -> list[dict[str, str]]:
        return rows_of(self.out.decode("utf-8"))

    @property
    def complaints(self) -> list[str]:
        return self.err.splitlines()


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


PLACE = ("work", "author", "stanza", "line", "text")


def place(row: dict[str, str]) -> list[str]:
    return [row[column] for column in PLACE]


def meta_of(output: Path) -> dict[str, Any]:
    """The record that lies beside an output."""
    record: dict[str, Any] = json.loads(output.with_name(output.name + ".meta.json").read_text(encoding="utf-8"))
    return record

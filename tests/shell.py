"""What a command of the shell said, for tests that run it in this process."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass


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

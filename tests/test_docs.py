"""The documents on formats and security are held to their word by the tests that they name."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from emolit.corpus import APP_LIMITS, ENDINGS
from emolit.corpus.archive import MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED
from emolit.corpus.worker import MEMORY, SECONDS
from emolit.evaluation.card import model_card
from emolit.reading.checkpoint import SHIPPED_FOLDER
from emolit.reading.measured import Measured

ROOT = Path(__file__).parents[1]
FORMATS = (ROOT / "docs" / "FORMATS.md").read_text(encoding="utf-8")
SECURITY = (ROOT / "docs" / "SECURITY.md").read_text(encoding="utf-8")
TESTS = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
ROWS = [row for row in FORMATS.splitlines() if row.startswith("| ") and "---" not in row][1:]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_every_row_on_a_format_names_a_test_that_exists(row: str) -> None:
    (name,) = re.findall(r"`(test_\w+)` \|$", row)
    assert f"def {name}(" in TESTS


def test_every_ending_that_is_read_has_a_row() -> None:
    names = " ".join(row.split("|")[1] for row in ROWS)
    written = {".xml": "TEI", ".html": "HTML", ".wiki": "wikitext"}
    assert [ending for ending in ENDINGS if written.get(ending, ending) not in names] == []


def test_every_test_that_security_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", SECURITY))
    assert named
    assert [name for name in named if f"def {name}(" not in TESTS] == []


def test_the_limits_told_are_those_of_the_code() -> None:
    told = {
        f"{MAX_ENTRIES:,} entries",
        f"{MAX_UNPACKED // 1_000_000} MB unpacked",
        f"ratio of {MAX_RATIO}",
        f"{SECONDS} seconds",
        f"{MEMORY // 1_000_000_000} GB",
        f"{APP_LIMITS.file_bytes // 1_000_000} MB a file",
        f"{APP_LIMITS.visitor_files} files",
        f"{APP_LIMITS.visitor_bytes // 1_000_000} MB a visit",
    }
    assert {phrase for phrase in told if phrase not in SECURITY} == set()


def test_the_model_cards_are_what_the_measurements_say() -> None:
    config = json.loads((SHIPPED_FOLDER / "config.json").read_text(encoding="utf-8"))
    card = model_card(config, Measured.of(SHIPPED_FOLDER).record)
    assert (SHIPPED_FOLDER / "README.md").read_text(encoding="utf-8") == card
    assert card.endswith((ROOT / "docs" / "MODEL_CARD.md").read_text(encoding="utf-8"))

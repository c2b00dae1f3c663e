"""Every sentence of the pages exists in both languages, and none is left over."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from emolit.ui.wording import table

ROOT = Path(__file__).parents[2]
FILES = [ROOT / "app.py", *ROOT.glob("pages/*.py"), *ROOT.glob("emolit/ui/**/*.py")]
SOURCES = "".join(path.read_text(encoding="utf-8") for path in FILES)
ENTRIES = [(f"{page}.{key}", entry) for page, keys in table().items() for key, entry in keys.items()]


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize(("key", "entry"), ENTRIES, ids=[key for key, _ in ENTRIES])
def test_every_entry_has_both_languages_with_the_same_blanks(key: str, entry: dict[str, str]) -> None:
    assert set(entry) == {"ko", "en"}
    assert fields(entry["ko"]) == fields(entry["en"])


def test_every_key_that_a_page_asks_for_is_written() -> None:
    asked = set(re.findall(r"""\bt\(\s*["']([a-z_]+\.[a-z_]+)["']""", SOURCES))
    assert asked - {key for key, _ in ENTRIES} == set()


def test_no_entry_is_left_over() -> None:
    patterns = [re.sub(r"\{[^}]*\}", "[a-z]+", found) for found in re.findall(r'\bt\(\s*f"([^"]+)"', SOURCES)]
    patterns += [
        f"{key}_[a-z]+" for key in re.findall(r'\b(?:choose_one\(\s*|_segments\(|names=)"([a-z_.]+)"', SOURCES)
    ]
    named = set(re.findall(r"""["']([a-z_]+\.[a-z_]+)["']""", SOURCES))
    unused = [
        key for key, _ in ENTRIES if key not in named and not any(re.fullmatch(pattern, key) for pattern in patterns)
    ]
    assert unused == []

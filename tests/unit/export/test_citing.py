"""Citations in every form name the same works, and those of CITATION.cff."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from emolit.export.citing import bibtex, citations, csl_json, in_text, plain
from emolit.version import VERSION

CFF = (Path(__file__).parents[3] / "CITATION.cff").read_text(encoding="utf-8")


@pytest.mark.parametrize("entry", citations(), ids=lambda entry: entry["id"])
def test_every_form_names_title_year_and_people(entry: dict[str, object]) -> None:
    people = [author.get("family") or author["literal"] for author in entry["author"]]  # type: ignore
    for form in (bibtex(), csl_json(), plain()):
        assert str(entry["title"]) in form
        assert all(person in form for person in people)


def test_the_papers_are_those_of_the_citation_file() -> None:
    for entry in citations()[1:]:
        assert entry["title"] in CFF
        assert entry["number"] in CFF
    assert f"version: {VERSION}" in CFF


def test_csl_is_json_of_unique_ids_with_this_version() -> None:
    entries = json.loads(csl_json())
    assert [entry["id"] for entry in entries] == ["emolit", "kpoem", "kote", "goemotions"]
    assert entries[0]["version"] == VERSION


def test_bibtex_has_balanced_braces_and_an_entry_each() -> None:
    text = bibtex()
    assert text.count("{") == text.count("}")
    assert re.findall(r"^@(\w+)\{(\w+),$", text, flags=re.MULTILINE) == [
        ("software", "emolit"), ("misc", "kpoem"), ("misc", "kote"), ("misc", "goemotions"),
    ]  # fmt: skip
    assert "eprint = {2509.03932}" in text
    assert "author = {{The emolit authors}}" in text


def test_a_reference_in_a_sentence_names_all_authors() -> None:
    assert in_text("kpoem") == "Lim, Ji and Kim 2025"

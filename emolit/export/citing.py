"""What to cite, and how: emolit, and the data sets that its model learnt from, as text, BibTeX and CSL-JSON."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from emolit.version import VERSION

_TABLE = Path(__file__).parent.parent / "assets" / "citations.json"

Entry = dict[str, Any]


@cache
def citations() -> tuple[Entry, ...]:
    """emolit in this version, KPoEM, KOTE, GoEmotions, as items of CSL-JSON."""
    entries: list[Entry] = json.loads(_TABLE.read_text(encoding="utf-8"))
    return tuple(entry | {"version": VERSION} if "version" in entry else entry for entry in entries)


def csl_json() -> str:
    """For Zotero and other programs that read CSL-JSON."""
    return json.dumps(list(citations()), ensure_ascii=False, indent=2) + "\n"


def bibtex() -> str:
    return "\n".join(_bibtex(entry) for entry in citations())


def plain() -> str:
    """A reference a line."""
    return "".join(_plain(entry) + "\n" for entry in citations())


def in_text(key: str) -> str:
    """A short reference as in a sentence: "Lim, Ji and Kim 2025"."""
    entry = next(entry for entry in citations() if entry["id"] == key)
    *others, last = (author.get("family") or author["literal"] for author in entry["author"])
    return " and ".join(filter(None, (", ".join(others), last))) + f" {_year(entry)}"


def _year(entry: Entry) -> int:
    year: int = entry["issued"]["date-parts"][0][0]
    return year


def _plain(entry: Entry) -> str:
    names = "; ".join(_name(author) for author in entry["author"])
    version = f" Version {entry['version']}." if "version" in entry else ""
    rest = [entry.get("number"), entry.get("URL"), entry.get("note")]
    return f"{names} ({_year(entry)}): {entry['title']}.{version} " + ", ".join(filter(None, rest)) + "."


def _name(author: dict[str, str]) -> str:
    return author.get("literal") or f"{author['family']}, {author['given']}"


def _bibtex(entry: Entry) -> str:
    """A name that is no person's is braced twice, or BibTeX would take it apart; so is a title, for its capitals."""
    names = " and ".join(f"{{{a['literal']}}}" if "literal" in a else _name(a) for a in entry["author"])
    fields = {"author": names, "title": f"{{{entry['title']}}}", "year": _year(entry)}
    number = str(entry.get("number", ""))
    if number.startswith("arXiv:"):
        fields |= {"eprint": number.removeprefix("arXiv:"), "archivePrefix": "arXiv"}
    fields |= {name.lower(): entry[name] for name in ("version", "URL", "note") if entry.get(name)}
    kind = "software" if entry["type"] == "software" else "misc"
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@{kind}{{{entry['id']},\n{body}\n}}\n"

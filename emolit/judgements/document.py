"""Judgements as a JSON document: taken away, brought back with nothing lost, kept in the visitor's own browser.

    {"format": "emolit judgements", "version": 1, "scheme": "kote",
     "texts": {"<hash>": {"title": "...", "author": "...", "lines": 12, "stanzas": [["...", ...], ...]}},
     "judgements": [{"text": "<hash>", "line": 3, "coder": "...", "labels": ["슬픔"], "note": "..."}]}

Lines count from 1. `stanzas`, the text itself, is there only where whoever wrote the document wanted it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from emolit.corpus import Corpus, Line, Work
from emolit.corpus.works import work_id
from emolit.emotions import load_scheme
from emolit.errors import EmolitError
from emolit.judgements.sheet import Judgement, Place, Sheet, text_hash

FORMAT, VERSION = "emolit judgements", 1
LONGEST_NOTE = 2_000  # characters
LONGEST_CODER = 60
_MOST_LINE = 10_000_000


@dataclass(frozen=True)
class Document:
    """A sheet, and the texts of those works whose text the document holds."""

    sheet: Sheet
    works: tuple[Work, ...] = ()
    titles: Mapping[str, str] | None = None  # text hash -> title, of every text named in the document


def write_document(sheet: Sheet, works: Iterable[Work], *, with_text: bool = False) -> str:
    """JSON of all judgements; works: those whose titles are known, and whose text goes along `with_text`."""
    texts: dict[str, dict[str, Any]] = {place.text: {} for place, _ in sheet}
    for work in works:
        if with_text or text_hash(work) in texts:
            about: dict[str, Any] = {"title": work.title, "author": work.author, "lines": len(work)}
            if with_text:
                about |= {"year": work.year, "language": work.language}
                about["stanzas"] = [[line.text for line in stanza] for stanza in work.stanzas]
            texts[text_hash(work)] = about
    record = {
        "format": FORMAT,
        "version": VERSION,
        "scheme": load_scheme().name,
        "texts": texts,
        "judgements": [
            {
                "text": place.text,
                "line": place.line + 1,
                "coder": place.coder,
                "labels": [name for name in load_scheme().names if name in found.labels],
                "note": found.note,
            }
            for place, found in sheet
        ],
    }
    return json.dumps(record, ensure_ascii=False, indent=1)


def read_document(data: str | bytes) -> Document:
    """The document as it was written. Raises EmolitError for anything else, whoever made it."""
    try:
        record = json.loads(data)
        if record["format"] != FORMAT or record["version"] != VERSION:
            raise EmolitError("judgements.other_format")
        sheet = Sheet(dict(_entry(row) for row in record["judgements"]))
        works = Corpus(tuple(_work(about) for about in record["texts"].values() if "stanzas" in about)).works
        titles = {str(key): str(about.get("title", "")) for key, about in record["texts"].items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise EmolitError("judgements.unreadable") from error
    return Document(sheet, works, titles)


def _entry(row: Mapping[str, Any]) -> tuple[Place, Judgement]:
    text, line, coder, note = row["text"], row["line"], row["coder"], row.get("note", "")
    labels = row["labels"]
    strings = all(isinstance(part, str) for part in (text, coder, note, *labels))
    if not strings or not isinstance(line, int) or not 1 <= line <= _MOST_LINE or not isinstance(labels, list):
        raise ValueError(row)
    if len(note) > LONGEST_NOTE or not 0 < len(coder) <= LONGEST_CODER or not 0 < len(text) <= LONGEST_CODER:
        raise ValueError(row)
    names = load_scheme().names
    unknown = next((label for label in labels if label not in names), None)
    if unknown is not None:
        raise EmolitError("judgements.unknown_label", label=unknown[:40])
    return Place(text, line - 1, coder), Judgement(frozenset(labels), note)


def _work(about: Mapping[str, Any]) -> Work:
    stanzas = tuple(tuple(Line(_text(line)) for line in stanza) for stanza in about["stanzas"])
    if not stanzas or not all(stanzas) or not all(line.text.strip() for stanza in stanzas for line in stanza):
        raise ValueError("a stanza without lines, or a line without text")
    title, author, year, language = (_text(about.get(key, "")) for key in ("title", "author", "year", "language"))
    return Work(work_id(author, title, stanzas), title, stanzas, author, year=year, language=language)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    return value

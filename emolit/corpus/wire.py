"""A corpus as JSON and back: how the worker that reads a file answers, and how a session is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from emolit.corpus.works import Corpus, Counts, Line, Problem, SourceNote, Stanza, Work

Record = dict[str, Any]

_TUPLES = ("returning_works", "header", "skipped")


def to_record(corpus: Corpus) -> Record:
    """Plain lists, strings and numbers. A line without id and votes is its text."""
    return {"works": [_work(work) for work in corpus], "notes": [note_record(note) for note in corpus.notes]}


def from_record(record: Mapping[str, Any]) -> Corpus:
    """The inverse of `to_record`."""
    works = tuple(Work(**{**work, "stanzas": tuple(map(_stanza, work["stanzas"]))}) for work in record["works"])
    return Corpus(works, tuple(map(_note, record["notes"])))


def about_record(work: Work) -> Record:
    """All of a work but its text."""
    return {field.name: getattr(work, field.name) for field in fields(work) if field.name != "stanzas"}


def _work(work: Work) -> Record:
    return {**about_record(work), "stanzas": [[_line(line) for line in stanza] for stanza in work.stanzas]}


def _line(line: Line) -> str | list[Any]:
    if line.id is None and line.votes is None:
        return line.text
    return [line.text, line.id, None if line.votes is None else dict(line.votes), line.readers]


def _stanza(stanza: list[Any]) -> Stanza:
    return tuple(Line(line) if isinstance(line, str) else Line(*line) for line in stanza)


def note_record(note: SourceNote) -> Record:
    record = asdict(note)
    record["problems"] = [{"code": found.code, "details": plain(found.details)} for found in note.problems]
    return record


def _note(record: Mapping[str, Any]) -> SourceNote:
    changed: Record = {name: tuple(record[name]) for name in _TUPLES}
    changed["columns"] = tuple((role, column) for role, column in record["columns"])
    changed["counts"] = Counts(**record["counts"])
    changed["problems"] = tuple(Problem(**problem) for problem in record["problems"])
    return SourceNote(**{**record, **changed})


def plain(details: Mapping[str, object]) -> Record:
    """Details of an error as JSON can hold them: numbers stay numbers, since sentences format them."""
    return {
        name: value if isinstance(value, str | int | float | list) else str(value) for name, value in details.items()
    }

"""The process that opens one session file for the app, under the limits of `emolit.corpus.worker`.

It takes the archive apart, checks that every value is of the kind it should be and that scores fit their works, and
answers with plain JSON.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import IO, Any

import numpy as np

from emolit.corpus.archive import Archive
from emolit.corpus.edition import Edition
from emolit.corpus.limits import Limits
from emolit.corpus.wire import from_record, plain
from emolit.corpus.worker import run
from emolit.corpus.works import Corpus, Work
from emolit.emotions import load_scheme
from emolit.errors import EmolitError
from emolit.export.session import EXTRA_NAME, FORMAT, LEVELS, SCHEMA
from emolit.reading.scores import Provenance

_TEXTS = tuple(f.name for f in fields(Work) if f.name not in ("stanzas", "paratext", "returns"))
_WRONG = (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError, OverflowError, zlib.error)


class _Broken(Exception):  # noqa: N818
    """Something in the file is not as it should be."""


def opened(name: str, data: bytes, limits: Limits | None) -> dict[str, Any]:
    """All parts of a session as plain values. Raises EmolitError."""
    try:
        return _opened(name, data, limits)
    except EmolitError as error:
        if error.code in ("corpus.broken", "corpus.empty"):
            raise EmolitError("session.broken", name=name) from error
        raise
    except (*_WRONG, _Broken, zipfile.BadZipFile, MemoryError) as error:
        raise EmolitError("session.broken", name=name) from error


def _opened(name: str, data: bytes, limits: Limits | None) -> dict[str, Any]:
    archive = Archive(name, data)
    manifest = _part(archive, "manifest")
    schema = manifest["schema"]
    _expect(manifest["format"] == FORMAT and type(schema) is int and schema > 0)
    if schema > SCHEMA:
        raise EmolitError("session.newer", name=name, found=schema, known=SCHEMA)
    record = _part(archive, "corpus")
    corpus = from_record(record)
    _check_corpus(corpus)
    if limits:
        limits.check_corpus(corpus)
    settings, view = _part(archive, "settings"), _part(archive, "view")
    _expect(isinstance(settings, dict) and isinstance(view, dict) and all(map(_is_text, view.values())))
    return {
        "corpus": record,
        "scores": _scores(archive, corpus) if "scores.json" in archive else None,
        "settings": settings,
        "view": view,
        "extras": dict(_extra(archive, entry) for entry in archive if entry.startswith("extras/")),
        "editions": dict(_editions(archive, {note.sha256: note.encoding for note in corpus.notes})),
    }


def _expect(condition: bool) -> None:
    if not condition:
        raise _Broken


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _part(archive: Archive, name: str) -> Any:
    return json.loads(archive.read(f"{name}.json"))


def _check_corpus(corpus: Corpus) -> None:
    """Every field of every work and line is of its own kind, and no two works have one id."""
    _expect(len({work.id for work in corpus}) == len(corpus))
    for work in corpus:
        _expect(all(_is_text(getattr(work, name)) for name in _TEXTS))
        _expect(type(work.paratext) is bool and type(work.returns) is bool)
        _expect(bool(work.stanzas) and all(work.stanzas))
        for line in work.lines:
            _expect(_is_text(line.text) and (line.id is None or _is_text(line.id)) and type(line.readers) is int)
            _expect(line.votes is None or _are_votes(line.votes, line.readers))
    for note in corpus.notes:
        _expect(all(map(_is_text, (note.name, note.format, note.encoding, note.sha256, note.separator))))
        numbers = (note.replaced, note.joined_words, note.column_pages, note.prose, *vars(note.counts).values())
        _expect(all(type(value) is int for value in numbers))
        _expect(all(map(_is_text, (*note.returning_works, *note.header, *note.skipped))))
        _expect(all(_is_text(p.code) and isinstance(p.details, dict) for p in note.problems))


def _are_votes(votes: Mapping[str, int], readers: int) -> bool:
    names = set(load_scheme().names)
    return set(votes) <= names and all(type(n) is int and 0 <= n <= readers for n in votes.values())


def _extra(archive: Archive, entry: str) -> tuple[str, Any]:
    name = entry.removeprefix("extras/").removesuffix(".json")
    extra = _part(archive, f"extras/{name}")
    _expect(bool(EXTRA_NAME.fullmatch(name)) and set(extra) == {"version", "data"} and type(extra["version"]) is int)
    return name, extra


def _editions(archive: Archive, encodings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Editions by the hash of their bytes, those that the corpus was read from and that can be written on.

    encodings: that each was read in, by its hash. Whatever cannot be read as it says is refused here, under guard.
    """
    for entry in (entry for entry in archive if entry.startswith("editions/")):
        digest, data = entry.removeprefix("editions/"), archive.read(entry)
        _expect(hashlib.sha256(data).hexdigest() == digest)
        if digest in encodings and Edition.parse(digest, data, encodings[digest]) is not None:
            yield digest, base64.b64encode(data).decode("ascii")


def _scores(archive: Archive, corpus: Corpus) -> dict[str, Any]:
    """Scores whose every table has the size of its work, all values between 0 and 1."""
    about = _part(archive, "scores")
    labels = tuple(about["labels"])
    _expect(labels == load_scheme(about["provenance"]["scheme"]).names)
    _expect(len(about["threshold"]) == len(labels) and all(type(v) in (int, float) for v in about["threshold"]))
    _expect(all(map(_is_text, about["known_languages"])))
    provenance = Provenance(**about["provenance"])
    _expect(type(provenance.context) is bool)
    _expect(all(_is_text(value) for key, value in vars(provenance).items() if key != "context"))
    works = {work.id: work for work in corpus}
    values, derived, places = _table(archive, labels, sum(len(work) + len(work.stanzas) + 1 for work in corpus))
    told = []
    for number, found in enumerate(about["works"]):
        work = works[found["id"]]
        sizes = {"lines": len(work), "stanzas": len(work.stanzas), "work": 1}
        levels = {}
        for name in LEVELS:
            rows = places.get((number, name), np.array([], dtype=int))
            _expect(len(rows) == sizes[name])
            data = base64.b64encode(np.ascontiguousarray(values[rows], dtype="<f8").tobytes()).decode("ascii")
            levels[name] = {"values": data, "derived": derived[rows].tolist()}
        numbers = (*found["unread"], *found["trained_on"])
        _expect(all(type(n) is int and n >= 0 for n in numbers) and len(found["unread"]) == sizes["lines"])
        told.append({"id": work.id, "unread": found["unread"], "trained_on": found["trained_on"], "levels": levels})
    return {**{key: about[key] for key in ("labels", "threshold", "known_languages", "provenance")}, "works": told}


def _table(archive: Archive, labels: tuple[str, ...], most: int) -> tuple[Any, Any, dict[tuple[int, str], Any]]:
    """Values (n_rows, n_labels), at most so many rows; what is derived; the rows of each work and level."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(io.BytesIO(archive.read("scores.parquet")))
        _expect(file.metadata.num_rows <= most)
        table = file.read(use_threads=False)
    except (pa.ArrowException, OSError) as error:
        raise _Broken from error
    _expect(table.column_names == ["work", "level", "derived", *labels])
    values = np.column_stack([table[label].to_numpy() for label in labels]).astype(np.float64)
    _expect(bool(np.isfinite(values).all() and (values >= 0).all() and (values <= 1).all()))
    keys = list(zip(table["work"].to_pylist(), table["level"].to_pylist(), strict=True))
    places: dict[tuple[int, str], list[int]] = {}
    for row, key in enumerate(keys):
        places.setdefault(key, []).append(row)
    derived = np.array(table["derived"].to_pylist(), dtype=object)
    _expect(all(type(value) is bool for value in derived))
    return values, derived, {key: np.array(rows) for key, rows in places.items()}


def serve(questions: IO[bytes], answers: IO[bytes]) -> None:
    """Answer one question."""
    asked = json.loads(questions.readline())
    data = questions.read()
    try:
        limits = Limits(**asked["limits"]) if asked["limits"] else None
        answer: dict[str, Any] = {"session": opened(asked["name"], data, limits)}
    except EmolitError as error:
        answer = {"error": {"code": error.code, "details": plain(error.details)}}
    except Exception as error:  # noqa: BLE001 - whatever a hostile file provokes is told in a sentence
        details = {"name": asked["name"]}
        answer = {"error": {"code": "session.broken", "details": details, "kind": type(error).__name__}}
    answers.write(json.dumps(answer).encode("ascii") + b"\n")
    answers.flush()


if __name__ == "__main__":
    run(serve)

"""A session in a file (`.emolit`): the corpus, its scores, settings and view, and what other parts of the app add.

A zip of JSON and one Parquet table; no pickle. `manifest.json` names the schema, a whole number that grows when an
older emolit could no longer read a file; a newer emolit reads all older schemas. Scores name the model they are of.

    manifest.json    format, schema, emolit's version
    corpus.json      works and notes, as `corpus.wire` writes them
    scores.json      labels, thresholds, provenance; `scores.parquet` their values, a row a line, stanza or work
    settings.json    how texts are read
    view.json        what is shown: the fields of a permalink
    extras/NAME.json {"version": ..., "data": ...} of another part: judgements, say. Unknown ones are kept.
    editions/HASH    uploaded TEI editions, as they came, so that they can go out again
"""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np

from emolit.corpus import Corpus, Limits
from emolit.corpus.guard import ask_guarded
from emolit.corpus.wire import from_record, to_record
from emolit.errors import EmolitError
from emolit.reading.scores import EmotionScores, LevelScores, Provenance, WorkScores
from emolit.version import VERSION

FORMAT = "emolit-session"
SCHEMA = 1
LEVELS = ("lines", "stanzas", "work")
_TIMES = 2  # as many bytes as a text may have
EXTRA_NAME = re.compile(r"[a-z][a-z0-9_-]{0,40}")

Json = Any


@dataclass(frozen=True)
class Extra:
    """What another part of the app keeps in a session. data: anything that JSON can hold; version: of its own form."""

    version: int
    data: Json


@dataclass(frozen=True, eq=False)
class Session:
    """Everything that a scholar comes back to.

    scores: of the works of the corpus, or None. settings, view: flat, of plain values. editions: sha256 of a source ->
    its bytes.
    """

    corpus: Corpus
    scores: EmotionScores | None = None
    settings: Mapping[str, Json] = field(default_factory=dict)
    view: Mapping[str, str] = field(default_factory=dict)
    extras: Mapping[str, Extra] = field(default_factory=dict)
    editions: Mapping[str, bytes] = field(default_factory=dict)


def write_session(session: Session) -> bytes:
    """The file. Raises ValueError for an extra whose name is no plain word."""
    for name in session.extras:
        if not EXTRA_NAME.fullmatch(name):
            raise ValueError(f"Expected a name of small letters, digits and dashes, got {name!r}.")
    parts: dict[str, Json] = {
        "manifest": {"format": FORMAT, "schema": SCHEMA, "version": VERSION},
        "corpus": to_record(session.corpus),
        "settings": dict(session.settings),
        "view": dict(session.view),
        **{f"extras/{name}": asdict(extra) for name, extra in session.extras.items()},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        if session.scores is not None:
            parts["scores"] = _about_scores(session.scores)
            archive.writestr("scores.parquet", _values(session.scores))
        for name, part in parts.items():
            archive.writestr(f"{name}.json", json.dumps(part, ensure_ascii=True))
        for digest, data in session.editions.items():
            archive.writestr(f"editions/{digest}", data)
    return buffer.getvalue()


def _about_scores(scores: EmotionScores) -> Json:
    works = [{"id": w.work_id, "unread": list(w.unread), "trained_on": list(w.trained_on)} for w in scores.works]
    return {
        "labels": list(scores.labels),
        "threshold": list(scores.threshold),
        "known_languages": list(scores.known_languages),
        "provenance": asdict(scores.provenance),
        "works": works,
    }


def _values(scores: EmotionScores) -> bytes:
    """Columns `work` (its place in `scores.json`), `level`, `derived`, and one a label, in full precision."""
    import pyarrow as pa
    from pyarrow import parquet

    rows = [(n, name, getattr(work, name)) for n, work in enumerate(scores.works) for name in LEVELS]
    sizes = [len(level.values) for _, _, level in rows]
    values = np.concatenate([level.values for _, _, level in rows]) if rows else np.empty((0, len(scores.labels)))
    columns = {
        "work": pa.array(np.repeat([n for n, _, _ in rows], sizes), type=pa.int32()),
        "level": pa.array([name for (_, name, _), size in zip(rows, sizes, strict=True) for _ in range(size)]),
        "derived": pa.array(np.concatenate([level.derived for _, _, level in rows]) if rows else [], type=pa.bool_()),
        **{label: pa.array(values[:, column]) for column, label in enumerate(scores.labels)},
    }
    buffer = io.BytesIO()
    labels = list(scores.labels)
    parquet.write_table(
        pa.table(columns), buffer, compression="zstd", use_dictionary=["level"], use_byte_stream_split=labels
    )
    return buffer.getvalue()


def read_session(name: str, data: bytes, *, limits: Limits | None = None) -> Session:
    """A session from a file that a stranger may have made: read in a process of its own, as any upload is.

    Raises EmolitError with one sentence for a file that is no session, is damaged, of a newer schema, or too much.
    """
    if limits:  # a session of the largest corpus has its scores beside the text
        replace(limits, file_bytes=_TIMES * limits.file_bytes).check_bytes(name, len(data))
    record = {"name": name, "limits": asdict(limits) if limits else None}
    answer = ask_guarded("emolit.export.session_worker", record, data)["session"]
    try:
        return Session(
            corpus=from_record(answer["corpus"]),
            scores=_scores(answer["scores"]) if answer["scores"] else None,
            settings=answer["settings"],
            view=answer["view"],
            extras={key: Extra(**extra) for key, extra in answer["extras"].items()},
            editions={key: base64.b64decode(text) for key, text in answer["editions"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise EmolitError("session.broken", name=name) from error


def _scores(record: Json) -> EmotionScores:
    return EmotionScores(
        tuple(record["labels"]),
        tuple(_work_scores(work) for work in record["works"]),
        tuple(record["threshold"]),
        Provenance(**record["provenance"]),
        tuple(record["known_languages"]),
    )


def _work_scores(work: Json) -> WorkScores:
    levels = {}
    for name in LEVELS:
        level = work["levels"][name]
        flat = np.frombuffer(base64.b64decode(level["values"]), dtype="<f8")
        derived = np.array(level["derived"], dtype=bool)
        levels[name] = LevelScores(flat.reshape(len(derived), -1).copy(), derived)
    return WorkScores(
        work["id"], levels["lines"], levels["stanzas"], levels["work"], tuple(work["unread"]), tuple(work["trained_on"])
    )

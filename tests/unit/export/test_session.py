"""A session comes back as it was; one that is damaged, newer or hostile is one sentence."""

from __future__ import annotations

import hashlib
import io
import json
import pickle
import random
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress

import numpy as np
import pytest

from emolit.corpus import APP_LIMITS, Corpus, Limits, ReadingOptions, read_corpus, sample_corpus
from emolit.errors import EmolitError
from emolit.export.session import SCHEMA, Extra, Session, read_session, write_session
from emolit.export.session_worker import opened
from emolit.reading.scores import EmotionScores
from tests.documents import tei

Score = Callable[..., EmotionScores]

EDITION = tei('<body><lg><l xml:id="a">봄</l></lg></body>')
WITH_EDITION = read_corpus("판본.xml", EDITION)
VOTED = read_corpus("표.csv", 'work,text,votes\n가,  봄,"{""기쁨"": 3}"\n가,비,\n'.encode())


def session(score: Score, corpus: Corpus | None = None) -> Session:
    corpus = corpus or sample_corpus() + VOTED + WITH_EDITION
    return Session(
        corpus,
        score(corpus, unread=1, trained_on=(0,)),
        {"glosses_dropped": True, "units": {"a": "sentence"}},
        {"page": "trajectory", "line": "3"},
        {"judgements": Extra(2, {"나래": [[0, "슬픔", True]]})},
        {hashlib.sha256(EDITION).hexdigest(): EDITION},
    )


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rebuilt(data: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**parts_of(data), **changes}.items():
            if part is not None:
                archive.writestr(name, part)
    return buffer.getvalue()


def changed(data: bytes, name: str, change: Callable[[dict], object]) -> bytes:
    part = json.loads(parts_of(data)[name])
    change(part)
    return rebuilt(data, {name: json.dumps(part).encode()})


def refused(name: str, data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(EmolitError) as caught:
        opened(name, data, limits)
    assert "\n" not in caught.value.sentence("ko")
    return caught.value.code


def test_everything_comes_back_exactly(score: Score) -> None:
    before = session(score)
    after = read_session("봄.emolit", write_session(before), limits=APP_LIMITS)
    assert after.corpus == before.corpus
    assert (after.settings, after.view, after.extras, after.editions) == (
        before.settings,
        before.view,
        before.extras,
        before.editions,
    )
    assert after.scores
    assert before.scores
    assert (after.scores.labels, after.scores.threshold) == (before.scores.labels, before.scores.threshold)
    assert after.scores.provenance == before.scores.provenance
    for one, other in zip(after.scores.works, before.scores.works, strict=True):
        assert (one.work_id, one.unread, one.trained_on) == (other.work_id, other.unread, other.trained_on)
        for name in ("lines", "stanzas", "work"):
            np.testing.assert_array_equal(getattr(one, name).values, getattr(other, name).values)
            np.testing.assert_array_equal(getattr(one, name).derived, getattr(other, name).derived)


def test_a_session_without_scores_is_a_session(score: Score) -> None:
    after = read_session("a.emolit", write_session(Session(VOTED)))
    assert (after.corpus, after.scores, after.extras) == (VOTED, None, {})


def test_it_holds_json_and_parquet_alone(score: Score) -> None:
    for name, part in parts_of(write_session(session(score))).items():
        if name.endswith(".json"):
            json.loads(part)
        else:
            assert part.startswith((b"PAR1", b"<?xml"))
        with pytest.raises((pickle.UnpicklingError, EOFError, ValueError, KeyError, IndexError)):
            pickle.loads(part)


def test_an_extra_of_an_unknown_module_survives_and_one_without_a_plain_name_is_refused() -> None:
    kept = read_session("a.emolit", write_session(Session(VOTED, extras={"unknown-thing": Extra(9, [1])})))
    assert kept.extras == {"unknown-thing": Extra(9, [1])}
    with pytest.raises(ValueError, match="name"):
        write_session(Session(VOTED, extras={"../x": Extra(1, None)}))


def test_a_newer_schema_is_told_by_its_number(score: Score) -> None:
    newer = changed(write_session(session(score)), "manifest.json", lambda m: m.update(schema=SCHEMA + 1))
    with pytest.raises(EmolitError, match=rf"newer emolit \(schema {SCHEMA + 1}\).*what is here stays"):
        read_session("새.emolit", newer)


def test_a_session_cut_short_anywhere_is_refused_in_one_sentence(score: Score) -> None:
    data = write_session(session(score, VOTED))
    for size in [0, 1, 4, *range(30, len(data), max(1, len(data) // 25)), len(data) - 1]:
        assert refused("a.emolit", data[:size]) == "session.broken"


def test_the_app_s_own_door_refuses_a_cut_one_too(score: Score) -> None:
    with pytest.raises(EmolitError, match="cut short or damaged"):
        read_session("a.emolit", write_session(session(score, VOTED))[:-40])


def voted(corpus: dict, votes: dict[str, int]) -> None:
    corpus["works"][0]["stanzas"][0][0] = ["봄", None, votes, 5]


HOSTILE: Mapping[str, tuple[str, Callable[[dict], object]]] = {
    "another format": ("manifest.json", lambda m: m.update(format="zip")),
    "a schema in words": ("manifest.json", lambda m: m.update(schema="1")),
    "a schema below one": ("manifest.json", lambda m: m.update(schema=0)),
    "a title that is a number": ("corpus.json", lambda c: c["works"][0].update(title=7)),
    "an unknown field": ("corpus.json", lambda c: c["works"][0].update(__class__="x")),
    "a line that is an object": ("corpus.json", lambda c: c["works"][0].update(stanzas=[[{"a": 1}]])),
    "a work without a line": ("corpus.json", lambda c: c["works"][0].update(stanzas=[])),
    "votes for no label": ("corpus.json", lambda c: voted(c, {"?": 1})),
    "more votes than readers": ("corpus.json", lambda c: voted(c, {"기쁨": 9})),
    "two works of one id": ("corpus.json", lambda c: c["works"].append(c["works"][0])),
    "a view that is no text": ("view.json", lambda v: v.update(line=[1])),
    "settings in a list": ("corpus.json", lambda c: c.update(notes=[1])),
    "labels of another model": ("scores.json", lambda s: s["labels"].reverse()),
    "an unknown scheme": ("scores.json", lambda s: s["provenance"].update(scheme="../../etc/passwd")),
    "scores of no work": ("scores.json", lambda s: s["works"][0].update(id="x")),
    "too few thresholds": ("scores.json", lambda s: s["threshold"].pop()),
    "unread below zero": ("scores.json", lambda s: s["works"][0]["unread"].__setitem__(0, -1)),
    "a fingerprint that is none": ("scores.json", lambda s: s["provenance"].update(fingerprint=None)),
    "an extra without a version": ("extras/judgements.json", lambda e: e.pop("version")),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_value_of_the_wrong_kind_is_refused(score: Score, name: str) -> None:
    part, change = HOSTILE[name]
    assert refused("a.emolit", changed(write_session(session(score, VOTED)), part, change)) in (
        "session.broken",
        "scheme.unknown",
    )


def test_an_edition_comes_back_in_the_encoding_that_it_was_read_in_and_one_that_nothing_was_read_from_stays_away() -> (
    None
):
    data = EDITION.decode().encode("cp949")  # it says UTF-8
    corpus = read_corpus("판본.xml", data, ReadingOptions(encoding="cp949"))
    editions = {hashlib.sha256(each).hexdigest(): each for each in (data, EDITION, b"<TEI.2/>")}
    after = read_session("a.emolit", write_session(Session(corpus, editions=editions)))
    assert [*after.editions.values()] == [data]


@pytest.mark.parametrize(
    "changes",
    [
        {"manifest.json": None},
        {"corpus.json": b"[" * 100_000},
        {"corpus.json": pickle.dumps([1])},
        {"scores.parquet": b"PAR1" + bytes(40) + b"PAR1"},
        {"scores.parquet": None},
        {"extras/a b.json": b'{"version": 1, "data": 1}'},
        {"editions/etc": b"x"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_part_that_is_missing_or_something_else_is_refused(score: Score, changes: dict[str, bytes | None]) -> None:
    assert refused("a.emolit", rebuilt(write_session(session(score, VOTED)), changes)) == "session.broken"


def test_a_bomb_and_a_climbing_name_are_refused_as_in_any_archive(score: Score) -> None:
    data = write_session(session(score, VOTED))
    assert refused("a.emolit", rebuilt(data, {"corpus.json": b" " * 30_000_000})) == "corpus.archive_bomb"
    assert refused("a.emolit", rebuilt(data, {"../corpus.json": b"{}"})) == "corpus.archive_names"


def test_the_app_s_limits_hold_for_a_session_too(score: Score) -> None:
    data = write_session(session(score, VOTED))
    assert refused("a.emolit", data, Limits(corpus_lines=1)) == "corpus.too_many_lines"
    with pytest.raises(EmolitError, match="MB"):
        read_session("a.emolit", data, limits=Limits(file_bytes=10))


def test_the_largest_corpus_that_the_app_takes_makes_a_session_that_it_opens(score: Score) -> None:
    rows = "".join(f"시,{'나무와 새' * 6} {n},{n // 4}\n" for n in range(APP_LIMITS.corpus_lines))
    corpus = read_corpus("시.csv", f"work,text,stanza\n{rows}".encode())
    data = write_session(Session(corpus, score(corpus)))
    assert len(data) <= 20_000_000  # what Streamlit lets through: .streamlit/config.toml
    assert read_session("a.emolit", data, limits=APP_LIMITS).corpus == corpus


def test_flipped_bytes_never_raise_anything_but_a_sentence(score: Score) -> None:
    data = write_session(session(score, VOTED))
    chance = random.Random(5)
    for _ in range(150):
        damaged = bytearray(data)
        for _ in range(3):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        with suppress(EmolitError):
            opened("a.emolit", bytes(damaged), None)


def test_the_intake_of_texts_says_where_a_session_is_opened(score: Score) -> None:
    with pytest.raises(EmolitError, match="Take away"):
        read_corpus("a.emolit", write_session(session(score, VOTED)))

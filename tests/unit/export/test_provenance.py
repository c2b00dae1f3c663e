"""Every number can be traced: what the record beside a table holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict

from emolit.corpus import read_corpus
from emolit.emotions import load_scheme
from emolit.export import notices, provenance_record
from emolit.reading.scores import EmotionScores

Score = Callable[..., EmotionScores]

DATA = "work,text\n가,봄\ufffd\n나,over the hills\n가,비\n".encode()
CORPUS = read_corpus("시.csv", DATA)


def test_the_record_names_all_that_the_scores_say_of_themselves(score: Score) -> None:
    scores = score(CORPUS)
    record = provenance_record(CORPUS, scores)
    assert asdict(scores.provenance).items() <= record.items()
    assert {"model", "fingerprint", "version", "precision", "context", "threshold", "seed", "inputs"} <= set(record)


def test_inputs_are_known_by_their_hash_and_never_by_their_text(score: Score) -> None:
    record = provenance_record(CORPUS, score(CORPUS))
    (source,) = record["inputs"]
    assert source == {
        "name": "시.csv",
        "format": "csv",
        "encoding": "utf-8",
        "sha256": hashlib.sha256(DATA).hexdigest(),
    }
    assert "over the hills" not in json.dumps(record, ensure_ascii=False)


def test_one_threshold_is_a_number_and_several_are_named_by_label(score: Score) -> None:
    assert provenance_record(CORPUS, score(CORPUS, threshold=(0.3,) * 44))["threshold"] == 0.3
    several = (0.5, *[0.3] * 43)
    record = provenance_record(CORPUS, score(CORPUS, threshold=several))
    assert record["threshold"] == dict(zip(load_scheme().names, several, strict=True))


def test_each_notice_is_in_the_record(score: Score) -> None:
    scores = score(CORPUS, unread=1)
    record = provenance_record(CORPUS, scores)
    assert [(n["code"], n["details"]) for n in record["notices"]] == [
        (n.code, n.details) for n in notices(CORPUS, scores)
    ]
    assert record["notices"]


def test_the_settings_of_the_command_are_in_the_record(score: Score) -> None:
    record = provenance_record(CORPUS, score(CORPUS), unit="stanza", labels="en")
    assert (record["unit"], record["labels"]) == ("stanza", "en")


def test_the_record_is_json_and_comes_back_whole(score: Score) -> None:
    record = provenance_record(CORPUS, score(CORPUS, unread=1), unit="line")
    assert json.loads(json.dumps(record, allow_nan=False)) == record

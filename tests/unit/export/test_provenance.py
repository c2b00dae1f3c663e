"""Every number can be traced: what the record beside a table holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict

import pytest

from emolit.corpus import read_corpus
from emolit.emotions import load_scheme
from emolit.export import RowUnit, derived_record, notices, provenance_record
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


def test_lines_that_the_model_was_trained_on_are_named_by_their_numbers(score: Score) -> None:
    corpus = read_corpus("시.csv", "work,author,text\n가,갑,봄\n가,갑,비\n가,갑,눈\n".encode())
    record = provenance_record(corpus, score(corpus, trained_on=(0, 2)))
    assert record["trained_on"] == [{"work": "가", "author": "갑", "lines": [1, 3]}]
    assert "trained_on" not in provenance_record(corpus, score(corpus))


@pytest.mark.parametrize(
    ("unit", "told"),
    [(RowUnit.LINE, {"lines": [2]}), (RowUnit.STANZA, {"stanzas": [2]}), (RowUnit.WORK, None), (RowUnit.AUTHOR, None)],
)
def test_rows_whose_scores_are_means_are_named_in_the_unit_that_was_asked_for(
    score: Score, unit: RowUnit, told: dict[str, list[int]] | None
) -> None:
    corpus = read_corpus("시.csv", "work,stanza,text\n가,1,봄\n가,2,비\n가,3,눈\n".encode())
    named = {"derived": [{"work": "가", "author": "", **told}]} if told else {}
    assert derived_record(corpus, score(corpus, derived=(1,)), unit) == named
    assert derived_record(corpus, score(corpus), unit) == {}


def test_a_work_whose_scores_are_means_is_named(score: Score) -> None:
    corpus = read_corpus("시.csv", "work,author,text\n가,갑,봄\n나,을,비\n".encode())
    told = derived_record(corpus, score(corpus, derived=(0,)), RowUnit.WORK)
    assert told == {"derived": [{"work": "가", "author": "갑"}, {"work": "나", "author": "을"}]}


def test_the_settings_of_the_command_are_in_the_record(score: Score) -> None:
    record = provenance_record(CORPUS, score(CORPUS), unit="stanza", labels="en")
    assert (record["unit"], record["labels"]) == ("stanza", "en")


def test_the_record_is_json_and_comes_back_whole(score: Score) -> None:
    record = provenance_record(CORPUS, score(CORPUS, unread=1), unit="line")
    assert json.loads(json.dumps(record, allow_nan=False)) == record

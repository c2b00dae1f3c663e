"""`annotate --why`: every line says its logit and its words, which add up to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scipy.special import expit

from tests.checkpoints import write_tiny_classifier
from tests.shell import Said

Run = Callable[..., Said]


def rows(said: Said) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said.out.decode("utf-8").splitlines()]


@pytest.mark.parametrize("alone", [[], ["--alone"]])
def test_words_add_up_to_the_logit_whose_sigmoid_is_the_score(annotate: Run, poem: Path, alone: list[str]) -> None:
    for row in rows(annotate(poem, "--format", "jsonl", "--why", "sadness", *alone)):
        assert " ".join(word["text"] for word in row["words"]) == " ".join(row["text"].split())
        assert sum(word["contribution"] for word in row["words"]) == pytest.approx(row["logit"], abs=1e-4)
        assert expit(row["logit"]) == pytest.approx(row["슬픔"], abs=1e-5)


def test_only_two_keys_are_added(annotate: Run, poem: Path) -> None:
    plain, told = (rows(annotate(poem, "--format", "jsonl", *more)) for more in ([], ["--why", "슬픔"]))
    assert list(told[0]) == [*plain[0], "logit", "words"]
    for one, other in zip(plain, told, strict=True):
        assert {key: other[key] for key in one} == pytest.approx(one, abs=1e-5)


def test_the_record_says_which_label_was_asked_for(annotate: Run, poem: Path, tmp_path: Path) -> None:
    annotate(poem, "--format", "jsonl", "--why", "sadness", "--output", tmp_path / "out.jsonl")
    assert json.loads((tmp_path / "out.jsonl.meta.json").read_text("utf-8"))["why"] == "슬픔"


@pytest.mark.parametrize("words", [["--why", "슬픔"], ["--why", "슬픔", "--format", "jsonl", "--unit", "work"]])
def test_why_asks_for_lines_as_json(annotate: Run, poem: Path, words: list[str]) -> None:
    said = annotate(poem, *words)
    assert said.code == 2
    assert said.complaints == ["--why needs --format jsonl and --unit line."]


def test_a_classifier_of_whole_texts_has_no_words_to_tell(emolit: Run, poem: Path, tmp_path: Path) -> None:
    folder = tmp_path / "joy-model"
    folder.mkdir()
    write_tiny_classifier(folder)
    said = emolit("annotate", poem, "--format", "jsonl", "--why", "joy", "--model", folder)
    assert (said.code, said.out) == (2, b"")
    assert said.complaints == [f"The model '{folder}' judges a text as a whole and says nothing of its words."]


def test_an_unknown_label_is_one_sentence(annotate: Run, poem: Path) -> None:
    said = annotate(poem, "--format", "jsonl", "--why", "grief")
    assert said.code == 2
    assert len(said.complaints) == 1
    assert "grief" in said.err

"""Somebody else's classifier of single texts, read as its config says or refused in one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy.special import expit, softmax
from tokenizers import Tokenizer
from transformers import BertForSequenceClassification

from emolit.corpus import Work, read_paste
from emolit.emotions import load_scheme
from emolit.errors import ModelError
from emolit.export import notices
from emolit.reading.cache import PassageCache
from emolit.reading.checkpoint import Checkpoint
from emolit.reading.models import choose_model, load_reader, parse_models
from tests.checkpoints import write_tiny_classifier

LINES = ["봄이 온다", "비", "and then", "밤이 깊다"]
LABELS = ("joy", "sorrow", "longing")


def works() -> tuple[Work, ...]:
    return read_paste("\n".join(LINES[:2]) + "\n\n" + "\n".join(LINES[2:]), title="시").works


def by_transformers(folder: Path, texts: list[str]) -> np.ndarray:
    model = BertForSequenceClassification.from_pretrained(folder, dtype=torch.float32).eval()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    rows = []
    for text in texts:
        ids = [0, *tokenizer.encode(text, add_special_tokens=False).ids, 2]
        with torch.inference_mode():
            rows.append(model(input_ids=torch.tensor([ids])).logits[0].double().numpy())
    return np.array(rows)


@pytest.mark.parametrize(
    ("problem", "activate"),
    [("multi_label_classification", expit), ("single_label_classification", lambda x: softmax(x, axis=1))],
    ids=["sigmoid", "softmax"],
)
@pytest.mark.parametrize("context", [True, False])
def test_a_line_s_score_is_what_transformers_gives_for_it_alone(
    tmp_path: Path, problem: str, activate: object, context: bool
) -> None:
    folder = write_tiny_classifier(tmp_path, problem=problem)
    found = load_reader(folder, cache=None).annotate(works(), context=context)
    expected = activate(by_transformers(folder, LINES))  # type: ignore[operator]
    np.testing.assert_allclose(found.works[0].lines.values, expected, atol=1e-5)
    assert found.labels == LABELS


def test_shares_of_labels_that_exclude_each_other_add_up_to_one(tmp_path: Path) -> None:
    folder = write_tiny_classifier(tmp_path, problem="single_label_classification")
    found = load_reader(folder, cache=None).annotate(works())
    np.testing.assert_allclose(found.line_values().sum(axis=1), 1, atol=1e-5)


def test_it_is_told_that_it_knows_no_context_and_what_its_scores_are(tmp_path: Path) -> None:
    reader = load_reader(write_tiny_classifier(tmp_path), cache=None)
    corpus = read_paste("봄", title="시")
    scores = reader.annotate(corpus.works)
    provenance = scores.provenance
    assert (provenance.context, provenance.reads, provenance.score) == (False, "lines", "sigmoid probability")
    assert [notice.code for notice in notices(corpus, scores)] == ["notice.no_languages", "notice.reads_lines"]


def test_a_line_longer_than_its_places_is_read_in_windows_to_the_last_character(tmp_path: Path) -> None:
    reader = load_reader(write_tiny_classifier(tmp_path), cache=None)
    one, other = (reader.annotate(read_paste("a" * 200 + end, title="시").works).works[0].lines for end in "xy")
    assert one.derived.tolist() == [True]
    assert np.abs(one.values - other.values).max() > 1e-6


def test_the_same_weights_under_another_activation_share_nothing_in_a_cache(tmp_path: Path) -> None:
    cache = PassageCache()
    found = []
    for problem in ("multi_label_classification", "single_label_classification"):
        folder = tmp_path / problem
        folder.mkdir()
        reader = load_reader(write_tiny_classifier(folder, problem=problem), cache=cache)
        found.append(reader.annotate(works()).line_values())
    assert np.abs(found[0] - found[1]).max() > 0.01
    np.testing.assert_array_equal(reader.annotate(works()).line_values(), found[1])


# Labels


def test_labels_that_nobody_knows_have_no_family_no_definition_and_the_usual_threshold(tmp_path: Path) -> None:
    checkpoint = Checkpoint.find(write_tiny_classifier(tmp_path))
    assert checkpoint.scheme.is_plain
    assert (checkpoint.threshold, checkpoint.languages) == ((0.5,) * 3, ())
    assert [family.en for family in checkpoint.scheme.families] == ["not grouped"]


def test_labels_of_a_known_scheme_are_known(tmp_path: Path) -> None:
    checkpoint = Checkpoint.find(write_tiny_classifier(tmp_path, labels=load_scheme().names))
    assert checkpoint.scheme == load_scheme()
    assert not checkpoint.scheme.is_plain
    assert checkpoint.threshold == (0.3,) * 44


def edited(folder: Path, **entries: object) -> Path:
    path = folder / "config.json"
    config = json.loads(path.read_text(encoding="utf-8")) | entries
    path.write_text(json.dumps({key: value for key, value in config.items() if value is not None}), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ({"problem_type": None}, "model.no_activation"),
        ({"problem_type": "regression"}, "model.no_activation"),
        ({"id2label": None}, "model.no_labels"),
        ({"id2label": ["joy", "sorrow"]}, "model.no_labels"),
        ({"architectures": 5}, "model.wrong_architecture"),
        ({"id2label": {"0": "joy", "1": "joy", "2": "sorrow"}}, "model.no_labels"),
        ({"id2label": {"zero": "joy"}}, "model.no_labels"),
        ({"architectures": ["GPT2ForSequenceClassification"]}, "model.wrong_architecture"),
        ({"architectures": ["ElectraForSequenceClassification"]}, "model.missing_weights"),
        ({"hidden_size": "wide"}, "model.unreadable"),
    ],
    ids=[
        "no problem",
        "regression",
        "no labels",
        "a list",
        "a number",
        "twice",
        "no numbers",
        "GPT-2",
        "other weights",
        "not a number",
    ],
)
def test_what_cannot_be_read_honestly_is_refused_in_one_line(
    tmp_path: Path, entries: dict[str, object], code: str
) -> None:
    folder = edited(write_tiny_classifier(tmp_path), **entries)
    with pytest.raises(ModelError) as caught:
        load_reader(folder, cache=None)
    assert caught.value.code == code
    for language in ("ko", "en"):
        assert "\n" not in caught.value.sentence(language)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["[]", "5", '"config"', "{"])
def test_a_config_that_is_no_object_is_refused(tmp_path: Path, text: str) -> None:
    folder = write_tiny_classifier(tmp_path)
    (folder / "config.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        load_reader(folder, cache=None)
    assert caught.value.code == "model.unreadable"


def test_a_config_that_asks_for_code_of_its_own_runs_none(tmp_path: Path) -> None:
    (tmp_path / "evil.py").write_text("raise SystemExit('ran')", encoding="utf-8")
    auto = {"AutoModelForSequenceClassification": "evil.Model", "AutoConfig": "evil.Config"}
    reader = load_reader(edited(write_tiny_classifier(tmp_path), auto_map=auto), cache=None)
    assert type(reader.engine.model) is BertForSequenceClassification


def test_a_tokenizer_that_is_none_is_told(tmp_path: Path) -> None:
    folder = write_tiny_classifier(tmp_path)
    (folder / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        load_reader(folder, cache=None)
    assert caught.value.code == "model.unreadable"


# The operator's list


def test_the_operator_s_list_is_names_and_places() -> None:
    listed = parse_models(" KOTE = /models/kote ; owner/go-emotions;")
    assert listed == {"KOTE": "/models/kote", "go-emotions": "owner/go-emotions"}
    assert parse_models("") == {}


@pytest.mark.parametrize("listed", ["=x", "a=", "a=x;a=y", "a=x;="])
def test_a_part_that_cannot_be_used_is_told(listed: str) -> None:
    with pytest.raises(ModelError) as caught:
        parse_models(listed)
    assert caught.value.code == "model.bad_list"


def test_what_is_not_listed_is_for_those_who_are_alone_with_the_app() -> None:
    models = {"KOTE": "/models/kote"}
    assert choose_model("KOTE", models, free=False) == "/models/kote"
    assert choose_model("emolit-kpoem", models, free=False) == "emolit-kpoem"
    assert choose_model("/etc", models, free=True) == "/etc"
    with pytest.raises(ModelError, match="choose one of emolit-kpoem, KOTE"):
        choose_model("/etc", models, free=False)

"""A checkpoint is whole and fits, or it is refused with a sentence that names it."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import torch
from huggingface_hub.errors import LocalEntryNotFoundError
from safetensors.torch import load_file, save_file

from emolit.corpus import read_paste
from emolit.emotions import load_scheme
from emolit.errors import ModelError
from emolit.reading import EmotionReader
from emolit.reading import checkpoint as module
from emolit.reading.checkpoint import Checkpoint, line_hash

Variant = Callable[..., Path]

NAMES = load_scheme().names


@pytest.fixture
def variant(tiny_checkpoint: Path, tmp_path: Path) -> Variant:
    """A copy of the tiny checkpoint with other entries in its config; None removes one."""

    def variant(**entries: object) -> Path:
        folder = shutil.copytree(tiny_checkpoint, tmp_path / "model")
        config = json.loads((folder / "config.json").read_text(encoding="utf-8")) | entries
        kept = {key: value for key, value in config.items() if value is not None}
        (folder / "config.json").write_text(json.dumps(kept), encoding="utf-8")
        return folder

    return variant


@pytest.fixture(autouse=True)
def hub(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A Hub without network: raises or returns what the test puts in, and remembers what it was asked."""
    seen: dict[str, Any] = {"answer": AssertionError("the Hub was asked")}

    def snapshot_download(name: str, **options: object) -> str:
        seen.update(name=name, **options)
        if isinstance(seen["answer"], Exception):
            raise seen["answer"]
        return str(seen["answer"])

    monkeypatch.setattr("huggingface_hub.snapshot_download", snapshot_download)
    return seen


def refusal(name: str | Path, load: Callable[..., object] = Checkpoint.find) -> ModelError:
    with pytest.raises(ModelError) as caught:
        load(name)
    assert caught.value.sentence("ko") != caught.value.sentence("en")
    return caught.value


# Where it comes from


@pytest.mark.parametrize(
    "problem",
    [
        LocalEntryNotFoundError("Cannot find the files.\nCheck your connection."),
        ValueError("Repo id must be in the form 'name'"),
        httpx.ProxyError("no way out"),
        OSError(),
    ],
    ids=lambda problem: type(problem).__name__,
)
def test_a_name_that_the_hub_cannot_give_is_told_in_one_line(hub: dict[str, Any], problem: Exception) -> None:
    hub["answer"] = problem
    error = refusal("owner/name")
    assert (error.code, error.details["name"]) == ("model.not_found", "owner/name")
    assert "\n" not in str(error)


def test_a_missing_folder_is_told_by_its_name(hub: dict[str, Any], tmp_path: Path) -> None:
    hub["answer"] = LocalEntryNotFoundError("not there")
    assert str(tmp_path / "none") in str(refusal(tmp_path / "none"))


def test_a_checkpoint_of_the_hub_is_read_like_a_folder_and_without_pickles(
    hub: dict[str, Any], tiny_checkpoint: Path
) -> None:
    hub["answer"] = tiny_checkpoint
    reader = EmotionReader.load("owner/name", revision="v1")
    assert (hub["name"], hub["revision"]) == ("owner/name", "v1")
    assert {"config.json", "model.safetensors", "tokenizer.json"} <= set(hub["allow_patterns"])
    assert not any(pattern.endswith((".bin", "*")) for pattern in hub["allow_patterns"])
    assert reader.annotate(read_paste("봄", title="시").works).provenance.model == "owner/name"


def test_the_shipped_checkpoint_is_never_sought_on_the_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SHIPPED_FOLDER", tmp_path / "none")
    assert refusal(module.SHIPPED).code == "model.missing_file"


# Whether it is whole


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_missing_file_is_told_by_its_path(variant: Variant, name: str) -> None:
    path = variant() / name
    path.unlink()
    error = refusal(path.parent)
    assert (error.code, error.details) == ("model.missing_file", {"path": path})


def test_pickled_weights_are_refused(variant: Variant) -> None:
    folder = variant()
    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    error = refusal(folder, EmotionReader.load)
    assert (error.code, error.details) == ("model.missing_file", {"path": folder / "model.safetensors"})


def test_a_config_that_is_no_json_is_refused(variant: Variant) -> None:
    folder = variant()
    (folder / "config.json").write_text("{", encoding="utf-8")
    assert refusal(folder).code == "model.unreadable"


def test_weights_that_were_cut_off_are_refused(variant: Variant) -> None:
    path = variant() / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-100])
    assert refusal(path.parent, EmotionReader.load).code == "model.unreadable"


def test_weights_without_their_head_are_refused_and_not_made_up(variant: Variant) -> None:
    path = variant() / "model.safetensors"
    weights = load_file(path)
    save_file({name: weights[name] for name in weights if "classifier" not in name}, path, {"format": "pt"})
    error = refusal(path.parent, EmotionReader.load)
    assert (error.code, error.details["example"]) == ("model.missing_weights", "classifier.bias")


# Whether it fits


@pytest.mark.parametrize(("architectures", "found"), [(["BertModel"], "BertModel"), ([], "?"), (None, "?")])
def test_another_architecture_is_refused_by_its_name(variant: Variant, architectures: object, found: str) -> None:
    error = refusal(variant(architectures=architectures))
    assert (error.code, error.details["found"]) == ("model.wrong_architecture", found)


@pytest.mark.parametrize(
    ("labels", "example"),
    [
        (["joy", *NAMES[1:]], "joy"),
        ([NAMES[1], NAMES[0], *NAMES[2:]], NAMES[1]),
        (NAMES[:-1], "-"),
        ([*NAMES, "joy"], "joy"),
        ([], "-"),
    ],
    ids=["another", "order", "too few", "too many", "none"],
)
def test_other_labels_are_refused_with_one_of_them(variant: Variant, labels: list[str], example: str) -> None:
    error = refusal(variant(id2label=dict(enumerate(labels))))
    assert (error.code, error.details["example"]) == ("model.wrong_labels", example)


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [(0.4, (0.4,) * 44), (1, (1,) * 44), ([0.5, *[0.1] * 43], (0.5, *[0.1] * 43)), (None, (0.3,) * 44)],
    ids=["number", "bound", "one a label", "the paper's"],
)
def test_a_threshold_is_one_number_or_one_a_label(
    variant: Variant, threshold: object, expected: tuple[float, ...]
) -> None:
    assert Checkpoint.find(variant(threshold=threshold)).threshold == expected


@pytest.mark.parametrize(
    "threshold",
    [[0.3] * 43, [0.3] * 45, [], 1.5, -0.1, float("nan"), "0.3", [*[0.3] * 43, 2]],
    ids=["too few", "too many", "none", "over", "under", "nan", "text", "one over"],
)
def test_any_other_threshold_is_refused_before_anything_is_read(variant: Variant, threshold: object) -> None:
    assert refusal(variant(threshold=threshold)).code == "model.bad_threshold"


# Checksums


def write_sums(folder: Path, names: tuple[str, ...] = ("config.json", "model.safetensors", "tokenizer.json")) -> None:
    sums = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_file_that_does_not_match_its_checksum_is_refused(variant: Variant, name: str) -> None:
    folder = variant()
    write_sums(folder)
    assert Checkpoint.find(folder).folder == folder
    with (folder / name).open("ab") as file:
        file.write(b" ")
    error = refusal(folder)
    assert (error.code, error.details) == ("model.checksum", {"path": folder / name})


def test_a_file_that_has_a_checksum_and_is_not_there_is_told(variant: Variant) -> None:
    folder = variant()
    (folder / "trained_lines.txt").write_text("0\n", encoding="ascii")
    write_sums(folder, ("trained_lines.txt",))
    (folder / "trained_lines.txt").unlink()
    assert refusal(folder).details == {"path": folder / "trained_lines.txt"}


# Lines that it learnt from


@pytest.mark.parametrize("other", ["  봄이\t온다 ", "봄이 온다\n"])
def test_white_space_makes_no_other_line(other: str) -> None:
    assert line_hash(other) == line_hash("봄이 온다")


def test_other_words_make_another_line() -> None:
    assert line_hash("봄이 온다") != line_hash("봄이온다") != line_hash("봄이 간다")

"""Another model and another precision from the shell."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from tests.checkpoints import write_tiny_classifier

Run = Callable[..., Any]


@pytest.fixture
def poem(tmp_path: Path) -> Path:
    path = tmp_path / "시.txt"
    path.write_text("봄이 온다\n비\n", encoding="utf-8")
    return path


def test_a_classifier_with_labels_of_its_own_is_read_and_named(emolit: Run, poem: Path, tmp_path: Path) -> None:
    folder = tmp_path / "joy-model"
    folder.mkdir()
    write_tiny_classifier(folder, problem="single_label_classification")
    said = emolit("annotate", poem, "--model", folder, "--output", tmp_path / "out.csv")
    assert said.code == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8-sig"))))
    assert list(rows[0]) == ["work", "author", "stanza", "line", "text", "joy", "sorrow", "longing", "truncated"]
    meta = json.loads((tmp_path / "out.csv.meta.json").read_text(encoding="utf-8"))
    assert (meta["model"], meta["reads"], meta["score"]) == (str(folder), "lines", "softmax probability")
    assert any("knows no context" in line for line in said.complaints)


def test_a_model_is_known_by_its_name_in_the_operator_s_list(
    emolit: Run, poem: Path, tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMOLIT_MODELS", f"tiny={tiny_checkpoint}")
    assert emolit("annotate", poem, "--model", "tiny").code == 0


@pytest.mark.parametrize("command", ["compare", "report"])
def test_so_it_is_where_works_are_compared_and_reported(
    emolit: Run, tmp_path: Path, tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    poems, output = tmp_path / "시집.csv", tmp_path / "out"
    rows = [f"{work},{author},{line}" for work, author in ("가갑", "나을") for line in ("봄이 온다", "비가 온다", "눈")]
    poems.write_text("\n".join(["work,author,text", *rows]) + "\n", encoding="utf-8")
    monkeypatch.setenv("EMOLIT_MODELS", f"tiny={tiny_checkpoint}")
    assert emolit(command, poems, "--model", "tiny", "--output", output).code == 0
    assert output.is_file()


def test_a_name_too_long_for_a_folder_is_told_in_one_line(emolit: Run, poem: Path) -> None:
    said = emolit("annotate", poem, "--model", "a" * 300)
    assert (said.code, said.out, len(said.complaints)) == (2, b"", 1)
    assert "a" * 300 in said.err


@pytest.mark.parametrize("by_operator", [True, False])
@pytest.mark.parametrize("command", ["annotate", "trajectory", "compare", "report"])
def test_bfloat16_is_refused_in_one_line_where_the_processor_has_none(
    emolit: Run, poem: Path, tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch, by_operator: bool, command: str
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", dict)
    needed = {"trajectory": ["--label", "sadness"], "report": ["--output", poem.with_name("report.html")]}
    words = ["--model", tiny_checkpoint, *needed.get(command, [])]
    if by_operator:
        monkeypatch.setenv("EMOLIT_PRECISION", "bf16")
    else:
        words += ["--precision", "bf16"]
    said = emolit(command, poem, *words)
    assert (said.code, said.out, len(said.complaints)) == (2, b"", 1)
    assert "no bfloat16 instructions" in said.err


@pytest.mark.skipif(
    not torch.backends.cpu.get_cpu_capability().startswith(("AVX512", "AMX")),
    reason="this processor cannot even emulate packed bfloat16",
)
def test_bfloat16_is_named_in_the_record(
    emolit: Run, poem: Path, tiny_checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_bf16": True})
    out = tmp_path / "out.jsonl"
    words = ("--format", "jsonl", "--output", out, "--model", tiny_checkpoint, "--precision", "bf16")
    assert emolit("annotate", poem, *words).code == 0
    assert json.loads((tmp_path / "out.jsonl.meta.json").read_text(encoding="utf-8"))["precision"] == "bf16"


@pytest.mark.parametrize(("setting", "word"), [("EMOLIT_PRECISION", "fp8"), ("EMOLIT_MODELS", "=")])
def test_a_setting_of_the_operator_s_that_cannot_be_followed_is_told(
    emolit: Run, poem: Path, tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch, setting: str, word: str
) -> None:
    monkeypatch.setenv(setting, word)
    said = emolit("annotate", poem, "--model", tiny_checkpoint, "--lang", "ko")
    assert (said.code, len(said.complaints)) == (2, 1)
    assert f"'{word}'" in said.err

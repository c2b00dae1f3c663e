"""The ways that are timed against each other read the same lines and find the same."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tokenizers.processors import TemplateProcessing

from emolit.reading import EmotionReader
from emolit.reading.models import load_reader
from emolit.training.bench import (
    PADDED_LINES,
    WAYS,
    ColdStart,
    Figures,
    Growth,
    _distinct,
    _works,
    make_way,
    peak_memory,
)
from emolit.training.bench_report import report
from tests.checkpoints import tiny_tokenizer


@pytest.fixture(scope="module")
def tiny(tiny_checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> EmotionReader:
    """With a tokenizer that frames a text by itself, as the shipped one does: the naive ways rely on it."""
    folder = shutil.copytree(tiny_checkpoint, tmp_path_factory.mktemp("bench") / "model")
    tokenizer = tiny_tokenizer()
    tokenizer.post_processor = TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    tokenizer.save(str(folder / "tokenizer.json"))
    return load_reader(folder, cache=None)


@pytest.mark.parametrize("n_lines", [1, 20, 33])
def test_works_have_exactly_as_many_lines_as_asked_for(n_lines: int) -> None:
    assert sum(map(len, _works(n_lines))) == sum(map(len, _distinct(n_lines))) == n_lines


def test_no_passage_of_the_repeated_text_is_met_twice_within_it() -> None:
    firsts = [work.lines[0].text for work in _distinct(1500)]
    assert len(set(firsts)) == len(firsts)


@pytest.mark.parametrize("way", ["bare_loop", "padded"])
def test_a_naive_way_finds_what_annotate_finds_in_each_line_alone(tiny: EmotionReader, way: str) -> None:
    works = _works(25)
    naive = np.array([row.numpy() for row in make_way(way, tiny, works)()])  # type: ignore[attr-defined]
    ours = tiny.annotate(works, context=False).line_values()
    assert len(naive) == (PADDED_LINES if way == "padded" else 25)
    np.testing.assert_allclose(naive, ours[: len(naive)], atol=1e-5)


def test_a_pipeline_reads_every_line(tiny: EmotionReader) -> None:
    works = _works(20)
    assert len(make_way("batched", tiny, works)()) == len(make_way("pipeline", tiny, works)()) == 20  # type: ignore[arg-type]


def test_memory_is_this_process_s_own_and_in_megabytes() -> None:
    assert 20 < peak_memory() < 100_000


def test_the_report_has_every_way_its_ratios_and_all_sections() -> None:
    speeds = dict.fromkeys(WAYS, 10.0) | {"in_context": 60.0, "bf16": 90.0, "bare_loop": 12.0, "padded": 1.0}
    figures = Figures(
        n_lines=600,
        n_tokens=7200,
        rounds=3,
        speeds={1: speeds, 2: speeds},
        memory=dict.fromkeys(WAYS, 700.0),
        cold=ColdStart(4.0, 0.3, 0.05, 5.0),
        growth=(Growth(100, 1000, 1.0), Growth(1000, 12_500, 10.0)),
        first=5.0,
        again=0.04,
        bf16_apart=0.00123,
    )
    said = report(figures)
    assert all(f"| {name} |" in said for name in WAYS.values())
    assert "**5.00** times bare loop" in said
    assert "**7.50** times bare loop" in said
    assert "**60** times padding" in said
    assert "| 1,000 | 10.0 | 10.00 | 800 |" in said
    assert "at most 0.0012" in said
    assert "bf16 differ" not in report(replace(figures, bf16_apart=None))
    assert "the same again: **0.04 s**" in said

"""Speed of reading, as a ratio against the naive way on the same checkpoint, threads and lines, in one run.

Naive is what a notebook does: one line at a time, with `transformers.pipeline` or with a bare loop; the faster counts.
"""

from __future__ import annotations

import platform
import resource
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import cycle, islice

import torch
from transformers import PreTrainedTokenizerFast, TokenClassificationPipeline

from emolit.corpus import Line, Work, sample_corpus
from emolit.reading.reader import EmotionReader
from emolit.version import VERSION

MEMORY_LINES = 1000


@dataclass(frozen=True)
class Figures:
    """Medians over rounds, in lines per second, and memory in megabytes."""

    n_lines: int
    rounds: int
    threads: int
    load_seconds: float
    in_context: float
    alone: float
    pipeline: float
    bare_loop: float
    memory_mb: float  # peak resident size of the process after the last round and 1,000 more lines

    @property
    def ratio(self) -> float:
        return self.in_context / max(self.pipeline, self.bare_loop)


def run(model: str, n_lines: int, rounds: int, threads: int) -> Figures:
    """Each way once a round, in turn, so that a slow spell of the machine meets them all."""
    if threads:
        torch.set_num_threads(threads)
    started = time.perf_counter()
    reader = EmotionReader.load(model)
    load_seconds = time.perf_counter() - started
    works = _works(n_lines)
    texts = [text for work in works for text in work.texts]
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(reader.checkpoint.folder / "tokenizer.json"),
        **{"bos_token": "<s>", "eos_token": "</s>", "cls_token": "<s>", "sep_token": "</s>"},
        **{"pad_token": "<pad>", "unk_token": "<unk>"},
    )
    pipeline = TokenClassificationPipeline(model=reader.engine.model, tokenizer=tokenizer)
    ways: dict[str, Callable[[], object]] = {
        "in_context": lambda: reader.annotate(works),
        "alone": lambda: reader.annotate(works, context=False),
        "pipeline": lambda: [pipeline(text) for text in texts],
        "bare_loop": lambda: [_bare(reader, tokenizer, text) for text in texts],
    }
    for way in ways.values():  # kernels are chosen and memory is taken on the first call
        way()
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            seconds[name].append(_timed(way))
    reader.annotate(_works(MEMORY_LINES))
    speeds = {name: n_lines / statistics.median(times) for name, times in seconds.items()}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Figures(n_lines, rounds, torch.get_num_threads(), load_seconds, **speeds, memory_mb=memory)


def _bare(reader: EmotionReader, tokenizer: PreTrainedTokenizerFast, text: str) -> torch.Tensor:
    with torch.inference_mode():
        logits: torch.Tensor = reader.engine.model(**tokenizer(text, return_tensors="pt")).logits
    return torch.sigmoid(logits[0, 1:-1].mean(dim=0))


def _works(n_lines: int) -> tuple[Work, ...]:
    """Sample poems over and over, cut at exactly `n_lines`; every repeat is read anew, nothing is cached."""
    return tuple(_cut(cycle(sample_corpus()), n_lines))


def _cut(works: Iterator[Work], n_lines: int) -> Iterator[Work]:
    left = n_lines
    for number, work in enumerate(works):
        if left <= 0:
            return
        lines: Sequence[Line] = tuple(islice(work.lines, left))
        yield Work(f"{work.id}-{number}", work.title, (tuple(lines),), author=work.author, language=work.language)
        left -= len(lines)


def _timed(way: Callable[[], object]) -> float:
    started = time.perf_counter()
    way()
    return time.perf_counter() - started


def report(figures: Figures) -> str:
    """The figures as Markdown."""
    naive = max(figures.pipeline, figures.bare_loop)
    ways = {
        "`annotate`, in context": figures.in_context,
        "`annotate`, each line alone": figures.alone,
        "`transformers.pipeline`, one line at a time": figures.pipeline,
        "bare loop, one line at a time": figures.bare_loop,
    }
    rows = "\n".join(f"| {name} | {speed:.0f} | {speed / naive:.2f} |" for name, speed in ways.items())
    return f"""# Benchmarks

Made by `python -m emolit bench` (emolit {VERSION}, {date.today().isoformat()}). {figures.n_lines} lines of the sample poems, float32,
{figures.threads} threads, median of {figures.rounds} rounds, each way once a round on the same checkpoint. Ratios are against the faster of the
two naive ways.

| way | lines per second | ratio |
| --- | ---: | ---: |
{rows}

- Ratio of `annotate` in context to the faster naive way: **{figures.ratio:.2f}**
- Loading the model, imports done: {figures.load_seconds:.1f} s
- Peak resident memory of the process, {MEMORY_LINES:,} lines annotated besides the rounds: {figures.memory_mb:.0f} MB
- Machine: {platform.machine()}, {torch.get_num_threads()} threads, torch {torch.__version__}
"""

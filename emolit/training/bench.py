"""Speed of reading, as a ratio against the naive ways on the same checkpoint, threads and lines, in one run.

Naive is what a notebook does: one line at a time, with `transformers.pipeline` or with a bare loop; the faster counts.
The authors of KPoEM pad each line to 512 tokens; that is measured too. Nothing of ours is cached but where it says so.
Memory and the cold start are taken in processes of their own: `python -m emolit.training.bench WAY MODEL LINES THREADS`.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emolit.corpus import Line, Work, sample_corpus
from emolit.reading.precision import Precision, has_bf16

if TYPE_CHECKING:
    from emolit.reading.reader import EmotionReader

MEMORY_LINES = 1000
REPEATED_LINES = 1000
PADDED_LINES = 20  # of the lines, as padding to 512 is so slow; lines per second is the same for more
PADDED_TO = 512
GROWTH = (100, 1_000, 10_000, 100_000)
WAYS = {
    "in_context": "`annotate`, in context, float32",
    "alone": "`annotate`, each line alone, float32",
    "bf16": "`annotate`, in context, bf16",
    "bf16_alone": "`annotate`, each line alone, bf16",
    "batched": "`transformers.pipeline`, batches of 32 as they come",
    "pipeline": "`transformers.pipeline`, one line at a time",
    "bare_loop": "bare loop, one line at a time",
    "padded": "each line alone, padded to 512 tokens",
}
NAIVE = ("pipeline", "bare_loop")
BF16 = {"bf16": "in_context", "bf16_alone": "alone"}  # each with the way whose scores it should have

Way = Callable[[], object]


@dataclass(frozen=True)
class ColdStart:
    """Seconds in a process of its own, medians."""

    imports: float
    load: float
    first_line: float
    whole: float  # from the command to the first line's scores, Python's own start included


@dataclass(frozen=True)
class Growth:
    """What so many lines took; lines of verse differ in length, so the cost of a token says more than that of a line."""

    lines: int
    tokens: int  # special tokens not counted
    seconds: float


@dataclass(frozen=True)
class Figures:
    """Speeds and the cold start are medians over rounds; memory and growth were measured once."""

    n_lines: int
    n_tokens: int  # of the lines, special tokens not counted
    rounds: int
    speeds: dict[int, dict[str, float]]  # threads -> way -> lines per second
    memory: dict[str, float]  # way -> peak resident megabytes of a process that reads 1,000 lines
    cold: ColdStart
    growth: tuple[Growth, ...]
    first: float  # seconds for 1,000 lines with an empty cache
    again: float  # and for the same text again, the best of three
    bf16_apart: float | None  # the largest difference of a score in bf16 to float32; None where there is no bf16

    def naive(self, threads: int) -> float:
        return max(self.speeds[threads][way] for way in NAIVE)


def run(model: str, n_lines: int, rounds: int, threads: Sequence[int], longest: int) -> Figures:
    """Each way once a round, in turn, so that a slow spell of the machine meets them all."""
    import torch

    from emolit.reading.models import load_reader

    reader = load_reader(model, cache=None)
    model = str(Path(model).resolve()) if Path(model).is_dir() else model  # children start in another folder
    works = _works(n_lines)
    speeds = {count: _speeds(reader, works, rounds, count) for count in threads}
    torch.set_num_threads(max(threads))
    first, again = _repeated(model)
    growth = tuple(_growth(reader, lines) for lines in GROWTH if lines <= longest)
    n_tokens = _n_tokens(reader, works)
    memory = {way: float(_child(way, model, max(threads))["memory"]) for way in _possible()}
    starts = [_cold_start(model, max(threads)) for _ in range(rounds)]
    cold = ColdStart(*(statistics.median(column) for column in zip(*starts, strict=True)))
    return Figures(n_lines, n_tokens, rounds, speeds, memory, cold, growth, first, again, _bf16_apart(reader, works))


def _growth(reader: EmotionReader, lines: int) -> Growth:
    works = _works(lines)
    return Growth(lines, _n_tokens(reader, works), _timed(partial(reader.annotate, works)))


def _n_tokens(reader: EmotionReader, works: Sequence[Work]) -> int:
    return sum(map(len, reader.tokens.encode([text for work in works for text in work.texts])))


def _bf16_apart(reader: EmotionReader, works: Sequence[Work]) -> float | None:
    """Over all lines and labels, in context and alone."""
    if not has_bf16():
        return None
    ways = [(make_way(one, reader, works), make_way(other, reader, works)) for one, other in BF16.items()]
    return max(float(abs(one().line_values() - other().line_values()).max()) for one, other in ways)  # type: ignore[attr-defined]


def _speeds(reader: EmotionReader, works: Sequence[Work], rounds: int, threads: int) -> dict[str, float]:
    import torch

    torch.set_num_threads(threads)
    ways = {way: make_way(way, reader, works) for way in _possible()}
    for way in ways.values():  # kernels are chosen and memory is taken on the first call
        way()
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            seconds[name].append(_timed(way))
    lines = sum(map(len, works))
    counts = {name: min(lines, PADDED_LINES) if name == "padded" else lines for name in ways}
    return {name: counts[name] / statistics.median(times) for name, times in seconds.items()}


def _possible() -> list[str]:
    return [way for way in WAYS if has_bf16() or not way.startswith("bf16")]


def make_way(name: str, reader: EmotionReader, works: Sequence[Work]) -> Way:
    """One way to read all lines of these works (the first few only where each is padded to 512)."""
    from emolit.reading.engine import Engine
    from emolit.reading.reader import EmotionReader as Reader

    texts = [text for work in works for text in work.texts]
    if name in ("in_context", "alone"):
        return lambda: reader.annotate(works, context=name == "in_context")
    if name.startswith("bf16"):
        fast = Engine(reader.engine.model, reader.engine.pad, precision=Precision.BF16)
        other = Reader(fast, reader.tokens, reader.checkpoint)
        return lambda: other.annotate(works, context=name == "bf16")
    tokenizer = _tokenizer(reader)
    if name == "bare_loop":
        return lambda: [_bare(reader, tokenizer, text) for text in texts]
    if name == "padded":
        options = {"padding": "max_length", "max_length": PADDED_TO, "truncation": True}
        return lambda: [_bare(reader, tokenizer, text, **options) for text in texts[:PADDED_LINES]]
    from transformers import TokenClassificationPipeline

    pipeline = TokenClassificationPipeline(model=reader.engine.model, tokenizer=tokenizer)
    if name == "batched":
        return lambda: pipeline(texts, batch_size=32)
    return lambda: [pipeline(text) for text in texts]


def _tokenizer(reader: EmotionReader) -> Any:
    from transformers import PreTrainedTokenizerFast

    return PreTrainedTokenizerFast(
        tokenizer_file=str(reader.checkpoint.folder / "tokenizer.json"),
        **{"bos_token": "<s>", "eos_token": "</s>", "cls_token": "<s>", "sep_token": "</s>"},
        **{"pad_token": "<pad>", "unk_token": "<unk>"},
    )


def _bare(reader: EmotionReader, tokenizer: Any, text: str, **options: Any) -> object:
    import torch

    with torch.inference_mode():
        encoded = tokenizer(text, return_tensors="pt", **options)
        logits: torch.Tensor = reader.engine.model(**encoded).logits
    own = int(encoded["attention_mask"].sum())
    return torch.sigmoid(logits[0, 1 : own - 1].mean(dim=0))


def _works(n_lines: int) -> tuple[Work, ...]:
    """Sample poems over and over, cut at exactly `n_lines`; without a cache every repeat is read anew."""
    return tuple(_cut(cycle(sample_corpus()), n_lines))


def _cut(works: Iterator[Work], n_lines: int) -> Iterator[Work]:
    left = n_lines
    for number, work in enumerate(works):
        if left <= 0:
            return
        lines: Sequence[Line] = tuple(islice(work.lines, left))
        yield Work(f"{work.id}-{number}", work.title, (tuple(lines),), author=work.author, language=work.language)
        left -= len(lines)


def _distinct(n_lines: int) -> tuple[Work, ...]:
    """The same with a number in each work's first line, so that no passage is met twice."""
    works = []
    for number, work in enumerate(_works(n_lines)):
        first, *others = work.lines
        works.append(replace(work, stanzas=((replace(first, text=f"{first.text} {number}"), *others),)))
    return tuple(works)


def _repeated(model: str) -> tuple[float, float]:
    """Seconds for a text with an empty cache and for the same text again."""
    from emolit.reading.cache import PassageCache
    from emolit.reading.models import load_reader

    reader, works = load_reader(model, cache=PassageCache()), _distinct(REPEATED_LINES)
    return _timed(lambda: reader.annotate(works)), min(_timed(lambda: reader.annotate(works)) for _ in range(3))


def _timed(way: Way) -> float:
    started = time.perf_counter()
    way()
    return time.perf_counter() - started


# In a process of its own


def _child(way: str, model: str, threads: int) -> dict[str, float]:
    command = [sys.executable, "-m", "emolit.training.bench", way, model, str(MEMORY_LINES), str(threads)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    figures: dict[str, float] = json.loads(said.stdout)
    return figures


def _cold_start(model: str, threads: int) -> tuple[float, float, float, float]:
    started = time.perf_counter()
    figures = _child("cold", model, threads)
    return figures["imports"], figures["load"], figures["first_line"], time.perf_counter() - started


def _alone_in_its_process(way: str, model: str, n_lines: int, threads: int) -> dict[str, float]:
    """What a fresh process has to tell: seconds of its start, or its peak memory after it has read in one way."""
    started = time.perf_counter()
    import torch

    from emolit.reading.models import load_reader

    torch.set_num_threads(threads)
    imported = time.perf_counter()
    reader = load_reader(model, Precision.BF16 if way.startswith("bf16") else Precision.FLOAT32, cache=None)
    loaded = time.perf_counter()
    if way == "cold":
        reader.annotate(_works(1))
        ended = time.perf_counter()
        return {"imports": imported - started, "load": loaded - imported, "first_line": ended - loaded}
    works = _works(n_lines)
    if way.startswith("bf16"):
        reader.annotate(works, context=way == "bf16")
    else:
        make_way(way, reader, works)()
    return {"memory": peak_memory()}


def peak_memory() -> float:
    """Megabytes. Not `ru_maxrss`: a process that was started by a large one begins with that one's."""
    status = Path("/proc/self/status")
    if status.is_file():
        found = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
        return int(found.split()[1]) / 1024
    import resource

    unit = 1024 if sys.platform == "darwin" else 1  # bytes there, kilobytes elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit / 1024


if __name__ == "__main__":
    way, model, lines, threads = sys.argv[1:]
    sys.stdout.write(json.dumps(_alone_in_its_process(way, model, int(lines), int(threads))))

"""The figures of `emolit.training.bench` as Markdown."""

from __future__ import annotations

import platform
from datetime import date

from emolit.training.bench import MEMORY_LINES, NAIVE, PADDED_LINES, REPEATED_LINES, WAYS, Figures
from emolit.version import VERSION


def report(figures: Figures) -> str:
    """The whole report of reading."""
    import torch

    counts = list(figures.speeds)
    cold, most = figures.cold, max(counts)
    return f"""# Benchmarks

Made by `python -m emolit bench` (emolit {VERSION}, {date.today().isoformat()}). {figures.n_lines} lines of the sample poems, {figures.n_tokens / figures.n_lines:.1f} tokens a line,
median of {figures.rounds} rounds, each way once a round on the same checkpoint. Ratios are against the faster of the two naive ways (one line at a
time) and against padding to 512 tokens (timed on {PADDED_LINES} lines), under the same threads. Nothing is cached.

{_speed_table(figures, counts)}

{_ratios(figures, most)}{_apart(figures)}
- Peak memory is that of a process of its own that reads {MEMORY_LINES:,} lines in that way ({PADDED_LINES} where each is padded to 512).

## Cold start

In a fresh process, median of {figures.rounds}: imports {cold.imports:.1f} s, loading the model {cold.load:.1f} s, first line {cold.first_line:.2f} s; from the command to
the first scores {cold.whole:.1f} s.

## As the work grows

`annotate` in context, float32, {most} threads, nothing cached. Linear means that the last column stays; lines differ in length.

| lines | seconds | milliseconds a line | microseconds a token |
| ---: | ---: | ---: | ---: |
{_growth_rows(figures)}

## The same text again

{REPEATED_LINES:,} lines with an empty cache: {figures.first:.1f} s; the same again: **{figures.again:.2f} s**.

Machine: {platform.machine()}, {most} threads, torch {torch.__version__}
"""


def _speed_table(figures: Figures, counts: list[int]) -> str:
    heads = [f"lines/s, {count} thread{'s' * (count > 1)} | ratio | to 512 | tokens/s" for count in counts]
    lines = [f"| way | {' | '.join(heads)} | peak MB |", "| --- |" + " ---: |" * (4 * len(counts) + 1)]
    for way in figures.speeds[counts[0]]:
        cells = []
        for count in counts:
            speed = figures.speeds[count][way]
            cells.append(
                f"{speed:.1f} | {speed / figures.naive(count):.2f} | {speed / figures.speeds[count]['padded']:.1f}"
            )
            cells.append(f"{speed * figures.n_tokens / figures.n_lines:.0f}")
        lines.append(f"| {WAYS[way]} | {' | '.join(cells)} | {figures.memory[way]:.0f} |")
    return "\n".join(lines)


def _ratios(figures: Figures, threads: int) -> str:
    speeds = figures.speeds[threads]
    faster = max(NAIVE, key=speeds.__getitem__)
    said = []
    for way in ("in_context", "bf16"):
        if way in speeds:
            naive, padded = speeds[way] / figures.naive(threads), speeds[way] / speeds["padded"]
            said.append(
                f"- {WAYS[way]}, {threads} threads: **{naive:.2f}** times {WAYS[faster]}, **{padded:.0f}** times padding to 512"
            )
    return "\n".join(said)


def _growth_rows(figures: Figures) -> str:
    return "\n".join(
        f"| {each.lines:,} | {each.seconds:.1f} | {1000 * each.seconds / each.lines:.2f} | {1e6 * each.seconds / each.tokens:.0f} |"
        for each in figures.growth
    )


def _apart(figures: Figures) -> str:
    if figures.bf16_apart is None:
        return ""
    return f"\n- Scores in bf16 differ from those in float32 by at most {figures.bf16_apart:.4f} on these lines."

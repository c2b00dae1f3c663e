"""`python -m emolit bench`: how fast `annotate` is, against the naive ways in the same run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from emolit.cli.console import write_file, write_stdout
from emolit.cli.options import Lang, LanguageName
from emolit.reading.checkpoint import SHIPPED


def bench(
    model: Annotated[str, typer.Option(help="Checkpoint: the shipped one, a folder, a Hub id.")] = SHIPPED,
    lines: Annotated[int, typer.Option(min=20, help="Verse lines to read.")] = 600,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds; each way runs once a round, the median counts.")] = 3,
    threads: Annotated[list[int] | None, typer.Option(min=1, help="Threads; 1 and 2 if not given.")] = None,
    longest: Annotated[int, typer.Option(min=100, help="Longest work whose cost is measured, up to 100000.")] = 10_000,
    output: Annotated[Path | None, typer.Option(help="Also write the report as Markdown.")] = None,
    lang: Lang = LanguageName.EN,
) -> None:
    """Measure speed and memory on this machine."""
    del lang  # read from the command line before it is parsed: `console.language_of`
    from emolit.analysis.trajectory import bench as trajectories
    from emolit.training.bench import run
    from emolit.training.bench_report import report

    counts = sorted(set(threads or range(1, min(2, os.cpu_count() or 1) + 1)))
    reading = report(run(model, lines, rounds, counts, longest))
    text = f"{reading}\n{trajectories.report(trajectories.measure(rounds))}"
    write_stdout(text)
    if output:
        write_file(output, text)

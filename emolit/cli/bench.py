"""`python -m emolit bench`: how fast `annotate` is, against the naive way in the same run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from emolit.cli.console import write_file, write_stdout
from emolit.reading.checkpoint import SHIPPED


def bench(
    model: Annotated[str, typer.Option(help="Checkpoint: the shipped one, a folder, a Hub id.")] = SHIPPED,
    lines: Annotated[int, typer.Option(min=20, help="Verse lines to read.")] = 600,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds; each way runs once a round, the median counts.")] = 3,
    threads: Annotated[int, typer.Option(min=0, help="Threads for every way; 0 takes torch's default.")] = 0,
    output: Annotated[Path | None, typer.Option(help="Also write the report as Markdown.")] = None,
) -> None:
    """Measure speed and memory on this machine."""
    from emolit.analysis.trajectory import bench as trajectories
    from emolit.training.bench import report, run

    reading = report(run(model, lines, rounds, threads))
    text = f"{reading}\n{trajectories.report(trajectories.measure(rounds))}"
    write_stdout(text)
    if output:
        write_file(output, text)

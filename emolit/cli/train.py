"""`python -m emolit train`: from the base encoder and the data to a checkpoint."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from emolit.cli.console import say, write_stdout
from emolit.emotions import load_scheme


def train(
    data: Annotated[Path, typer.Option(help="Folder with kpoem/ and kote/.")] = Path("../shared/data"),
    base: Annotated[Path, typer.Option(help="Base encoder.")] = Path("../shared/base-encoder"),
    run: Annotated[Path, typer.Option(help="Run folder; an unfinished run goes on.")] = Path("runs/shipped"),
    output: Annotated[Path | None, typer.Option(help="Checkpoint folder; RUN/checkpoint if not given.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of everything drawn at random.")] = 17,
    kote_epochs: Annotated[int, typer.Option(min=0, help="Epochs on KOTE comments.")] = 2,
    kpoem_epochs: Annotated[int, typer.Option(min=1, help="Epochs on KPoEM passages.")] = 8,
) -> None:
    """Train, calibrate and write a checkpoint. About an hour and a half on two cores."""
    from emolit.training.evaluate import table
    from emolit.training.finetune import recipe_of
    from emolit.training.ship import ship
    from emolit.training.train import train as run_training

    scheme = load_scheme()
    recipe = recipe_of(kote_epochs=kote_epochs, kpoem_epochs=kpoem_epochs, seed=seed)
    say(f"training in {run}; the log is {run / 'log.jsonl'}")
    model = run_training(data, base, run, recipe, scheme)
    results = ship(model, data, base, output or run / "checkpoint", recipe, scheme)
    write_stdout(table(results))

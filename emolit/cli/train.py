"""`python -m emolit train`: from the base encoder and the data to a checkpoint, or to predictions of rows held out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from emolit.cli.console import say
from emolit.cli.options import Lang, LanguageName
from emolit.emotions import load_scheme

SHIPPED_RECIPE = "shipped"


def train(
    recipe: Annotated[
        str, typer.Option(help="`shipped`, or a JSON file of levers that differ from it.")
    ] = SHIPPED_RECIPE,
    data: Annotated[Path, typer.Option(help="Folder with kpoem/, kote/ and goemotions/.")] = Path("../shared/data"),
    base: Annotated[Path, typer.Option(help="Base encoder.")] = Path("../shared/base-encoder"),
    run: Annotated[Path, typer.Option(help="Run folder; an unfinished run goes on.")] = Path("runs/shipped"),
    fold: Annotated[
        int | None, typer.Option(min=0, max=4, help="Hold out this fold of blocks and keep what is said of it.")
    ] = None,
    poet: Annotated[str | None, typer.Option(help="Hold out this poet and keep what is said of the poems.")] = None,
    output: Annotated[Path | None, typer.Option(help="Checkpoint folder; RUN/checkpoint if not given.")] = None,
    lang: Lang = LanguageName.EN,
) -> None:
    """Train, calibrate and write a checkpoint; with --fold or --poet, predict what was held out instead."""
    del lang  # read from the command line before it is parsed: `console.language_of`
    from emolit.training.recipe import Recipe, load_recipe
    from emolit.training.ship import ship
    from emolit.training.splits import grouped_fold, paper_split, poets, without_poet
    from emolit.training.train import Sources, Trainer

    chosen = Recipe() if recipe == SHIPPED_RECIPE else load_recipe(Path(recipe))
    trainer = Trainer(Sources(data, base), run, chosen, load_scheme())
    say(f"training in {run}; each stage has its log.jsonl there")
    if fold is not None:
        trainer.hold_out(grouped_fold(trainer.rows, fold), f"fold-{fold}", fold)
    elif poet is not None:
        split = without_poet(trainer.rows, poet)
        number = poets(trainer.rows).index(poet)
        trainer.hold_out(split, f"poet-{number}", number)
    else:
        model = trainer.train_on_poems(trainer.train_on_comments(), paper_split(trainer.rows), "paper")
        folder = output or run / "checkpoint"
        ship(model, data, base, folder, chosen, trainer.scheme, trainer.precision("paper"))

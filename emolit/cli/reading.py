"""Which model a command reads with, and in which precision: the options, and the one way they are followed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from emolit.reading.checkpoint import SHIPPED
from emolit.reading.precision import Precision
from emolit.settings import Settings

if TYPE_CHECKING:
    from emolit.reading import EmotionReader  # brings torch

Model = Annotated[
    str, typer.Option("--model", help="Checkpoint: the shipped one, a name of EMOLIT_MODELS, a folder, a Hub id.")
]
PrecisionOption = Annotated[
    Precision | None,
    typer.Option("--precision", help="float32 is the reference; bf16 is faster where the processor has it."),
]


def open_reader(model: str = "", precision: Precision | None = None) -> EmotionReader:
    """The model and precision of the command line, else of the operator (EMOLIT_MODEL, EMOLIT_PRECISION).

    Raises ModelError when the model cannot be read with, or the processor lacks the precision.
    """
    from emolit.reading.models import choose_model, load_reader, parse_models

    settings = Settings.from_env()
    chosen = precision or Precision.named(settings.precision)
    asked = model or settings.model or SHIPPED
    return load_reader(choose_model(asked, parse_models(settings.models), free=True), chosen)

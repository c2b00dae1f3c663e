"""`python -m emolit evaluate`: what the model is worth, by the paper's protocol and by honest ones."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from emolit.cli.console import write_json, write_stdout
from emolit.cli.options import Lang, LanguageName
from emolit.cli.reading import Model, PrecisionOption, open_reader
from emolit.emotions import load_scheme
from emolit.errors import EmolitError, ModelError
from emolit.reading.atlas import SHIPPED_ATLAS
from emolit.reading.checkpoint import SHIPPED, Checkpoint
from emolit.settings import Settings

if TYPE_CHECKING:
    from emolit.reading.reader import EmotionReader
    from emolit.training.predictions import Predictions


class Protocol(StrEnum):
    PAPER = "paper"
    GROUPED = "grouped"
    POET = "poet"
    CEILING = "ceiling"
    ENGLISH = "english"


def evaluate(
    protocol: Annotated[
        Protocol,
        typer.Option(
            help="The paper's split; blocks of poems held out; poets held out; what votes allow; English comments."
        ),
    ] = Protocol.PAPER,
    data: Annotated[Path, typer.Option(help="Folder with kpoem/ (and goemotions/ for English).")] = Path(
        "../shared/data"
    ),
    model: Model = SHIPPED,
    precision: PrecisionOption = None,
    run: Annotated[
        Path | None,
        typer.Option(help="Run folder to measure instead of the atlas; --keep puts it there."),
    ] = None,
    output: Annotated[Path | None, typer.Option(help="Also write the results as JSON.")] = None,
    keep: Annotated[
        bool, typer.Option(help="Put the results into the checkpoint's evaluation.json and its model card.")
    ] = False,
    lang: Lang = LanguageName.EN,
) -> None:
    """Measure against readers' votes, beside baselines; blocks and poets use stored predictions, not the checkpoint."""
    from emolit.evaluation.tables import as_markdown

    del lang  # read before anything else, in emolit.cli
    reader = open_reader(model, precision)
    checkpoint, atlas = reader.checkpoint, Path(Settings.from_env().atlas or SHIPPED_ATLAS)
    is_of_trainings = protocol in (Protocol.GROUPED, Protocol.POET)
    if reader.scheme.name != load_scheme().name:
        raise ModelError("usage.not_its_labels", name=checkpoint.name, scheme=reader.scheme.name)
    if keep and not checkpoint.is_local:
        raise ModelError("usage.cannot_write", path=checkpoint.folder)
    if keep and is_of_trainings and "recipe" not in checkpoint.config:
        raise ModelError("usage.not_its_training", name=checkpoint.name)
    record, found = _measure(protocol, data, reader, run, atlas)
    write_stdout(as_markdown(protocol, record))
    if output:
        made = {"model": model, "fingerprint": checkpoint.fingerprint, "precision": str(reader.engine.precision)}
        write_json(output, {"compared_with": made, **record} if is_of_trainings else made | record)
    if keep:
        _keep(protocol, data, checkpoint, record, found if run else None, atlas)


def _measure(
    protocol: Protocol, data: Path, reader: EmotionReader, run: Path | None, atlas: Path
) -> tuple[dict[str, Any], Predictions | None]:
    """The record, and the predictions that it was made from where those are what is measured."""
    from emolit.evaluation.held_out import FILES, gather, stored
    from emolit.evaluation.record import ceiling_record, english_record, held_out_record, paper_record
    from emolit.training.data import load_kpoem

    if protocol is Protocol.PAPER:
        known = stored(Protocol.GROUPED, atlas) if (atlas / FILES[Protocol.GROUPED]).is_file() else None
        return paper_record(data, reader, known), None
    if protocol is Protocol.ENGLISH:
        return english_record(data, reader), None
    rows = load_kpoem(data, reader.scheme)
    if protocol is Protocol.CEILING:
        return ceiling_record(rows, reader.scheme), None
    found = gather(protocol, run, rows) if run else stored(protocol, atlas)
    return held_out_record(protocol, rows, found, reader.scheme, reader.checkpoint.config.get("recipe")), found


def _keep(
    protocol: Protocol,
    data: Path,
    checkpoint: Checkpoint,
    record: dict[str, Any],
    found: Predictions | None,
    atlas: Path,
) -> None:
    """The record beside the checkpoint, and the card of one that we trained; predictions that are new to the atlas."""
    from emolit.evaluation.card import write_card
    from emolit.evaluation.held_out import FILES
    from emolit.evaluation.record import write_part

    try:
        if found is not None:
            found.save(atlas / FILES[protocol])
        write_part(checkpoint.folder, protocol, record, data, checkpoint.fingerprint)
        if "recipe" in checkpoint.config:
            write_card(checkpoint.folder)
    except OSError as error:
        raise EmolitError("usage.cannot_write", path=error.filename or checkpoint.folder) from error

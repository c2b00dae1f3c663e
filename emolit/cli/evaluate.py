"""`python -m emolit evaluate`: what the model is worth, by the paper's protocol and by honest ones."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from emolit.cli.console import write_json, write_stdout
from emolit.cli.reading import Model, PrecisionOption, open_reader
from emolit.reading.checkpoint import SHIPPED


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
        Path | None, typer.Option(help="Run folder whose held-out predictions to gather into the atlas first.")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="Also write the results as JSON.")] = None,
    keep: Annotated[
        bool, typer.Option(help="Put the results into the checkpoint's evaluation.json and model card.")
    ] = False,
) -> None:
    """Measure against readers' votes, beside baselines; blocks and poets use stored predictions, not the checkpoint."""
    from emolit.evaluation.card import write_card
    from emolit.evaluation.record import write_part
    from emolit.evaluation.tables import as_markdown

    reader = open_reader(model, precision)
    record = _measure(protocol, data, reader, run)
    write_stdout(as_markdown(protocol, record))
    if output:
        made = {"fingerprint": reader.checkpoint.fingerprint, "precision": str(reader.engine.precision)}
        write_json(output, {"model": model, **made, **record})
    if keep:
        write_part(reader.checkpoint.folder, protocol, record, data)
        write_card(reader.checkpoint.folder)


def _measure(protocol: Protocol, data: Path, reader: Any, run: Path | None) -> dict[str, Any]:
    from emolit.evaluation.held_out import gather, stored
    from emolit.evaluation.record import ceiling_record, english_record, held_out_record, paper_record
    from emolit.training.data import load_kpoem

    if protocol is Protocol.PAPER:
        return paper_record(data, reader)
    if protocol is Protocol.ENGLISH:
        return english_record(data, reader)
    rows = load_kpoem(data, reader.scheme)
    if protocol is Protocol.CEILING:
        return ceiling_record(rows, reader.scheme)
    found = gather(protocol, run, rows) if run else stored(protocol)
    return held_out_record(protocol, rows, found, reader.scheme)

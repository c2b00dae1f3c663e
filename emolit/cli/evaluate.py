"""`python -m emolit evaluate`: the paper's protocol, with baselines in the same table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from emolit.cli.console import write_json, write_stdout
from emolit.cli.reading import Model, PrecisionOption, open_reader
from emolit.reading.checkpoint import SHIPPED


def evaluate(
    data: Annotated[Path, typer.Option(help="Folder with kpoem/.")] = Path("../shared/data"),
    model: Model = SHIPPED,
    precision: PrecisionOption = None,
    output: Annotated[Path | None, typer.Option(help="Also write the results as JSON.")] = None,
) -> None:
    """Measure a checkpoint against the readers' votes, beside two baselines."""
    from emolit.training.evaluate import evaluate as measure
    from emolit.training.evaluate import table

    reader = open_reader(model, precision)
    results = measure(data, reader)
    write_stdout(table(results))
    if output:
        record = {
            "model": model,
            "fingerprint": reader.checkpoint.fingerprint,
            "precision": str(reader.engine.precision),
        }
        write_json(output, {**record, "results": [result.record() for result in results]})

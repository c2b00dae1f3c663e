"""`python -m emolit agreement`: how far the readers of a file with votes agree, label by label."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import numpy as np
import pandas as pd
import typer

from emolit.analysis.agreement import agreement as agree
from emolit.analysis.readers import panel_of
from emolit.cli.console import say, write_file, write_stdout
from emolit.cli.files import Columns, Encoding, Files, read_files, reading_options
from emolit.cli.options import Lang, LanguageName
from emolit.corpus import Separator
from emolit.emotions import load_scheme
from emolit.errors import EmolitError, NotEnoughData
from emolit.export import csv_text, jsonl_text


class Format(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"


def agreement(
    files: Files,
    labels: Annotated[LanguageName, typer.Option(help="Language of the labels.")] = LanguageName.KO,
    format: Annotated[Format, typer.Option(help="CSV, or one JSON object a label.")] = Format.CSV,
    output: Annotated[Path | None, typer.Option(help="A file instead of stdout.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the works that are drawn anew for the interval.")] = 0,
    lang: Lang = LanguageName.EN,
    encoding: Encoding = "",
    column: Columns = None,
) -> None:
    """Krippendorff's alpha of readers' votes, per label, with a 95 % interval from resampling works."""
    corpus = read_files(files, reading_options(encoding, Separator.DEFAULT, column, False))
    scheme, names = load_scheme(), ", ".join(path.name for path in files)
    panel = panel_of(corpus, scheme)
    if not len(panel):
        raise NotEnoughData("agreement.no_votes", names=names)
    if panel.readers.max() < 2:
        raise NotEnoughData("agreement.one_reader", names=names)
    found = agree(panel.votes, panel.readers, panel.groups, seed=seed)
    if len(np.unique(panel.groups)) == 1:
        say(EmolitError("agreement.one_work").sentence(lang.language))
    table = pd.DataFrame(
        {
            "label": scheme.glosses(labels.language),
            "alpha": found.alpha.round(4),
            "low": found.low.round(4),
            "high": found.high.round(4),
            "votes": panel.votes.sum(axis=0).round().astype(int),
            "lines": int((panel.readers > 1).sum()),
        }
    )
    text = csv_text(table, bom=output is not None) if format is Format.CSV else jsonl_text(table)
    if output is None:
        write_stdout(text)
    else:
        write_file(output, text)

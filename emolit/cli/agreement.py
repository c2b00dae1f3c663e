"""`python -m emolit agreement`: how far the readers of a file with votes agree, label by label."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import numpy as np
import pandas as pd
import typer

from emolit.analysis.agreement import agreement as agree
from emolit.analysis.readers import panel_of
from emolit.analysis.resampling import LEVEL
from emolit.cli.console import say
from emolit.cli.files import Columns, Encoding, Files, read_files, reading_options
from emolit.cli.options import Lang, LanguageName, Output, deliver, expect_output
from emolit.corpus import Corpus
from emolit.emotions import load_scheme
from emolit.errors import EmolitError, NotEnoughData
from emolit.export import csv_text, inputs_record, jsonl_text
from emolit.version import VERSION

RESAMPLES = 1000  # of works, for the interval


class Format(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"


def agreement(
    files: Files,
    labels: Annotated[LanguageName, typer.Option(help="Language of the labels.")] = LanguageName.KO,
    format: Annotated[Format, typer.Option(help="CSV, or one JSON object a label.")] = Format.CSV,
    output: Output = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the works that are drawn anew for the interval.")] = 0,
    lang: Lang = LanguageName.EN,
    encoding: Encoding = "",
    column: Columns = None,
) -> None:
    """Krippendorff's alpha of readers' votes, per label, with a 95 % interval from resampling works."""
    expect_output(output)
    corpus = read_files(files, reading_options(encoding, column=column))
    scheme, names = load_scheme(), ", ".join(path.name for path in files)
    panel = panel_of(corpus, scheme)
    if not len(panel):
        raise NotEnoughData("agreement.no_votes", names=names)
    if panel.readers.max() < 2:
        raise NotEnoughData("agreement.one_reader", names=names)
    found = agree(panel.votes, panel.readers, panel.groups, n_resamples=RESAMPLES, level=LEVEL, seed=seed)
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
    deliver(text, output, _record(corpus, scheme.name, seed))


def _record(corpus: Corpus, scheme: str, seed: int) -> dict[str, Any]:
    """Where the numbers come from: no model, but votes, and works drawn anew."""
    drawn = {"seed": seed, "resamples": RESAMPLES, "level": LEVEL}
    return {"tool": "emolit", "version": VERSION, "scheme": scheme, **drawn, "inputs": inputs_record(corpus)}

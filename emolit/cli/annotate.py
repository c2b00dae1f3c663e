"""`python -m emolit annotate`: files in, one row a line, stanza or work out."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from emolit.cli.console import progress, say
from emolit.cli.files import Files, read_files, takes_texts
from emolit.cli.options import (
    Alone,
    DropGlosses,
    Lang,
    LanguageName,
    Output,
    deliver,
    expect_output,
    gloss_setting,
    works_as_read,
)
from emolit.cli.reading import Model, PrecisionOption, open_reader
from emolit.corpus import Corpus, ReadingOptions
from emolit.errors import EmolitError, ModelError
from emolit.export import (
    Layer,
    RowUnit,
    TableFormat,
    data_table,
    derived_record,
    notices,
    provenance_record,
    table_bytes,
    votes_layer,
    with_words,
)
from emolit.reading.scores import EmotionScores


class Format(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"
    XLSX = "xlsx"
    PARQUET = "parquet"
    TEI = "tei"

    @property
    def is_binary(self) -> bool:
        return self in (Format.XLSX, Format.PARQUET)


@takes_texts
def annotate(
    files: Files,
    options: ReadingOptions,
    unit: Annotated[RowUnit, typer.Option(help="What a row is.")] = RowUnit.LINE,
    alone: Alone = False,
    labels: Annotated[LanguageName, typer.Option(help="Language of the label columns.")] = LanguageName.KO,
    format: Annotated[Format, typer.Option(help="Of the output; xlsx and parquet need --output.")] = Format.CSV,
    output: Output = None,
    model: Model = "",
    precision: PrecisionOption = None,
    lang: Lang = LanguageName.EN,
    votes: Annotated[
        bool, typer.Option("--votes", help="With columns of the readers' votes that the text brings.")
    ] = False,
    drop_glosses: DropGlosses = False,
    why: Annotated[str, typer.Option(help="A label: each line's logit and what each word adds (jsonl).")] = "",
) -> None:
    """Read emotions in texts, line by line."""
    if format.is_binary and output is None:
        raise EmolitError("usage.needs_output", format=str(format))
    if why and (format is not Format.JSONL or unit is not RowUnit.LINE):
        raise EmolitError("usage.why_lines")
    if format is Format.TEI and unit is not RowUnit.LINE:
        raise EmolitError("usage.tei_lines")
    expect_output(output)
    corpus = read_files(files, options)
    reader = open_reader(model, precision)
    if why and reader.checkpoint.reads_lines:
        raise ModelError("model.no_words", name=reader.checkpoint.name)
    label = reader.scheme.find(why).name if why else ""
    scores = reader.annotate(
        works_as_read(corpus, drop_glosses), context=not alone, on_batch=progress("passages"), words=bool(why)
    )
    settings: dict[str, Any] = {"unit": str(unit), "labels": str(labels), "format": str(format)}
    settings |= {"reading_units": [str(options.unit)], **gloss_setting(drop_glosses)}
    if format is Format.TEI:
        del settings["labels"]  # an edition names them in both languages
    if why:
        settings["why"] = label
    record = provenance_record(corpus, scores, **settings, **derived_record(corpus, scores, unit))
    layer = votes_layer(corpus, reader.scheme) if votes or format is Format.TEI else None
    if format is Format.TEI:
        data = _tei(files, corpus, scores, record, [layer] if layer else [])
    else:
        table = data_table(corpus, scores, unit, labels.language, [layer] if layer else [])
        if why:
            table = with_words(table, corpus, scores, label)
        data = table_bytes(table, TableFormat(format), record, bom=output is not None)
    for notice in notices(corpus, scores):
        say(notice.sentence(lang.language))
    deliver(data, output, record)


def _tei(
    files: list[Path], corpus: Corpus, scores: EmotionScores, record: dict[str, Any], layers: list[Layer]
) -> bytes:
    """The one edition that was read with the readings on it; a new one of anything else."""
    from emolit.corpus.edition import Edition
    from emolit.export.methods import methods
    from emolit.export.tei import Readings, annotated_edition, new_edition

    readings = Readings(scores, record, layers, methods(corpus, record))
    edition = None
    if len(files) == 1 and corpus.notes[0].format == "tei":
        edition = Edition.parse(files[0].name, files[0].read_bytes(), corpus.notes[0].encoding)
    if edition and edition.holds(corpus):  # unless it was read by sentences
        return annotated_edition(edition, corpus, readings)
    return new_edition(corpus, readings)

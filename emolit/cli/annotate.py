"""`python -m emolit annotate`: files in, one row a line, stanza or work out."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from emolit.cli.console import expect_place, progress, say, write_file, write_json, write_stdout
from emolit.cli.files import Columns, Encoding, Files, Folders, Parting, read_files, reading_options
from emolit.corpus import Separator
from emolit.corpus.glosses import without_glosses
from emolit.errors import EmolitError, Language
from emolit.export import (
    TableUnit,
    csv_text,
    jsonl_text,
    notices,
    provenance_record,
    score_table,
    with_words,
)
from emolit.reading.checkpoint import SHIPPED
from emolit.settings import Settings


class Format(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"


class LanguageName(StrEnum):
    KO = "ko"
    EN = "en"

    @property
    def language(self) -> Language:
        return "ko" if self is LanguageName.KO else "en"


def annotate(
    files: Files,
    unit: Annotated[TableUnit, typer.Option(help="What a row is.")] = TableUnit.LINE,
    alone: Annotated[bool, typer.Option("--alone", help="Read each line as if it stood alone.")] = False,
    labels: Annotated[LanguageName, typer.Option(help="Language of the label columns.")] = LanguageName.KO,
    format: Annotated[Format, typer.Option(help="CSV, or one JSON object a line.")] = Format.CSV,
    output: Annotated[Path | None, typer.Option(help="A file instead of stdout, with PATH.meta.json.")] = None,
    model: Annotated[str, typer.Option(help="Checkpoint: the shipped one, a folder, a Hub id.")] = "",
    lang: Annotated[LanguageName, typer.Option(help="Language of messages.")] = LanguageName.EN,
    encoding: Encoding = "",
    separator: Parting = Separator.DEFAULT,
    column: Columns = None,
    folders: Folders = False,
    drop_glosses: Annotated[bool, typer.Option("--drop-glosses", help="Read 영변(寧邊) as 영변.")] = False,
    why: Annotated[str, typer.Option(help="A label: each line's logit and what each word adds (jsonl).")] = "",
) -> None:
    """Read emotions in texts, line by line."""
    if why and (format is not Format.JSONL or unit is not TableUnit.LINE):
        raise EmolitError("usage.why_lines")
    corpus = read_files(files, reading_options(encoding, separator, column, folders))
    if output:
        expect_place(output)
    from emolit.reading import EmotionReader

    reader = EmotionReader.load(model or Settings.from_env().model or SHIPPED)
    label = reader.scheme.find(why).name if why else ""
    works = [without_glosses(work) for work in corpus] if drop_glosses else corpus.works
    scores = reader.annotate(works, context=not alone, on_batch=progress("passages"), words=bool(why))
    table = score_table(corpus, scores, unit, labels.language)
    if why:
        table = with_words(table, corpus, scores, label)
    for notice in notices(corpus, scores):
        say(notice.sentence(lang.language))
    if output is None:
        write_stdout(csv_text(table) if format is Format.CSV else jsonl_text(table))
        return
    write_file(output, csv_text(table, bom=True) if format is Format.CSV else jsonl_text(table))
    settings: dict[str, Any] = {"unit": str(unit), "labels": str(labels), "format": str(format)}
    if drop_glosses:
        settings["glosses"] = "dropped"
    if why:
        settings["why"] = label
    write_json(output.with_name(output.name + ".meta.json"), provenance_record(corpus, scores, **settings))

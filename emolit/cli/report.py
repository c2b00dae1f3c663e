"""`python -m emolit report`: one HTML file of a work, an author or a comparison."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from emolit.cli.console import expect_place, progress, say, write_file
from emolit.cli.files import (
    BlankLines,
    Columns,
    Encoding,
    Files,
    FirstLines,
    Folders,
    Parting,
    ReadBy,
    read_files,
    reading_options,
    without_paratext,
)
from emolit.cli.options import LanguageName
from emolit.cli.reading import Model, PrecisionOption, open_reader
from emolit.corpus import ReadingOptions, ReadingUnit, Separator
from emolit.export import notices, provenance_record


def report(
    files: Files,
    output: Annotated[Path, typer.Option(help="The file to write.")],
    lang: Annotated[LanguageName, typer.Option(help="Language of the report and of messages.")] = LanguageName.EN,
    model: Model = "",
    precision: PrecisionOption = None,
    encoding: Encoding = "",
    separator: Parting = Separator.DEFAULT,
    column: Columns = None,
    folders: Folders = False,
    blank_lines: BlankLines = ReadingOptions.blank_lines,
    first_line_is_title: FirstLines = False,
    read_by: ReadBy = ReadingUnit.LINE,
) -> None:
    """Write a report: text, figures, tables and methods in one page that needs no network."""
    expect_place(output)
    options = reading_options(encoding, separator, column, folders, blank_lines, first_line_is_title, read_by)
    corpus = without_paratext(read_files(files, options))
    from emolit.export.report import Report, report_page

    reader = open_reader(model, precision)
    alone = reader.annotate(corpus.works, context=False, on_batch=progress("passages, each line alone"))
    scores = reader.annotate(corpus.works, on_batch=progress("passages, in context"))
    for notice in notices(corpus, scores):
        say(notice.sentence(lang.language))
    record = provenance_record(corpus, scores, reading_units=[str(read_by)])
    write_file(output, report_page(Report(corpus, scores, record, lang.language, alone)))

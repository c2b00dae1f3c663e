"""`python -m emolit report`: one HTML file of a work, an author or a comparison."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from emolit.cli.console import expect_place, progress, say, write_file
from emolit.cli.files import Files, read_files, takes_texts, without_paratext
from emolit.cli.options import LanguageName
from emolit.cli.reading import Model, PrecisionOption, open_reader
from emolit.corpus import ReadingOptions
from emolit.export import notices, provenance_record


@takes_texts
def report(
    files: Files,
    options: ReadingOptions,
    output: Annotated[Path, typer.Option(help="The file to write.")],
    lang: Annotated[LanguageName, typer.Option(help="Language of the report and of messages.")] = LanguageName.EN,
    model: Model = "",
    precision: PrecisionOption = None,
) -> None:
    """Write a report: text, figures, tables and methods in one page that needs no network."""
    expect_place(output)
    corpus = without_paratext(read_files(files, options))
    from emolit.export.report import Report, report_page

    reader = open_reader(model, precision)
    alone = reader.annotate(corpus.works, context=False, on_batch=progress("passages, each line alone"))
    scores = reader.annotate(corpus.works, on_batch=progress("passages, in context"))
    for notice in notices(corpus, scores):
        say(notice.sentence(lang.language))
    record = provenance_record(corpus, scores, reading_units=[str(options.unit)])
    write_file(output, report_page(Report(corpus, scores, record, lang.language, alone)))

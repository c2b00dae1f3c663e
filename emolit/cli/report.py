"""`python -m emolit report`: one HTML file of a work, an author or a comparison."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from emolit.cli.console import expect_place, progress, say, write_file
from emolit.cli.files import Columns, Encoding, Files, Folders, Parting, read_files, reading_options, without_paratext
from emolit.cli.options import LanguageName
from emolit.corpus import Separator
from emolit.export import notices, provenance_record
from emolit.reading.checkpoint import SHIPPED
from emolit.settings import Settings


def report(
    files: Files,
    output: Annotated[Path, typer.Option(help="The file to write.")],
    lang: Annotated[LanguageName, typer.Option(help="Language of the report and of messages.")] = LanguageName.EN,
    model: Annotated[str, typer.Option(help="Checkpoint: the shipped one, a folder, a Hub id.")] = "",
    encoding: Encoding = "",
    separator: Parting = Separator.DEFAULT,
    column: Columns = None,
    folders: Folders = False,
) -> None:
    """Write a report: text, figures, tables and methods in one page that needs no network."""
    corpus = read_files(files, reading_options(encoding, separator, column, folders))
    expect_place(output)
    corpus = without_paratext(corpus)
    from emolit.export.report import Report, report_page
    from emolit.reading import EmotionReader

    reader = EmotionReader.load(model or Settings.from_env().model or SHIPPED)
    alone = reader.annotate(corpus.works, context=False, on_batch=progress("passages, each line alone"))
    scores = reader.annotate(corpus.works, on_batch=progress("passages, in context"))
    for notice in notices(corpus, scores):
        say(notice.sentence(lang.language))
    record = provenance_record(corpus, scores)
    write_file(output, report_page(Report(corpus, scores, record, lang.language, alone)))

"""Files as a command takes them: the options of reading, and all files or none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from emolit.cli.console import progress
from emolit.corpus import ENDINGS, Corpus, ReadingOptions, Separator, read_corpus
from emolit.corpus.columns import ROLES
from emolit.corpus.guard import read_guarded
from emolit.corpus.sniffing import is_foreign
from emolit.errors import CorpusError, EmolitError

Files = Annotated[list[Path], typer.Argument(help=f"Texts to read: {', '.join(ENDINGS)}.", show_default=False)]
Encoding = Annotated[str, typer.Option(help="Encoding of text files; found out if not given.")]
Parting = Annotated[Separator, typer.Option("--separator", help="What parts the works of a text file.")]
Columns = Annotated[list[str] | None, typer.Option("--column", help="A table's column: ROLE=NAME, as in work=제목.")]
Folders = Annotated[bool, typer.Option("--folders-as-authors", help="In a zip, a file's folder is its author.")]


def reading_options(
    encoding: str, separator: Separator, columns: list[str] | None, folders_as_authors: bool
) -> ReadingOptions:
    """Raises EmolitError for a column that is not ROLE=NAME, or of a role that there is not."""
    pairs = tuple((role.strip(), name.strip()) for role, _, name in (word.partition("=") for word in columns or []))
    if not all(role in ROLES and name for role, name in pairs):
        raise EmolitError("usage.column", roles=", ".join(ROLES))
    return ReadingOptions(encoding=encoding, separator=separator, columns=pairs, folders_as_authors=folders_as_authors)


def read_files(files: list[Path], options: ReadingOptions | None = None) -> Corpus:
    """All files or none: the first bad one ends it. What takes more than decoding is read in a process of its own."""
    corpus = Corpus(())
    for path in files:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CorpusError("corpus.no_file", name=path) from error
        if is_foreign(data):
            corpus += read_guarded(path.name, data, options, on_progress=progress("files"))
        else:
            corpus += read_corpus(path.name, data, options)
    return corpus


def without_paratext(corpus: Corpus) -> Corpus:
    """The works that are analysed; all of them where none is left."""
    works = tuple(work for work in corpus if not work.paratext)
    return replace(corpus, works=works) if works else corpus

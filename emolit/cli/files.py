"""Files as a command takes them: the options of reading, and all files or none."""

from __future__ import annotations

import inspect
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from emolit.cli.console import progress
from emolit.corpus import ENDINGS, Corpus, ReadingOptions, ReadingUnit, Separator, SourceNote, Work, read_corpus
from emolit.corpus.columns import ROLES
from emolit.corpus.decoding import known_name
from emolit.corpus.guard import read_guarded
from emolit.corpus.sniffing import is_foreign
from emolit.corpus.works import unique_ids
from emolit.errors import CorpusError, EmolitError

Files = Annotated[list[Path], typer.Argument(help=f"Texts to read: {', '.join(ENDINGS)}.", show_default=False)]
Encoding = Annotated[str, typer.Option(help="Encoding of text files; detected if not given.")]
Columns = Annotated[list[str] | None, typer.Option("--column", help="A table's column: ROLE=NAME, as in work=제목.")]


def reading_options(
    encoding: Encoding = ReadingOptions.encoding,
    separator: Annotated[
        Separator, typer.Option("--separator", help="What parts the works of a text file.")
    ] = ReadingOptions.separator,
    column: Columns = None,
    folders: Annotated[
        bool, typer.Option("--folders-as-authors", help="In a zip, a file's folder is its author.")
    ] = ReadingOptions.folders_as_authors,
    blank_lines: Annotated[
        int, typer.Option("--blank-lines", min=1, help="Under `--separator blanks`: how many part two works.")
    ] = ReadingOptions.blank_lines,
    first_line_is_title: Annotated[
        bool,
        typer.Option(
            "--first-line-is-title", help="Under `--separator rules` or `blanks`: a work's first line names it."
        ),
    ] = ReadingOptions.first_line_is_title,
    read_by: Annotated[
        ReadingUnit, typer.Option("--read-by", help="What is read as a line: prose has no verse lines.")
    ] = ReadingOptions.unit,
) -> ReadingOptions:
    """How files are read, as the shell's options say it.

    Raises EmolitError for a column that is not ROLE=NAME, or of a role that there is not.
    """
    pairs = tuple((role.strip(), name.strip()) for role, _, name in (word.partition("=") for word in column or []))
    if not all(role in ROLES and name for role, name in pairs):
        raise EmolitError("usage.column", roles=", ".join(ROLES))
    return ReadingOptions(
        encoding=encoding,
        separator=separator,
        blank_lines=blank_lines,
        first_line_is_title=first_line_is_title,
        columns=pairs,
        folders_as_authors=folders,
        unit=read_by,
    )


def takes_texts(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `reading_options`; it gets what they say as `options`."""
    own, shared = (inspect.signature(each, eval_str=True) for each in (command, reading_options))

    @wraps(command)
    def told(**given: Any) -> None:
        how = reading_options(**{name: given.pop(name) for name in shared.parameters})
        command(options=how, **given)

    parameters = [each for each in own.parameters.values() if each.name != "options"] + [*shared.parameters.values()]
    told.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
    told.__annotations__ = {each.name: each.annotation for each in parameters}
    return told


def read_files(files: list[Path], options: ReadingOptions | None = None) -> Corpus:
    """All files or none: the first bad one ends it.

    A work of an author and title that an earlier file had is flagged, as one that comes back within a file is. Files
    of one name are told apart by their paths.
    """
    often = Counter(path.name for path in files)
    works: list[Work] = []
    notes: list[SourceNote] = []
    earlier: set[tuple[str, str]] = set()
    for path in files:
        found = _read(path, _as_text(path if often[path.name] > 1 else path.name), options)
        works += (replace(work, returns=True) if (work.author, work.title) in earlier else work for work in found)
        notes += found.notes
        earlier |= {(work.author, work.title) for work in found}
    return Corpus(unique_ids(works), tuple(notes))


def _read(path: Path, name: str, options: ReadingOptions | None) -> Corpus:
    """What takes more than decoding is read in a process of its own."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CorpusError("corpus.no_file", name=path) from error
    if is_foreign(data):
        return read_guarded(name, data, options, on_progress=progress("files"))
    return read_corpus(name, data, options)


def _as_text(name: str | Path) -> str:
    """A name that older Windows may have written; what is no text in it becomes U+FFFD."""
    raw = os.fsencode(name)
    return known_name(raw) or raw.decode("utf-8", "replace")


def without_paratext(corpus: Corpus) -> Corpus:
    """The works that are analysed, with how many were left out; all of them where none is left."""
    works = tuple(work for work in corpus if not work.paratext)
    return replace(corpus, works=works, left_out=len(corpus) - len(works)) if works else corpus

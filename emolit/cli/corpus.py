"""`python -m emolit corpus`: what was read and how, as JSON; `corpus kpoem` fetches KPoEM first."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from emolit.cli.console import expect_place, write_file, write_stdout
from emolit.cli.files import Files, read_files, takes_texts
from emolit.cli.options import Lang, LanguageName
from emolit.corpus import Corpus, ReadingOptions, to_text
from emolit.corpus.managing import duplicates
from emolit.corpus.table import to_csv
from emolit.corpus.wire import about_record, note_record

SCRIPTS = ("hangul", "hanja", "latin", "other")


@takes_texts
def corpus(
    files: Files,
    options: ReadingOptions,
    text: Annotated[bool, typer.Option("--text", help="With the text of each work.")] = False,
    table: Annotated[Path | None, typer.Option(help="Also write the corpus as a CSV table of lines.")] = None,
    lang: Lang = LanguageName.EN,
) -> None:
    """Say what files hold and how they were read. `corpus kpoem` loads KPoEM from the hub."""
    del lang  # read from the command line before it is parsed: `console.language_of`
    if table:
        expect_place(table)
    found = _read(files, options)
    if table:
        write_file(table, "\ufeff" + to_csv(found))
    write_stdout(json.dumps(record(found, with_text=text), ensure_ascii=False, indent=2) + "\n")


def _read(files: list[Path], options: ReadingOptions) -> Corpus:
    if [str(file) for file in files] == ["kpoem"] and not files[0].exists():
        from emolit.corpus.hub import fetch_kpoem

        return fetch_kpoem()
    return read_files(files, options)


def record(found: Corpus, *, with_text: bool = False) -> dict[str, Any]:
    """Sources with their counts and script shares; works with their metadata, sizes and duplicates."""
    same = duplicates(found)
    sources = []
    for note in found.notes:
        shares = {script: round(note.counts.share(script), 4) for script in SCRIPTS}
        sources.append({**note_record(note), "counts": asdict(note.counts), "shares": shares})
    works = []
    for work in found:
        sizes = {"stanzas": len(work.stanzas), "lines": len(work), "duplicate_of": same.get(work.id)}
        works.append({**about_record(work), **sizes, **({"text": to_text(work.stanzas)} if with_text else {})})
    return {"sources": sources, "works": works}

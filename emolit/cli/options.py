"""Options that several commands share, and the one way a result is delivered."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from emolit.cli.console import as_bytes, expect_place, is_stream, json_text, write_files, write_stdout
from emolit.corpus import Corpus, Work
from emolit.corpus.glosses import without_glosses
from emolit.errors import Language


class LanguageName(StrEnum):
    KO = "ko"
    EN = "en"

    @property
    def language(self) -> Language:
        return "ko" if self is LanguageName.KO else "en"


Alone = Annotated[bool, typer.Option("--alone", help="Read each line as if it stood alone.")]
Output = Annotated[Path | None, typer.Option(help="A file instead of stdout, with PATH.meta.json.")]
Lang = Annotated[LanguageName, typer.Option(help="Language of messages.")]
DropGlosses = Annotated[bool, typer.Option("--drop-glosses", help="Read 영변(寧邊) as 영변.")]

LAST_SEED = 2**32 - 1_000  # of a map: UMAP's own end at 2**32 - 1, and up to 999 more maps take those that follow


def works_as_read(corpus: Corpus, drop_glosses: bool) -> Sequence[Work]:
    """The works as the model gets them."""
    return [without_glosses(work) for work in corpus] if drop_glosses else corpus.works


def gloss_setting(drop_glosses: bool) -> dict[str, Any]:
    """What a record says of glosses: nothing where they were read."""
    return {"glosses": "dropped"} if drop_glosses else {}


def deliver(data: str | bytes, output: Path | None, record: dict[str, Any]) -> None:
    """To stdout or a device alone, or to a file with its record beside it: both or neither.

    Raises EmolitError where one cannot be written.
    """
    if output is None:
        write_stdout(data)
    elif is_stream(output):
        write_files({output: as_bytes(data)})
    else:
        write_files({output: as_bytes(data), _record_place(output): as_bytes(json_text(record))})


def expect_output(output: Path | None) -> None:
    """Raises EmolitError where a result or its record could not be written, before anything is read for it."""
    if output is None:
        return
    expect_place(output)
    if not is_stream(output):
        expect_place(_record_place(output))


def _record_place(output: Path) -> Path:
    return output.with_name(output.name + ".meta.json")

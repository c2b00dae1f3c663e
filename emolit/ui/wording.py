"""Every string that a page shows, in the reader's language."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from emolit.corpus import SourceNote
from emolit.errors import EmolitError, Language
from emolit.export import Notice
from emolit.particles import fill_in
from emolit.ui import state

_TABLE = Path(__file__).parent.parent / "assets" / "wording" / "ui.toml"


@cache
def table() -> dict[str, dict[str, dict[Language, str]]]:
    """page -> key -> language -> template."""
    with _TABLE.open("rb") as file:
        return tomllib.load(file)


def t(key: str, **details: object) -> str:
    """The sentence "page.key" with its details filled in. Raises KeyError for a key that nobody wrote."""
    page, name = key.split(".")
    return fill_in(table()[page][name][state.language()], details).strip()


def format_name(note: SourceNote) -> str:
    """The short name of a source's format, the same in every language; what was pasted has none and gets a word."""
    return t("intake.pasted") if note.format == "paste" else note.format


def sentence(said: EmolitError | Notice) -> str:
    """What an error or a notice says, in the reader's language."""
    return said.sentence(state.language())

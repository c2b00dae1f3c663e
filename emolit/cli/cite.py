"""`python -m emolit cite`: what to cite, for people and for reference managers."""

from __future__ import annotations

from typing import Annotated

import typer

from emolit.cli.console import write_stdout
from emolit.cli.options import Lang, LanguageName
from emolit.errors import EmolitError
from emolit.export.citing import bibtex, csl_json, plain


def cite(
    as_bibtex: Annotated[bool, typer.Option("--bibtex", help="As BibTeX.")] = False,
    as_csl: Annotated[bool, typer.Option("--csl", help="As CSL-JSON.")] = False,
    lang: Lang = LanguageName.EN,
) -> None:
    """Print what to cite: emolit, KPoEM and KOTE."""
    del lang  # read from the command line before it is parsed: `console.language_of`
    if as_bibtex and as_csl:
        raise EmolitError("usage.one_form")
    write_stdout(bibtex() if as_bibtex else csl_json() if as_csl else plain())

"""The shell: one module a command. Expected trouble is one line on stderr and exit code 2."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from emolit.cli.agreement import agreement
from emolit.cli.annotate import annotate
from emolit.cli.atlas import atlas
from emolit.cli.bench import bench
from emolit.cli.cite import cite
from emolit.cli.compare import compare
from emolit.cli.console import language_of, say
from emolit.cli.corpus import corpus
from emolit.cli.evaluate import evaluate
from emolit.cli.report import report
from emolit.cli.space import space
from emolit.cli.train import train
from emolit.cli.trajectory import trajectory
from emolit.errors import EmolitError
from emolit.version import VERSION

__all__ = ["app", "main"]

app = typer.Typer(add_completion=False, help="Read emotions in poems, line by line.", pretty_exceptions_enable=False)
for command in (annotate, trajectory, space, compare, corpus, report, agreement, cite, atlas, evaluate, train, bench):
    app.command()(command)


@app.callback(invoke_without_command=True)
def _root(version: bool = typer.Option(False, "--version", help="Print the version.")) -> None:
    if version:
        typer.echo(VERSION)
        raise typer.Exit


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    language = language_of(words)
    try:
        code = app(words or ["--help"], standalone_mode=False)
    except EmolitError as error:
        say(error.sentence(language))
        raise SystemExit(2) from error
    except typer.TyperException as error:
        problem = " ".join(error.format_message().split())
        say(EmolitError("usage.bad", problem=problem).sentence(language))
        raise SystemExit(2) from error
    except typer.Abort as error:
        raise SystemExit(130) from error
    raise SystemExit(code if isinstance(code, int) else 0)

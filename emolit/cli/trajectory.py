"""`python -m emolit trajectory`: how one emotion moves along each work, and whether that is more than chance."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Annotated

import typer

from emolit.analysis.signals import find_signal, signal
from emolit.analysis.trajectory import Method, Reading, Smoothing, check_window, default_window, sections, trace
from emolit.cli.console import progress, say
from emolit.cli.files import Files, read_files, takes_texts, without_paratext
from emolit.cli.options import (
    Alone,
    DropGlosses,
    Lang,
    LanguageName,
    Output,
    deliver,
    expect_output,
    gloss_setting,
    works_as_read,
)
from emolit.cli.reading import Model, PrecisionOption, open_reader
from emolit.corpus import ReadingOptions
from emolit.emotions import load_scheme
from emolit.export import notices, provenance_record, trajectory_record
from emolit.settings import Settings


@takes_texts
def trajectory(
    files: Files,
    options: ReadingOptions,
    label: Annotated[str, typer.Option(help="An emotion in either language, family:KEY, valence:KEY or valence.")],
    smoother: Annotated[Smoothing, typer.Option(help="How lines are smoothed.")] = Smoothing.MEAN,
    window: Annotated[int | None, typer.Option(help="Odd number of lines; a tenth of the work if not given.")] = None,
    alone: Alone = False,
    seed: Annotated[int, typer.Option(min=0, help="Seed of everything drawn at random.")] = Method.seed,
    output: Output = None,
    model: Model = "",
    precision: PrecisionOption = None,
    lang: Lang = LanguageName.EN,
    drop_glosses: DropGlosses = False,
) -> None:
    """Trace one emotion along each work, with its bands, as JSON."""
    if window is not None:
        check_window(window)
    if not (model or Settings.from_env().model):
        find_signal(label, load_scheme())  # nobody waits for a model to be told that there is no such label
    expect_output(output)
    corpus = without_paratext(read_files(files, options))
    reader = open_reader(model, precision)
    key = find_signal(label, reader.scheme)
    works = works_as_read(corpus, drop_glosses)
    alone_scores = reader.annotate(works, context=False, on_batch=progress("passages, each line alone"))
    asked = alone_scores if alone else reader.annotate(works, on_batch=progress("passages, in context"))
    for notice in notices(corpus, asked):
        say(notice.sentence(lang.language))
    method, reading = Method(smoother, seed=seed), Reading.CONTEXT if asked.provenance.context else Reading.ALONE
    records = []
    for work in corpus:
        own = replace(method, window=window or default_window(len(work)))
        values, chance = asked.of(work.id).lines.values, alone_scores.of(work.id).lines.values
        found = trace(values, key, reader.scheme, own, alone=chance)
        cut = sections(signal(chance, key, reader.scheme))
        records.append(trajectory_record(work, found, reading, cut) | {"label": label})
    text = "[\n" + ",\n".join(json.dumps(record, ensure_ascii=False) for record in records) + "\n]\n"
    settings = {"label": key, "smoother": str(smoother), "window": window, "seed": seed, **gloss_setting(drop_glosses)}
    settings["reading_units"] = [str(options.unit)]
    deliver(text, output, provenance_record(corpus, asked, **settings))

"""`python -m emolit compare`: in which of the 44 labels two groups of works differ, and how surely."""

from __future__ import annotations

from typing import Annotated

import typer

from emolit.analysis.compare import FEWEST_WORKS, PERMUTATIONS, REST, By, Gathered, apart, gather
from emolit.analysis.compare import compare as compared
from emolit.analysis.resampling import SEED
from emolit.cli.console import progress, say
from emolit.cli.files import Files, read_files, takes_texts, without_paratext
from emolit.cli.options import Alone, Lang, LanguageName, Output, deliver, expect_output
from emolit.cli.reading import Model, PrecisionOption, open_reader
from emolit.corpus import ReadingOptions
from emolit.errors import EmolitError, NotEnoughData
from emolit.export import Notice, comparison_record, comparison_table, csv_text, notices, provenance_record


@takes_texts
def compare(
    files: Files,
    options: ReadingOptions,
    by: Annotated[By, typer.Option(help="What works are grouped by.")] = By.AUTHOR,
    groups: Annotated[
        tuple[str, str] | None,
        typer.Option(help="Two groups; '*' is every other work; of years also spans: 1920-1929.", show_default=False),
    ] = None,
    permutations: Annotated[
        int, typer.Option(min=999, help="Drawn where there are more than 10,000 ways to share out the works.")
    ] = PERMUTATIONS,
    seed: Annotated[int, typer.Option(min=0, help="Seed of everything drawn at random.")] = SEED,
    labels: Annotated[LanguageName, typer.Option(help="Language of the labels.")] = LanguageName.KO,
    alone: Alone = False,
    output: Output = None,
    model: Model = "",
    precision: PrecisionOption = None,
    lang: Lang = LanguageName.EN,
) -> None:
    """Compare two groups of works in every label, as CSV."""
    expect_output(output)
    corpus = without_paratext(read_files(files, options))
    reader = open_reader(model, precision)
    scores = reader.annotate(corpus.works, context=not alone, on_batch=progress("passages"))
    gathered = gather(corpus, scores, reader.scheme, by)
    names = groups or _only_two(gathered)
    first, second = gathered.sides(*names)
    found = compared(gathered, first, second, permutations=permutations, seed=seed)
    distance = apart(gathered, first, second, permutations=permutations, seed=seed)
    told = notices(corpus, scores)
    if gathered.left_out:
        told.append(Notice("notice.left_out", {"count": gathered.left_out, "by": str(by)}))
    if found.drawn is None:
        told.append(Notice("notice.few_works", {"needed": FEWEST_WORKS}))
    if found.is_uneven:
        told.append(Notice("notice.uneven", {"ratio": f"{found.spread:.1f}"}))
    for notice in told:
        say(notice.sentence(lang.language))
    table = comparison_table(gathered, found, labels.language)
    settings = comparison_record(gathered, names, found, distance) | {"reading_units": [str(options.unit)]}
    record = provenance_record(corpus, scores, **settings)
    deliver(csv_text(table, bom=output is not None), output, record)


def _only_two(gathered: Gathered) -> tuple[str, str]:
    """The two groups that there are. Raises NotEnoughData for fewer, EmolitError for more: somebody has to choose."""
    names = gathered.names
    if len(names) < 2:
        raise NotEnoughData("analysis.too_few_groups", needed=2, found=len(names))
    if len(names) > 2:
        raise EmolitError("usage.two_groups", found=len(names), known=", ".join(names), rest=REST)
    return names[0], names[1]

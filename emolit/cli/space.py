"""`python -m emolit space`: lines, works or authors as points of an emotion space, laid out in a plane."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer

from emolit.analysis.projection import (
    FEWEST_FOR_UMAP,
    MIN_DIST,
    NEIGHBOURS,
    SEEDS,
    Array,
    Diagnosis,
    Plane,
    Points,
    Unit,
    classical_mds,
    diagnose,
    gather_points,
    n_different,
    pca,
    stability,
    umap_plane,
)
from emolit.analysis.resampling import SEED
from emolit.analysis.signals import emotion_columns
from emolit.cli.annotate import LanguageName
from emolit.cli.console import expect_place, note, progress, say, write_file, write_json, write_stdout
from emolit.cli.files import Columns, Encoding, Files, Folders, Parting, read_files, reading_options
from emolit.cli.reading import Model, PrecisionOption, open_reader
from emolit.corpus import Separator
from emolit.export import Notice, csv_text, map_record, map_table, notices, provenance_record


class MethodName(StrEnum):
    UMAP = "umap"
    PCA = "pca"
    MDS = "mds"


def space(
    files: Files,
    unit: Annotated[Unit, typer.Option(help="What a point is.")] = Unit.LINE,
    method: Annotated[MethodName, typer.Option(help="How points are laid out.")] = MethodName.UMAP,
    seed: Annotated[int, typer.Option(min=0, help="Seed of everything drawn at random.")] = SEED,
    neighbours: Annotated[int, typer.Option(min=2, help="Of UMAP: few show detail, many the whole.")] = NEIGHBOURS,
    min_dist: Annotated[
        float, typer.Option(min=0.0, max=0.99, help="Of UMAP: how close points may be packed.")
    ] = MIN_DIST,
    seeds: Annotated[
        int, typer.Option(min=1, help="Maps that are held against each other, for UMAP's stability; 1: none.")
    ] = SEEDS,
    alone: Annotated[bool, typer.Option("--alone", help="Read each line as if it stood alone.")] = False,
    output: Annotated[Path | None, typer.Option(help="A file instead of stdout, with PATH.meta.json.")] = None,
    model: Model = "",
    precision: PrecisionOption = None,
    lang: Annotated[LanguageName, typer.Option(help="Language of messages.")] = LanguageName.EN,
    encoding: Encoding = "",
    separator: Parting = Separator.DEFAULT,
    column: Columns = None,
    folders: Folders = False,
) -> None:
    """Lay texts out by their mix of emotions, as CSV: id, author, work, x, y."""
    corpus = read_files(files, reading_options(encoding, separator, column, folders))
    if output:
        expect_place(output)
    reader = open_reader(model, precision)
    corpus = replace(corpus, works=tuple(work for work in corpus if not work.paratext))
    scores = reader.annotate(corpus.works, context=not alone, on_batch=progress("passages"))
    points = gather_points(corpus, scores, reader.scheme, unit)
    told, different = notices(corpus, scores), n_different(points.profiles)
    drawn = method
    if method is MethodName.UMAP and different < FEWEST_FOR_UMAP:
        told.append(Notice("notice.pca_instead", {"found": different, "needed": FEWEST_FOR_UMAP}))
        drawn = MethodName.PCA
    asked = {"neighbours": min(neighbours, different - 1), "min_dist": min_dist} if drawn is MethodName.UMAP else {}
    plane = _laid_out(points.profiles, drawn, seed, asked)
    for each in told:
        say(each.sentence(lang.language))
    if output is None:
        write_stdout(csv_text(map_table(points, plane)))
        return
    write_file(output, csv_text(map_table(points, plane), bom=True))
    found = _diagnosed(points, plane, seed, seeds, asked)
    names = tuple(reader.scheme.names[column] for column in emotion_columns(reader.scheme))
    settings = map_record(points, plane, found, names, **asked) | _versions(drawn, seeds) | {"seed": seed}
    write_json(output.with_name(output.name + ".meta.json"), provenance_record(corpus, scores, **settings))


def _laid_out(profiles: Array, method: MethodName, seed: int, asked: dict[str, Any]) -> Plane:
    """Raises NotEnoughData below three points."""
    if method is MethodName.UMAP:
        note("UMAP")
        return umap_plane(profiles, seed=seed, **asked)
    return pca(profiles) if method is MethodName.PCA else classical_mds(profiles)


def _diagnosed(points: Points, plane: Plane, seed: int, seeds: int, asked: dict[str, Any]) -> Diagnosis:
    found = diagnose(points.profiles, plane.points, seed=seed)
    if not asked or seeds < 2:
        return found
    note(f"UMAP, {seeds} seeds")
    return found.with_stability(stability(points.profiles, seeds=seeds, seed=seed, **asked))


def _versions(method: MethodName, seeds: int) -> dict[str, Any]:
    """What another machine needs to draw the same; coordinates of UMAP can still differ between machines."""
    libraries = ("numpy", *(("umap-learn", "numba") if method is MethodName.UMAP else ()))
    return {
        "stability_seeds": seeds if method is MethodName.UMAP else None,
        "versions": {name: version(name) for name in libraries},
    }

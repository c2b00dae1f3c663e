"""`python -m emolit space`: lines, works or authors as points of an emotion space, laid out in a plane."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from importlib.metadata import version
from typing import Annotated, Any

import typer

from emolit.analysis.projection import (
    FEWEST_FOR_UMAP,
    MIN_DIST,
    NEIGHBOURS,
    SEEDS,
    Method,
    Plane,
    Points,
    Unit,
    among,
    as_one_text,
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
from emolit.cli.console import note, progress, say
from emolit.cli.files import Files, read_files, takes_texts, without_paratext
from emolit.cli.options import LAST_SEED, Alone, Lang, LanguageName, Output, deliver, expect_output
from emolit.cli.reading import Model, PrecisionOption, open_reader
from emolit.corpus import ReadingOptions
from emolit.emotions import Scheme
from emolit.errors import EmolitError
from emolit.export import Notice, csv_text, map_record, map_table, notices, provenance_record
from emolit.reading.atlas import Atlas, atlas


class MethodName(StrEnum):
    UMAP = "umap"
    PCA = "pca"
    MDS = "mds"


@takes_texts
def space(
    files: Files,
    options: ReadingOptions,
    unit: Annotated[Unit, typer.Option(help="What a point is.")] = Unit.LINE,
    method: Annotated[MethodName, typer.Option(help="How points are laid out.")] = MethodName.UMAP,
    seed: Annotated[int, typer.Option(min=0, max=LAST_SEED, help="Seed of everything drawn at random.")] = SEED,
    neighbours: Annotated[int, typer.Option(min=2, help="Of UMAP: few show detail, many the whole.")] = NEIGHBOURS,
    min_dist: Annotated[
        float, typer.Option(min=0.0, max=0.99, help="Of UMAP: how close points may be packed.")
    ] = MIN_DIST,
    seeds: Annotated[
        int, typer.Option(min=1, max=1000, help="Maps that are held against each other, for UMAP's stability; 1: none.")
    ] = SEEDS,
    in_atlas: Annotated[
        bool,
        typer.Option("--among", help="Among KPoEM's lines (works, authors: segments), on the atlas's own map."),
    ] = False,
    alone: Alone = False,
    output: Output = None,
    model: Model = "",
    precision: PrecisionOption = None,
    lang: Lang = LanguageName.EN,
) -> None:
    """Lay texts out by their mix of emotions, as CSV: id, author, work, x, y."""
    expect_output(output)
    corpus = without_paratext(read_files(files, options))
    reference = _reference() if in_atlas else None
    reader = open_reader(model, precision)
    if reference and unit is not Unit.LINE:
        corpus = replace(corpus, works=tuple(map(as_one_text, corpus)))
    scores = reader.annotate(corpus.works, context=not alone, on_batch=progress("passages"))
    points = gather_points(corpus, scores, reader.scheme, unit)
    told = notices(corpus, scores)
    if reference and unit is not Unit.LINE:  # works were read whole, and their windows are nothing to be told of
        told = [each for each in told if each.code != "notice.windows"]
    if reference:
        plane, settings = _among(points, reference, reader.scheme, method, told)
    else:
        asked = _Asked(method, seed, neighbours, min_dist, seeds, is_kept=output is not None)
        plane, settings = _own_map(points, asked, told)
    for each in told:
        say(each.sentence(lang.language))
    names = tuple(reader.scheme.names[column] for column in emotion_columns(reader.scheme))
    settings["reading_units"] = [str(options.unit)]
    record = provenance_record(corpus, scores, **map_record(points, plane, names), **settings)
    deliver(csv_text(map_table(points, plane), bom=output is not None), output, record)


# A map of the texts alone


@dataclass(frozen=True)
class _Asked:
    method: MethodName
    seed: int
    neighbours: int
    min_dist: float
    seeds: int
    is_kept: bool  # in a file, beside which stands how far it can be trusted


def _own_map(points: Points, asked: _Asked, told: list[Notice]) -> tuple[Plane, dict[str, Any]]:
    """Raises NotEnoughData below three points."""
    different = n_different(points.profiles)
    if asked.method is not MethodName.UMAP or different < FEWEST_FOR_UMAP:
        if asked.method is MethodName.UMAP:
            told.append(Notice("notice.pca_instead", {"found": different, "needed": FEWEST_FOR_UMAP}))
        plane = (classical_mds if asked.method is MethodName.MDS else pca)(points.profiles)
        found = diagnose(points.profiles, plane.points, seed=asked.seed) if asked.is_kept else None
        return plane, {"seed": asked.seed, "diagnostics": found and found.record(), "versions": _versions("numpy")}
    parameters: dict[str, Any] = {"neighbours": min(asked.neighbours, different - 1), "min_dist": asked.min_dist}
    note("UMAP")
    plane = umap_plane(points.profiles, seed=asked.seed, **parameters)
    settings = {**parameters, "seed": asked.seed, "versions": _versions("numpy", "umap-learn", "numba")}
    return plane, settings | (_umap_record(points, plane, asked, parameters) if asked.is_kept else {})


def _umap_record(points: Points, plane: Plane, asked: _Asked, parameters: dict[str, Any]) -> dict[str, Any]:
    found = diagnose(points.profiles, plane.points, seed=asked.seed)
    if asked.seeds > 1:
        note(f"UMAP, {asked.seeds} seeds")
        same = stability(points.profiles, seeds=asked.seeds, seed=asked.seed, **parameters)
        found = found.with_stability(same)
    return {"diagnostics": found.record(), "stability_seeds": asked.seeds}


def _versions(*libraries: str) -> dict[str, str]:
    """What another machine needs to draw the same; coordinates of UMAP can still differ between machines."""
    return {name: version(name) for name in libraries}


# On the map of the atlas


def _reference() -> Atlas:
    found = atlas()
    if found is None:
        raise EmolitError("usage.no_atlas")
    return found


def _among(
    points: Points, reference: Atlas, scheme: Scheme, method: MethodName, told: list[Notice]
) -> tuple[Plane, dict[str, Any]]:
    """Raises EmolitError where the model knows other labels than the atlas."""
    if reference.labels != scheme.names:
        raise EmolitError("usage.other_labels", scheme=scheme.name)
    plane, placed = among(points, reference, scheme, Method[method.name])
    if placed.is_far.any():
        told.append(Notice("notice.far", {"far": int(placed.is_far.sum()), "points": len(points.ids)}))
    about = reference.record["lines" if points.unit is Unit.LINE else "segments"]
    return plane, {
        "among": "KPoEM lines" if points.unit is Unit.LINE else "KPoEM segments, works read as one text",
        "atlas": {name: reference.record.get(name) for name in ("inputs", "versions", "machine")},
        "seed": reference.record.get("seed"),
        "neighbours": placed.neighbours.shape[1],
        "umap": about.get("umap") if method is MethodName.UMAP else None,
        "diagnostics": about.get("diagnostics", {}).get(str(method)),
        "far": {
            "beyond": round(placed.far, 6),
            "ids": [name for name, far in zip(points.ids, placed.is_far.tolist(), strict=True) if far],
        },
    }

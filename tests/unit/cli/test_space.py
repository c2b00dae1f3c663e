"""`space`: a row a point in the order of the corpus, and beside a file how far its map can be trusted."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from emolit.analysis.projection import Array, Plane, classical_mds, diagnosing, pca, place
from emolit.analysis.signals import emotion_columns
from emolit.cli.options import LAST_SEED
from emolit.emotions import load_scheme
from emolit.evaluation.atlas import atlas_table
from emolit.reading.atlas import Atlas, read_atlas
from emolit.training.data import KpoemRow
from tests.shell import rows_of
from tests.unit.cli.conftest import Run

COLUMNS = ["id", "author", "work", "x", "y"]
EMOTIONS = [emotion.name for emotion in load_scheme().emotions if emotion.is_emotion]


@pytest.fixture
def space(emolit: Run, tiny_checkpoint: Path) -> Run:
    return lambda *words: emolit("space", *words, "--model", tiny_checkpoint)


@pytest.fixture
def poems(tmp_path: Path) -> Path:
    """Four works of 가람 and four of 노을, one of 다솜 and one of nobody."""
    path = tmp_path / "시집.csv"
    rows = [
        f"시 {author}{i},{author},{'물불흙강산'[(i + j) % 5]} {author} {i} {j}"
        for author, n in (("가람", 4), ("노을", 4), ("다솜", 1), ("", 1))
        for i in range(n)
        for j in range(2 + i)
    ]
    path.write_text("work,author,text\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def quick_umap(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A stand-in for UMAP; the seeds that it was asked for."""
    seeds: list[int] = []

    def drawn(profiles: Array, neighbours: int = 15, min_dist: float = 0.1, seed: int = 42) -> Plane:
        seeds.append(seed)
        return Plane("UMAP", np.random.default_rng(seed).normal(size=(len(profiles), 2)))

    for module in (sys.modules["emolit.cli.space"], diagnosing):  # `emolit.cli.space` is the command itself
        monkeypatch.setattr(module, "umap_plane", drawn)
    return seeds


def profiles_of(rows: list[dict[str, str]]) -> Array:
    return np.array([[float(row[name]) for name in EMOTIONS] for row in rows])


def places(rows: list[dict[str, str]]) -> Array:
    return np.array([[float(row["x"]), float(row["y"])] for row in rows])


@pytest.mark.parametrize(("method", "laid_out"), [("pca", pca), ("mds", classical_mds)])
def test_lines_lie_where_the_method_puts_the_scores_that_annotate_gives(
    space: Run, annotate: Run, poems: Path, method: str, laid_out: type
) -> None:
    said, read = space(poems, "--method", method), annotate(poems)
    assert said.code == 0
    assert list(said.rows[0]) == COLUMNS
    assert [(row["author"], row["work"]) for row in said.rows] == [(row["author"], row["work"]) for row in read.rows]
    numbers = [row["id"].rpartition(":")[2] for row in said.rows]
    assert numbers == [row["line"] for row in read.rows]
    assert len({row["id"] for row in said.rows}) == len(said.rows)
    np.testing.assert_allclose(places(said.rows), laid_out(profiles_of(read.rows)).points, atol=1e-4)


def test_a_work_is_the_mean_of_its_lines_and_an_author_of_their_works(space: Run, annotate: Run, poems: Path) -> None:
    read = annotate(poems).rows
    works = list(dict.fromkeys((row["author"], row["work"]) for row in read))
    means = {key: profiles_of([r for r in read if (r["author"], r["work"]) == key]).mean(axis=0) for key in works}
    by_work = space(poems, "--unit", "work", "--method", "pca").rows
    assert [(row["author"], row["work"]) for row in by_work] == works
    np.testing.assert_allclose(places(by_work), pca(np.array(list(means.values()))).points, atol=1e-4)
    by_author = space(poems, "--unit", "author", "--method", "pca").rows
    assert [(row["id"], row["work"]) for row in by_author] == [("가람", ""), ("노을", ""), ("다솜", "")]
    authors = [np.mean([means[key] for key in works if key[0] == name], axis=0) for name in ("가람", "노을", "다솜")]
    np.testing.assert_allclose(places(by_author), pca(np.array(authors)).points, atol=1e-4)


def test_below_fifteen_points_components_stand_in_for_umap_and_that_is_said(
    space: Run, poems: Path, tmp_path: Path
) -> None:
    path = tmp_path / "map.csv"
    said = space(poems, "--unit", "work", "--lang", "ko", "--output", path)
    assert (said.code, said.out) == (0, b"")
    assert any("10개뿐이라 UMAP 대신" in line for line in said.complaints)
    meta = json.loads(path.with_name("map.csv.meta.json").read_text("utf-8"))
    assert (meta["method"], meta["points"], meta["unit"]) == ("pca", 10, "work")
    assert list(meta["loadings"]["x"]) == EMOTIONS
    assert meta["diagnostics"]["trustworthiness"].keys() == set()
    assert meta["diagnostics"]["stability"] is None
    assert meta["explained"][0] >= meta["explained"][1]


def test_a_file_says_how_its_map_was_made_and_how_far_to_trust_it(
    space: Run, poems: Path, tmp_path: Path, quick_umap: list[int]
) -> None:
    path = tmp_path / "map.csv"
    said = space(poems, "--seed", 7, "--seeds", 3, "--neighbours", 90, "--min-dist", 0.3, "--output", path)
    assert (said.code, said.out) == (0, b"")
    assert quick_umap == [7, 7, 8, 9]  # the map itself, and three to hold against each other
    assert list(rows_of(path.read_text("utf-8-sig"))[0]) == COLUMNS
    meta = json.loads(path.with_name("map.csv.meta.json").read_text("utf-8"))
    n_lines = meta["points"]
    assert (meta["method"], meta["seed"], meta["min_dist"], meta["stability_seeds"]) == ("umap", 7, 0.3, 3)
    assert meta["neighbours"] == n_lines - 1
    assert meta["distance"].startswith("Hellinger")
    assert set(meta["diagnostics"]) == {"trustworthiness", "continuity", "distance_correlation", "stability"}
    assert 0 <= meta["diagnostics"]["stability"] <= 1
    assert {"numpy", "umap-learn", "numba"} == set(meta["versions"])
    assert meta["fingerprint"]


@pytest.mark.parametrize("command", ["space", "atlas"])
def test_a_seed_that_no_map_can_have_is_told_in_one_line(emolit: Run, poems: Path, command: str) -> None:
    said = emolit(command, *([poems] if command == "space" else []), "--seed", 2**32)
    assert (said.code, said.out, len(said.complaints)) == (2, b"", 1)
    assert "--seed" in said.err


def test_the_last_seed_leaves_room_for_every_map_that_follows(
    space: Run, poems: Path, tmp_path: Path, quick_umap: list[int]
) -> None:
    words = ("--seed", LAST_SEED, "--seeds", 3, "--output", tmp_path / "map.csv")
    assert space(poems, *words).code == 0
    assert max(quick_umap) == LAST_SEED + 2
    assert space(poems, "--seeds", 1001).code == 2
    assert LAST_SEED + 999 == 2**32 - 1


def test_without_a_file_nothing_but_the_map_is_drawn(space: Run, poems: Path, quick_umap: list[int]) -> None:
    assert space(poems).code == 0
    assert quick_umap == [42]


def test_two_authors_have_no_plane_and_get_one_sentence(space: Run, poem: Path) -> None:
    said = space(poem, "--unit", "author", "--method", "mds")
    assert (said.code, said.out) == (2, b"")
    assert said.complaints == ["This picture needs 3 points and there are 0; load more works or look at lines."]


# Among the reference


@pytest.fixture
def reference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Atlas:
    """Sixty lines and thirty segments with random scores, in a folder that EMOLIT_ATLAS names."""
    rows = [
        KpoemRow(number, unit, number % 30, number % 30 // 5, "누군가", "train", f"글 {number}", None)
        for number, unit in enumerate(["line"] * 60 + ["segment"] * 30)
    ]
    scores = np.random.default_rng(0).uniform(0.3, 0.7, (90, 44)).astype(np.float32).astype(np.float64)
    table, record = atlas_table(rows, scores, load_scheme()), {"seed": 42, "inputs": {}}
    for unit, chosen in (("line", slice(0, 60)), ("segment", slice(60, 90))):
        profiles = scores[chosen][:, emotion_columns(load_scheme())]
        plane = pca(profiles)
        assert plane.loadings is not None
        axes = {"mean": profiles.mean(axis=0).tolist(), "axes": plane.loadings.tolist(), "explained": plane.explained}
        told = {"pca": {"stability": None}, "umap": {"stability": 0.9}}
        record[f"{unit}s"] = {"pca": axes, "umap": {"seeds": 5}, "diagnostics": told, "nearness": {"0.99": 0.5}}
        for method in ("pca", "umap"):
            table.loc[table["unit"] == unit, [f"{method}_x", f"{method}_y"]] = plane.points.astype(np.float32)
    table.to_parquet(tmp_path / "atlas.parquet", index=False)
    (tmp_path / "atlas.json").write_text(json.dumps(record), encoding="utf-8")
    monkeypatch.setenv("EMOLIT_ATLAS", str(tmp_path))
    found = read_atlas(tmp_path)
    assert found is not None
    return found


def test_lines_lie_between_their_nearest_lines_of_the_atlas(
    space: Run, annotate: Run, poems: Path, tmp_path: Path, reference: Atlas
) -> None:
    path = tmp_path / "placed.csv"
    assert space(poems, "--among", "--output", path).code == 0
    known = reference.lines.scores[:, emotion_columns(load_scheme())]
    expected = place(profiles_of(annotate(poems).rows), known, reference.lines.points["UMAP"], far=0.5)
    np.testing.assert_allclose(places(rows_of(path.read_text("utf-8-sig"))), expected.points, atol=1e-3)
    meta = json.loads(path.with_name("placed.csv.meta.json").read_text("utf-8"))
    assert (meta["among"], meta["seed"], meta["neighbours"]) == ("KPoEM lines", 42, 15)
    assert meta["diagnostics"] == {"stability": 0.9}
    assert len(meta["far"]["ids"]) == expected.is_far.sum()


def test_works_are_read_as_one_text_as_the_segments_were_that_they_lie_between(
    space: Run, annotate: Run, poems: Path, tmp_path: Path, reference: Atlas
) -> None:
    said = space(poems, "--unit", "work", "--among").rows
    texts: dict[tuple[str, str], list[str]] = {}
    for row in annotate(poems).rows:
        texts.setdefault((row["author"], row["work"]), []).append(row["text"])
    whole = tmp_path / "whole.csv"
    cells = [f"{work},{author},{' '.join(lines)}" for (author, work), lines in texts.items()]
    whole.write_text("work,author,text\n" + "\n".join(cells) + "\n", encoding="utf-8")
    known = reference.segments.scores[:, emotion_columns(load_scheme())]
    expected = place(profiles_of(annotate(whole).rows), known, reference.segments.points["UMAP"], far=0.5)
    assert [(row["author"], row["work"]) for row in said] == list(texts)
    np.testing.assert_allclose(places(said), expected.points, atol=1e-3)


def test_on_components_a_text_has_a_place_of_its_own_among_the_atlas_s(
    space: Run, annotate: Run, poems: Path, reference: Atlas
) -> None:
    said = space(poems, "--method", "pca", "--among").rows
    about = reference.record["lines"]["pca"]
    expected = (profiles_of(annotate(poems).rows) - np.array(about["mean"])) @ np.array(about["axes"]).T
    np.testing.assert_allclose(places(said), expected, atol=1e-4)


def test_texts_far_from_everything_known_are_told(space: Run, poems: Path, reference: Atlas) -> None:
    record = dict(reference.record)
    record["lines"] = record["lines"] | {"nearness": {"0.99": 0.0}}
    folder = Path(os.environ["EMOLIT_ATLAS"])
    (folder / "atlas.json").write_text(json.dumps(record), encoding="utf-8")
    read_atlas.cache_clear()
    said = space(poems, "--method", "mds", "--among", "--lang", "ko")
    assert said.code == 0
    assert any(f"{len(said.rows)}개 가운데 {len(said.rows)}개는" in line for line in said.complaints)


def test_without_an_atlas_there_is_one_sentence(
    space: Run, poems: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMOLIT_ATLAS", str(tmp_path / "nowhere"))
    said = space(poems, "--among")
    assert (said.code, said.out) == (2, b"")
    assert ["EMOLIT_ATLAS" in line for line in said.complaints] == [True]


def test_a_model_of_other_labels_has_no_place_in_the_atlas(space: Run, poems: Path, reference: Atlas) -> None:
    folder = Path(os.environ["EMOLIT_ATLAS"])
    table = pd.read_parquet(folder / "atlas.parquet")
    table.drop(columns=["score:슬픔", "votes:슬픔"]).to_parquet(folder / "atlas.parquet")
    read_atlas.cache_clear()
    said = space(poems, "--among")
    assert said.code == 2
    assert ["--among" in line for line in said.complaints] == [True]

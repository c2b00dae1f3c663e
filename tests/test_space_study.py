"""scripts/space_study.py finds what was planted, finds nothing where nothing is, and docs/SPACE.md is of what ships."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from emolit.analysis.projection import mix
from emolit.emotions import load_scheme
from emolit.reading.atlas import RECORD, SHIPPED_ATLAS, TABLE, Atlas, Part
from scripts import space_study as study

ROOT = Path(__file__).parents[1]
SCHEME = load_scheme()
POETS = ("가람", "노을", "다솜", "라온", "마루")
BLOCKS, SEGMENTS, LINES = 6, 5, 4  # of a poet, of a block, of a segment
SADNESS = SCHEME.names.index("슬픔")


def part(n_rows: int, per_segment: int, shift: float, seed: int) -> Part:
    """Rows of five poets one after the other; the second poet's sadness lies higher by `shift`."""
    random = np.random.default_rng(seed)
    segment = np.arange(n_rows) // per_segment
    block = segment // SEGMENTS
    poets = np.array(POETS)[block // BLOCKS]
    mood = random.normal(0, 0.02, (segment.max() + 1, 44))[segment]  # what a segment's lines share
    scores = np.clip(np.linspace(0.05, 0.3, 44) + mood + random.normal(0, 0.02, (n_rows, 44)), 0.001, 0.999)
    scores[poets == POETS[1], SADNESS] += shift
    votes = random.binomial(5, np.clip(scores, 0, 1)).astype(np.float64)
    votes[::9] = np.nan  # withheld
    hashes = np.array([f"{row:016x}" for row in range(n_rows)])
    points = {"PCA": scores[:, [SADNESS, 0]], "UMAP": random.normal(size=(n_rows, 2))}
    return Part(np.arange(n_rows), segment, block, poets, hashes, votes, scores, points)


def made(shift: float, seed: int = 0) -> study.Study:
    n_segments = len(POETS) * BLOCKS * SEGMENTS
    told = {"trustworthiness": {"5": 0.8, "15": 0.7}, "continuity": {"5": 0.9, "15": 0.8}, "stability": None}
    about = {
        "diagnostics": {name: {**told, "distance_correlation": value} for name, value in (("pca", 0.4), ("mds", 0.6))},
        "umap": {"neighbours": 15, "min_dist": 0.1, "seeds": 5},
        "nearness": {"0.99": 0.25},
    }
    record = {"inputs": {"made up": "0" * 64}, "seed": 42, "lines": about, "segments": about}
    parts = part(n_segments * LINES, LINES, shift, seed), part(n_segments, 1, shift, seed + 100)
    return study.Study(Atlas(SCHEME.names, *parts, record), SCHEME, permutations=999)


def rows_under(text: str, heading: str) -> list[list[str]]:
    """Cells of the first table after a heading."""
    lines = text.split(f"{heading}\n", 1)[1].splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("| ---"))
    end = next((n for n, line in enumerate(lines[start:], start) if not line.startswith("|")), len(lines))
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines[start + 1 : end]]


@pytest.fixture(scope="module")
def planted() -> str:
    return study.document(made(0.3))


# The document


def test_what_was_planted_is_found_with_its_sign_and_the_readers_agree(planted: str) -> None:
    first = rows_under(planted, "### 노을")[0]
    assert first[0] == "sadness 슬픔"
    assert float(first[3].split()[0]) == pytest.approx(0.3, abs=0.02)
    difference, low, high = (float(end) for end in re.findall(r"[+-][\d.]+", first[3]))
    assert difference - 0.02 < low < difference < high < difference + 0.02
    assert (first[4], first[8]) == ("+1.00", "100 %")
    assert float(first[9]) == pytest.approx(0.3, abs=0.05)


def test_the_poet_with_another_mood_is_far_from_all_others(planted: str) -> None:
    pairs = rows_under(planted, "### How far they lie from each other")
    assert len(pairs) == 10
    assert [("노을" in row[0]) for row in pairs] == [False] * 6 + [True] * 4
    assert [float(row[1]) for row in pairs] == sorted(float(row[1]) for row in pairs)
    assert all(row[2] == "0.010" for row in pairs[6:])  # 10 pairs times 1 / 1000: the smallest that can be
    assert "none\ncan be below 0.010" in planted
    assert float(rows_under(planted, "### Who is in whose company")[1][3]) > 3


def test_every_poet_has_a_row_and_every_number_of_rows_is_told(planted: str) -> None:
    corpus = rows_under(planted, "## The five poets")
    assert [row[0] for row in corpus] == list(POETS)
    assert {tuple(row[1:5]) for row in corpus} <= {("120", str(n), "30", "6") for n in range(100, 121)}
    for row in corpus:
        assert (int(row[5]) // SEGMENTS // BLOCKS) == POETS.index(row[0])  # the medoid is the poet's own
    assert [row[0] for row in rows_under(planted, "### What readers are likely to find")] == list(POETS)
    assert "600 lines" in planted
    assert "MDS best keeps the order" in planted
    assert not re.search(r"[{}]|\bnan\b|\bNone\b", planted)


def test_where_nothing_is_planted_nothing_is_found() -> None:
    nothing = made(0.0, seed=7)
    text = study.document(nothing)
    assert all(float(row[3]) > 0.05 for row in rows_under(text, "### How far they lie from each other"))
    assert sum(int((over.q <= study.ALPHA).sum()) for over, _, _ in nothing.against_rest.values()) <= 5
    observed, chance, p = study.explained_by_poet(nothing.atlas.segments, nothing.whole, 199)
    assert observed == pytest.approx(chance, abs=0.02)
    assert p > 0.05


def test_the_same_atlas_gives_the_same_document(planted: str) -> None:
    assert study.document(made(0.3)) == planted


# Its numbers


def test_what_the_poet_tells_is_one_less_the_variance_within_poets() -> None:
    own = made(0.3)
    places, poets = mix(own.whole), own.atlas.segments.poets
    within = sum(((places[poets == poet] - places[poets == poet].mean(axis=0)) ** 2).sum() for poet in POETS)
    total = ((places - places.mean(axis=0)) ** 2).sum()
    observed, chance, p = study.explained_by_poet(own.atlas.segments, own.whole, 199)
    assert observed == pytest.approx(1 - within / total)
    assert chance < observed
    assert p == 1 / 200


def test_where_poets_differ_by_nothing_but_their_blocks_the_test_keeps_its_level() -> None:
    random, found = np.random.default_rng(5), []
    for seed in range(200):
        own = part(150, 1, 0.0, seed)
        mood = random.gamma(20, 1, (BLOCKS * len(POETS), 43))[own.block]  # segments of a block are alike
        found.append(study.explained_by_poet(own, mood * random.gamma(30, 1, (150, 43)), 99, seed)[2])
    assert 0.02 <= np.mean(np.array(found) <= 0.1) <= 0.17  # 10 %, give or take three standard errors
    assert 0.4 < np.mean(found) < 0.6


def test_a_text_that_others_are_like_is_placed_near_its_place_and_on_a_map_by_chance_it_is_not() -> None:
    random = np.random.default_rng(0)
    crowd, blocks = np.arange(120) % 4, np.arange(120) // 10
    profiles = np.eye(4)[crowd] + random.uniform(0.05, 0.1, (120, 4))
    points = np.array([[0.0, 0], [9, 0], [0, 9], [9, 9]])[crowd] + random.normal(0, 0.1, (120, 2))
    assert study.displacement(profiles, points, blocks) < 0.05
    assert 0.5 < study.displacement(profiles, random.normal(size=(120, 2)), blocks) < 1.1


def test_a_segment_s_own_block_is_no_company() -> None:
    profiles = np.eye(30).repeat(SEGMENTS, axis=0) + 0.01  # each block is of one mood that no other has
    own = part(150, 1, 0.0, seed=3)
    found = study.company(own, profiles, POETS[0], k=5)
    assert found.chance == pytest.approx(25 / 145)
    block = np.isin(own.block, [0, 1])
    profiles[block] = 0.5  # two blocks of the first poet feel alike: each finds the other
    found = study.company(own, profiles, POETS[0], k=5)
    assert found.share > 2 / 6
    assert found.low <= found.share <= found.high


def test_a_table_has_its_numbers_to_the_right() -> None:
    assert study.table("a | > b", [("x", 1)]) == "| a | b |\n| --- | ---: |\n| x | 1 |"


# The document that ships


def test_the_document_is_there_when_the_atlas_is_and_is_made_from_it() -> None:
    path = ROOT / "docs" / "SPACE.md"
    assert path.is_file() == (SHIPPED_ATLAS / TABLE).is_file()
    if path.is_file():
        inputs = json.loads((SHIPPED_ATLAS / RECORD).read_text(encoding="utf-8"))["inputs"]
        text = path.read_text(encoding="utf-8")
        assert [name for name, digest in inputs.items() if f"`{name}`, sha256 `{digest}`" not in text] == []

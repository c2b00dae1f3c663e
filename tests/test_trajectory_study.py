"""docs/TRAJECTORIES.md is what scripts/trajectory_study writes, and the study measures what it says."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emolit.analysis import trajectory
from emolit.emotions import load_scheme
from emolit.reading import EmotionReader
from scripts import trajectory_study as study
from scripts.trajectory_study import Rate, Sight, Verdict
from tests.kpoem import small_kpoem, write_data

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "TRAJECTORIES.md").read_text(encoding="utf-8")
SCHEME = load_scheme()
METHODS = [name for name in trajectory.__all__ if inspect.isfunction(getattr(trajectory, name))]


def words(text: str) -> str:
    """Without line breaks, which depend on how long the numbers are."""
    return " ".join(text.split())


# The document


@pytest.mark.parametrize("method", METHODS)
def test_every_method_is_explained(method: str) -> None:
    assert f"`{method}`" in TEXT


def test_every_name_in_code_type_is_a_method_or_a_column() -> None:
    assert set(re.findall(r"`([^`]+)`", TEXT)) <= {*METHODS, "q"}


def test_the_document_names_its_seed_and_its_command_and_the_command_is_there() -> None:
    assert f"seed {study.SEED})" in TEXT
    assert "    scripts/trajectory_study --data ../shared/data" in TEXT
    assert (ROOT / "scripts" / "trajectory_study").stat().st_mode & 0o111


def test_the_document_is_the_script_s_text_with_numbers_in_it() -> None:
    place = 0
    written = words(TEXT)
    for part in re.split(r"\{[^}]*\}", study.DOCUMENT.read_text(encoding="utf-8")):
        found = written.find(words(part), place)
        assert found >= 0, f"Not in the document as it is in the script: {words(part)[:80]!r}"
        place = found + len(words(part))


def test_no_result_is_typed_into_the_text() -> None:
    """What it says with a number of its own is a level that was promised, never one that was measured."""
    typed = re.sub(r"\{[^}]*\}", "", study.DOCUMENT.read_text(encoding="utf-8"))
    assert set(re.findall(r"[\d.,]*\d ?%", typed)) <= {"5 %", "95 %", "100 %"}
    assert set(re.findall(r"\d+\.\d+", typed)) <= {"0.05"}


def test_the_figure_is_there_and_no_line_of_a_poem_is() -> None:
    assert f"]({study.FIGURE})" in TEXT
    assert (ROOT / "docs" / study.FIGURE).stat().st_size > 10_000
    korean = set(re.findall(r"[가-힣]+", TEXT))
    assert korean <= {part for name in SCHEME.names for part in re.findall(r"[가-힣]+", name)}


def rates_under(heading: str) -> dict[str, list[tuple[float, float, float]]]:
    """Share, lower and upper end of each cell of the table under a heading, by column."""
    _, after = TEXT.split(f"{heading}\n", 1)
    table = next(part for part in after.strip().split("\n\n") if part.startswith("|")).splitlines()
    columns = [cell.strip() for cell in table[0].strip("|").split("|")]
    found: dict[str, list[tuple[float, float, float]]] = {column: [] for column in columns[1:]}
    for row in table[2:]:
        for column, cell in zip(columns[1:], row.strip("|").split("|")[1:], strict=True):
            share, low, high = map(float, re.findall(r"[\d.]+", cell))
            found[column].append((share, low, high))
    return found


@pytest.mark.parametrize(
    "heading",
    [
        "### Read alone, each work shuffled once",
        f"### Read alone, each work shuffled {study.ROUNDS} times: short works",
        f"### Read alone, each work shuffled {study.ROUNDS} times: long works",
        "## Noise of known kind",
    ],
)
def test_what_promises_at_most_five_percent_kept_it(heading: str) -> None:
    """Within three standard deviations; the interval reaches two."""
    found = rates_under(heading)
    for column in study.ASKED[:3]:
        assert found[column]
        assert all(share - 1.5 * (share - low) <= 5 for share, low, _ in found[column])


def test_scores_read_in_context_did_not_keep_it() -> None:
    found = rates_under("### In context, finished scores permuted: long works, not to be done")
    assert all(low > 5 for _, low, _ in found[study.ASKED[1]])


# A run


@pytest.fixture
def small_study(monkeypatch: pytest.MonkeyPatch, tiny_checkpoint: Path) -> None:
    """As the study, but of a few works and with a tiny model."""
    monkeypatch.setattr(study.EmotionReader, "load", partial(EmotionReader.load, tiny_checkpoint))
    sizes = {
        "WORKS": 12, "LONG": 10, "SHORTEST": 5, "ROUNDS": 2, "CONTEXT_ROUNDS": 1, "SYNTHETIC": 3, "LENGTHS": (15, 30),
        "HEIGHTS": (0.0, 2.0), "COVERED": ((40, 5),), "COURSES": 2, "SHAPE_SETS": 2,
    }  # fmt: skip
    for name, size in sizes.items():
        monkeypatch.setattr(study, name, size)


@pytest.mark.usefixtures("small_study")
def test_a_shuffled_work_has_the_scores_of_its_lines_in_another_order(tmp_path: Path) -> None:
    data = write_data(tmp_path / "data", small_kpoem())
    poems = study.shuffle_poems(data, SCHEME)
    assert (len(poems.works), len(poems.alone), len(poems.context)) == (12, 2, 1)
    assert 0 < poems.n_short < 12
    assert 0 < poems.trained < 1
    moved = 0
    for work, first, second in zip(poems.works, *poems.alone, strict=True):
        assert first.shape == (len(work), 44)
        np.testing.assert_array_equal(np.sort(first, axis=0), np.sort(second, axis=0))
        moved += (first != second).any()
    assert moved > 6
    assert [scores.shape for scores in poems.context[0]] == [scores.shape for scores in poems.alone[0]]


@pytest.mark.usefixtures("small_study")
def test_one_command_writes_the_document_and_the_same_one_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(study, "save_picture", lambda figure, path: path.touch())
    data, texts = write_data(tmp_path / "data", small_kpoem()), []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        study.main(data, tmp_path / name)
        texts.append((tmp_path / name / "TRAJECTORIES.md").read_text(encoding="utf-8"))
    assert texts[0] == texts[1]
    assert "12 shuffled poems" in texts[0]
    assert "{" not in texts[0]
    assert max(len(line) for line in texts[0].splitlines() if not line.startswith("|")) <= 120


# Its parts


def test_a_rate_has_a_wilson_interval() -> None:
    rate, z = Rate(3, 40), 1.959964
    centre = (3 + z**2 / 2) / (40 + z**2)
    half = z / (40 + z**2) * np.sqrt(3 * 37 / 40 + z**2 / 4)
    assert rate.interval == pytest.approx((centre - half, centre + half), abs=1e-6)
    assert str(rate) == f"7.5 ({100 * (centre - half):.1f}–{100 * (centre + half):.1f})"
    assert Rate.of([True, False, np.True_]) == Rate(2, 3)


@given(st.integers(0, 50), st.integers(0, 500), st.integers(5, 100))
def test_a_block_is_cut_into_equal_parts_that_hold_each_line_once(start: int, n: int, length: int) -> None:
    parts = study.cut(start, n, length)
    assert bool(parts) == (n >= 0.6 * length)
    if parts:
        assert [line for part in parts for line in part] == list(range(start, start + n))
        sizes = [len(part) for part in parts]
        assert max(sizes) - min(sizes) <= 1
        assert 0.6 * length <= max(sizes) <= 1.5 * length + 1


def test_blocks_hold_verse_lines_in_their_order() -> None:
    rows = small_kpoem()
    blocks = study.blocks_of(rows[::-1])
    assert [row for block in blocks for row in block] == [row for row in rows if row.unit == "line"]
    assert all(len({row.block for row in block}) == 1 for block in blocks)


@pytest.mark.usefixtures("small_study")
def test_short_works_are_whole_segments_and_long_ones_stay_within_a_block() -> None:
    blocks = study.blocks_of(small_kpoem())
    lines = [row for block in blocks for row in block]
    short, long = study.choose_works(blocks, np.random.default_rng(0))
    assert len(short) + len(long) == study.WORKS
    sizes = Counter(row.segment for row in lines)
    for work in short:
        (segment,) = {lines[place].segment for place in work}
        assert len(work) == sizes[segment] >= study.SHORTEST
    assert all(len({lines[place].block for place in work}) == 1 for work in long)


@pytest.mark.parametrize("noise", study.NOISES.values())
@pytest.mark.parametrize("height", [0.0, 0.5, 2.0])
def test_an_arc_stands_as_high_above_its_noise_as_stated(height: float, noise: tuple[float, float]) -> None:
    n, random = 200_001, np.random.default_rng(0)
    bare = random.beta(*noise, n)
    values = study.arc(n, height, noise, np.random.default_rng(0))
    middle = values[95_000:105_001].mean() - bare.mean()
    assert middle == pytest.approx(height * bare.std(), abs=0.02 * max(height, 1) * bare.std() + 0.01 * height)
    assert values[:2000].mean() == pytest.approx(bare[:2000].mean(), abs=0.05 * max(height, 1) * bare.std())
    assert (values >= 0).all()
    assert (values <= 1).all()


def test_a_steep_arc_is_seen_by_both_tests_and_both_rules() -> None:
    values = study.arc(200, 6, study.NOISES["rare"], np.random.default_rng(0))
    assert study.look(values, seed=1) == Sight(True, True, True, True)
    assert replace(study.judge(values, (0, 1), seed=1), turns=True) == Verdict(True, True, True, True)


@pytest.mark.parametrize(("n", "inside"), [(9, (3, 6)), (15, (5, 10)), (10, (3, 7)), (100, (33, 67))])
def test_the_middle_third_is_the_middle_third(n: int, inside: tuple[int, int]) -> None:
    found = [place for place in range(n) if study.is_in_the_middle(np.eye(n)[place])]
    assert found == list(range(*inside))


def test_a_moving_mean_is_wide_when_its_range_exceeds_the_rule() -> None:
    assert not study.is_wide(np.array([0.2, 0.2 + study.RANGE * 0.99]))
    assert study.is_wide(np.array([0.5, 0.2, 0.2 + study.RANGE * 1.01]))


def test_the_rarest_emotion_has_the_lowest_mean_and_is_not_no_emotion() -> None:
    scores = np.random.default_rng(0).uniform(0.2, 0.4, (30, 44))
    scores[:, SCHEME.names.index("없음")] = 0.01
    scores[:, SCHEME.names.index("깨달음")] = 0.1
    assert study.rarest([scores[:10], scores[10:]], SCHEME) == "깨달음"


def test_a_question_s_rate_counts_its_answers() -> None:
    given = [Verdict(True, False, False, True), Verdict(True, True, False, False)]
    assert study.rates(given) == [Rate(2, 2), Rate(1, 2), Rate(0, 2), Rate(1, 2)]
    assert study.table(["a", "b"], [["x", 1]]) == "| a | b |\n| --- | ---: |\n| x | 1 |"


@pytest.mark.usefixtures("small_study")
def test_the_figure_draws_each_share_in_the_panel_of_its_noise_and_height() -> None:
    sights = {
        (noise, height, n): [Sight(True, height > 0, False, n > 20), Sight(False, height > 0, noise == "rare", True)]
        for noise in study.NOISES
        for height in study.HEIGHTS
        for n in study.LENGTHS
    }
    figure = study.power_figure(sights)
    assert len(figure.data) == 4 * len(study.NOISES) * len(study.HEIGHTS)
    drawn = [(trace.name, list(trace.y)) for trace in figure.data]
    panels = [drawn[start : start + 4] for start in range(0, len(drawn), 4)]
    cells = [(noise, height) for noise in study.NOISES for height in study.HEIGHTS]
    for (noise, height), panel in zip(cells, panels, strict=True):
        shares = [shares for _, shares in panel]
        rare = 0.5 if noise == "rare" else 0
        assert shares == [[0.5, 0.5], [float(height > 0)] * 2, [rare, rare], [0.5, 1]]
    assert [trace.name for trace in figure.data if trace.showlegend] == [title for title, _ in study.WAYS.values()]

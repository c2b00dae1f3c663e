"""`compare`: one row a label, the asked-for groups, and beside a file what was done."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from emolit.emotions import load_scheme
from tests.shell import rows_of
from tests.unit.cli.conftest import Run

COLUMNS = ["label", "mean_a", "mean_b", "difference", "ci_low", "ci_high", "effect", "p_value", "q_value"]


@pytest.fixture
def compare(emolit: Run, tiny_checkpoint: Path) -> Run:
    return lambda *words: emolit("compare", *words, "--model", tiny_checkpoint)


@pytest.fixture
def poems(tmp_path: Path) -> Path:
    """Five works of 가람 and five of 노을, one of 다솜 and one of nobody, some years apart."""
    path = tmp_path / "시집.csv"
    rows = [
        f"시 {author}{i},{author},{1920 + 2 * i},{'물불흙강산'[(i + j) % 5]} {author} {j}"
        for author, n in (("가람", 5), ("노을", 5), ("다솜", 1), ("", 1))
        for i in range(n)
        for j in range(2 + i)
    ]
    path.write_text("work,author,year,text\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_row_a_label_in_the_scheme_s_order_with_the_promised_columns_first(compare: Run, poems: Path) -> None:
    said = compare(poems, "--groups", "가람", "노을")
    assert said.code == 0
    assert list(said.rows[0])[:9] == COLUMNS
    assert [row["label"] for row in said.rows] == list(load_scheme().names)
    for row in said.rows:
        low, middle, high = (float(row[name]) for name in ("ci_low", "difference", "ci_high"))
        assert low <= middle <= high
        assert middle == pytest.approx(float(row["mean_a"]) - float(row["mean_b"]), abs=2e-6)
        assert 0 < float(row["p_value"]) <= float(row["q_value"]) <= 1
        assert -1 <= float(row["effect"]) <= 1


def test_means_are_those_of_works_as_annotate_reads_them(compare: Run, annotate: Run, poems: Path) -> None:
    means: dict[str, list[float]] = {}
    for row in annotate(poems).rows:
        if row["author"] == "가람":
            means.setdefault(row["work"], []).append(float(row["슬픔"]))
    expected = np.mean([np.mean(values) for values in means.values()])
    found = next(row for row in compare(poems, "--groups", "가람", "*").rows if row["label"] == "슬픔")
    assert float(found["mean_a"]) == pytest.approx(expected, abs=2e-6)


def test_the_same_seed_says_the_same_and_the_file_says_how(compare: Run, poems: Path, tmp_path: Path) -> None:
    path = tmp_path / "differences.csv"
    printed = compare(poems, "--groups", "가람", "노을", "--seed", 7, "--labels", "en")
    said = compare(poems, "--groups", "가람", "노을", "--seed", 7, "--labels", "en", "--output", path)
    assert (said.code, said.out) == (0, b"")
    assert rows_of(path.read_text("utf-8-sig")) == printed.rows
    meta = json.loads((tmp_path / "differences.csv.meta.json").read_text("utf-8"))
    assert (meta["seed"], meta["tests"], meta["left_out"]) == (7, 44, 1)
    assert meta["permutations"]["exact"]
    assert meta["permutations"]["number"] == 252
    assert meta["permutations"]["smallest_p"] == pytest.approx(2 / 252)
    assert meta["groups"]["a"] == {"name": "가람", "works": 5, "lines": 20, "drawn": "works"}
    assert meta["distance"]["energy_p"] >= 2 / 252
    assert meta["fingerprint"]


def test_more_than_two_groups_have_to_be_chosen_from(compare: Run, poems: Path) -> None:
    said = compare(poems)
    assert said.code == 2
    (complaint,) = said.complaints
    assert "가람, 노을, 다솜" in complaint
    assert "--groups" in complaint


def test_works_of_no_group_are_told_and_few_works_are_not_tested(compare: Run, poems: Path) -> None:
    said = compare(poems, "--groups", "가람", "다솜", "--lang", "ko")
    assert said.code == 0
    assert any("1편을 뺐습니다" in line for line in said.complaints)
    assert any("p값은 없습니다" in line for line in said.complaints)
    assert {row["p_value"] for row in said.rows} == {""}
    assert all(float(row["ci_low"]) < float(row["ci_high"]) for row in said.rows)


@pytest.mark.parametrize(("groups", "words"), [(("가람", "라온"), "라온"), (("가람", "가람"), "가람")])
def test_groups_that_are_not_there_or_are_the_same_get_one_sentence(
    compare: Run, poems: Path, groups: tuple[str, str], words: str
) -> None:
    said = compare(poems, "--groups", *groups)
    assert (said.code, said.out) == (2, b"")
    assert len(said.complaints) == 1
    assert words in said.complaints[0]


def test_years_can_be_spans(compare: Run, poems: Path, tmp_path: Path) -> None:
    path = tmp_path / "years.csv"
    assert compare(poems, "--by", "year", "--groups", "1920-1923", "1924-1930", "--output", path).code == 0
    groups = json.loads(path.with_name("years.csv.meta.json").read_text("utf-8"))["groups"]
    assert (groups["a"]["works"], groups["b"]["works"]) == (6, 6)


def test_a_side_of_one_work_is_said_to_be_drawn_by_its_lines(compare: Run, poems: Path, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    assert compare(poems, "--groups", "다솜", "*", "--output", path).code == 0
    groups = json.loads(path.with_name("one.csv.meta.json").read_text("utf-8"))["groups"]
    assert (groups["a"]["drawn"], groups["b"]["drawn"]) == ("blocks of lines", "works")


def test_one_group_alone_is_nothing_to_compare(compare: Run, poems: Path) -> None:
    said = compare(poems, "--by", "collection")
    assert said.code == 2
    assert "there are 0" in said.complaints[0]

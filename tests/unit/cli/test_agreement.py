"""Agreement from the shell: the library's numbers, a row a label, and a clear word where there is none to measure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from emolit.analysis.agreement import agreement
from emolit.analysis.readers import panel_of
from emolit.corpus import read_corpus
from emolit.emotions import load_scheme
from emolit.version import VERSION
from tests.shell import Said

Run = Callable[..., Said]
SCHEME = load_scheme()


def table(path: Path, works: int, *, readers: int = 3) -> Path:
    random = np.random.default_rng(5)
    rows = ["work,text,votes,readers"]
    for work in range(works):
        for line in range(6):
            votes = json.dumps({"슬픔": int(random.integers(readers + 1)), "기쁨": line % 2}, ensure_ascii=False)
            rows.append(f'시 {work},행 {line},"{votes.replace(chr(34), chr(34) * 2)}",{readers}')
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


@pytest.fixture
def voted(tmp_path: Path) -> Path:
    return table(tmp_path / "votes.csv", 5)


@pytest.mark.parametrize(
    "words", [("--format", "xlsx"), ("--seed", "-1"), ("--column", "poet=work"), ("--column", "work=")], ids=" ".join
)
def test_what_it_cannot_do_is_said_in_one_line(emolit: Run, voted: Path, words: tuple[str, str]) -> None:
    said = emolit("agreement", voted, *words)
    assert said.code == 2
    assert said.out == b""
    assert "Traceback" not in said.err


def test_a_row_a_label_with_the_library_s_numbers(emolit: Run, voted: Path) -> None:
    said = emolit("agreement", voted)
    assert said.code == 0
    assert said.err == ""
    assert [row["label"] for row in said.rows] == list(SCHEME.names)
    panel = panel_of(read_corpus("votes.csv", voted.read_bytes()), SCHEME)
    found = agreement(panel.votes, panel.readers, panel.groups)
    row = next(row for row in said.rows if row["label"] == "슬픔")
    sad = SCHEME.names.index("슬픔")
    assert [float(row[key]) for key in ("alpha", "low", "high")] == pytest.approx(
        [found.alpha[sad], found.low[sad], found.high[sad]], abs=1e-4
    )
    assert int(row["votes"]) == panel.votes[:, sad].sum()
    assert {row["lines"] for row in said.rows} == {"30"}


def test_a_label_that_nobody_chose_has_an_empty_cell_and_json_says_null(emolit: Run, voted: Path) -> None:
    assert next(row for row in emolit("agreement", voted).rows if row["label"] == "행복")["alpha"] == ""
    rows = [json.loads(line) for line in emolit("agreement", voted, "--format", "jsonl").out.splitlines()]
    assert next(row for row in rows if row["label"] == "행복")["alpha"] is None


def test_with_output_the_record_lies_beside_it(emolit: Run, voted: Path, tmp_path: Path) -> None:
    path = tmp_path / "alpha.csv"
    said = emolit("agreement", voted, "--seed", 7, "--output", path)
    assert (said.code, said.out) == (0, b"")
    assert path.read_bytes() == b"\xef\xbb\xbf" + emolit("agreement", voted, "--seed", 7).out
    assert json.loads((tmp_path / "alpha.csv.meta.json").read_text("utf-8")) == {
        "tool": "emolit",
        "version": VERSION,
        "scheme": "kote",
        "seed": 7,
        "resamples": 1000,
        "level": 0.95,
        "inputs": [
            {
                "name": "votes.csv",
                "format": "csv",
                "encoding": "utf-8",
                "sha256": hashlib.sha256(voted.read_bytes()).hexdigest(),
            }
        ],
    }


def test_a_file_without_votes_is_told_so_in_one_line(emolit: Run, poem: Path) -> None:
    said = emolit("agreement", poem)
    assert said.code == 2
    assert said.out == b""
    assert said.complaints == ["봄밤.txt has no readers' votes (a column votes), so there is no agreement to measure."]
    assert "일치도" in emolit("agreement", poem, "--lang", "ko").err


def test_one_reader_alone_agrees_with_nobody(emolit: Run, tmp_path: Path) -> None:
    said = emolit("agreement", table(tmp_path / "one.csv", 3, readers=1))
    assert said.code == 2
    assert "two readers or more" in said.err


def test_one_work_has_alpha_and_a_note_instead_of_an_interval(emolit: Run, tmp_path: Path) -> None:
    said = emolit("agreement", table(tmp_path / "one.csv", 1))
    row = next(row for row in said.rows if row["label"] == "슬픔")
    assert row["alpha"]
    assert row["low"] == row["high"] == ""
    assert "one work only" in said.err

"""docs/COMPARE.md quotes what scripts/compare_study.py wrote, and names what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from emolit.analysis.compare import FEWEST_WORKS, MOST_EXACT, PERMUTATIONS
from emolit.analysis.resampling import REPLICATES, SEED
from scripts import compare_study as study

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "COMPARE.md").read_text(encoding="utf-8")


def test_the_tables_of_the_document_are_those_of_the_study() -> None:
    rows = [row for row in study.OUT.read_text(encoding="utf-8").splitlines() if row.startswith("|")]
    assert len(rows) == len(study.SETTINGS) + 4
    assert [row for row in rows if row not in TEXT] == []
    assert [setting.name for setting in study.SETTINGS if f"| {setting.name} |" not in TEXT] == []


def test_the_numbers_of_the_methods_are_those_of_the_code() -> None:
    for phrase in (
        f"{REPLICATES} bootstrap draws",
        f"up to {MOST_EXACT:,} ways",
        f"{PERMUTATIONS:,} random ones",
        f"below {FEWEST_WORKS} works a side",
        f"seed ({SEED} on the page",
    ):
        assert phrase in TEXT


def test_made_up_works_have_the_means_that_the_study_takes_for_the_truth() -> None:
    made = study.works(np.random.default_rng(0), 4000, study.MEANS, 12.0)
    np.testing.assert_allclose(made.mean(axis=0), study.MEANS, atol=0.015)
    assert 0.1 < np.corrcoef(made[:, 20], made[:, 40])[0, 1] < 0.4


def test_a_comparison_of_the_study_is_the_same_from_the_same_seed() -> None:
    setting = study.Setting("8 and 8 works", 8, 8, shift=0.4)
    first, again = (study.one(np.random.default_rng(1), setting, 3) for _ in range(2))
    assert first == again
    assert first["delta"] > 0.8
    assert not re.search("nan", str(first))

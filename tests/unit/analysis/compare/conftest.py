"""Works with scores made by hand, in groups."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from emolit.analysis.compare import By, Gathered
from emolit.corpus import Corpus, Line, Work
from emolit.emotions import load_scheme
from emolit.reading.scores import EmotionScores, LevelScores, Provenance, WorkScores

Array = NDArray[np.float64]
SCHEME = load_scheme()


def gathered(lines: Sequence[Array], groups: Sequence[str], years: Sequence[str] = (), by: By = By.AUTHOR) -> Gathered:
    """lines: one array (n_lines, 44) a work."""
    works = tuple(
        Work(f"w{i}", f"시 {i}", (tuple(Line(f"{i}-{j}") for j in range(len(own))),), author=group, year=year)
        for i, (own, group, year) in enumerate(zip(lines, groups, years or [""] * len(lines), strict=True))
    )
    return Gathered(by, works, tuple(groups), tuple(lines), SCHEME, np.full(44, 0.5))


@pytest.fixture
def two() -> Gathered:
    """Six works of 가 and five of 나, of different lengths; 나 has more of the first label."""
    random = np.random.default_rng(5)
    lines = [random.random((int(n), 44)) * 0.8 for n in random.integers(3, 15, 11)]
    for own in lines[6:]:
        own[:, 0] += 0.2
    return gathered(lines, ["가"] * 6 + ["나"] * 5)


@pytest.fixture(scope="session")
def score() -> Callable[[Corpus], EmotionScores]:
    """Random scores of a corpus."""

    def score(corpus: Corpus) -> EmotionScores:
        random = np.random.default_rng(0)

        def level(size: int) -> LevelScores:
            return LevelScores(random.random((size, 44)), np.zeros(size, dtype=bool))

        works = tuple(
            WorkScores(work.id, level(len(work)), level(len(work.stanzas)), level(1), unread=(0,) * len(work))
            for work in corpus
        )
        provenance = Provenance("stub", "0" * 64, "0.0.1", True, "float32", "kote")
        return EmotionScores(SCHEME.names, works, (0.5,) * 44, provenance)

    return score

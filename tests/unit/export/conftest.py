"""Scores made by hand: no model, fixed numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from emolit.corpus import Corpus, Work
from emolit.emotions import load_scheme
from emolit.reading.scores import EmotionScores, LevelScores, Provenance, WorkScores

Score = Callable[..., EmotionScores]

PROVENANCE = Provenance(
    model="stub", fingerprint="0" * 64, version="0.0.1", context=True, precision="float32", scheme="kote"
)  # fmt: skip


@pytest.fixture(scope="session")
def score() -> Score:
    """Random scores of a corpus, of which `unread` characters of each line could not be read, and so on.

    derived: indices of lines, and of stanzas and works, that were longer than what is read at once.
    """

    def score(
        corpus: Corpus,
        *,
        unread: int = 0,
        trained_on: tuple[int, ...] = (),
        out_of_fold: tuple[int, ...] = (),
        derived: tuple[int, ...] = (),
        threshold: tuple[float, ...] = (0.3,) * 44,
        known_languages: tuple[str, ...] = ("ko",),
    ) -> EmotionScores:
        random = np.random.default_rng(0)

        def level(size: int) -> LevelScores:
            return LevelScores(random.random((size, 44)), np.isin(np.arange(size), derived))

        def scores_of(work: Work) -> WorkScores:
            levels = level(len(work)), level(len(work.stanzas)), level(1)
            told = (unread,) * len(work)
            return WorkScores(work.id, *levels, unread=told, trained_on=trained_on, out_of_fold=out_of_fold)

        works = tuple(scores_of(work) for work in corpus)
        return EmotionScores(load_scheme().names, works, threshold, PROVENANCE, known_languages)

    return score

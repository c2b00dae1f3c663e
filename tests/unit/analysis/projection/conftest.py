"""Profiles made up for the tests: crowds of texts that feel alike."""

from __future__ import annotations

import numpy as np
import pytest

from emolit.analysis.projection import Array


@pytest.fixture
def crowds() -> Array:
    """Ninety profiles (90, 12) in three crowds, thirty after thirty, each with emotions of its own."""
    random = np.random.default_rng(5)
    centres = np.full((3, 12), 0.05)
    for crowd in range(3):
        centres[crowd, 4 * crowd : 4 * crowd + 4] = [0.8, 0.6, 0.4, 0.3]
    return np.asarray(np.repeat(centres, 30, axis=0) * random.uniform(0.6, 1.2, (90, 12)))

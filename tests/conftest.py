"""Shared fixtures: a real checkpoint, but tiny, so that the loader under test is the one people use."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checkpoints import write_tiny_checkpoint


@pytest.fixture(scope="session")
def tiny_checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two layers of width 16 with the 44 labels, saved as the shipped one is."""
    return write_tiny_checkpoint(tmp_path_factory.mktemp("tiny-checkpoint"))


@pytest.fixture
def shared_data() -> Path:
    """The research data beside the checkout; tests that need it are skipped where it is not."""
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs ../shared/data")
    return folder

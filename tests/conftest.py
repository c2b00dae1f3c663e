"""Shared fixtures: a real checkpoint, but tiny, so that the loader under test is the one people use."""

from __future__ import annotations

from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.checkpoints import write_tiny_checkpoint

_BROWSER = "tests/browser/"


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


class _Sharing(LoadScopeScheduling):  # type: ignore[misc]
    """Tests of a file stay together, and so do all that drive the browser.

    One process drives it, from the beginning on: one server and one browser are started, and the other process computes
    while pages are waited for. Several browsers on two cores only wait for each other.
    """

    def _split_scope(self, nodeid: str) -> str:
        return _BROWSER if nodeid.startswith(_BROWSER) else nodeid.split("::", 1)[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    return _Sharing(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(_BROWSER))

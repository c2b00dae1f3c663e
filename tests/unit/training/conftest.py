"""The small data and the tiny tokenizer of training tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from emolit.emotions import Scheme, load_scheme
from emolit.reading.tokens import Tokens
from tests.checkpoints import tiny_tokenizer
from tests.kpoem import small_kpoem, write_data


@pytest.fixture(scope="session")
def scheme() -> Scheme:
    return load_scheme()


@pytest.fixture(scope="session")
def tokens() -> Tokens:
    return Tokens(tiny_tokenizer())


@pytest.fixture(scope="session")
def small_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Votes on `train` and `val`; those of `test` are withheld, as in the real data."""
    return write_data(tmp_path_factory.mktemp("data"), small_kpoem())

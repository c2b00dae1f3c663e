"""The shell, run in this process with the tiny checkpoint."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from emolit.cli import main
from tests.shell import Said
from tests.unit.training.conftest import scheme, small_data

__all__ = ["scheme", "small_data"]

Run = Callable[..., Said]


@pytest.fixture
def emolit(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line; what it printed and how it ended."""
    monkeypatch.delenv("EMOLIT_MODEL", raising=False)

    def run(*words: object) -> Said:
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(word) for word in words])
        out, err = capfdbinary.readouterr()
        return Said(left.value.code, out, err.decode("utf-8"))

    return run


@pytest.fixture
def annotate(emolit: Run, tiny_checkpoint: Path) -> Run:
    """Run `annotate` with the tiny checkpoint."""
    return lambda *words: emolit("annotate", *words, "--model", tiny_checkpoint)


@pytest.fixture
def poem(tmp_path: Path) -> Path:
    """Three stanzas of five lines in all."""
    path = tmp_path / "봄밤.txt"
    path.write_text('봄이 온다\n  비가 내린다\n\n\n꽃, 그리고 "꽃"\n\n밤이 깊다\n아침\n', encoding="utf-8")
    return path

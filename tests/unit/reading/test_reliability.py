"""What a checkpoint says of its labels, and nothing where it says nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from emolit.reading.reliability import Reliability, label_reliability


def test_a_checkpoint_s_own_figures_are_read_and_a_missing_one_is_none(tmp_path: Path) -> None:
    (tmp_path / "reliability.json").write_text('{"슬픔": {"alpha": 0.3, "support": 12}}', encoding="utf-8")
    assert label_reliability(tmp_path) == {"슬픔": Reliability(0.3, None, 12)}


@pytest.mark.parametrize("text", [None, "", "[1]", '{"슬픔": 3}'])
def test_without_a_readable_file_nothing_is_known(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "reliability.json").write_text(text, encoding="utf-8")
    assert label_reliability(tmp_path) == {}

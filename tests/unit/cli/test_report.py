"""`report` writes one page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.shell import Said

Run = Callable[..., Said]


def test_the_page_is_written_with_text_and_tested_courses(
    emolit: Run, poem: Path, tmp_path: Path, tiny_checkpoint: Path
) -> None:
    output = tmp_path / "report.html"
    said = emolit("report", poem, "--output", output, "--model", tiny_checkpoint)
    assert (said.code, said.out, said.err) == (0, b"", "")
    page = output.read_text("utf-8")
    assert "비가 내린다" in page
    assert "tested against random orders" in page


def test_a_bad_file_leaves_no_report(emolit: Run, tmp_path: Path) -> None:
    output = tmp_path / "report.html"
    said = emolit("report", tmp_path / "없다.txt", "--output", output)
    assert said.code == 2
    assert not output.exists()

"""`--output`: the result and its record, both or neither; a device or a pipe gets the result alone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from emolit.cli.options import deliver
from emolit.errors import EmolitError
from tests.shell import Said

Run = Callable[..., Said]


def test_a_pipe_gets_the_result_alone_and_stays_a_pipe(annotate: Run, poem: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        said = annotate(poem, "--output", pipe)
        assert (said.code, said.out, said.err) == (0, b"", "")
        assert pipe.is_fifo()
        assert os.read(end, 2**16) == b"\xef\xbb\xbf" + annotate(poem).out
    finally:
        os.close(end)
    assert sorted(tmp_path.iterdir()) == sorted([pipe, poem])


@pytest.mark.parametrize("command", ["annotate", "trajectory", "space", "compare", "agreement"])
def test_a_record_that_cannot_be_is_told_before_anything_is_read(emolit: Run, tmp_path: Path, command: str) -> None:
    record = tmp_path / "out.csv.meta.json"
    record.mkdir()
    label = ["--label", "슬픔"] if command == "trajectory" else []
    said = emolit(command, tmp_path / "missing.txt", "--output", tmp_path / "out.csv", *label)
    assert (said.code, len(said.complaints)) == (2, 1)
    assert said.err.startswith(f"'{record}' cannot be written")
    assert list(tmp_path.iterdir()) == [record]


def test_where_the_record_cannot_be_written_the_result_is_not_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, real, written = tmp_path / "out.csv", Path.write_bytes, []
    path.write_text("옛", encoding="utf-8")

    def full_after_one(self: Path, data: bytes) -> int:
        written.append(data)
        if len(written) > 1:
            raise OSError(28, "No space left on device")
        return real(self, data)

    monkeypatch.setattr(Path, "write_bytes", full_after_one)
    with pytest.raises(EmolitError) as caught:
        deliver("새", path, {"tool": "emolit"})
    told: dict[str, Any] = dict(caught.value.details)
    assert (caught.value.code, told) == ("usage.cannot_write", {"path": tmp_path / "out.csv.meta.json"})
    assert path.read_text(encoding="utf-8") == "옛"
    assert list(tmp_path.iterdir()) == [path]

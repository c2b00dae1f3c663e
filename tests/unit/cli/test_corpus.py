"""`corpus` says what was read, as JSON; every command reads every format, and KPoEM comes from a stand-in hub."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from emolit.corpus import Line, Work, hub, read_corpus
from emolit.emotions import load_scheme
from tests.documents import docx, zipped
from tests.shell import Said
from tests.unit.corpus.test_columns import KPOEM
from tests.unit.corpus.test_formats import SAME

Run = Callable[..., Said]
ROOT = Path(__file__).parents[3]
COMMIT = "0123456789abcdef0123456789abcdef01234567"


def record(said: Said) -> dict[str, Any]:
    assert (said.code, said.err) == (0, "")
    found: dict[str, Any] = json.loads(said.out)
    return found


@pytest.mark.parametrize("name", SAME)
def test_every_format_is_told_as_json(emolit: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(SAME[name])
    found = record(emolit("corpus", tmp_path / name, "--text"))
    (work,) = found["works"]
    assert (work["title"], work["stanzas"], work["lines"], work["language"]) == ("시", 2, 3, "ko")
    assert work["text"] == "마당을 쓸다 말고\n하늘을 본다\n\n기러기가 간다\n"
    assert found["sources"][0]["shares"] == {"hangul": 1.0, "hanja": 0.0, "latin": 0.0, "other": 0.0}


@pytest.mark.parametrize("name", ["시.docx", "시.epub", "시.xml", "시.pdf", "시.xlsx", "시.zip", "시.md"])
def test_annotate_takes_every_format(annotate: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(SAME[name])
    rows = annotate(tmp_path / name).rows
    assert [(row["work"], row["stanza"], row["line"], row["text"]) for row in rows] == [
        ("시", "1", "1", "마당을 쓸다 말고"),
        ("시", "1", "2", "하늘을 본다"),
        ("시", "2", "3", "기러기가 간다"),
    ]


def test_without_being_asked_no_text_is_told(emolit: Run, poem: Path) -> None:
    assert "봄이 온다" not in emolit("corpus", poem).out.decode()


def test_options_of_reading_are_options_of_the_shell(emolit: Run, tmp_path: Path) -> None:
    (tmp_path / "시.txt").write_bytes("봄\n***\n비\n".encode("johab"))
    (tmp_path / "표.csv").write_text("제목,행\n하나,눈\n", encoding="utf-8")
    (tmp_path / "시.zip").write_bytes(zipped({"가람/별.txt": "별"}))
    found = record(emolit("corpus", tmp_path / "시.txt", "--encoding", "johab", "--separator", "rules"))
    assert [work["title"] for work in found["works"]] == ["시 1", "시 2"]
    columns = ["--column", "work=제목", "--column", "text=행"]
    assert record(emolit("corpus", tmp_path / "표.csv", *columns))["works"][0]["title"] == "하나"
    assert record(emolit("corpus", tmp_path / "시.zip", "--folders-as-authors"))["works"][0]["author"] == "가람"
    assert emolit("corpus", tmp_path / "표.csv", "--column", "제목").code == 2
    said = emolit("corpus", tmp_path / "표.csv", *columns, "--column", "author=저자")
    assert (said.code, said.out, len(said.complaints)) == (2, b"", 1)
    assert "author=저자" in said.err


def test_what_parts_works_is_said_in_the_shell_too(emolit: Run, tmp_path: Path) -> None:
    (tmp_path / "시.txt").write_text("하나\n봄\n\n\n비\n\n\n\n둘\n눈\n", encoding="utf-8")
    asked = ["corpus", tmp_path / "시.txt", "--separator", "blanks"]
    assert [work["lines"] for work in record(emolit(*asked))["works"]] == [2, 1, 2]
    assert [work["lines"] for work in record(emolit(*asked, "--blank-lines", 3))["works"]] == [3, 2]
    titled = record(emolit(*asked, "--blank-lines", 3, "--first-line-is-title"))
    assert [(work["title"], work["lines"]) for work in titled["works"]] == [("하나", 2), ("둘", 1)]
    assert emolit(*asked, "--blank-lines", 0).code == 2


@pytest.mark.parametrize("encoding", ["CP949", "euc-kr"])
def test_an_encoding_may_be_named_as_people_write_it(emolit: Run, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "시.txt").write_bytes("봄이 온다\n".encode("cp949"))
    assert record(emolit("corpus", tmp_path / "시.txt", "--encoding", encoding))["sources"][0]["encoding"] == "cp949"


def test_duplicates_are_flagged_by_the_work_that_they_repeat(emolit: Run, poem: Path) -> None:
    first, second = record(emolit("corpus", poem, poem))["works"]
    assert (first["duplicate_of"], second["duplicate_of"]) == (None, first["id"])


def test_the_table_of_lines_is_read_back_to_the_same_works(emolit: Run, tmp_path: Path) -> None:
    (tmp_path / "시.docx").write_bytes(docx(["! 강", "# 봄", "비가 온다", "", "- 눈", "# 밤", "별"]))
    emolit("corpus", tmp_path / "시.docx", "--table", tmp_path / "표.csv")
    again = read_corpus("표.csv", (tmp_path / "표.csv").read_bytes())
    assert again.works == read_corpus("시.docx", (tmp_path / "시.docx").read_bytes()).works


@pytest.mark.parametrize("command", ["corpus", "annotate"])
def test_a_damaged_document_is_one_line_of_trouble(emolit: Run, poem: Path, tmp_path: Path, command: str) -> None:
    (tmp_path / "나쁜.pdf").write_bytes(b"%PDF-1.7 ?")
    said = emolit(command, poem, tmp_path / "나쁜.pdf")
    assert (said.code, said.out) == (2, b"")
    assert said.complaints == ["'나쁜.pdf' is damaged and cannot be opened; save it again from the original."]


def test_glosses_are_dropped_for_the_model_and_kept_in_the_text(annotate: Run, tmp_path: Path) -> None:
    for name, text in (("주석.txt", "영변(寧邊)에 봄이 온다"), ("없이.txt", "영변에 봄이 온다")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    glossed, plain = annotate(tmp_path / "주석.txt", "--drop-glosses"), annotate(tmp_path / "없이.txt")
    kept = annotate(tmp_path / "주석.txt")
    assert glossed.rows[0]["text"] == "영변(寧邊)에 봄이 온다"
    assert [*glossed.rows[0].values()][5:] == [*plain.rows[0].values()][5:]
    assert [*kept.rows[0].values()][5:] != [*plain.rows[0].values()][5:]


# KPoEM


class _Hub(BaseHTTPRequestHandler):
    """Serves the two published files as the hub does: under the dataset's name, a revision and the file's name."""

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def _answer(self, *, with_body: bool) -> None:
        _, kind, *repository, action, revision, name = self.path.split("/")
        if (kind, "/".join(repository), action) != ("datasets", hub.REPOSITORY, "resolve") or revision != COMMIT:
            self.send_error(404)
            return
        data = KPOEM.encode() if name == hub.LINES else KPOEM.replace("line_id", "seg_id").encode()
        self.send_response(200)
        self.send_header("ETag", f'"{hashlib.sha1(data).hexdigest()}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if with_body:
            self.wfile.write(data)

    def log_message(self, format: str, *arguments: object) -> None:
        del format, arguments


@pytest.fixture
def stand_in() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def kpoem(folder: Path, port: int, *, offline: bool = False) -> subprocess.CompletedProcess[str]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("HF_")},
        "HF_ENDPOINT": f"http://127.0.0.1:{port}",
        "HF_HOME": str(folder),
        "HF_HUB_OFFLINE": "1" if offline else "0",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "EMOLIT_KPOEM_REVISION": COMMIT,
    }
    command = [sys.executable, "-m", "emolit", "corpus", "kpoem"]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )


def test_kpoem_is_fetched_at_its_pinned_revision_kept_and_read_again_without_the_hub(
    stand_in: ThreadingHTTPServer, tmp_path: Path
) -> None:
    said = kpoem(tmp_path, stand_in.server_port)
    assert said.returncode == 0, said.stderr
    found = json.loads(said.stdout)
    assert [source["name"] for source in found["sources"]] == [hub.LINES, hub.SEGMENTS]
    assert {work["edition"] for work in found["works"]} == {COMMIT}
    assert [problem["code"] for problem in found["sources"][0]["problems"]] == ["corpus.kpoem_changed"]
    assert kpoem(tmp_path, 9, offline=True).stdout == said.stdout


def test_without_hub_and_cache_one_sentence_says_so(tmp_path: Path) -> None:
    said = kpoem(tmp_path, 9, offline=True)
    assert (said.returncode, said.stdout, len(said.stderr.splitlines())) == (2, "", 1)
    assert "cannot be fetched from the hub" in said.stderr


def test_rows_join_the_reference_data_only_where_the_wording_is_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / COMMIT / hub.LINES
    path.parent.mkdir()
    path.write_text(KPOEM, encoding="utf-8")
    assert [line.id for line in hub._read(path).works[0].lines] == [None, None]
    wording = hub.wording(read_corpus(path.name, path.read_bytes()).works)
    monkeypatch.setitem(hub.WORDING, hub.LINES, wording)
    known = hub._read(path)
    assert [line.id for line in known.works[0].lines] == ["kpoem-0", "kpoem-1"]
    assert known.notes[0].problems == ()


def test_the_wording_pinned_is_that_of_the_reference_data(shared_data: Path) -> None:
    from emolit.training.data import load_kpoem

    rows = load_kpoem(shared_data, load_scheme())
    for unit, name in (("line", hub.LINES), ("segment", hub.SEGMENTS)):
        lines = tuple(Line(row.text) for row in rows if row.unit == unit)
        assert hub.wording([Work("", "", (lines,))]) == hub.WORDING[name]

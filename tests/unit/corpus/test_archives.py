"""Archives: file by file, with a metadata sheet, in an order that people expect."""

from __future__ import annotations

import pytest

from emolit.corpus import read_corpus
from emolit.errors import CorpusError
from tests.documents import docx, zipped
from tests.unit.corpus.readings import read, titles

ARCHIVE = {
    "가람/봄.txt": "비가 온다\n",
    "나루/밤.docx": docx(["별이 뜬다"]),
    "나루/그림.png": b"\x89PNG",
    "__MACOSX/가람/._봄.txt": b"\x00\x05",
    "metadata.csv": "파일,제목,연도,옮긴이\n봄.txt,봄비,1930,나래\n",
}


def test_an_archive_is_read_file_by_file_with_its_metadata_sheet() -> None:
    corpus = read("시.zip", zipped(ARCHIVE))
    first, second = corpus
    assert (first.title, first.year, first.translator, first.author) == ("봄비", "1930", "나래", "")
    assert (second.title, second.texts) == ("밤", ("별이 뜬다",))
    assert corpus.notes[0].skipped == ("나루/그림.png",)
    assert [note.name for note in corpus.notes] == ["시.zip", "시.zip/가람/봄.txt", "시.zip/나루/밤.docx"]


def test_a_metadata_sheet_is_read_whatever_its_delimiter_and_the_case_of_its_header() -> None:
    for sheet in ("File;Title;Author\n봄.txt;봄비;가람\n", "FILENAME\ttitle\tPoet\n봄.txt\t봄비\t가람\n"):
        (work,) = read("시.zip", zipped({"봄.txt": "비가 온다", "metadata.csv": sheet}))
        assert (work.title, work.author) == ("봄비", "가람")


def test_folders_are_authors_when_the_reader_says_so() -> None:
    assert [work.author for work in read("시.zip", zipped(ARCHIVE), folders_as_authors=True)] == ["가람", "나루"]


def test_a_bad_file_in_an_archive_is_refused_by_its_name_or_told_and_skipped() -> None:
    data = zipped({"봄.txt": "비", "나쁜.pdf": b"%PDF-1.7 ?"})
    with pytest.raises(CorpusError, match=r"시\.zip/나쁜\.pdf"):
        read("시.zip", data)
    corpus = read("시.zip", data, skip_bad_entries=True)
    assert titles(corpus) == ["봄"]
    assert [problem.code for problem in corpus.notes[0].problems] == ["corpus.broken"]


def test_names_that_korean_windows_wrote_are_read() -> None:
    data = zipped({"xx.txt": "비"}).replace(b"xx.txt", "봄.txt".encode("cp949"))
    assert titles(read("시.zip", data)) == ["봄"]


def test_files_of_an_archive_are_read_in_the_order_of_their_numbers() -> None:
    data = zipped(dict.fromkeys(["시 10.txt", "시 2.txt", "가.txt"], "비"))
    assert titles(read("시.zip", data)) == ["가", "시 2", "시 10"]


def test_progress_is_told_file_by_file() -> None:
    told: list[tuple[int, int]] = []
    data = zipped({f"{number}.txt": "비" for number in range(3)})
    read_corpus("시.zip", data, on_progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_an_encoding_named_for_an_archive_is_that_of_its_plain_texts() -> None:
    pages = {"가.txt": "봄이 온다".encode("cp949"), "나.html": "<html><body><p>비가 온다</p></body></html>"}
    assert [work.texts for work in read("시.zip", zipped(pages), encoding="cp949")] == [("봄이 온다",), ("비가 온다",)]

"""The one door for files: the ending chooses the reader, the note says what was done."""

from __future__ import annotations

import hashlib

import pytest

from emolit.corpus import ENDINGS, Corpus, read_corpus, read_paste
from emolit.errors import CorpusError

TEXTS = (".txt", ".md", ".csv", ".tsv")
TABLE = "work\ttext\n시\t봄\n"


@pytest.mark.parametrize("name", ["poem.docx", "poem.pdf", "poem", ".csv", "", "poem.txt.gz"])
def test_an_unknown_ending_is_refused_with_the_endings_that_are_read(name: str) -> None:
    with pytest.raises(CorpusError) as caught:
        read_corpus(name, b"spring")
    assert caught.value.code == "corpus.unknown_format"
    assert all(suffix in caught.value.sentence(language) for suffix in ENDINGS for language in ("ko", "en"))


@pytest.mark.parametrize("suffix", TEXTS)
def test_an_ending_is_the_same_in_capitals(suffix: str) -> None:
    data = TABLE.encode()
    assert read_corpus(f"시{suffix.upper()}", data).works == read_corpus(f"시{suffix}", data).works


@pytest.mark.parametrize("suffix", TEXTS)
@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n\x00", b"\xff\xfea", b"\x80 abc", b" \n"])
def test_whatever_cannot_be_read_is_refused_in_a_sentence_with_its_name(suffix: str, data: bytes) -> None:
    with pytest.raises(CorpusError) as caught:
        read_corpus(f"시{suffix}", data)
    assert all(f"시{suffix}" in caught.value.sentence(language) for language in ("ko", "en"))


@pytest.mark.parametrize("suffix", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_the_note_says_name_format_encoding_and_fingerprint(suffix: str, encoding: str) -> None:
    data = TABLE.encode(encoding)
    (note,) = read_corpus(f"시{suffix}", data).notes
    assert (note.name, note.format, note.encoding) == (f"시{suffix}", suffix.removeprefix("."), encoding)
    assert (note.sha256, note.replaced) == (hashlib.sha256(data).hexdigest(), 0)


@pytest.mark.parametrize("suffix", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp949"])
def test_the_encoding_changes_no_work(suffix: str, encoding: str) -> None:
    assert read_corpus(f"시{suffix}", TABLE.encode(encoding)).works == read_corpus(f"시{suffix}", TABLE.encode()).works


@pytest.mark.parametrize("suffix", TEXTS)
def test_characters_lost_before_us_are_counted(suffix: str) -> None:
    assert read_corpus(f"시{suffix}", TABLE.replace("봄", "봄\ufffd\ufffd").encode()).notes[0].replaced == 2


def test_a_table_s_returning_titles_are_in_its_note_once_each() -> None:
    (note,) = read_corpus("시.csv", "work,text\n가,1\n나,2\n가,3\n나,4\n가,5\n".encode()).notes
    assert note.returning_works == ("가", "나")


def test_a_paste_s_note_says_that_it_was_pasted() -> None:
    (note,) = read_paste("봄", title="시").notes
    assert (note.name, note.format) == ("시", "paste")


def test_adding_corpora_keeps_all_works_and_notes_in_order_with_ids_of_their_own() -> None:
    one, other = read_corpus("시.txt", "봄".encode()), read_corpus("시.tsv", TABLE.encode())
    both = Corpus(()) + one + other + one
    assert [work.texts for work in both] == [("봄",)] * 3
    assert [note.format for note in both.notes] == ["txt", "tsv", "txt"]
    assert len({work.id for work in both}) == 3
    assert (len(both), both.n_lines) == (3, 3)

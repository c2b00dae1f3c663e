"""The value of a limit still passes, one more does not; the library without limits reads all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from emolit.corpus import APP_LIMITS, Corpus, Limits, read_corpus, read_paste
from emolit.errors import CorpusError

Read = Callable[[str, Limits | None], Corpus]


def from_txt(text: str, limits: Limits | None) -> Corpus:
    return read_corpus("시.txt", text.encode(), limits=limits)


def from_csv(text: str, limits: Limits | None) -> Corpus:
    return read_corpus("시.csv", f'work,text\n시,"{text}"\n'.encode(), limits=limits)


def from_paste(text: str, limits: Limits | None) -> Corpus:
    return read_paste(text, title="시", limits=limits)


DOORS = pytest.mark.parametrize("read", [from_txt, from_csv, from_paste])


def refusal(read: Read, text: str, limits: Limits) -> CorpusError:
    with pytest.raises(CorpusError) as caught:
        read(text, limits)
    assert caught.value.sentence("ko") != caught.value.sentence("en")
    return caught.value


def test_the_app_reads_ten_megabytes_twenty_thousand_lines_and_five_thousand_characters_a_line() -> None:
    assert Limits(file_bytes=10_000_000, corpus_lines=20_000, line_characters=5_000) == APP_LIMITS


@DOORS
def test_as_many_lines_as_the_limit_pass_and_one_more_does_not(read: Read) -> None:
    limits = Limits(corpus_lines=3)
    assert read("봄\n비\n\n눈\n", limits).n_lines == 3
    error = refusal(read, "봄\n비\n\n눈\n밤\n", limits)
    assert (error.code, error.details) == ("corpus.too_many_lines", {"lines": 4, "limit": 3})


@DOORS
def test_a_line_as_long_as_the_limit_passes_and_one_longer_is_refused_with_its_place(read: Read) -> None:
    limits = Limits(line_characters=4)
    assert read("봄\n\n봄봄봄봄", limits).n_lines == 2
    error = refusal(read, "봄\n\n봄봄봄봄봄", limits)
    assert error.code == "corpus.line_too_long"
    assert error.details == {"work": "시", "line": 2, "length": 5, "limit": 4}


@pytest.mark.parametrize("name", ["시.txt", "시.csv", "시.tsv"])
def test_a_file_as_big_as_the_limit_passes_and_one_byte_more_does_not(name: str) -> None:
    data = "work\ttext\n시\t봄\n".encode()
    assert read_corpus(name, data, limits=Limits(file_bytes=len(data))).n_lines
    with pytest.raises(CorpusError) as caught:
        read_corpus(name, data, limits=Limits(file_bytes=len(data) - 1))
    assert caught.value.code == "corpus.file_too_big"


def test_a_paste_is_measured_in_bytes_like_a_file() -> None:
    assert read_paste("봄비", title="시", limits=Limits(file_bytes=6)).n_lines == 1
    assert refusal(from_paste, "봄비", Limits(file_bytes=5)).code == "corpus.file_too_big"


def test_a_file_too_big_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(CorpusError) as caught:
        read_corpus("그림.txt", b"\x89PNG\r\n", limits=Limits(file_bytes=5))
    assert caught.value.code == "corpus.file_too_big"


def test_the_sentence_on_a_big_file_says_more_than_its_limit() -> None:
    with pytest.raises(CorpusError) as caught:
        APP_LIMITS.check_bytes("시.txt", APP_LIMITS.file_bytes + 1)
    assert caught.value.details["size"] > caught.value.details["limit"]
    assert caught.value.details["limit"] == 10


@DOORS
def test_without_limits_all_is_read(read: Read) -> None:
    long = "봄" * (APP_LIMITS.line_characters + 1)
    text = "\n".join([long, *["비"] * APP_LIMITS.corpus_lines])
    assert read(text, None).n_lines == APP_LIMITS.corpus_lines + 1

"""Any bytes under any name: a corpus within its laws, or one of our own errors, and never anything else."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from contextlib import suppress
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emolit.corpus import ENDINGS, Corpus, ReadingOptions, Separator, read_corpus
from emolit.corpus.verse import is_blank
from emolit.corpus.wire import from_record, to_record
from emolit.errors import CorpusError
from tests.documents import zipped
from tests.unit.corpus.test_formats import SAME

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]

LINE = st.text(st.sampled_from("봄비눈밤 가나다라 abc-國破 \u1107\u1169\u11b7"), min_size=1, max_size=12).filter(
    lambda line: not is_blank(line)
)
STANZAS = st.lists(st.lists(LINE, min_size=1, max_size=3), min_size=1, max_size=3)
OPTIONS = st.builds(
    ReadingOptions,
    encoding=st.sampled_from(["", "", "cp949", "utf-16", "johab"]),
    separator=st.sampled_from(list(Separator)),
    guess_columns=st.booleans(),
    folders_as_authors=st.booleans(),
    skip_bad_entries=st.booleans(),
    first_line_is_title=st.booleans(),
)


def check(corpus: Corpus) -> None:
    """What holds of every corpus, and that it survives being told as JSON."""
    assert len(corpus)
    assert all(work.stanzas and all(work.stanzas) for work in corpus)
    assert not any(is_blank(line.text) for work in corpus for line in work.lines)
    assert len({work.id for work in corpus}) == len(corpus)
    assert from_record(to_record(corpus)) == corpus


@given(
    STANZAS,
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["NFC", "NFD"]),
)
def test_one_text_is_one_work_in_every_encoding_newline_and_normal_form(
    stanzas: list[list[str]], encoding: str, newline: str, form: Form
) -> None:
    text = (2 * newline).join(newline.join(stanza) for stanza in stanzas)
    data = unicodedata.normalize(form, text).encode(encoding)
    (work,) = read_corpus("시.txt", data).works
    expected = [[unicodedata.normalize(form, line) for line in stanza] for stanza in stanzas]
    assert [[line.text for line in stanza] for stanza in work.stanzas] == expected


@given(st.binary(max_size=400), st.sampled_from(list(ENDINGS)), OPTIONS)
@settings(max_examples=300)
def test_any_bytes_are_read_or_refused(data: bytes, ending: str, options: ReadingOptions) -> None:
    with suppress(CorpusError):
        check(read_corpus(f"시{ending}", data, options))


def damage(document: bytes, data: st.DataObject) -> bytes:
    """Some bytes replaced, inserted or lost; of an archive, half the time, within one of its files."""
    if document.startswith(b"PK") and data.draw(st.booleans()):
        with zipfile.ZipFile(io.BytesIO(document)) as archive:
            files = {entry: archive.read(entry) for entry in archive.namelist()}
        chosen = data.draw(st.sampled_from(sorted(files)))
        return zipped({**files, chosen: damage(files[chosen], data)})
    damaged = bytearray(document or b"x")
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(damaged)))
        damaged[place : place + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    return bytes(damaged) or b"x"


@pytest.mark.parametrize("name", SAME)
@given(data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_document_is_read_or_refused(name: str, data: st.DataObject) -> None:
    with suppress(CorpusError):
        check(read_corpus(name, damage(SAME[name], data), data.draw(OPTIONS)))


@given(st.text(max_size=300))
def test_any_text_of_any_rule_keeps_every_line_in_its_order(text: str) -> None:
    data = f"봄\n{text}".encode("utf-8", "replace")
    for rule in (Separator.NONE, Separator.BLANK_LINES):
        try:
            corpus = read_corpus("시.txt", data, ReadingOptions(separator=rule))
        except CorpusError:
            continue
        read = [line for work in corpus for line in work.texts]
        assert read == [line for line in read_corpus("시.txt", data).works[0].texts]

"""Encodings: what announces itself is believed, what does not must look like Korean, what is no text is refused."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emolit.corpus.decoding import decode, is_plausible_korean
from emolit.errors import CorpusError

POEM = "똠방각하 웃는다\n펲시 한 병, 秋雨敲窓夜\n  Seoul의 밤\n\n봄이 온다"  # 똠 and 펲 are in CP949 and not in EUC-KR
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01"


def refusal(data: bytes) -> str:
    with pytest.raises(CorpusError) as caught:
        decode("시.txt", data)
    assert "시.txt" in caught.value.sentence("ko")
    return caught.value.code


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (POEM.encode("utf-8"), "utf-8"),
        (POEM.encode("utf-8-sig"), "utf-8-sig"),
        (codecs.BOM_UTF16_LE + POEM.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + POEM.encode("utf-16-be"), "utf-16"),
        (codecs.BOM_UTF32_LE + POEM.encode("utf-32-le"), "utf-32"),
        (codecs.BOM_UTF32_BE + POEM.encode("utf-32-be"), "utf-32"),
        (POEM.encode("cp949"), "cp949"),
    ],
    ids=["utf-8", "utf-8-bom", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp949"],
)
def test_one_poem_in_every_encoding_is_one_text(data: bytes, encoding: str) -> None:
    assert decode("poem.txt", data) == (POEM, encoding)


@pytest.mark.parametrize(
    ("said", "known"),
    [
        *(("UTF-8", "utf-8"), ("utf8", "utf-8"), ("utf-8-sig", "utf-8"), ("CP949", "cp949"), ("ms949", "cp949")),
        *(("euc-kr", "cp949"), ("EUC_KR", "cp949"), ("UTF-16LE", "utf-16-le"), ("latin-1", "iso8859-1")),
    ],
)
def test_an_encoding_goes_by_any_of_its_names(said: str, known: str) -> None:
    text = "café" if known == "iso8859-1" else POEM
    assert decode("poem.txt", text.encode(known), said) == (text, known)


@pytest.mark.parametrize("said", ["cp9490", " ", "봄", "rot13", "idna", "../utf-8", "utf-8\x00"])
def test_what_is_no_encoding_of_texts_is_refused(said: str) -> None:
    with pytest.raises(CorpusError) as caught:
        decode("poem.txt", b"poem", said)
    assert caught.value.code == "corpus.no_such_encoding"


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1),
    st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]),
)
def test_any_text_with_a_bom_comes_back_whole(text: str, encoding: str) -> None:
    assert decode("poem.txt", text.encode(encoding))[0] == text


@pytest.mark.parametrize("syllable", ["똠", "펲", "뷁", "햏"])
def test_syllables_outside_euc_kr_are_read_as_cp949(syllable: str) -> None:
    assert min(syllable.encode("cp949")) < 0xA1, "EUC-KR has it"
    text = f"{syllable}은 글자다"
    assert decode("poem.txt", text.encode("cp949")) == (text, "cp949")


@pytest.mark.parametrize("text", ["秋雨敲窓夜\n孤燈照壁長", "봄", "그는 “don't”라고 했다", "K팝 A형 B급 영화를 보았다"])
def test_korean_and_hanja_in_cp949_are_believed_also_beside_latin_words(text: str) -> None:
    assert decode("poem.txt", text.encode("cp949")) == (text, "cp949")


@pytest.mark.parametrize(
    "text",
    ["don’t", "I don’t know why\nthe rain won’t stop", "“Oh,” she said, “we’re late.”", "café crème, naïve façade",
     "Über den Wäldern schläft’s", "¿Qué será, señor?"],
)  # fmt: skip
def test_western_text_in_cp1252_is_refused_and_not_read_as_cp949(text: str) -> None:
    assert refusal(text.encode("cp1252")) == "corpus.unknown_encoding"


def test_hangul_glued_into_latin_words_does_not_look_korean() -> None:
    mojibake = b"I don\x92t know why we didn\x92t".decode("cp949")
    assert any("가" <= character <= "힣" for character in mojibake)
    assert not is_plausible_korean(mojibake)
    assert is_plausible_korean(POEM)


@pytest.mark.parametrize(
    "data",
    [PNG, b"%PDF-1.7\n", b"PK\x03\x04word/document.xml", b"GIF89a\x01", b"\xff\xd8\xff\xe0JFIF", b"\x1f\x8b\x08",
     b"\xd0\xcf\x11\xe0\xa1\xb1", b"Rar!\x1a\x07\x00", b"{\\rtf1\\ansi", b"poem\x00with\x00nul", b"\x00",
     b"\xe9\x00\x01\xff", "봄\x00".encode("utf-16"), "poem".encode("utf-16-le"), bytes(range(1, 32)) * 4],
)  # fmt: skip
def test_a_file_that_is_no_text_is_refused_as_binary(data: bytes) -> None:
    assert refusal(data) == "corpus.binary"


@pytest.mark.parametrize("text", ["Rar! 사자가 울었다", "GIF8만 남은 밤", "%PDFs 읽기", "PK 하는 아이", "{봄}"])
def test_a_poem_that_only_begins_like_a_binary_file_is_read(text: str) -> None:
    assert decode("poem.txt", text.encode()) == (text, "utf-8")


@pytest.mark.parametrize("control", ["\x01", "\x07", "\x08", "\x1a", "\x1b", "\x1f", "\x7f", "\x0c"])
def test_a_lone_control_character_is_kept(control: str) -> None:
    text = f"봄이{control} 온다, 봄이 온다"
    assert decode("poem.txt", text.encode()) == (text, "utf-8")


@pytest.mark.parametrize(
    ("controls", "binary"), [(10, False), (11, True)], ids=["one character in ten", "more than one in ten"]
)
def test_controls_may_be_one_character_in_ten(controls: int, binary: bool) -> None:
    data = b"\x01" * controls + b"a" * (100 - controls)
    if binary:
        assert refusal(data) == "corpus.binary"
    else:
        assert decode("poem.txt", data)[0] == data.decode()


def test_an_empty_file_is_refused_as_empty() -> None:
    assert refusal(b"") == "corpus.empty"


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + b"\xff",
        codecs.BOM_UTF16_LE + b"a",
        codecs.BOM_UTF16_BE + b"\xd8\x00a",
        codecs.BOM_UTF32_LE + b"ab",
    ],
    ids=["utf-8", "odd utf-16", "half a surrogate pair", "cut utf-32"],
)
def test_a_bom_that_the_bytes_belie_is_told(data: bytes) -> None:
    assert refusal(data) == "corpus.broken_encoding"


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data + b"\xff", lambda data: b"\x80" + data])
def test_damaged_utf8_is_refused_and_not_read_as_something_else(damage: object) -> None:
    assert refusal(damage(POEM.encode("utf-8"))) == "corpus.unknown_encoding"  # type: ignore[operator]


def test_utf8_with_characters_lost_before_us_is_read_and_keeps_the_marks() -> None:
    assert decode("poem.txt", "봄\ufffd\ufffd".encode())[0].count("\ufffd") == 2

"""The guess tells what the model knows from what it does not, and gives way to what the source says."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emolit.corpus import Work, guess_language, primary_language, read_corpus

ENGLISH = "I walked at evening with the dog\nthat knows the way over fields and hills"
KOREAN = "해 질 녘까지 둑길을 걸어\n강물이 붉어지는 것을"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (KOREAN, "ko"),
        ("봄은 왓슴니다 아아 기다리든나의봄은 왓슴니다", "ko"),
        ("停車場의 밤, 灰色의 外套", "ko"),
        ("ᄇᆞᄅᆞ미 부니 ᄆᆞᅀᆞ미 서늘ᄒᆞ다", "ko"),
        ("ㅠㅠ ㅋㅋㅋ", "ko"),
        ("모던 보이는 cafe에서 jazz를 듣는다", "ko"),
        ("Moonlight Sonata를 듣는 밤", "ko"),
        (ENGLISH, "en"),
        ("the word 봄 is a name for the spring and it means to look", "en"),
        ("DON’T walk alone INTO this quiet rain", "en"),
        ("あめのおと遠くの街の灯のゆれて", "ja"),
        ("秋雨敲窗夜 孤燈照壁長", "zh"),
        ("Über den Feldern schweigt der späte Wind", "und"),
        ("La neige a recouvert les chemins de l'enfance", "und"),
        ("Вечер ложится на тихие крыши", "und"),
        ("123 — … !", "und"),
        ("", "und"),
    ],
)
def test_the_language_of_a_poem(text: str, language: str) -> None:
    assert guess_language(text.split("\n")) == language


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_hangul_is_korean_composed_and_decomposed(form: str) -> None:
    assert guess_language([unicodedata.normalize(form, KOREAN)]) == "ko"  # type: ignore[arg-type]


@given(st.permutations([*KOREAN.split("\n"), *ENGLISH.split("\n"), "秋雨"]))
def test_the_order_of_the_lines_does_not_matter(lines: list[str]) -> None:
    assert guess_language(lines) == guess_language(sorted(lines))


@given(st.lists(st.text()))
def test_any_text_has_one_of_the_languages_named(lines: list[str]) -> None:
    assert guess_language(lines) in {"ko", "en", "ja", "zh", "und"}


def test_the_source_s_word_is_believed_and_only_silence_is_guessed_at() -> None:
    text = f"work,language,text\n가,fr,{KOREAN.replace(chr(10), ' ')}\n나,,봄이 온다\n다,,over the hills and far away\n"
    assert [work.language for work in read_corpus("시.csv", text.encode())] == ["fr", "ko", "en"]


@pytest.mark.parametrize(
    ("language", "primary"),
    [("ko", "ko"), ("ko-KR", "ko"), ("KO_kr", "ko"), ("zh-Hant-TW", "zh"), ("und", "und"), ("", "")],
)
def test_the_primary_language_is_without_region_and_script(language: str, primary: str) -> None:
    assert primary_language(Work("id", "시", (), language=language)) == primary

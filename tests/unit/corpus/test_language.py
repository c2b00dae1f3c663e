"""The guess tells what the model knows from what it does not, and gives way to what the source says."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emolit.corpus import Work, guess_language, primary_language, read_corpus

ENGLISH = "I wandered lonely as a cloud\nthat floats on high over vales and hills"
KOREAN = "죽는 날까지 하늘을 우러러\n한 점 부끄럼이 없기를"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (KOREAN, "ko"),
        ("님은 갓슴니다 아아 사랑하는나의님은 갓슴니다", "ko"),
        ("國境의 밤, 亞麻色의 머리", "ko"),
        ("나랏말ᄊᆞ미 듕귁에 달아", "ko"),
        ("ㅠㅠ ㅋㅋㅋ", "ko"),
        ("모던 보이는 cafe에서 jazz를 듣는다", "ko"),
        ("Moonlight Sonata를 듣는 밤", "ko"),
        (ENGLISH, "en"),
        ("the word 봄 is a name for the spring and it means to look", "en"),
        ("DON’T go gentle INTO that good night", "en"),
        ("古池や蛙飛びこむ水の音", "ja"),
        ("春眠不覺曉 處處聞啼鳥", "zh"),
        ("Über allen Gipfeln ist Ruh, in allen Wipfeln spürest du", "und"),
        ("Sous le pont Mirabeau coule la Seine et nos amours", "und"),
        ("Белеет парус одинокой в тумане моря голубом", "und"),
        ("123 — … !", "und"),
        ("", "und"),
    ],
)
def test_the_language_of_a_poem(text: str, language: str) -> None:
    assert guess_language(text.split("\n")) == language


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_hangul_is_korean_composed_and_decomposed(form: str) -> None:
    assert guess_language([unicodedata.normalize(form, KOREAN)]) == "ko"  # type: ignore[arg-type]


@given(st.permutations([*KOREAN.split("\n"), *ENGLISH.split("\n"), "春眠"]))
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

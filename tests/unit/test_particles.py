"""A particle fits the sound before it, whatever stands between, and what a reader wrote is left as it is."""

from __future__ import annotations

import pytest

from emolit.particles import fill_in


@pytest.mark.parametrize(
    ("template", "word", "said"),
    [
        ("{word}이(가) 없다", "지은이", "지은이가 없다"),
        ("{word}이(가) 없다", "작품", "작품이 없다"),
        ("‘{word}’을(를) 읽다", "슬픔", "‘슬픔’을 읽다"),
        ("'{word}'은(는) 비었다", "바다", "'바다'는 비었다"),
        ("{word}과(와)", "강", "강과"),
        ("'{word}'(이)라는", "한", "'한'이라는"),
        ("<{word}>(으)로", "길", "<길>로"),  # ㄹ goes as if nothing closed it
        ("{word}(으)로", "산", "산으로"),
        ("{word}을(를)", "13", "13을"),
        ("{word}을(를)", "2", "2를"),
        ("{word}은(는)", "10", "10은"),
        ("'{word}'은(는)", "poem.txt", "'poem.txt'은(는)"),  # nobody knows how it is read aloud
    ],
)
def test_the_form_follows_the_sound(template: str, word: str, said: str) -> None:
    assert fill_in(template, {"word": word}) == said


def test_what_was_filled_in_is_never_touched() -> None:
    assert fill_in("‘{word}’을(를) 읽다", {"word": "나는이(가) 너은(는) 너"}) == "‘나는이(가) 너은(는) 너’를 읽다"


def test_every_field_gets_its_own_particle_and_formats_are_kept() -> None:
    assert fill_in("{a}과(와) {b:.2f}이(가)", {"a": "봄", "b": 0.13}) == "봄과 0.13이"

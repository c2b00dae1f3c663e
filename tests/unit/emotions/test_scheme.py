"""Laws of a label scheme, and what the table of KOTE must hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from emolit.emotions import NONE_FAMILY, Emotion, Scheme, load_scheme
from emolit.emotions.scheme import parse_rows
from emolit.errors import Language, SchemeError

KOTE = (
    "불평/불만 환영/호의 감동/감탄 지긋지긋 고마움 슬픔 화남/분노 존경 기대감 "
    "우쭐댐/무시함 안타까움/실망 비장함 의심/불신 뿌듯함 편안/쾌적 신기함/관심 아껴주는 부끄러움 "
    "공포/무서움 절망 한심함 역겨움/징그러움 짜증 어이없음 없음 패배/자기혐오 귀찮음 "
    "힘듦/지침 즐거움/신남 깨달음 죄책감 증오/혐오 흐뭇함(귀여움/예쁨) 당황/난처 경악 부담/안_내킴 "
    "서러움 재미없음 불쌍함/연민 놀람 행복 불안/걱정 기쁨 안심/신뢰"
).split()
BACKGROUNDS = ("#ffffff", "#0e1117")  # the light and the dark theme
LANGUAGES: tuple[Language, ...] = ("ko", "en")

# Machado, Oliveira, Fernandes 2009, severity 1.0, for linear RGB.
COLOUR_BLINDNESS = {
    "normal": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
SRGB_TO_XYZ = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
D65 = np.array([0.95047, 1.0, 1.08883])

Row = dict[str, str]


@pytest.fixture
def rows() -> list[Row]:
    """The rows of KOTE, to be spoilt."""
    return [asdict(emotion) for emotion in load_scheme().emotions]


def scheme_of(rows: Sequence[Row]) -> Scheme:
    return Scheme("test", parse_rows("test", rows))


# What KOTE must hold


def test_labels_are_those_of_kote_in_its_order() -> None:
    assert list(load_scheme().names) == KOTE
    assert len(KOTE) == 44


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_labels_share_a_gloss(language: Language) -> None:
    glosses = [emotion.gloss(language).casefold() for emotion in load_scheme().emotions]
    assert len(set(glosses)) == len(glosses)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_labels_share_a_definition(language: Language) -> None:
    definitions = [emotion.definition(language) for emotion in load_scheme().emotions]
    assert len(set(definitions)) == len(definitions)


def test_columns_are_the_data_s_own_names_in_korean_and_glosses_in_english() -> None:
    scheme = load_scheme()
    assert list(scheme.glosses("ko")) == KOTE
    assert list(scheme.glosses("en")) == [emotion.gloss_en for emotion in scheme.emotions]


# Families


def test_there_are_six_to_eight_families_each_with_its_own_colour_and_names() -> None:
    families = load_scheme().families
    assert 6 <= len(families) <= 8
    for look in ("key", "ko", "en", "colour"):
        assert len({getattr(family, look) for family in families}) == len(families)


def test_each_label_is_in_exactly_one_family_and_looks_like_it() -> None:
    scheme = load_scheme()
    assert sorted(name for family in scheme.families for name in family.members) == sorted(scheme.names)
    for family in scheme.families:
        members = [scheme.find(name) for name in family.members]
        assert {(e.family, e.colour, e.family_ko, e.family_en) for e in members} == {
            (family.key, family.colour, family.gloss("ko"), family.gloss("en"))
        }


def test_no_emotion_is_a_family_of_its_own_and_stands_last_wherever_its_row_is(rows: list[Row]) -> None:
    scheme = load_scheme()
    for families in (scheme.families, scheme_of(rows[::-1]).families, scheme_of(rows[24:]).families):
        assert (families[-1].key, families[-1].members) == (NONE_FAMILY, ("없음",))
    assert [emotion.name for emotion in scheme.emotions if not emotion.is_emotion] == ["없음"]


# Colours, in the light and the dark theme, for readers of any colour vision


def linear(colour: str) -> NDArray[np.float64]:
    channels = np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio."""
    dark, light = sorted(float(np.array([0.2126, 0.7152, 0.0722]) @ linear(colour)) + 0.05 for colour in (one, other))
    return light / dark


def lab(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIE Lab of a linear sRGB colour."""
    xyz = np.array(SRGB_TO_XYZ) @ rgb / D65
    x, y, z = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def ciede2000(one: Sequence[float], other: Sequence[float]) -> float:
    """Colour difference (Sharma, Wu, Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_c7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    stretch = 1.5 - 0.5 * np.sqrt(mean_c7 / (mean_c7 + 25**7))
    c1, c2 = np.hypot(a1 * stretch, b1), np.hypot(a2 * stretch, b2)
    h1, h2 = (np.degrees(np.arctan2(b, a * stretch)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    hue = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2)
    h = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    l_mean, c_mean = (l1 + l2) / 2, (c1 + c2) / 2
    waves = ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63))
    t = 1 + sum(size * np.cos(np.radians(times * h + shift)) for size, times, shift in waves)
    s_l = 1 + 0.015 * (l_mean - 50) ** 2 / np.sqrt(20 + (l_mean - 50) ** 2)
    s_c, s_h = 1 + 0.045 * c_mean, 1 + 0.015 * c_mean * t
    rotation = -2 * np.sqrt(c_mean**7 / (c_mean**7 + 25**7)) * np.sin(np.radians(60 * np.exp(-(((h - 275) / 25) ** 2))))
    lightness, chroma, hue = (l2 - l1) / s_l, (c2 - c1) / s_c, hue / s_h
    return float(np.sqrt(lightness**2 + chroma**2 + hue**2 + rotation * chroma * hue))


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_our_ruler_for_colours_gives_sharma_s_published_differences(
    one: Sequence[float], other: Sequence[float], difference: float
) -> None:
    assert ciede2000(one, other) == pytest.approx(difference, abs=1e-4)
    assert ciede2000(other, one) == pytest.approx(difference, abs=1e-4)


@pytest.mark.parametrize("background", BACKGROUNDS)
def test_each_colour_stands_out_from_the_page(background: str) -> None:
    low = {family.key: contrast(family.colour, background) for family in load_scheme().families}
    assert min(low.values()) >= 3, low


@pytest.mark.parametrize("vision", COLOUR_BLINDNESS)
def test_families_are_told_apart_under_every_colour_vision(vision: str) -> None:
    matrix = np.array(COLOUR_BLINDNESS[vision])
    seen = {family.key: lab(np.clip(matrix @ linear(family.colour), 0, 1)) for family in load_scheme().families}
    apart = {pair: ciede2000(seen[pair[0]], seen[pair[1]]) for pair in combinations(seen, 2)}
    assert min(apart.values()) >= 15, min(apart.items(), key=lambda item: item[1])


# Finding a label


@pytest.mark.parametrize("emotion", load_scheme().emotions, ids=lambda emotion: emotion.gloss_en)
def test_a_label_is_found_by_its_name_and_by_either_gloss(emotion: Emotion) -> None:
    for word in (emotion.name, emotion.gloss_ko, emotion.gloss_en, f" {emotion.gloss_en.title()} "):
        assert load_scheme().find(word) == emotion


@pytest.mark.parametrize("word", ["", " ", "사랑니", "sadnes", "슬픔 기쁨"])
def test_a_word_that_is_no_label_is_refused_by_name(word: str) -> None:
    with pytest.raises(SchemeError) as caught:
        load_scheme().find(word)
    assert caught.value.code == "scheme.unknown_label"
    assert f"'{word}'" in str(caught.value)


def test_an_unknown_scheme_is_refused_and_the_known_ones_are_named() -> None:
    with pytest.raises(SchemeError) as caught:
        load_scheme("no-such-scheme")
    assert caught.value.code == "scheme.unknown"
    assert "kote" in str(caught.value)


# Tables that break a rule


def test_rows_of_a_scheme_make_the_same_scheme_again(rows: list[Row]) -> None:
    assert scheme_of(rows).emotions == load_scheme().emotions


@pytest.mark.parametrize("column", list(asdict(load_scheme().emotions[0])))
def test_an_empty_cell_and_a_missing_column_are_refused_with_their_place(rows: list[Row], column: str) -> None:
    for spoilt in (rows[7] | {column: ""}, {key: cell for key, cell in rows[7].items() if key != column}):
        with pytest.raises(SchemeError) as caught:
            scheme_of([*rows[:7], spoilt, *rows[8:]])
        assert caught.value.code == "scheme.missing_cell"
        assert (caught.value.details["row"], caught.value.details["columns"]) == (8, column)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *(("valence", valence) for valence in ("sad", "Positive", "positive ")),
        *(("colour", colour) for colour in ("red", "c40200", "#c4020", "#C40200", "#c402000", "#g40200")),
    ],
)
def test_a_valence_or_colour_of_no_known_form_is_refused_by_name(rows: list[Row], column: str, value: str) -> None:
    with pytest.raises(SchemeError) as caught:
        scheme_of([rows[0] | {column: value}, *rows[1:]])
    assert caught.value.code == "scheme.bad_cell"
    assert (caught.value.details["label"], caught.value.details["value"]) == (rows[0]["name"], value)


@pytest.mark.parametrize("column", ["name", "gloss_ko", "gloss_en"])
def test_a_name_or_gloss_that_two_labels_share_is_refused(rows: list[Row], column: str) -> None:
    with pytest.raises(SchemeError) as caught:
        scheme_of([rows[0] | {column: rows[1][column]}, *rows[1:]])
    assert caught.value.code == "scheme.repeated"
    assert (caught.value.details["column"], caught.value.details["values"]) == (column, rows[1][column])


@pytest.mark.parametrize(
    ("column", "value"), [("colour", "#123456"), ("family_ko", "다른 이름"), ("family_en", "other")]
)
def test_a_family_that_contradicts_itself_is_refused(rows: list[Row], column: str, value: str) -> None:
    with pytest.raises(SchemeError) as caught:
        scheme_of([rows[0] | {column: value}, *rows[1:]])
    assert caught.value.code == "scheme.repeated"
    assert (caught.value.details["column"], caught.value.details["values"]) == ("family", rows[0]["family"])

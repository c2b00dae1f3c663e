"""Korean particles that depend on the sound before them: 슬픔이 but 기쁨과, 지은이가 but 작품이.

A template writes both forms, as in "{name}이(가)", and gets the one that fits what was filled in.
"""

from __future__ import annotations

import re

_MARK = "\ue000"  # stands before a particle of the template while its blanks are filled in
_PAIRS = {
    "은(는)": ("은", "는"),
    "이(가)": ("이", "가"),
    "을(를)": ("을", "를"),
    "과(와)": ("과", "와"),
    "(이)라": ("이라", "라"),
    "(으)로": ("으로", "로"),
}
_FORMS = "|".join(map(re.escape, _PAIRS))
_WRITTEN = re.compile(rf"(?<=\S)({_FORMS})")
_MARKED = re.compile(rf"(?P<sound>\S?)(?P<closing>[\"'’”」』)\]>]*){_MARK}(?P<both>{_FORMS})")
_DIGITS = "영일이삼사오육칠팔구"  # how a number is read aloud, as far as its last digit tells
_FIRST, _LAST, _FINALS, _RIEUL = ord("가"), ord("힣"), 28, 8


def fill_in(template: str, details: dict[str, object]) -> str:
    """`template.format(**details)` with each particle of the template in the form that fits.

    Behind a letter that says nothing of its sound, as in a file's name in Latin letters, both forms are left standing.
    What stands in the details is never touched.
    """
    filled = _WRITTEN.sub(rf"{_MARK}\1", template).format(**details)
    return _MARKED.sub(lambda found: found["sound"] + found["closing"] + _form(found["sound"], found["both"]), filled)


def _form(sound: str, both: str) -> str:
    final = _final(sound)
    if final is None:
        return both
    closed, open_ = _PAIRS[both]
    return closed if final and not (both == "(으)로" and final == _RIEUL) else open_


def _final(letter: str) -> int | None:
    """The final consonant of a letter read aloud, 0 where it has none; None where the letter does not say."""
    if letter.isascii() and letter.isdigit():
        letter = _DIGITS[int(letter)]
    if len(letter) == 1 and _FIRST <= ord(letter) <= _LAST:
        return (ord(letter) - _FIRST) % _FINALS
    return None

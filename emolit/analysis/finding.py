"""Find lines: by emotion, by a combination such as "비장함 over 0.5 and 슬픔 over 0.3", and by their text."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emolit.emotions import Scheme
from emolit.errors import EmolitError

Array = NDArray[np.float64]

_BOUND = r"(?:(?<=\d)|(?<=초과|이상|미만|이하))"  # behind it the next condition begins: labels hold an "and" too
_JOIN = re.compile(rf"{_BOUND}\s+(?:and|AND|그리고)\s+|\s*[&;\n]\s*")
_OVER = {"over", ">", ">=", "above", "at least", "초과", "이상"}
_WITH_BOUND = {">=", "<=", "at least", "at most", "이상", "이하"}
_NUMBER = r"(?P<number>[01]?\.\d+|[01])"
_TERM = re.compile(
    rf"(?P<label>.+?)\s*(?P<word>over|above|at least|under|below|at most|>=|<=|>|<)\s*{_NUMBER}", re.IGNORECASE
)
_KOREAN = re.compile(rf"(?P<label>.+?)\s+{_NUMBER}\s*(?P<word>초과|이상|미만|이하)")


@dataclass(frozen=True)
class Condition:
    """A label's score over (or under) a bound. with_bound: or just there, as by 이상, 이하, >= and <=."""

    label: str
    over: bool
    bound: float
    with_bound: bool = False


def parse_conditions(text: str, scheme: Scheme) -> tuple[Condition, ...]:
    """ "비장함 over 0.5 and 슬픔 < 0.3", "슬픔 0.3 이상 그리고 기쁨 0.1 미만"; nothing of an empty text.

    Labels are named in either language. Raises EmolitError for what is no condition, SchemeError for a label that is
    none.
    """
    return tuple(_condition(part, scheme) for part in _JOIN.split(text.strip()) if part)


def _condition(part: str, scheme: Scheme) -> Condition:
    found = _TERM.fullmatch(part.strip()) or _KOREAN.fullmatch(part.strip())
    if not found:
        raise EmolitError("find.bad_condition", condition=part.strip()[:60])
    word, bound = found["word"].lower(), float(found["number"])
    if bound > 1:
        raise EmolitError("find.bad_condition", condition=part.strip()[:60])
    return Condition(scheme.find(found["label"]).name, word in _OVER, bound, word in _WITH_BOUND)


def matches(values: Array, conditions: tuple[Condition, ...], scheme: Scheme) -> NDArray[np.bool_]:
    """The lines that meet every condition, (n_lines,); values: (n_lines, n_labels)."""
    kept = np.ones(len(values), dtype=np.bool_)
    for condition in conditions:
        scores = values[:, scheme.names.index(condition.label)]
        met = scores > condition.bound if condition.over else scores < condition.bound
        kept &= met | ((scores == condition.bound) & condition.with_bound)
    return kept

"""How far a work lies from what a model was trained on: its scripts, characters unread, and its letter groups.

Three questions, none of which asks for a language's name. Are its letters of a writing that the model learnt? Has the
tokenizer pieces for its characters? Are its groups of three letters as usual as in the texts of training? The last is a
cross-entropy in bits under a table of group frequencies (after Cavnar and Trenkle 1994, "N-Gram-Based Text
Categorization"); the table holds hashed frequencies and no text. docs/LANGUAGES.md says how often each is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from math import sqrt
from pathlib import Path
from random import Random
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from emolit.corpus import Line, Work, primary_language
from emolit.corpus.counting import count
from emolit.corpus.language import UNKNOWN, guess_language

BUCKETS = 1 << 16
STEPS = 8  # of the table, to one bit
PROFILES = Path(__file__).parent.parent / "assets" / "languages.npz"

_SAMPLED = 200  # lines that are looked at: a long work costs no more than they do
_FEW_GROUPS = 20  # too few letter groups to tell anything by
_UNREAD = 0.1  # share of characters for which there is no piece
_KNOWN = 0.5  # share of letters that must be of a writing that the model learnt
_WITH_HANJA = 0.1  # so much Hangul among its letters, and Hanja is Korean too
_USUAL = {"ko": 12.4, "en": 10.9}  # bits a group: all but a few long texts like those of training stay under it
_SHORT = {"ko": 6.0, "en": 5.0}  # bits more that are let pass, divided by the root of the number of groups
_SCRIPT_OF = {"ko": "hangul", "en": "latin"}
_DIGITS = re.compile(r"\d")
_WORD = {"ko": re.compile(r"[가-힣ᄀ-ᇿㄱ-ㆎ]+"), "en": re.compile(r"[a-zß-öø-ɏ]+")}


class Outside(StrEnum):
    """Why a work is outside what a model knows."""

    LANGUAGE = "language"  # its source names a language that the model did not learn
    LETTERS = "letters"  # there is nothing to read
    SCRIPT = "script"
    UNREAD = "unread"
    DISTANCE = "distance"


@dataclass(frozen=True)
class Meter:
    """What was measured of one work, in at most 200 of its lines."""

    scripts: dict[str, float]  # share of each script among its letters
    known_share: float  # share of letters of a writing that the model learnt
    unread_share: float  # share of characters without a piece
    distance: float | None  # bits a letter group, None where there are too few groups or no table
    limit: float | None  # what the distance of a text like those of training stays under
    outside: Outside | None  # None: nothing speaks against reading it


def measure(work: Work, languages: Sequence[str], unread: int = 0) -> Meter:
    """Measure a work against a model of these languages. unread: its characters without a piece of the tokenizer."""
    lines = _sample(work)
    counts = count([replace(work, stanzas=(tuple(map(Line, lines)),))])
    letters = counts.hangul + counts.hanja + counts.latin + counts.other
    scripts = {name: getattr(counts, name) / max(letters, 1) for name in ("hangul", "hanja", "latin", "other")}
    known = {_SCRIPT_OF[language] for language in languages if language in _SCRIPT_OF}
    if "hangul" in known and scripts["hangul"] >= _WITH_HANJA:
        known.add("hanja")
    known_share = sum(scripts[name] for name in known)
    unread_share = unread / max(sum(len(unicodedata.normalize("NFC", text)) for text in work.texts), 1)
    distance, limit = _distance(lines, languages, scripts)
    outside = _outside(work, languages, letters, known_share, unread_share)
    if outside is None and distance is not None and limit is not None and distance > limit:
        outside = Outside.DISTANCE
    return Meter(scripts, known_share, unread_share, distance, limit, outside)


def _outside(
    work: Work, languages: Sequence[str], letters: int, known_share: float, unread_share: float
) -> Outside | None:
    if not letters:
        return Outside.LETTERS
    if primary_language(work) not in languages and _is_named(work):
        return Outside.LANGUAGE
    if known_share < _KNOWN and all(language in _SCRIPT_OF for language in languages):
        return Outside.SCRIPT
    return Outside.UNREAD if unread_share > _UNREAD else None


def _is_named(work: Work) -> bool:
    """Whether the source says what language it is; a guess of ours is not what a source says."""
    language = primary_language(work)
    return language not in ("", UNKNOWN) and language != guess_language(work.texts)


def _sample(work: Work) -> list[str]:
    """At most so many lines, drawn over the whole work, always the same; digits are no letters."""
    texts = work.texts
    if len(texts) > _SAMPLED:
        texts = tuple(texts[place] for place in sorted(Random(0).sample(range(len(texts)), _SAMPLED)))
    return [_DIGITS.sub("", text) for text in texts]


def _distance(
    lines: Iterable[str], languages: Sequence[str], scripts: dict[str, float]
) -> tuple[float | None, float | None]:
    """Bits a letter group under the table of the language whose script most letters are of, and its limit."""
    measured = [language for language in languages if language in _USUAL]
    if not measured or len(measured) < len(languages):
        return None, None  # a language without a table may be what this is
    language = max(measured, key=lambda each: scripts[_SCRIPT_OF[each]])
    hashes = [bucket(group) for line in lines for group in letter_groups(line, language)]
    if len(hashes) < _FEW_GROUPS:
        return None, None
    bits = float(_table(language)[hashes].mean()) / STEPS
    return bits, _USUAL[language] + _SHORT[language] / sqrt(len(hashes))


def letter_groups(text: str, language: str) -> Iterator[str]:
    """Groups of three letters of each word in the script of a language, its edges counted as letters.

    Hangul is taken by its letters, not its syllables; a word of Hanja with a Hangul ending counts by its ending.
    """
    for word in _WORD[language].findall(unicodedata.normalize("NFC", text).casefold()):
        spelt = f" {''.join(map(_letters, word))} "
        for start in range(len(spelt) - 2):
            yield spelt[start : start + 3]


@cache
def _letters(character: str) -> str:
    return unicodedata.normalize("NFD", character) if "가" <= character <= "힣" else character


@cache
def bucket(group: str) -> int:
    """Where a group stands in a table. The cache holds groups of three letters, of which no text can be made."""
    return crc32(group.encode("utf-8", "surrogatepass")) % BUCKETS


@cache
def _table(language: str) -> NDArray[np.uint8]:
    """Of each bucket the bits that a group of it costs, in steps; shape (BUCKETS,)."""
    with np.load(PROFILES, allow_pickle=False) as tables:
        table: NDArray[np.uint8] = tables[language].astype(np.uint8)
    return table


def make_table(texts: Iterable[str], language: str) -> NDArray[np.uint8]:
    """The table of a language from its texts: additive smoothing of 0.5, in steps of an eighth of a bit."""
    counts = np.zeros(BUCKETS)
    for text in texts:
        for group in letter_groups(text, language):
            counts[bucket(group)] += 1
    shares = (counts + 0.5) / (counts.sum() + 0.5 * BUCKETS)
    table: NDArray[np.uint8] = np.clip(np.round(-np.log2(shares) * STEPS), 0, 255).astype(np.uint8)
    return table

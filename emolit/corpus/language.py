"""A first guess at a text's language, by its letters and its most common words.

It only has to tell what the model knows from what it does not; a language that the source names is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from emolit.corpus.works import Corpus, Work

UNKNOWN = "und"  # BCP 47: undetermined

_HANGUL = re.compile(r"[가-힣ᄀ-ᇿㄱ-ㆎ]")
_KANA = re.compile(r"[ぁ-ヿ]")
_HAN = re.compile(r"[㐀-鿿]")
_LATIN_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENGLISH = frozenset(
    """the and of to in is a an that it with for on my i you we he she they not but his her their was are as at by from
    be this have had were or so all no what when who there our your its into will would me him them than then""".split()
)
_CODES = {
    **dict.fromkeys(("한국어", "국어", "우리말", "korean", "kor", "kr"), "ko"),
    **dict.fromkeys(("영어", "english", "eng"), "en"),
    **dict.fromkeys(("일본어", "일어", "japanese", "jpn"), "ja"),
    **dict.fromkeys(("중국어", "chinese", "zho", "chi"), "zh"),
}
_ENGLISH_SHARE = 0.15  # of the words of an English poem, at least so many are among these


def guess_language(texts: Iterable[str]) -> str:
    """ "ko", "en", "ja", "zh", or "und" for anything else."""
    text = "\n".join(texts)
    hangul, kana, han = (len(pattern.findall(text)) for pattern in (_HANGUL, _KANA, _HAN))
    words = [word.casefold() for word in _LATIN_WORD.findall(text) if word.isascii() or "’" in word]
    latin = sum(len(word) for word in _LATIN_WORD.findall(_HANGUL.sub("", text)) if word[0] < "ɐ")
    if hangul and hangul * 2 >= kana and hangul * 4 >= latin:
        return "ko"
    if kana and (kana + han) * 4 >= latin:
        return "ja"
    if han and han * 4 >= latin:
        return "zh"
    common = sum(word in _ENGLISH for word in words)
    return "en" if words and common >= _ENGLISH_SHARE * len(words) else UNKNOWN


def with_languages(corpus: Corpus) -> Corpus:
    """The same corpus, each work with its language as a code, and with a guess where it names none."""
    works = tuple(replace(w, language=code_of(w.language) or guess_language(w.texts)) for w in corpus)
    return replace(corpus, works=works)


def code_of(said: str) -> str:
    """The code of a language that people write as a word or with three letters; anything else as it stands."""
    return _CODES.get(said.strip().casefold(), said.strip())


def primary_language(work: Work) -> str:
    """The language without region or script: "ko" of "ko-KR"."""
    return re.split(r"[-_]", work.language)[0].lower()

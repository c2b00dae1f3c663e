"""Bytes to text: which encoding, and how sure.

UTF-8 and UTF-16 announce themselves (a BOM, or bytes that are valid UTF-8, which no other encoding is by accident).
CP949, the Korean encoding of older Windows, is believed only where the result looks like Korean: almost any bytes are
valid in it, and a Western text with curly quotes decodes to a few syllables that Korean hardly ever uses. For the rest
a detector makes a suggestion, which a person confirms by naming the encoding.
"""

from __future__ import annotations

import codecs
import re

from emolit.errors import CorpusError

ENCODINGS = (
    *("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp949", "johab", "iso2022_kr"),
    *("cp1252", "iso8859-1", "mac-roman", "shift_jis", "euc_jp", "gb18030", "big5"),
)  # what a reader may name

_READ_AS = {"euc_kr": "cp949", "utf-8-sig": "utf-8"}  # what holds all of another encoding, or takes its BOM off

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose BOM it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    *(b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf"),
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"\x1f\x8b", b"Rar!\x1a"),
)
_ISO_2022_KR = b"\x1b$)C"  # announces it, in bytes that are valid ASCII
_EAST_ASIAN = re.compile(r"[가-힣一-鿿]")
_LETTER = re.compile(r"\w")
_CONTROL_SHARE = 0.1  # a stray control character is kept; a file full of them is no text
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 20_000  # bytes that the detector looks at
_FEW_DAMAGED = 0.02  # of the characters


def decode(name: str, data: bytes, encoding: str = "") -> tuple[str, str]:
    """Text and the name of the encoding it was read in.

    encoding: one of `ENCODINGS` as a reader has named it; bytes that are not valid in it become U+FFFD.

    Raises CorpusError for an empty file, a binary file, or bytes that are none of UTF-8, UTF-16 with BOM and CP949.
    """
    if not data:
        raise CorpusError("corpus.empty", name=name)
    if data.startswith(_MAGIC):
        raise CorpusError("corpus.binary", name=name)
    text, found = _named(name, data, encoding) if encoding else _decode(name, data)
    if "\x00" in text or len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text):
        raise CorpusError("corpus.binary", name=name)
    return text, found


def _named(name: str, data: bytes, encoding: str) -> tuple[str, str]:
    known = _by_any_name(encoding)
    if not known:
        raise CorpusError("corpus.no_such_encoding", name=name, encoding=encoding, known=", ".join(ENCODINGS))
    return data.decode(known, "replace").removeprefix("\ufeff"), known


def _by_any_name(encoding: str) -> str:
    """The one of `ENCODINGS` that goes by this name too ("CP949", "euc-kr"); "" for none."""
    try:
        name = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        return ""
    name = _READ_AS.get(name, name)
    return next((known for known in ENCODINGS if codecs.lookup(known).name == name), "")


def _decode(name: str, data: bytes) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = _strict(data, encoding)
            if text is None:
                raise CorpusError("corpus.broken_encoding", name=name, encoding=encoding)
            return text, encoding
    if b"\x00" in data:
        raise CorpusError("corpus.binary", name=name)
    text = None if _ISO_2022_KR in data[:1000] else _strict(data, "utf-8")
    if text is not None:
        return text, "utf-8"
    text = _strict(data, "cp949")
    if text is None or not is_plausible_korean(text):
        raise CorpusError("corpus.unknown_encoding", name=name, suggestion=suggest_encoding(data) or "-")
    return text, "cp949"


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def is_plausible_korean(text: str) -> bool:
    """Whether a text decoded as CP949 reads like Korean: much Hangul or hanja, most of it of KS X 1001.

    A curly quote or an accented letter swallows the Latin letter after it and becomes one of the rare syllables that
    CP949 adds to that standard, whose own characters have two bytes above 0xA0.
    """
    east_asian = _EAST_ASIAN.findall(text)
    letters = len(_LETTER.findall(text))
    standard = sum(min(character.encode("cp949", "replace")) > 0xA0 for character in east_asian)
    return bool(east_asian) and len(east_asian) >= 0.2 * letters and standard >= 0.5 * len(east_asian)


def suggest_encoding(data: bytes) -> str:
    """One of `ENCODINGS` that may be right, or "". A suggestion only: detectors take short EUC-KR for other things."""
    sample = data[:_SAMPLE]
    if _ISO_2022_KR in sample:
        return "iso2022_kr"
    for encoding in ("utf-8", "cp949"):  # right but for a damaged byte or two
        text = sample.decode(encoding, "replace")
        believed = encoding == "utf-8" or is_plausible_korean(text)
        if believed and text.count("\ufffd") <= max(1, _FEW_DAMAGED * len(text)) and not text.isascii():
            return encoding
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=list(ENCODINGS)).best()
    return _by_any_name(best.encoding) if best else ""


def known_name(raw: bytes) -> str | None:
    """A file's name in UTF-8, or in the CP949 that Korean Windows writes; None where it is neither."""
    texts = (_strict(raw, encoding) for encoding in ("utf-8", "cp949"))
    return next((text for text in texts if text is not None), None)

"""Wikitext as Wikisource has it: what stands in `<poem>`, with its header template's title, author and year.

Only marks that a poem carries are taken off: bold, italics, links, references, comments, one-text templates. A colon
at the start of a line indents it, as on the page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace

from emolit.corpus.assembly import BREAK, Heading, Piece, assemble
from emolit.corpus.columns import field_of
from emolit.corpus.source import Source
from emolit.corpus.verse import is_blank, split_lines
from emolit.corpus.works import Corpus, Line

_POEM = re.compile(r"<poem\b[^<>]*>", re.IGNORECASE)
_END = re.compile(r"</poem\s*>", re.IGNORECASE)
_HEADING = re.compile(r"^(={2,6})([^=\n]+)={2,6}[ \t]*$", re.MULTILINE)
_FIELD = re.compile(r"^[ \t]*\|([^=|\n]{1,40})=([^\n]*)$", re.MULTILINE)
_EMPTY_REFERENCE = re.compile(r"<ref\b[^<>]*/>", re.IGNORECASE)
_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_TEMPLATE = re.compile(r"\{\{([^{}|]*)((?:\|[^{}|]*)*)\}\}")
_QUOTES = re.compile(r"'{2,5}")
_TAG = re.compile(
    r"</?(?:br|nowiki|span|small|big|b|i|u|center|div|font|noinclude|includeonly)\b[^<>]*>", re.IGNORECASE
)
_ASIDE = re.compile(r"\[\[[^\[\]|:\n]+:[^\[\]]*\]\]|<[^<>]*>")  # a category, the page in another language; any tag
_INDENT = re.compile(r"^:+")
_NESTED = 4  # templates in templates


def read_wikitext(source: Source) -> Corpus:
    """One work a heading with a poem under it; without headings, all poems of the page are one work."""
    text, note = source.text()
    prose = len(around_poems(text))
    text = _without_remarks(text)
    first = _POEM.search(text)
    about = _header(text[: first.start()] if first else "")
    works = assemble(source.name, about.pop("title", "") or source.stem, _pieces(text), about)
    return Corpus(works, (replace(note, prose=prose),))


def around_poems(text: str) -> list[str]:
    """The lines of a page that say something and stand in no poem: no heading, template, category or tag."""
    rest = "\n".join(before for before, _ in _parts(_without_remarks(text)))
    for _ in range(_NESTED):
        rest = _TEMPLATE.sub("", rest)
    rest = _ASIDE.sub("", _HEADING.sub("", rest))
    return [line for line in split_lines(rest) if not is_blank(line)]


def _without_remarks(text: str) -> str:
    """The text without comments and references."""
    return _without(_EMPTY_REFERENCE.sub("", _without(text, "<!--", "-->")), "<ref", "</ref>")


def _without(text: str, opening: str, closing: str) -> str:
    """The text without what stands between two marks; found by looking ahead once, however many are never closed."""
    lowered = text.lower() if len(text.lower()) == len(text) else text
    parts, place = [], 0
    while (start := lowered.find(opening, place)) >= 0 and (end := lowered.find(closing, start)) >= 0:
        parts.append(text[place:start])
        place = end + len(closing)
    return "".join([*parts, text[place:]])


def _header(text: str) -> dict[str, str]:
    """Fields of the header template, by their names in either language."""
    fields = ((field_of(key), _plain(value).strip()) for key, value in _FIELD.findall(text))
    return {field: value for field, value in fields if field and value}


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """What stands before each poem, and the poem; last what stands after them all, and no poem."""
    place = 0
    while found := _POEM.search(text, place):
        end = _END.search(text, found.end())
        stop, after = end.span() if end else (len(text), len(text))
        yield text[place : found.start()], text[found.end() : stop]
        place = after
    yield text[place:], ""


def _pieces(text: str) -> Iterator[Piece]:
    for before, poem in _parts(text):
        for marks, title in _HEADING.findall(before):
            yield Heading(_plain(title).strip(), len(marks))
        yield BREAK
        yield from (Line(_plain(_INDENT.sub(_spaces, line))) for line in split_lines(poem))
        yield BREAK


def _spaces(colons: re.Match[str]) -> str:
    return "  " * len(colons.group())


def _plain(text: str) -> str:
    """A line without its marks. A template stands for its last unnamed text: `{{lang|ko|봄}}` is 봄."""
    for _ in range(_NESTED):
        text, changed = _TEMPLATE.subn(_shown, text)
        if not changed:
            break
    text = _TAG.sub("", _QUOTES.sub("", _LINK.sub(r"\1", text)))
    return html.unescape(text).replace("\xa0", " ").rstrip()


def _shown(template: re.Match[str]) -> str:
    unnamed = [part for part in template.group(2).split("|")[1:] if "=" not in part]
    return unnamed[-1] if unnamed else ""

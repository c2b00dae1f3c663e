"""Plain text and pasted text: a line is a line, a blank line a stanza break."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from emolit.corpus.assembly import assemble
from emolit.corpus.options import Separator
from emolit.corpus.separators import cut, front_matter, rule_for
from emolit.corpus.source import Source
from emolit.corpus.verse import group_stanzas, split_lines
from emolit.corpus.works import Corpus, SourceNote, Work, work_id
from emolit.errors import CorpusError


def read_plain(source: Source) -> Corpus:
    """One work whose title is the file's stem, without an author; several where a rule parts them."""
    return _read(source, Separator.NONE)


def read_markdown(source: Source) -> Corpus:
    """Works under their headings, with what front matter says of them. All other marks are kept as typed."""
    return _read(source, Separator.HEADINGS)


def _read(source: Source, default: Separator) -> Corpus:
    text, note = source.text()
    lines = split_lines(text)
    rule = rule_for(lines, source.options, default)
    about: Mapping[str, str] = {}
    if rule is Separator.HEADINGS:
        about, start = front_matter(lines)
        lines = lines[start:]
    works = assemble(source.name, source.stem, cut(lines, rule, source.options), about)
    return Corpus(works, (replace(note, separator=str(rule)),))


def read_pasted(text: str, *, title: str, author: str = "", year: str = "") -> Corpus:
    """One work from a text that the reader pasted. Raises CorpusError when there is nothing but blank lines."""
    work = _work(title, title, author, text)
    return Corpus((Work(work.id, title, work.stanzas, author=author, year=year),), (SourceNote(title, "paste"),))


def _work(name: str, title: str, author: str, text: str) -> Work:
    stanzas = group_stanzas(split_lines(text))
    if not stanzas:
        raise CorpusError("corpus.only_blank", name=name)
    return Work(work_id(author, title, stanzas), title, stanzas, author=author)

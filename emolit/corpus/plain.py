"""Plain text and pasted text: a line is a line, a blank line a stanza break."""

from __future__ import annotations

from pathlib import PurePath

from emolit.corpus.verse import group_stanzas, split_lines
from emolit.corpus.works import Corpus, SourceNote, Work, work_id
from emolit.errors import CorpusError


def read_plain(name: str, text: str, note: SourceNote) -> Corpus:
    """One work, its title the file's stem, without an author."""
    return Corpus((_work(name, PurePath(name).stem, "", text),), (note,))


def read_pasted(text: str, *, title: str, author: str = "", year: str = "") -> Corpus:
    """One work from a text that the reader pasted. Raises CorpusError when there is nothing but blank lines."""
    work = _work(title, title, author, text)
    return Corpus((Work(work.id, title, work.stanzas, author=author, year=year),), (SourceNote(title, "paste"),))


def _work(name: str, title: str, author: str, text: str) -> Work:
    stanzas = group_stanzas(split_lines(text))
    if not stanzas:
        raise CorpusError("corpus.only_blank", name=name)
    return Work(work_id(author, title, stanzas), title, stanzas, author=author)

"""Works as TEI texts that our own reader reads back to the same works."""

from __future__ import annotations

import re
from collections.abc import Mapping

from emolit.corpus import Corpus, Work
from emolit.corpus.edition import Place
from emolit.corpus.tei import BIBL
from emolit.corpus.xml import Element, tei

_NAME = re.compile(r"[A-Za-z_가-힣][\w.\-]*")  # of an id; a strict part of XML's NCName


def new_ids(corpus: Corpus) -> dict[Place, str]:
    """The source's own ids where they are names and unique; else work and line, "w2-l14"."""
    ids: dict[Place, str] = {}
    used: set[str] = set()
    for number, work in enumerate(corpus, start=1):
        for index, line in enumerate(work.lines):
            own = line.id or ""
            usable = _NAME.fullmatch(own) and own not in used and not own.startswith("emolit")
            ids[work.id, index] = name = own if usable else _free(f"w{number}-l{index + 1}", used)
            used.add(name)
    return ids


def _free(name: str, used: set[str]) -> str:
    while name in used:
        name += "_"
    return name


def work_element(work: Work, ids: Mapping[Place, str]) -> Element:
    """A `TEI` of one work, with what is known of it in its header."""
    people = [tei("author", work.author, **_spaced(work.author))] if work.author else []
    if work.translator:
        people.append(tei("editor", work.translator, role="translator", **_spaced(work.translator)))
    title = tei("titleStmt", "", tei("title", work.title, **_spaced(work.title)), *people)
    index = 0
    stanzas = []
    for stanza in work.stanzas:
        lines = []
        for line in stanza:
            lines.append(tei("l", line.text, xml_id=ids[work.id, index], **_spaced(line.text)))
            index += 1
        stanzas.append(tei("lg", "", *lines, type="stanza"))
    text = tei("text", "", tei("body", "", *stanzas), xml_lang=work.language)
    return tei("TEI", "", header_element(title, _bibl(work)), text)


def _spaced(text: str) -> dict[str, str]:
    """White space at the ends or doubled is meant, and says so."""
    return {} if text == " ".join(text.split()) else {"xml_space": "preserve"}


def header_element(title: Element, source: Element) -> Element:
    """A `teiHeader` with these parts of its `fileDesc`."""
    published = tei("publicationStmt", "", tei("p", "Written by emolit; not published."))
    return tei("teiHeader", "", tei("fileDesc", "", title, published, tei("sourceDesc", "", source)))


def _bibl(work: Work) -> Element:
    fields: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("title", work.collection, {"level": "m"}),
        ("date", work.year, {}),
        ("edition", work.edition, {}),
        ("note", work.source, {"type": "source"}),
    )
    parts = [tei(name, value, **about, **_spaced(value)) for name, value, about in fields if value]
    return tei("bibl", "", *parts, type=BIBL, subtype="paratext" if work.paratext else "")

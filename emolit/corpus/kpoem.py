"""KPoEM as published: tab-separated files of lines and of segments, with what each of five annotators chose.

The files (Lim, Ji, Kim 2025, doi 10.57967/hf/6303) quote nothing; an annotator's cell holds label names joined by
commas and may be empty. A line's id says which row of the reference data it is: `kpoem-0` is the first line,
`kpoem-7007` the first segment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from emolit.corpus.assembly import identified
from emolit.corpus.verse import is_blank, split_lines
from emolit.corpus.works import Corpus, Line, SourceNote, Votes, Work
from emolit.emotions import load_scheme
from emolit.errors import CorpusError, SchemeError

FIRST_SEGMENT = 7007  # row of the first segment: the lines come first

_ANNOTATOR = "annotator_"
_NEEDED = {"poem_id", "text", "title", "poet", f"{_ANNOTATOR}01"}
_Row = dict[str, str]


def is_published(header: str) -> bool:
    """Whether a table's first line is that of one of the two files."""
    return set(header.removeprefix("\ufeff").rstrip("\r\n").split("\t")) >= _NEEDED


def read_published(name: str, text: str, note: SourceNote) -> Corpus:
    """One work a poem, each line or segment with its votes. Raises CorpusError for a label that is none."""
    header, *body = (line.split("\t") for line in split_lines(text.removeprefix("\ufeff")) if line)
    rows = [dict(zip(header, cells, strict=False)) for cells in body]
    works = identified(_works(name, header, rows))
    if not works:
        raise CorpusError("corpus.only_blank", name=name)
    return Corpus(works, (note,))


def _works(name: str, header: Sequence[str], rows: Sequence[_Row]) -> Iterator[Work]:
    annotators = [column for column in header if column.startswith(_ANNOTATOR)]
    first = FIRST_SEGMENT if "seg_id" in header else 0
    numbered = enumerate(rows, start=first)
    for _, group in groupby(numbered, key=lambda item: (item[1].get("poem_id"), item[1].get("poet"))):
        members = list(group)
        poem = members[0][1]
        lines = [_line(name, number, row, annotators) for number, row in members if not is_blank(row.get("text", ""))]
        if lines:
            title = " ".join(filter(None, (poem.get("title", "").strip(), poem.get("sub_title", "").strip())))
            author, collection = (poem.get(column, "").strip() for column in ("poet", "poetry_book"))
            yield Work("", title, (tuple(lines),), author, language="ko", source="KPoEM", collection=collection)


def _line(name: str, number: int, row: _Row, annotators: Sequence[str]) -> Line:
    chosen = [row.get(annotator, "") for annotator in annotators]
    try:
        votes = _votes(chosen)
    except SchemeError as error:
        told = " | ".join(chosen)[:80]
        raise CorpusError("corpus.bad_votes", name=name, votes=told, line=row["text"][:40]) from error
    return Line(row["text"], id=f"kpoem-{number}", votes=votes, readers=len(annotators))


def _votes(chosen: Sequence[str]) -> Votes:
    """Label -> how many annotators chose it; each counts once a label."""
    labels = (set(filter(None, (label.strip() for label in cell.split(",")))) for cell in chosen)
    return dict(Counter(load_scheme().find(label).name for one in labels for label in sorted(one)))

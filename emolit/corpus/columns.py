"""Which column of a table holds what: by its exact name, by the reader's word, or by a name that people use for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from emolit.corpus.options import ReadingOptions
from emolit.errors import CorpusError

REQUIRED = ("work", "text")
OPTIONAL = ("author", "stanza", "year", "language", "votes", "readers")
DETAILS = ("edition", "source", "translator", "collection")
ROLES = (*REQUIRED, *OPTIONAL, *DETAILS)

_ALSO_CALLED: Mapping[str, str] = {
    # the first that a table has is read, so what often holds a number (poem, 시, line, 행) stands last
    "work": "title poem_title work_title 제목 작품명 시제목 작품 poem name 시",
    "text": "verse poem_text body content 본문 시행 내용 원문 텍스트 lines line 행",
    "author": "poet writer 시인 지은이 작가 저자 글쓴이",
    "stanza": "strophe stanza_no 연 연번호",
    "year": "date published 연도 년도 발표연도 발표년도 발표 날짜 창작연도",
    "language": "lang 언어",
    "votes": "labels 투표",
    "readers": "annotators 독자수",
    "edition": "판본 판",
    "source": "출처 전거",
    "translator": "역자 옮긴이 번역 번역자",
    "collection": "book poetry_book volume 시집 수록 수록시집 작품집",
}


def field_of(name: str) -> str:
    """The field of a work that a name stands for, in Korean or English; "title" for the work's own, "" for none."""
    name = name.strip().lower().replace(" ", "_")
    role = next((role for role, also in _ALSO_CALLED.items() if name == role or name in also.split()), "")
    return "title" if role == "work" else role


def resolve(name: str, header: Sequence[str], options: ReadingOptions) -> dict[str, int]:
    """Index of each column that is read, by what it is read as; a column that the reader chose is read as nothing else.

    header: the table's own names, lower case. Raises CorpusError when there is none for the work or the text, or none
    of its own for a choice.
    """
    found: dict[str, int] = {}
    chosen = {role: column.strip().lower() for role, column in options.columns}
    for role in sorted(ROLES, key=lambda role: not chosen.get(role)):
        names = [chosen[role]] if role in chosen else [role]  # an empty choice: from no column
        if options.guess_columns and role not in chosen:
            names += _ALSO_CALLED[role].split()
        column = next((column for column in names if column and column in header), None)
        if column is not None and header.index(column) not in found.values():
            found[role] = header.index(column)
    told = {"name": name, "found": ", ".join(header) or "-", "header": list(header)}
    in_vain = [f"{role}={chosen[role]}" for role in ROLES if chosen.get(role) and role not in found]
    if in_vain:
        raise CorpusError("corpus.no_such_column", missing=", ".join(in_vain), **told)
    missing = [role for role in REQUIRED if role not in found]
    if missing:
        raise CorpusError("corpus.no_columns", missing=", ".join(missing), **told)
    return found

"""How a file is to be read, where its reader has a say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from emolit.corpus.units import ReadingUnit

OnProgress = Callable[[int, int], None]  # files done, files in all


class Separator(StrEnum):
    """What parts the works of one text file."""

    DEFAULT = "default"  # nothing in `.txt`, headings in `.md`
    AUTOMATIC = "automatic"  # the first rule below that finds more than one work
    NONE = "none"
    FRONT_MATTER = "frontmatter"  # `---`, lines of `key: value`, `---`
    HEADINGS = "headings"  # `# title` or `== title ==`
    RULES = "rules"  # a line of `***`, `---` or the like
    BLANK_LINES = "blanks"  # so many blank lines in a row, or more


@dataclass(frozen=True)
class ReadingOptions:
    """Each field's default is what the shell promises for `.txt`, `.csv` and `.tsv`."""

    encoding: str = ""  # empty: found out
    separator: Separator = Separator.DEFAULT
    blank_lines: int = 2  # between works, under `Separator.BLANK_LINES`
    first_line_is_title: bool = False  # of each work that a rule or blank lines part from the next
    columns: tuple[tuple[str, str], ...] = ()  # what is read -> the table's own name of the column
    guess_columns: bool = False  # also "제목", "poet" and the like, where no column has the exact name
    folders_as_authors: bool = False  # in an archive, a file's folder names its author
    skip_bad_entries: bool = False  # in an archive, a bad file is told and the others are read
    unit: ReadingUnit = ReadingUnit.LINE  # by which prose is read

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> ReadingOptions:
        columns = tuple((role, column) for role, column in record["columns"])
        chosen = {"separator": Separator(record["separator"]), "unit": ReadingUnit(record["unit"])}
        return cls(**{**record, **chosen, "columns": columns})

"""How much the app takes at once. Limits are the app's; the library and the shell read what they are given."""

from __future__ import annotations

import math
from dataclasses import dataclass

from emolit.corpus.works import Corpus
from emolit.errors import CorpusError

_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Each is the largest value that is still read."""

    file_bytes: int = 10 * _MEGABYTE
    corpus_lines: int = 20_000
    line_characters: int = 5_000
    visitor_files: int = 200
    visitor_bytes: int = 100 * _MEGABYTE  # read for one visitor since the session began
    visitor_lines: int | None = None  # scored by the model for one visitor since the session began; None: any number

    def check_bytes(self, name: str, size: int) -> None:
        if size > self.file_bytes:
            megabytes = {"size": math.ceil(10 * size / _MEGABYTE) / 10, "limit": self.file_bytes // _MEGABYTE}
            raise CorpusError("corpus.file_too_big", name=name, **megabytes)

    def check_visitor(self, files: int, size: int) -> None:
        """How many files one visitor has had read, this one included, and of how many bytes in all."""
        if files > self.visitor_files or size > self.visitor_bytes:
            details = {"files": self.visitor_files, "limit": self.visitor_bytes // _MEGABYTE}
            raise CorpusError("corpus.visitor_limit", **details)

    def check_scored(self, lines: int) -> None:
        """How many lines the model has scored for one visitor, those to come included."""
        if self.visitor_lines is not None and lines > self.visitor_lines:
            raise CorpusError("corpus.visitor_lines", lines=lines, limit=self.visitor_lines)

    def check_corpus(self, corpus: Corpus) -> None:
        if corpus.n_lines > self.corpus_lines:
            raise CorpusError("corpus.too_many_lines", lines=corpus.n_lines, limit=self.corpus_lines)
        for work in corpus:
            for number, line in enumerate(work.lines, start=1):
                if len(line.text) > self.line_characters:
                    raise CorpusError(
                        "corpus.line_too_long",
                        work=work.title,
                        line=number,
                        length=len(line.text),
                        limit=self.line_characters,
                    )


APP_LIMITS = Limits()
PUBLIC_LIMITS = Limits(  # of a server for strangers, who share two cores
    file_bytes=5 * _MEGABYTE,
    corpus_lines=5_000,
    visitor_files=50,
    visitor_bytes=20 * _MEGABYTE,
    visitor_lines=40_000,
)

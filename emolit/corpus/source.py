"""One file on its way through its reader."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import PurePath

from emolit.corpus.archive import Budget
from emolit.corpus.decoding import decode
from emolit.corpus.options import OnProgress, ReadingOptions
from emolit.corpus.works import SourceNote


@dataclass(frozen=True)
class Source:
    """A file's name, bytes and format, and how it is to be read."""

    name: str
    data: bytes
    kind: str  # a key of `reading.READERS`
    options: ReadingOptions = field(default_factory=ReadingOptions)
    budget: Budget = field(default_factory=Budget)  # what archives may still unpack
    on_progress: OnProgress | None = None

    @property
    def stem(self) -> str:
        return PurePath(self.name).stem

    def text(self) -> tuple[str, SourceNote]:
        """The decoded text, and a note that says how it was decoded. Raises CorpusError as `decode` does."""
        text, encoding = decode(self.name, self.data, self.options.encoding)
        return text, self.note(encoding, text.count("\ufffd"))

    def note_on_document(self) -> SourceNote:
        """Of a document that names its encoding itself: which one the reader has named instead, and what it lost."""
        return self.text()[1] if self.options.encoding else self.note()

    def note(self, encoding: str = "", replaced: int = 0) -> SourceNote:
        return SourceNote(self.name, self.kind, encoding, replaced, sha256=hashlib.sha256(self.data).hexdigest())

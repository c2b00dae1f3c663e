"""Everything emolit raises on purpose.

* EmolitError
  - CorpusError      the reader's file or text cannot be used as it is
  - SchemeError      a table of emotion labels breaks its own rules
  - ModelError       the reading model is missing or does not fit its labels
  - TrainingError    the training data or a run folder cannot be used
  - NotEnoughData    too few lines or works for the analysis asked for

An error is raised with a code and the details of what happened; its sentence, in Korean and in English, stands in
`assets/wording/errors.toml` under that code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, Self

from emolit.particles import fill_in

Language = Literal["ko", "en"]

_SENTENCES = Path(__file__).parent / "assets" / "wording" / "errors.toml"


@cache
def sentences() -> dict[str, dict[Language, str]]:
    """The table of error sentences: code -> language -> template."""
    with _SENTENCES.open("rb") as file:
        return tomllib.load(file)


class EmolitError(Exception):
    """Base class: catch this one to catch all that emolit raises on purpose."""

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details = details
        super().__init__(self.sentence("en"))

    @classmethod
    def retold(cls, code: str, details: Mapping[str, object]) -> Self:
        """An error that another process met and could only tell."""
        return cls(code, **details)

    def sentence(self, language: Language = "en") -> str:
        """One sentence that says what came, what was expected and what to do."""
        return fill_in(sentences()[self.code][language], self.details)


class CorpusError(EmolitError):
    """The reader's file or text cannot be used as it is."""


class SchemeError(EmolitError):
    """A table of emotion labels breaks its own rules."""


class ModelError(EmolitError):
    """The reading model is missing or does not fit its labels."""


class TrainingError(EmolitError):
    """The training data or a run folder cannot be used."""


class NotEnoughData(EmolitError):  # noqa: N818 - reads as what it says
    """Too few lines or works for the analysis asked for."""

"""Load a table of emotion labels and check it.

A scheme is one tab-separated table beside this file, a row a label, in the model's own order. Another scheme (Ekman,
Plutchik, GoEmotions) is another table of the same form; no code knows a label by name.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cache, cached_property
from pathlib import Path

from emolit.errors import Language, SchemeError

NONE_FAMILY = "none"  # "no emotion": left out of top-k, lift and entropy
PLAIN_FAMILY = "label"  # of labels of which nothing is known
VALENCES = ("positive", "negative", "neutral")

_FOLDER = Path(__file__).parent
_HEX_COLOUR = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True)
class Emotion:
    """One label: a row of the table."""

    name: str  # exactly as in the data, the key everywhere
    gloss_ko: str
    gloss_en: str  # unique, so a label can be named in either language
    definition_ko: str
    definition_en: str
    family: str
    family_ko: str
    family_en: str
    valence: str  # positive, negative or neutral
    colour: str  # "#rrggbb", one per family, told apart by colour-blind readers too
    source: str

    def gloss(self, language: Language) -> str:
        return self.gloss_ko if language == "ko" else self.gloss_en

    def definition(self, language: Language) -> str:
        return self.definition_ko if language == "ko" else self.definition_en

    @property
    def is_emotion(self) -> bool:
        """False for the label that says that there is none."""
        return self.family != NONE_FAMILY


@dataclass(frozen=True)
class Family:
    """Emotions that belong together; its score is the mean of its members' scores."""

    key: str
    ko: str
    en: str
    colour: str
    members: tuple[str, ...]

    def gloss(self, language: Language) -> str:
        return self.ko if language == "ko" else self.en


@dataclass(frozen=True)
class Scheme:
    """The labels of one model, in its order."""

    name: str
    emotions: tuple[Emotion, ...]

    def __post_init__(self) -> None:
        _check(self)

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(emotion.name for emotion in self.emotions)

    @property
    def is_plain(self) -> bool:
        """Whether nothing is known of its labels but their names: no families, no valence, no definitions."""
        return all(emotion.family == PLAIN_FAMILY for emotion in self.emotions)

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """Families in order of first appearance, "no emotion" last."""
        keys = list(dict.fromkeys(emotion.family for emotion in self.emotions))
        keys.sort(key=lambda key: key == NONE_FAMILY)
        return tuple(self._family(key) for key in keys)

    def _family(self, key: str) -> Family:
        members = [emotion for emotion in self.emotions if emotion.family == key]
        first = members[0]
        return Family(key, first.family_ko, first.family_en, first.colour, tuple(e.name for e in members))

    def glosses(self, language: Language) -> tuple[str, ...]:
        """Column names: the data's own names in Korean, the short glosses in English."""
        return self.names if language == "ko" else tuple(emotion.gloss_en for emotion in self.emotions)

    @cached_property
    def _by_word(self) -> dict[str, Emotion]:
        words = {word: e for e in self.emotions for word in (e.gloss_ko, e.gloss_en.casefold())}
        return words | {e.name: e for e in self.emotions}

    def find(self, word: str) -> Emotion:
        """The emotion of that name or gloss, in either language.

        Raises SchemeError when there is none.
        """
        emotion = self._by_word.get(word) or self._by_word.get(word.strip().casefold())
        if emotion is None:
            raise SchemeError("scheme.unknown_label", label=word, scheme=self.name)
        return emotion


@cache
def load_scheme(name: str = "kote") -> Scheme:
    """Read the table `<name>.tsv` of this folder.

    Raises SchemeError when there is no such table or the table breaks a rule.
    """
    path = _FOLDER / f"{name}.tsv"
    if not path.is_file():
        known = ", ".join(sorted(table.stem for table in _FOLDER.glob("*.tsv")))
        raise SchemeError("scheme.unknown", scheme=name, known=known)
    with path.open(encoding="utf-8", newline="") as file:
        return Scheme(name, parse_rows(name, csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)))


def plain_scheme(name: str, labels: Sequence[str]) -> Scheme:
    """Labels of which only the names are known: one group that claims nothing, a neutral grey, no definition.

    Raises SchemeError when there are none or a name comes twice.
    """
    if not labels:
        raise SchemeError("scheme.no_labels", scheme=name)
    return Scheme(
        name,
        tuple(
            Emotion(
                **dict.fromkeys(("name", "gloss_ko", "gloss_en"), label),
                **dict.fromkeys(("definition_ko", "definition_en"), "–"),
                **{"family": PLAIN_FAMILY, "family_ko": "분류 없음", "family_en": "not grouped"},
                **{"valence": "neutral", "colour": "#6b7280", "source": name},
            )
            for label in labels
        ),
    )


def known_scheme(labels: Sequence[str]) -> Scheme | None:
    """The scheme of this folder that has these labels in this order, None where there is none."""
    schemes = (load_scheme(table.stem) for table in sorted(_FOLDER.glob("*.tsv")))
    return next((scheme for scheme in schemes if scheme.names == tuple(labels)), None)


def parse_rows(name: str, rows: Iterable[dict[str, str]]) -> tuple[Emotion, ...]:
    """Rows of a table to emotions. Raises SchemeError when a column or a cell is missing."""
    columns = [field.name for field in fields(Emotion)]
    emotions = []
    for number, row in enumerate(rows, start=1):
        missing = [column for column in columns if not row.get(column)]
        if missing:
            raise SchemeError("scheme.missing_cell", scheme=name, row=number, columns=", ".join(missing))
        emotions.append(Emotion(**{column: row[column] for column in columns}))
    return tuple(emotions)


def _check(scheme: Scheme) -> None:
    emotions = scheme.emotions
    for column in ("name", "gloss_ko", "gloss_en"):
        _require_unique(scheme.name, column, [getattr(emotion, column) for emotion in emotions])
    for emotion in emotions:
        if emotion.valence not in VALENCES:
            raise SchemeError("scheme.bad_cell", scheme=scheme.name, label=emotion.name, value=emotion.valence)
        if not _HEX_COLOUR.fullmatch(emotion.colour):
            raise SchemeError("scheme.bad_cell", scheme=scheme.name, label=emotion.name, value=emotion.colour)
    looks = {(e.family, e.family_ko, e.family_en, e.colour) for e in emotions}
    _require_unique(scheme.name, "family", [family for family, *_ in looks])


def _require_unique(scheme: str, column: str, values: Sequence[str]) -> None:
    repeated = [value for value, count in Counter(values).items() if count > 1]
    if repeated:
        raise SchemeError("scheme.repeated", scheme=scheme, column=column, values=", ".join(sorted(repeated)))

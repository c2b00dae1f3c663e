"""What the model will make of a text before it reads it: characters it has no piece for, lines it reads in windows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from emolit.corpus import Work
from emolit.reading.meter import Meter, measure
from emolit.reading.passages import MAX_TOKENS
from emolit.reading.tokens import Tokens

_FRAME = 2  # special tokens around a line that fills a passage


@dataclass(frozen=True)
class Fit:
    """Counts over the lines of one or more works."""

    unknown: int = 0  # characters for which the tokenizer has no piece
    cut: int = 0  # lines longer than what is read at once: read in windows and averaged, so that nothing is dropped
    meter: Meter | None = None  # of one work, where the model says which languages it learnt

    def __add__(self, other: Fit) -> Fit:
        return Fit(self.unknown + other.unknown, self.cut + other.cut)


def fit_of(work: Work, tokens: Tokens, languages: Sequence[str], width: int = MAX_TOKENS) -> Fit:
    """How one work fits a model of these languages, with what the language meter says of it."""
    found = fit([work], tokens, width)
    return replace(found, meter=measure(work, languages, found.unknown) if languages else None)


def fit(works: Iterable[Work], tokens: Tokens, width: int = MAX_TOKENS) -> Fit:
    """How works fit the model whose tokenizer this is, and which reads so many tokens at once."""
    texts = [text for work in works for text in work.texts]
    cut = sum(len(ids) > width - _FRAME for ids in tokens.encode(texts))
    return Fit(sum(map(tokens.count_unknown, texts)), cut)

"""Nothing silent: what a reader of the scores should know about the texts they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from emolit.corpus import Corpus, primary_language
from emolit.errors import Language, sentences
from emolit.reading.scores import EmotionScores


@dataclass(frozen=True)
class Notice:
    """One observation; its sentence stands in the table of sentences under its code."""

    code: str
    details: dict[str, object] = field(default_factory=dict)

    def sentence(self, language: Language = "en") -> str:
        return sentences()[self.code][language].format(**self.details)


def notices(corpus: Corpus, scores: EmotionScores) -> list[Notice]:
    """One for a model that knows no context, each text in a language the model was not trained on, each text that came back, was not wholly
    read or was trained on, and each source with characters that could not be decoded, words that were joined, or parts
    that could not be read.
    """
    return [*_of_model(scores), *_of_sources(corpus), *_of_works(corpus, scores)]


def _of_model(scores: EmotionScores) -> Iterator[Notice]:
    if scores.provenance.reads == "lines":
        yield Notice("notice.reads_lines", {"model": scores.provenance.model})


def _of_sources(corpus: Corpus) -> Iterator[Notice]:
    for note in corpus.notes:
        if note.replaced:
            yield Notice("notice.replaced", {"name": note.name, "count": note.replaced})
        if note.joined_words:
            yield Notice("notice.joined", {"name": note.name, "count": note.joined_words})
        if note.problems:
            yield Notice("notice.problems", {"name": note.name, "count": len(note.problems)})
        if note.skipped:
            yield Notice("notice.skipped", {"name": note.name, "count": len(note.skipped)})


def _of_works(corpus: Corpus, scores: EmotionScores) -> Iterator[Notice]:
    for work in corpus:
        found = scores.of(work.id)
        if primary_language(work) not in scores.known_languages:
            yield Notice("notice.language", {"work": work.title, "language": work.language or "und"})
        if work.returns:
            yield Notice("notice.returns", {"work": work.title})
        if any(found.unread):
            yield Notice("notice.unread", {"work": work.title, "count": sum(found.unread)})
        if found.trained_on:
            yield Notice("notice.trained", {"work": work.title, "count": len(found.trained_on)})

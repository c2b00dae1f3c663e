"""Nothing silent: what a reader of the scores should know about the texts they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from emolit.corpus import Corpus, Work
from emolit.errors import Language, sentences
from emolit.particles import fill_in
from emolit.reading.meter import Meter, Outside, measure
from emolit.reading.scores import EmotionScores

OUT_OF_FOLD = "notice.out_of_fold"  # the one that is no reason for care


@dataclass(frozen=True)
class Notice:
    """One observation; its sentence stands in the table of sentences under its code."""

    code: str
    details: dict[str, object] = field(default_factory=dict)

    def sentence(self, language: Language = "en") -> str:
        return fill_in(sentences()[self.code][language], self.details)


def notices(corpus: Corpus, scores: EmotionScores) -> list[Notice]:
    """One for a model that knows no context, each text outside what it knows, each text that came back, was not wholly
    read, was read in windows or was trained on, each source with characters that could not be decoded, words that were
    joined, or parts that were not read, one for all paratext that was left out, and one for all lines of KPoEM that
    have their scores out of fold.
    """
    return [*_of_model(scores), *_of_sources(corpus), *_of_reference(corpus, scores), *_of_works(corpus, scores)]


def meter_of(work: Work, scores: EmotionScores) -> Meter:
    """How far a work lies from what the model that made these scores was trained on."""
    return measure(work, scores.known_languages, sum(scores.of(work.id).unread))


def outside_notice(work: Work, meter: Meter) -> Notice | None:
    """The flag of a work that lies outside what the model knows, with its reason; None for any other work."""
    name, share = work.title, round(100 * (1 - meter.known_share))
    bits, limit = round(meter.distance or 0, 1), round(meter.limit or 0, 1)
    match meter.outside:
        case Outside.LANGUAGE:
            return Notice("outside.language", {"work": name, "language": work.language})
        case Outside.LETTERS:
            return Notice("outside.letters", {"work": name})
        case Outside.SCRIPT:
            return Notice("outside.script", {"work": name, "share": share})
        case Outside.UNREAD:
            return Notice("outside.unread", {"work": name, "share": round(100 * meter.unread_share)})
        case Outside.DISTANCE:
            return Notice("outside.distance", {"work": name, "bits": bits, "limit": limit})
    return None


def _of_language(work: Work, meter: Meter) -> Iterator[Notice]:
    notice = outside_notice(work, meter)
    if notice:
        yield notice


def _of_model(scores: EmotionScores) -> Iterator[Notice]:
    if not scores.known_languages:
        yield Notice("notice.no_languages", {"model": scores.provenance.model})
    if scores.provenance.reads == "lines":
        yield Notice("notice.reads_lines", {"model": scores.provenance.model})


def _of_sources(corpus: Corpus) -> Iterator[Notice]:
    for note in corpus.notes:
        if note.replaced:
            yield Notice("notice.replaced", {"name": note.name, "count": note.replaced})
        if note.joined_words:
            yield Notice("notice.joined", {"name": note.name, "count": note.joined_words})
        if note.column_pages:
            yield Notice("notice.columns", {"name": note.name, "count": note.column_pages})
        if note.prose:
            yield Notice("notice.prose", {"name": note.name, "count": note.prose})
        if note.problems:
            yield Notice("notice.problems", {"name": note.name, "count": len(note.problems)})
        if note.skipped:
            yield Notice("notice.skipped", {"name": note.name, "count": len(note.skipped)})
    if corpus.left_out:
        yield Notice("notice.paratext", {"count": corpus.left_out})


def _of_reference(corpus: Corpus, scores: EmotionScores) -> Iterator[Notice]:
    """One for all works: there may be hundreds of them."""
    lines = [len(scores.of(work.id).out_of_fold) for work in corpus]
    if any(lines):
        yield Notice("notice.out_of_fold", {"works": sum(n > 0 for n in lines), "lines": sum(lines)})


def _of_works(corpus: Corpus, scores: EmotionScores) -> Iterator[Notice]:
    for work in corpus:
        found = scores.of(work.id)
        if scores.known_languages:
            yield from _of_language(work, meter_of(work, scores))
        if work.returns:
            yield Notice("notice.returns", {"work": work.title})
        if any(found.unread):
            yield Notice("notice.unread", {"work": work.title, "count": sum(found.unread)})
        if found.lines.derived.any():
            yield Notice("notice.windows", {"work": work.title, "count": int(found.lines.derived.sum())})
        if found.trained_on:
            yield Notice("notice.trained", {"work": work.title, "count": len(found.trained_on)})

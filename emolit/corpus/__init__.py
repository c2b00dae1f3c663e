"""Texts as a scholar has them: works of stanzas of lines, and one reader a format."""

from emolit.corpus.language import guess_language, primary_language
from emolit.corpus.limits import APP_LIMITS, PUBLIC_LIMITS, Limits
from emolit.corpus.options import ReadingOptions, Separator
from emolit.corpus.reading import ENDINGS, READERS, read_corpus, read_paste
from emolit.corpus.samples import sample_corpus
from emolit.corpus.units import ReadingUnit, read_by
from emolit.corpus.verse import to_text
from emolit.corpus.works import Corpus, Line, SourceNote, Stanza, Work

__all__ = [
    "APP_LIMITS",
    "ENDINGS",
    "PUBLIC_LIMITS",
    "READERS",
    "Corpus",
    "Limits",
    "Line",
    "ReadingOptions",
    "ReadingUnit",
    "Separator",
    "SourceNote",
    "Stanza",
    "Work",
    "guess_language",
    "primary_language",
    "read_by",
    "read_corpus",
    "read_paste",
    "sample_corpus",
    "to_text",
]

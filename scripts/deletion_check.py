"""Does a word's contribution say what happens without the word? Rank correlations for docs/READING.md.

For each line of the Korean samples with three words or more, and each emotion that it shows above the threshold: how
much more than its even share each word adds, and how far the line's logit falls when the word is deleted and the poem
is read again. Spearman's rho is taken within a line, over its words, and averaged.

    python scripts/deletion_check.py [lines]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr

sys.path.insert(0, str(Path(__file__).parents[1]))
from emolit.analysis.signals import emotion_columns
from emolit.corpus import Line, Work, primary_language, sample_corpus
from emolit.reading import EmotionReader
from emolit.reading.words import LineWords

LINES = 60
FEWEST = 3  # words of a line; of two, a rank says next to nothing
SEED = 0


@dataclass(frozen=True)
class Case:
    """One emotion of one line: what each word adds beyond its even share, and how far the logit falls without it."""

    deviation: np.ndarray
    fall: np.ndarray

    @property
    def rho(self) -> float:
        return float(spearmanr(self.deviation, self.fall).statistic)


def without(work: Work, line: int, word: int) -> Work:
    """The work with one word of one line deleted."""
    numbers = iter(range(len(work)))
    stanzas = tuple(
        tuple(_shorter(one, word) if next(numbers) == line else one for one in stanza) for stanza in work.stanzas
    )
    return replace(work, stanzas=stanzas)


def _shorter(line: Line, word: int) -> Line:
    words = line.text.split()
    return replace(line, text=" ".join(words[:word] + words[word + 1 :]))


def cases(reader: EmotionReader, work: Work, line: int, words: LineWords) -> Iterator[Case]:
    """One case for each emotion that the line shows."""
    threshold = reader.checkpoint.threshold
    shown = [
        column
        for column in emotion_columns(reader.scheme)
        if 1 / (1 + np.exp(-words.logit[column])) > threshold[column]
    ]
    left = [reader.explain(without(work, line, word), [line])[0].logit for word in range(len(words.texts))]
    fall = words.logit - np.array(left)
    for column in shown:
        yield Case(words.deviation[:, column], fall[:, column])


def chosen(works: Sequence[Work], n_lines: int) -> list[tuple[Work, int]]:
    """Lines of three words or more, drawn at random with a seed."""
    places = [(work, i) for work in works for i, text in enumerate(work.texts) if len(text.split()) >= FEWEST]
    order = np.random.default_rng(SEED).permutation(len(places))[:n_lines]
    return [places[index] for index in sorted(order)]


def main(n_lines: int) -> None:
    reader = EmotionReader.load()
    works = [work for work in sample_corpus() if primary_language(work) == "ko"]
    found: list[Case] = []
    for work, line in chosen(works, n_lines):
        found += cases(reader, work, line, reader.explain(work, [line])[0])
    rhos = np.array([case.rho for case in found])
    rhos = rhos[~np.isnan(rhos)]
    top = np.mean([case.deviation.argmax() == case.fall.argmax() for case in found])
    chance = np.mean([1 / len(case.fall) for case in found])
    sys.stdout.write(
        f"{n_lines} lines, {len(rhos)} line-emotion pairs: mean rho {rhos.mean():.2f} (median {np.median(rhos):.2f}); "
        f"the word that adds most is the one whose loss costs most in {top:.0%} of cases (by chance {chance:.0%})\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else LINES)

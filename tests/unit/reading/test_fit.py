"""How a text fits the model is known before it is read."""

from __future__ import annotations

from pathlib import Path

from emolit.corpus import read_paste
from emolit.reading import EmotionReader
from emolit.reading.fit import Fit, fit


def test_a_line_over_a_passage_is_counted_as_cut_and_unknown_characters_as_the_reader_counts_them(
    tiny_checkpoint: Path,
) -> None:
    reader = EmotionReader.load(tiny_checkpoint)
    works = read_paste(f"봄이 온다\n{'봄 ' * 300}\n\U00013000\U00013001", title="시").works
    found = fit(works, reader.tokens)
    assert found.cut == 1
    assert found.unknown == sum(reader.annotate(works).works[0].unread)
    assert found + Fit(1, 1) == Fit(found.unknown + 1, 2)

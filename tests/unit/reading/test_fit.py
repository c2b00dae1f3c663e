"""How a text fits the model is known before it is read."""

from __future__ import annotations

from pathlib import Path

from emolit.corpus import read_paste
from emolit.reading import EmotionReader
from emolit.reading.fit import Fit, fit
from emolit.reading.models import load_reader
from tests.checkpoints import write_tiny_classifier


def test_a_line_over_a_passage_is_counted_as_cut_and_unknown_characters_as_the_reader_counts_them(
    tiny_checkpoint: Path,
) -> None:
    reader = EmotionReader.load(tiny_checkpoint)
    works = read_paste(f"봄이 온다\n{'봄 ' * 300}\n\U00013000\U00013001", title="시").works
    found = fit(works, reader.tokens)
    assert found.cut == 1
    assert found.unknown == sum(reader.annotate(works).works[0].unread)
    assert found + Fit(1, 1) == Fit(found.unknown + 1, 2)


def test_a_line_is_cut_where_the_model_at_hand_cuts_it(tmp_path: Path) -> None:
    reader = load_reader(write_tiny_classifier(tmp_path), cache=None)  # reads 64 tokens at once
    works = read_paste("봄이 온다\n" + "봄 " * 40, title="시").works
    lengths = [len(ids) for ids in reader.tokens.encode(works[0].texts)]
    assert 62 < lengths[1] <= 254
    assert (fit(works, reader.tokens, reader.width).cut, fit(works, reader.tokens).cut) == (1, 0)

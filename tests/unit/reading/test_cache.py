"""A passage that was read before is not read again, and nobody can tell from the numbers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from emolit.corpus import Work, read_paste
from emolit.reading import EmotionReader
from emolit.reading.cache import LineSums, PassageCache
from emolit.reading.engine import Engine
from emolit.reading.passages import NOBODY, Passage
from emolit.reading.precision import Precision, has_bf16

TEXT = "창을 닦는다\n입김이 식는다\n\n저녁이 온다\n"


def work(text: str, title: str = "시") -> Work:
    (found,) = read_paste(text, title=title)
    return found


class Counting:
    """A reader over a cache of its own, which counts the passages that its network reads."""

    def __init__(self, reader: EmotionReader, cache: PassageCache | None, identity: str = "one") -> None:
        engine = Engine(reader.engine.model, reader.engine.pad, cache=cache, identity=identity)
        self.reader = EmotionReader(engine, reader.tokens, reader.checkpoint)
        self.read = 0
        logits = engine._logits

        def counted(batch: list[Passage]) -> object:
            self.read += len(batch)
            return logits(batch)

        engine._logits = counted  # type: ignore[assignment, method-assign]

    def lines(self, *works: Work, context: bool = True) -> np.ndarray:
        return self.reader.annotate(works, context=context).line_values()


def passage(*ids: int, line: int = 0) -> Passage:
    return Passage((0, *ids, 2), (NOBODY, *[line] * len(ids), NOBODY))


def entry(n_lines: int = 1, value: float = 0.0) -> LineSums:
    return LineSums(np.full((n_lines, 44), value, np.float32), np.ones(n_lines, np.float32))


# What it gives back


@pytest.mark.parametrize("context", [True, False])
def test_a_hit_is_the_miss_bit_for_bit_and_costs_no_reading(reader: EmotionReader, context: bool) -> None:
    counting = Counting(reader, PassageCache())
    missed = counting.lines(work(TEXT), context=context)
    read = counting.read
    assert read > 0
    np.testing.assert_array_equal(counting.lines(work(TEXT, "other title"), context=context), missed)
    assert counting.read == read


def test_with_and_without_a_cache_scores_are_the_same(reader: EmotionReader) -> None:
    works = [work(TEXT), work("봄 " * 300 + "\n비"), work(TEXT)]
    cached, plain = (Counting(reader, cache).lines(*works) for cache in (PassageCache(), None))
    np.testing.assert_allclose(cached, plain, atol=1e-5)


def test_equal_lines_of_one_text_are_read_once_and_each_has_its_score(reader: EmotionReader) -> None:
    counting = Counting(reader, PassageCache())
    found = counting.lines(work("후렴\n봄\n후렴\n비\n후렴"), context=False)
    assert counting.read == 3
    np.testing.assert_array_equal(found[[0, 0]], found[[2, 4]])
    assert np.abs(found[0] - found[1]).max() > 1e-6


def test_progress_counts_what_was_known_before(reader: EmotionReader) -> None:
    counting = Counting(reader, PassageCache())
    counting.lines(work("봄\n비"), context=False)
    told: list[tuple[int, int]] = []
    counting.reader.annotate([work("봄\n비\n눈")], context=False, on_batch=lambda *both: told.append(both))
    assert told == [(2, 3), (3, 3)]


# What it keeps apart


def test_other_weights_share_a_cache_and_no_entry(reader: EmotionReader) -> None:
    cache = PassageCache()
    Counting(reader, cache, identity="one").lines(work(TEXT))
    other = Counting(reader, cache, identity="other")
    other.lines(work(TEXT))
    assert other.read == 1


@pytest.mark.skipif(not has_bf16(), reason="needs a processor with bfloat16")
def test_another_precision_shares_no_entry(reader: EmotionReader) -> None:
    cache = PassageCache()
    for precision in Precision:
        engine = Engine(reader.engine.model, reader.engine.pad, precision=precision, cache=cache)
        EmotionReader(engine, reader.tokens, reader.checkpoint).annotate([work(TEXT)])
    assert len(cache) == 2


def test_readers_of_one_checkpoint_share_what_they_read(tiny_checkpoint: Path) -> None:
    cache = PassageCache()
    for _ in range(2):
        EmotionReader.load(tiny_checkpoint, cache=cache).annotate([work(TEXT)])
    assert len(cache) == 1


@pytest.mark.parametrize(
    "other",
    [passage(7, 8, 10), passage(7, 8), Passage((0, 7, 8, 9, 2), (NOBODY, 0, 0, 1, NOBODY))],
    ids=["another token", "fewer tokens", "another end of a line"],
)
def test_another_passage_has_another_key(other: Passage) -> None:
    cache = PassageCache()
    assert cache.key(other, "model") != cache.key(passage(7, 8, 9), "model")


def test_where_a_line_stands_in_its_work_makes_no_difference_to_its_key() -> None:
    cache = PassageCache()
    assert cache.key(passage(7, 8, line=3), "model") == cache.key(passage(7, 8, line=0), "model")


def test_a_key_means_nothing_outside_its_cache() -> None:
    assert PassageCache().key(passage(7), "model") != PassageCache().key(passage(7), "model")


# What it holds


def test_it_holds_no_more_than_its_bytes_and_lets_go_of_what_was_used_longest_ago() -> None:
    size = entry().size
    cache = PassageCache(3 * size)
    for key in (b"a", b"b", b"c"):
        cache.put(key, entry())
    assert cache.get(b"a") is not None
    cache.put(b"d", entry())
    assert [cache.get(key) is not None for key in (b"a", b"b", b"c", b"d")] == [True, False, True, True]
    assert (len(cache), cache.size) == (3, 3 * size)


@pytest.mark.parametrize(("setting", "expected"), [("3", 3_000_000), ("0", 0), ("", 64_000_000), ("much", 64_000_000)])
def test_how_much_it_holds_is_the_operator_s_word(monkeypatch: pytest.MonkeyPatch, setting: str, expected: int) -> None:
    monkeypatch.setenv("EMOLIT_CACHE_MB", setting)
    assert PassageCache().max_bytes == expected


def test_what_is_put_twice_counts_once_and_the_later_counts() -> None:
    cache = PassageCache()
    cache.put(b"a", entry(2))
    cache.put(b"a", entry(1, value=4))
    found = cache.get(b"a")
    assert found is not None
    assert (found.sums[0, 0], len(cache), cache.size) == (4, 1, entry(1).size)


def test_what_is_larger_than_the_whole_cache_is_read_and_not_kept(reader: EmotionReader) -> None:
    counting = Counting(reader, PassageCache(0))
    np.testing.assert_allclose(counting.lines(work(TEXT)), Counting(reader, None).lines(work(TEXT)), atol=1e-6)
    assert (len(counting.reader.engine.cache or ()), counting.reader.engine.cache.size) == (0, 0)  # type: ignore[union-attr]


def test_nobody_can_change_what_others_will_get() -> None:
    cache = PassageCache()
    cache.put(b"a", entry())
    found = cache.get(b"a")
    assert found is not None
    with pytest.raises(ValueError, match="read-only"):
        found.sums[0, 0] = 1


def test_many_threads_at_once_find_what_one_finds_and_the_count_of_bytes_stays_right(reader: EmotionReader) -> None:
    works = [work(f"{number}번째 저녁\n비가 온다") for number in range(12)]
    cache = PassageCache(6 * entry(2).size)
    counting = Counting(reader, cache)
    plain = [Counting(reader, None).lines(each) for each in works]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(counting.lines, works * 4))
    for ours, theirs in zip(found, plain * 4, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-5)
    assert len(cache) == 6
    assert cache.size == 6 * entry(2).size

"""Putting a corpus in order loses no line, and each step leaves the corpus before it as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emolit.corpus import Corpus, Line, Work, read_paste
from emolit.corpus.managing import content_hash, duplicates, edit, merge, remove, split
from emolit.corpus.works import unique_ids


def work(number: int, sizes: list[int]) -> Work:
    stanzas = tuple(tuple(Line(f"{number}.{s}.{n}") for n in range(size)) for s, size in enumerate(sizes))
    return Work(f"id{number}", f"시 {number}", stanzas, author="가람", year="1930")


CORPORA = st.lists(st.lists(st.integers(1, 4), min_size=1, max_size=4), min_size=1, max_size=5).map(
    lambda shapes: Corpus(unique_ids(work(number, sizes) for number, sizes in enumerate(shapes)))
)


def texts(corpus: Corpus) -> list[str]:
    return [text for each in corpus for text in each.texts]


@given(CORPORA, st.data())
def test_splitting_keeps_every_line_in_its_order_and_merging_brings_the_text_back(
    corpus: Corpus, data: st.DataObject
) -> None:
    chosen = data.draw(st.sampled_from(corpus.works))
    line = data.draw(st.integers(-1, len(chosen) + 1))
    parted = split(corpus, chosen.id, line)
    assert texts(parted) == texts(corpus)
    assert len(parted) == len(corpus) + (0 < line < len(chosen))
    halves = [each.id for each in parted if each.title.startswith(f"{chosen.title} (")]
    assert texts(merge(parted, halves)) == texts(corpus)


@given(CORPORA, st.data())
def test_merging_keeps_every_line_and_stanza_and_the_first_work_s_name(corpus: Corpus, data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from([each.id for each in corpus]), unique=True))
    merged = merge(corpus, chosen)
    assert sorted(texts(merged)) == sorted(texts(corpus))
    assert sum(len(each.stanzas) for each in merged) == sum(len(each.stanzas) for each in corpus)
    assert len(merged) == len(corpus) - max(0, len(chosen) - 1)
    assert merged.works[0].title == corpus.works[0].title


@given(CORPORA, st.data())
def test_removing_takes_those_works_alone(corpus: Corpus, data: st.DataObject) -> None:
    chosen = data.draw(st.sets(st.sampled_from([each.id for each in corpus])))
    assert remove(corpus, chosen).works == tuple(each for each in corpus if each.id not in chosen)


def test_a_split_inside_a_stanza_parts_it_and_both_works_keep_what_is_said_of_them() -> None:
    first, second = split(Corpus((work(0, [2, 2]),)), "id0", 1)
    assert [[len(stanza) for stanza in part.stanzas] for part in (first, second)] == [[1], [1, 2]]
    assert {(part.author, part.year) for part in (first, second)} == {("가람", "1930")}
    assert (first.title, second.title) == ("시 0 (1)", "시 0 (2)")


def test_editing_changes_what_is_said_and_never_the_text_or_the_id() -> None:
    corpus = Corpus((work(0, [1]), work(1, [1])))
    edited = edit(corpus, "id1", {"title": "봄", "paratext": True, "stanzas": (), "id": "x"})
    assert (edited.works[1].title, edited.works[1].paratext, edited.works[1].id) == ("봄", True, "id1")
    assert texts(edited) == texts(corpus)
    assert edited.works[0] == corpus.works[0]


@pytest.mark.parametrize(
    "text", ["봄이 온다\n비가 온다", "봄이  온다\n\n비가 온다 ", "\u1107\u1169\u11b7이 온다 비가\n온다"]
)
def test_equal_wording_is_a_duplicate_whatever_its_breaks_spaces_and_composition(text: str) -> None:
    texts = {"하나": "봄이 온다\n비가 온다", "둘": text, "셋": "눈"}
    corpus = sum((read_paste(text, title=title) for title, text in texts.items()), start=Corpus(()))
    first, second, _ = corpus.works
    assert duplicates(corpus) == {second.id: first.id}


def test_another_word_is_no_duplicate() -> None:
    one, other = (read_paste(text, title="시").works[0] for text in ("봄이 온다", "봄은 온다"))
    assert content_hash(one) != content_hash(other)

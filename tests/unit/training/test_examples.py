"""What an epoch shows the network: everything that may be learnt, nothing that may not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from emolit.emotions import Scheme
from emolit.reading.passages import MAX_TOKENS, NOBODY
from emolit.reading.tokens import Tokens
from emolit.training.data import Comment, KpoemRow, ParallelComment
from emolit.training.examples import CommentExamples, Example, PoemExamples, epoch_batches
from emolit.training.recipe import Recipe
from emolit.training.splits import grouped_fold, paper_split
from emolit.training.targets import targets
from tests.kpoem import row, small_kpoem

SEEDS = range(8)  # whole segments and windows are drawn, so a law is tried on several epochs


def poem_examples(rows: Sequence[KpoemRow], scheme: Scheme, tokens: Tokens, **levers: object) -> PoemExamples:
    recipe, split = Recipe(**levers), paper_split(rows)  # type: ignore[arg-type]
    wanted = targets(rows, split, recipe, scheme).astype(np.float32)
    return PoemExamples(rows, split, wanted, tokens, recipe)


@pytest.fixture(scope="module")
def examples(scheme: Scheme, tokens: Tokens) -> PoemExamples:
    return poem_examples(small_kpoem(), scheme, tokens)


def epoch(examples: PoemExamples, seed: int) -> list[Example]:
    return examples.epoch(np.random.default_rng(seed))


def owned(example: Example) -> list[tuple[int, ...]]:
    """The tokens of each owner of a passage."""
    pairs = list(zip(example.passage.ids, example.passage.owners, strict=True))
    return [tuple(i for i, owner in pairs if owner == number) for number in range(len(example.weights))]


def by_split(rows: Sequence[KpoemRow], tokens: Tokens, *splits: str) -> set[tuple[int, ...]]:
    return {tuple(ids) for each in rows if each.split in splits for ids in tokens.encode([each.text])}


def same(one: Example, other: Example) -> bool:
    arrays = zip((one.targets, one.weights), (other.targets, other.weights), strict=True)
    return one.passage == other.passage and all(np.array_equal(ours, theirs) for ours, theirs in arrays)


def test_an_epoch_is_a_function_of_its_seed_alone(examples: PoemExamples) -> None:
    first, other, again = (epoch(examples, seed) for seed in (1, 2, 1))
    assert all(same(ours, theirs) for ours, theirs in zip(first, again, strict=True))
    assert [each.passage for each in first] != [each.passage for each in other]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_train_row_carries_loss_each_epoch_and_no_other_row_does(
    examples: PoemExamples, tokens: Tokens, seed: int
) -> None:
    weighed: dict[bool, set[tuple[int, ...]]] = {True: set(), False: set()}
    for example in epoch(examples, seed):
        for ids, weight in zip(owned(example), example.weights, strict=True):
            weighed[weight > 0].add(ids)
    assert weighed[True] == by_split(small_kpoem(), tokens, "train")
    assert weighed[False] <= by_split(small_kpoem(), tokens, "val", "test")


def test_lines_that_are_not_learnt_are_still_there_to_be_read(examples: PoemExamples, tokens: Tokens) -> None:
    seen = {ids for seed in SEEDS for example in epoch(examples, seed) for ids in owned(example)}
    assert by_split(small_kpoem(), tokens, "val", "test") <= seen


@pytest.mark.parametrize("seed", SEEDS)
def test_no_example_is_without_weight(examples: PoemExamples, seed: int) -> None:
    assert all(example.weights.any() for example in epoch(examples, seed))


def test_a_segment_with_no_line_to_learn_is_left_out(scheme: Scheme, tokens: Tokens) -> None:
    rows = [row(0, "밤", {"슬픔": 1}, split="val"), row(1, "낮", {"기쁨": 1}, split="train", segment=1)]
    (example,) = epoch(poem_examples(rows, scheme, tokens), 0)
    assert owned(example) == [tuple(tokens.encode(["낮"])[0])]


def test_each_owner_has_its_own_row_s_scaled_shares(scheme: Scheme, tokens: Tokens) -> None:
    rows = [row(n, text, votes, split="train") for n, (text, votes) in enumerate([("밤", {"슬픔": 4, "기쁨": 1})] * 3)]
    rows[1] = row(1, "낮", {"기쁨": 5}, split="train")
    joy, sorrow = scheme.names.index("기쁨"), scheme.names.index("슬픔")
    for seed in SEEDS:
        for example in epoch(poem_examples(rows, scheme, tokens, ridge=0.0), seed):
            for ids, target in zip(owned(example), example.targets, strict=True):
                expected = [1, 0] if ids == tuple(tokens.encode(["낮"])[0]) else [0.25, 1]
                assert target[[joy, sorrow]].tolist() == expected


def test_a_segment_is_read_whole_in_most_epochs_and_in_windows_in_some(examples: PoemExamples) -> None:
    sizes = {len(example.weights) for seed in SEEDS for example in epoch(examples, seed)}
    assert sizes == {1, 2, 3, 4, 5}


def test_a_line_longer_than_a_passage_is_learnt_in_windows(scheme: Scheme, tokens: Tokens) -> None:
    rows = [row(0, "a" * 600, {"슬픔": 1}, split="train")]
    found = epoch(poem_examples(rows, scheme, tokens), 0)
    assert sum(len(ids) for example in found for ids in owned(example)) == 600
    assert all(len(example.passage) <= MAX_TOKENS and example.weights.tolist() == [1] for example in found)


def test_a_fold_shows_nothing_of_the_blocks_it_holds_out_nor_of_the_segments_beside_them(
    scheme: Scheme, tokens: Tokens
) -> None:
    rows, split, recipe = small_kpoem(), grouped_fold(small_kpoem(), 2), Recipe()
    held_out = {rows[index].segment for index in split.held_out}
    hidden = {segment + step for segment in held_out for step in (-1, 0, 1)}
    wanted = targets(rows, split, recipe, scheme).astype(np.float32)
    examples = PoemExamples(rows, split, wanted, tokens, recipe)
    seen = {ids for seed in SEEDS for example in epoch(examples, seed) for ids in owned(example)}
    assert seen
    assert seen.isdisjoint(tuple(tokens.encode([each.text])[0]) for each in rows if each.segment in hidden)


# Comments

PARALLEL = [ParallelComment(f"day {n}", f"날 {n}", (n % 3,)) for n in range(9)]


def comment_examples(tokens: Tokens, kote: Sequence[Comment] = (), **levers: object) -> CommentExamples:
    return CommentExamples(kote, PARALLEL, (44, 3), tokens, Recipe(**levers), {})  # type: ignore[arg-type]


def test_comments_teach_the_labels_that_theirs_mean_and_leave_the_others_open(tokens: Tokens) -> None:
    meant = {5: frozenset({0, 2}), 7: frozenset({1})}
    found = CommentExamples([], PARALLEL, (44, 3), tokens, Recipe(), meant).epoch(np.random.default_rng(0))
    assert len(found) == len(PARALLEL)
    for example in found:
        (target,) = example.targets
        own = int(np.argmax(target[44:]))
        assert target[[5, 7]].tolist() == ([0, 1] if own == 1 else [1, 0])
        assert np.isnan(np.delete(target[:44], [5, 7])).all()


@pytest.mark.parametrize("length", [1, 61, 62, 63, 500])
def test_a_comment_is_cut_at_the_most_tokens_it_may_have(tokens: Tokens, length: int) -> None:
    found = comment_examples(tokens, [Comment("a" * length, (0, 43))], comment_tokens=64, goemotions=0)
    (example,) = found.epoch(np.random.default_rng(0))
    assert len(example.passage) == min(length + 2, 64)
    assert example.passage.owners == (NOBODY, *[0] * min(length, 62), NOBODY)
    assert np.flatnonzero(example.targets[0] == 1).tolist() == [0, 43]
    assert example.weights.tolist() == [1]


def test_each_data_set_says_nothing_of_the_other_s_labels(tokens: Tokens) -> None:
    found = comment_examples(tokens, [Comment("고마워", (4,))], goemotions=9).epoch(np.random.default_rng(0))
    assert len(found) == 10
    own, others = found[0].targets[0], found[1].targets[0]
    assert (np.isnan(own[:44]).any(), np.isnan(own[44:]).all()) == (False, True)
    assert (np.isnan(others[:44]).all(), np.isnan(others[44:]).any()) == (True, False)
    assert others[44:].sum() == 1


def test_an_epoch_draws_each_comment_at_most_once_and_in_both_languages_over_time(tokens: Tokens) -> None:
    examples = comment_examples(tokens, goemotions=6)
    spoken = {"english": {tuple(tokens.encode([each.english])[0]) for each in PARALLEL}}
    spoken["korean"] = {tuple(tokens.encode([each.korean])[0]) for each in PARALLEL}
    seen: set[str] = set()
    for seed in SEEDS:
        drawn = [owned(example)[0] for example in examples.epoch(np.random.default_rng(seed))]
        assert len(drawn) == len(set(drawn)) == 6
        seen |= {language for language, texts in spoken.items() for ids in drawn if ids in texts}
    assert seen == {"english", "korean"}


def test_poems_are_mixed_with_as_many_comments_as_the_recipe_says(scheme: Scheme, tokens: Tokens) -> None:
    rows, recipe = small_kpoem(), Recipe(replay=6)
    comments = comment_examples(tokens, [Comment(f"말 {n}", (n,)) for n in range(5)], replay=6)
    wide = np.pad(targets(rows, paper_split(rows), recipe, scheme), ((0, 0), (0, 3)), constant_values=np.nan)
    arguments = (rows, paper_split(rows), wide.astype(np.float32), tokens, recipe)
    plain, mixed = (epoch(PoemExamples(*arguments, each), 0) for each in (None, comments))
    assert len(mixed) == len(plain) + 6


# Batches


@pytest.mark.parametrize("budget", [150, 512])
def test_batches_hold_every_example_once_within_the_budget(examples: PoemExamples, budget: int) -> None:
    found = epoch(examples, 3) * 20  # more than one pool
    batches = epoch_batches(found, budget, np.random.default_rng(5))
    assert sorted(id(each) for batch in batches for each in batch) == sorted(map(id, found))
    for batch in batches:
        assert len(batch) == 1 or max(len(each.passage) for each in batch) * len(batch) <= budget


def test_batches_are_a_function_of_their_seed_and_come_in_random_order(examples: PoemExamples) -> None:
    found = epoch(examples, 3)
    first, again, other = (epoch_batches(found, 150, np.random.default_rng(seed)) for seed in (5, 5, 6))
    ids = [[[id(each) for each in batch] for batch in batches] for batches in (first, again, other)]
    assert ids[0] == ids[1] != ids[2]
    widest = [max(len(each.passage) for each in batch) for batch in first]
    assert widest != sorted(widest, reverse=True)

"""The stages of a recipe one after another, each in a folder of its own."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from scipy.special import expit
from transformers import BertForTokenClassification

from emolit.emotions import Scheme
from emolit.errors import TrainingError
from emolit.reading.precision import has_bf16
from emolit.training import train as train_module
from emolit.training.examples import Example
from emolit.training.masked import MaskedWords
from emolit.training.recipe import Recipe, Stage
from emolit.training.splits import paper_split
from emolit.training.targets import targets
from emolit.training.train import Sources, Trainer, cut_head
from tests.checkpoints import tiny_model

RECIPE = Recipe(
    comments=Stage("comments", 1, 512),
    poems=Stage("poems", 2, 512, 2e-3),
    restart=Stage("restart", 1, 512, 2e-3, seed=18),
    kote_held_out=2,
    goemotions=3,
)
NO_RESTART = replace(RECIPE, restart=replace(RECIPE.restart, epochs=0))


@pytest.fixture(scope="module")
def sources(small_data: Path, tiny_checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Sources:
    """The data, and an encoder without a head beside its tokenizer."""
    folder = shutil.copytree(tiny_checkpoint, tmp_path_factory.mktemp("base") / "encoder")
    tiny_model().bert.save_pretrained(folder)
    return Sources(small_data, folder)


def logits(sources: Sources, folder: Path, recipe: Recipe, scheme: Scheme) -> NDArray[np.float64]:
    """What the trained model says of each row."""
    trainer = Trainer(sources, folder, recipe, scheme)
    model = trainer.train_on_poems(trainer.train_on_comments(), paper_split(trainer.rows), "paper")
    return trainer.read(model, trainer.rows, range(len(trainer.rows)))


@pytest.fixture
def run(trained: tuple[Path, NDArray[np.float64]], tmp_path: Path) -> Path:
    """A finished run, to be changed."""
    return shutil.copytree(trained[0], tmp_path / "run")


@pytest.fixture(scope="module")
def trained(
    sources: Sources, scheme: Scheme, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, NDArray[np.float64]]:
    folder = tmp_path_factory.mktemp("trained")
    return folder, logits(sources, folder, RECIPE, scheme)


def log(folder: Path) -> list[tuple[str, int]]:
    records = [json.loads(line) for line in (folder / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    return [(record["stage"], record["epoch"]) for record in records]


def test_poems_are_read_after_comments_and_again_after_the_restart(run: Path) -> None:
    assert log(run / "comments") == [("comments", 1)]
    assert log(run / "paper") == [("poems", 1), ("poems", 2)]
    assert log(run / "paper" / "restart") == [("restart", 1)]


def test_a_run_knows_in_what_each_of_its_epochs_was_computed(run: Path, sources: Sources, scheme: Scheme) -> None:
    trainer = Trainer(sources, run, RECIPE, scheme)
    here = "bf16" if has_bf16() else "float32"
    assert trainer.precision("paper") == here
    with (run / "paper" / "restart" / "log.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"stage": "restart", "epoch": 2, "precision": "elsewhere"}\n{"stage": "restart", "epoch": 3}\n')
    assert trainer.precision("paper") == f"{here}, elsewhere, unknown"


def test_the_restart_goes_on_from_what_the_poems_gave(
    trained: tuple[Path, NDArray[np.float64]], sources: Sources, scheme: Scheme, tmp_path: Path
) -> None:
    before = logits(sources, tmp_path, NO_RESTART, scheme)
    assert not (tmp_path / "paper" / "restart").exists()
    trainer = Trainer(sources, tmp_path, NO_RESTART, scheme)
    first = trainer.read(trainer.train_on_comments(), trainer.rows, range(len(trainer.rows)))
    moved = np.abs(trained[1] - before).mean()
    assert 1e-4 < moved < np.abs(before - first).mean()


def test_the_restart_learns_its_own_share_of_the_n_grams(run: Path) -> None:
    shares = [json.loads((run / each / "run.json").read_text())["ridge"] for each in ("paper", "paper/restart")]
    assert shares == [RECIPE.ridge, RECIPE.restart_ridge]


def test_a_run_that_lost_its_last_stage_makes_it_again_to_the_same_end(
    trained: tuple[Path, NDArray[np.float64]], run: Path, sources: Sources, scheme: Scheme
) -> None:
    (run / "paper" / "restart" / "state.pt").unlink()
    np.testing.assert_allclose(logits(sources, run, RECIPE, scheme), trained[1], atol=1e-5)


def test_a_restart_of_another_recipe_is_refused(run: Path, sources: Sources, scheme: Scheme) -> None:
    with pytest.raises(TrainingError) as caught:
        logits(sources, run, replace(RECIPE, restart_ridge=0.9), scheme)
    assert caught.value.code == "training.other_recipe"


def test_what_was_held_out_is_read_once_and_not_handed_out_for_another_recipe(
    run: Path, sources: Sources, scheme: Scheme
) -> None:
    trainer = Trainer(sources, run, RECIPE, scheme)
    found = trainer.hold_out(paper_split(trainer.rows), "paper", 3)
    assert found.rows.tolist() == [index for index, row in enumerate(trainer.rows) if row.split != "train"]
    assert set(found.fold) == {3}
    again = trainer.hold_out(paper_split(trainer.rows), "paper", 4)
    assert set(again.fold) == {3}  # kept, not read anew
    other = Trainer(sources, run, replace(RECIPE, restart_ridge=0.9), scheme)
    with pytest.raises(TrainingError) as caught:
        other.hold_out(paper_split(trainer.rows), "paper", 3)
    assert caught.value.code == "training.other_recipe"
    (run / "paper" / "predictions.npz").write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(TrainingError) as caught:
        trainer.hold_out(paper_split(trainer.rows), "paper", 3)
    assert caught.value.code == "training.bad_predictions"


def test_a_second_head_teaches_beside_the_first_and_is_cut_off(
    trained: tuple[Path, NDArray[np.float64]], sources: Sources, scheme: Scheme, tmp_path: Path
) -> None:
    trainer = Trainer(sources, tmp_path, replace(RECIPE, second="binary"), scheme)
    first = trainer.train_on_comments()
    n_first = first.classifier.out_features
    model = trainer.train_on_poems(first, paper_split(trainer.rows), "paper")
    assert first.classifier.out_features == n_first
    assert model.classifier.out_features == n_first + len(scheme.names)
    own, second = model.classifier.weight[: len(scheme.names)], model.classifier.weight[n_first:]
    assert not torch.allclose(own, second)  # it began as the first, and learnt another target
    found = trainer.read(model, trainer.rows, range(len(trainer.rows)))
    assert found.shape == trained[1].shape
    assert np.abs(found - trained[1]).mean() > 1e-4
    cut_head(model, scheme)
    assert model.classifier.out_features == len(scheme.names)


def test_a_student_learns_the_mean_of_what_its_teachers_say(
    sources: Sources, scheme: Scheme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[NDArray[np.float64] | None] = []

    def heard(*given: Any) -> NDArray[np.float64]:
        asked.append(given[-1])
        return targets(*given)

    monkeypatch.setattr(train_module, "targets", heard)
    trainer = Trainer(sources, tmp_path / "student", replace(NO_RESTART, teachers=2), scheme)
    split = paper_split(trainer.rows)
    trainer.train_on_poems(trainer.train_on_comments(), split, "paper")
    assert asked[:2] == [None, None]
    own = [replace(NO_RESTART, poems=replace(NO_RESTART.poems, seed=seed)) for seed in (1017, 2017)]
    said = [expit(logits(sources, tmp_path / f"{number}", each, scheme)) for number, each in enumerate(own)]
    assert np.abs(said[0] - said[1]).mean() > 1e-4
    np.testing.assert_allclose(asked[2], np.mean(said, axis=0)[sorted(split.learn)], atol=1e-5)
    assert log(tmp_path / "student" / "paper" / "teacher-2") == [("poems", 1), ("poems", 2)]


def test_hidden_words_are_guessed_before_the_poems_and_only_of_texts_that_may_be_read(
    trained: tuple[Path, NDArray[np.float64]],
    sources: Sources,
    scheme: Scheme,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    guessed: set[int] = set()
    learn = MaskedWords.forward

    def forward(self: MaskedWords, model: BertForTokenClassification, batch: Sequence[Example]) -> torch.Tensor:
        guessed.update(token for example in batch for token in example.passage.ids)
        return learn(self, model, batch)

    monkeypatch.setattr(MaskedWords, "forward", forward)
    trainer = Trainer(sources, tmp_path, replace(NO_RESTART, masked=Stage("masked", 1, 512, 2e-3)), scheme)
    split = paper_split(trainer.rows)
    first_line = next(i for i, each in enumerate(trainer.rows) if each.unit == "line" and i in split.read)
    kept = replace(split, read=frozenset({first_line}), learn=frozenset({first_line}))
    trainer.train_on_poems(trainer.train_on_comments(), kept, "paper")
    assert log(tmp_path / "paper" / "masked") == [("masked", 1)]
    own = set(trainer.tokens.encode([trainer.rows[first_line].text])[0])
    assert guessed == own | {trainer.tokens.specials.start, trainer.tokens.specials.end}


def test_the_first_stage_is_the_same_whatever_the_levers_of_the_poems(
    sources: Sources, scheme: Scheme, tmp_path: Path
) -> None:
    levers = replace(RECIPE, twice=0.5, tail=0.5, teachers=2, dispersion=0.1, masked=Stage("masked", 1, 512))
    plain, moved = (
        Trainer(sources, tmp_path / name, recipe, scheme).train_on_comments().state_dict()
        for name, recipe in (("plain", RECIPE), ("moved", levers))
    )
    assert all(torch.equal(plain[name], weights) for name, weights in moved.items())

"""Everything that decides a training besides the data and the rows that may be learnt."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args

from emolit.errors import TrainingError

Target = Literal["scaled", "share", "binary"]


def _require_numbers(of: Recipe | Stage, prefix: str = "") -> None:
    """Whole numbers where whole numbers are meant, none below 0."""
    for field in fields(of):
        value = getattr(of, field.name)
        meant = {"int": (int,), "float": (int, float)}.get(str(field.type))
        if meant:
            _require(type(value) in meant and value >= 0, prefix + field.name, value)


def _require(holds: bool, name: str, value: object) -> None:
    if not holds:
        raise TrainingError("training.bad_lever", name=name, value=json.dumps(value, ensure_ascii=False))


@dataclass(frozen=True)
class Stage:
    """Passes over one kind of examples."""

    name: str
    epochs: int
    batch_tokens: int  # padded tokens of one step
    learning_rate: float = 2e-4
    seed: int = 17

    def __post_init__(self) -> None:
        """Raises TrainingError for a value that no stage can have."""
        _require_numbers(self, f"{self.name}.")
        _require(self.batch_tokens > 0, f"{self.name}.batch_tokens", self.batch_tokens)


@dataclass(frozen=True)
class Recipe:
    """The levers. Their defaults are what ships; `docs/EXPERIMENTS.md` says what those that were tried gave.

    A new lever begins at what was done before there was one: checkpoints and runs that do not name it are read so.
    """

    comments: Stage = Stage("comments", 3, 1536)
    poems: Stage = Stage("poems", 6, 768)
    restart: Stage = Stage("restart", 4, 768, seed=18)  # poems again with a learning rate that rises anew
    masked: Stage = Stage("masked", 0, 768)  # hidden words of the poems' texts, before the poems
    layer_decay: float = 0.9  # learning rate of a layer against the one above it
    head_factor: float = 3.0  # learning rate of the head against the top layer
    weight_decay: float = 0.01
    warmup: float = 0.1  # share of a stage's steps
    clip: float = 1.0  # norm of the gradient
    dropout: float = 0.1  # of hidden states
    comment_tokens: int = 64  # longest comment; one in twelve of KOTE is cut
    kote_held_out: int = 500  # KOTE comments to measure the first stage on
    goemotions: int = 24_000  # GoEmotions comments an epoch, each in English or in Korean
    crosswalk: bool = False  # they teach the labels of the scheme that their own mean, too
    target: Target = "scaled"  # votes min-max scaled within the row, votes / 5, or the paper's 0/1
    ridge: float = 0.3  # share of the target that TF-IDF and ridge, fitted on other blocks, predict
    restart_ridge: float = 0.5  # the same share after the restart
    dispersion: float = 0.0  # of readers' votes beyond chance, in a beta-binomial likelihood; 0 for cross-entropy
    second: Target | None = None  # target of a second head on the same rows, which is cut off in the end; no `replay`
    related: float = 0.0  # share of the target that is spread to labels that readers choose together
    teachers: int = 0  # models of other seeds, trained alike, whose mean is a share of the target
    taught: float = 0.5  # that share
    average: float = 0.0  # decay of the moving average of weights; 0 for none
    tail: float = 0.0  # share of a stage's last steps, at one learning rate, of whose weights the mean is kept (SWA)
    twice: float = 0.0  # weight of the divergence of two dropout passes (R-Drop); 0 for one pass
    replay: int = 0  # comments of the first stage an epoch of poems is mixed with
    whole_segment: float = 0.6  # probability that a segment is read whole
    longest_window: int = 6  # lines of a window otherwise

    def __post_init__(self) -> None:
        """Raises TrainingError for a value that a lever cannot have."""
        _require_numbers(self)
        _require(self.target in get_args(Target), "target", self.target)
        _require(self.second is None or (self.second in get_args(Target) and not self.replay), "second", self.second)
        _require(isinstance(self.crosswalk, bool), "crosswalk", self.crosswalk)
        _require(self.taught <= 1, "taught", self.taught)
        _require(self.tail + self.warmup <= 1 and not (self.tail and self.average), "tail", self.tail)
        _require(self.kote_held_out > 0, "kote_held_out", self.kote_held_out)
        _require(self.longest_window > 0, "longest_window", self.longest_window)

    @property
    def stages(self) -> tuple[Stage, ...]:
        return self.comments, self.poems, self.restart, self.masked

    @property
    def reads_comments(self) -> bool:
        return self.comments.epochs > 0 or self.replay > 0

    @property
    def restarted(self) -> Recipe:
        """The recipe that the poems are read with after the restart."""
        return replace(self, ridge=self.restart_ridge)

    def of_teacher(self, number: int) -> Recipe:
        """What a teacher is trained by, numbered from 1: the same with seeds of its own and nobody to learn from."""
        poems, restart, masked = (
            replace(stage, seed=stage.seed + 1000 * number) for stage in (self.poems, self.restart, self.masked)
        )
        return replace(self, teachers=0, poems=poems, restart=restart, masked=masked)


# What only poems are read with: recipes that differ in nothing else share their first stage.
OF_POEMS = (
    *(
        "poems",
        "restart",
        "masked",
        "target",
        "ridge",
        "restart_ridge",
        "dispersion",
        "second",
        "related",
        "teachers",
        "taught",
        "average",
        "tail",
        "twice",
        "replay",
    ),
    *("whole_segment", "longest_window"),
)


def recipe_of(changes: dict[str, Any]) -> Recipe:
    """The shipped recipe with some levers moved; a stage is given by the fields that change.

    Raises TrainingError when a lever, or a field of a stage, does not exist or cannot have its value.
    """
    recipe = Recipe()
    known = asdict(recipe)
    unknown = set(changes) - set(known)
    for stage in set(changes) & {stage.name for stage in recipe.stages}:
        given = changes[stage] if isinstance(changes[stage], dict) else {repr(changes[stage]): None}
        unknown |= {f"{stage}.{field}" for field in set(given) - set(known[stage])}
    if unknown:
        raise TrainingError("training.no_lever", names=", ".join(sorted(unknown)))
    stages = {stage.name: replace(stage, **changes[stage.name]) for stage in recipe.stages if stage.name in changes}
    return replace(recipe, **(changes | stages))


def changes_of(recipe: Recipe, other: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What differs from the shipped recipe, as `recipe_of` takes it.

    other: from this one instead, as a checkpoint's config has it; a lever that was not known then stood at its default.
    """
    against = asdict(Recipe()) | dict(other or {})
    moved = {name: value for name, value in asdict(recipe).items() if value != against[name]}
    return {
        name: {field: one for field, one in value.items() if one != against[name].get(field)}
        if isinstance(value, dict)
        else value
        for name, value in moved.items()
    }


def load_recipe(path: Path) -> Recipe:
    """A JSON file of changes to the shipped recipe. Raises TrainingError when there is none or it is not JSON."""
    if not path.is_file():
        raise TrainingError("training.no_file", path=path)
    try:
        changes = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise TrainingError("training.bad_recipe", path=path) from error
    if not isinstance(changes, dict):
        raise TrainingError("training.bad_recipe", path=path)
    return recipe_of(changes)


def first_stage(recipe: Recipe) -> Recipe:
    """The recipe with every lever of the poems at its default, to tell whether two first stages are the same."""
    return replace(recipe, **{name: getattr(Recipe(), name) for name in OF_POEMS})

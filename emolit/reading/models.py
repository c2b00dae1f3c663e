"""Which models can be read with, and how one is loaded: emolit's own kind, or a classifier of single texts.

The operator's list (`EMOLIT_MODELS`) names them; any other folder or Hub id is for the shell, or for an app that
nobody but its own user can reach.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from emolit.errors import ModelError
from emolit.reading.cache import SHARED, PassageCache
from emolit.reading.checkpoint import SHIPPED
from emolit.reading.precision import Precision
from emolit.reading.reader import EmotionReader


def load_reader(
    name: str | Path = SHIPPED,
    precision: Precision = Precision.FLOAT32,
    cache: PassageCache | None = SHARED,
    revision: str | None = None,
) -> EmotionReader:
    """A reader of whichever kind the checkpoint is. Raises ModelError as `EmotionReader.load` does."""
    return EmotionReader.load(name, revision, precision=precision, cache=cache)


def parse_models(listed: str) -> dict[str, str]:
    """The operator's list "name=folder or Hub id; name=..." as name -> where it is.

    A part without a name is named by its last word: "owner/model" is "model".

    Raises ModelError for a part that is empty on either side and for a name that comes twice.
    """
    models: dict[str, str] = {}
    for part in filter(str.strip, listed.split(";")):
        name, equals, place = (word.strip() for word in part.partition("="))
        place = place if equals else name
        name = name if equals else Path(name).name
        if not name or not place or name in models:
            raise ModelError("model.bad_list", part=part.strip())
        models[name] = place
    return models


def choose_model(asked: str, models: Mapping[str, str], *, free: bool) -> str:
    """Where the model is that a reader asked for, by its name in the operator's list or, if `free`, by its place.

    Raises ModelError where it is not listed and free places are not allowed.
    """
    if asked in models:
        return models[asked]
    if asked == SHIPPED or free:
        return asked
    raise ModelError("model.not_listed", name=asked, known=", ".join((SHIPPED, *models)))

"""Judgements on their way out and back: columns of what is taken away, a part of the session file."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from emolit.corpus import Work
from emolit.emotions import Scheme
from emolit.export.layers import Layer, LayerKind
from emolit.export.session import Extra
from emolit.judgements import Sheet, text_hash
from emolit.judgements.document import VERSION, read_document, write_document
from emolit.ui import kept
from emolit.ui.judging import store

_EXTRA = "judgements"  # its name in a session file


def judgement_layers(works: Sequence[Work], scheme: Scheme) -> tuple[Layer, ...]:
    """A layer for each coder: 1 where the label was chosen, 0 where not, NaN on lines that were not judged."""
    sheet = store.sheet()
    layers = []
    for coder in sheet.coders:
        values = {
            work.id: _values(work, sheet, coder, scheme) for work in works if sheet.of_text(text_hash(work), coder)
        }
        if values:
            layers.append(Layer(f"judged by {coder}", LayerKind.JUDGEMENTS, values, coder))
    return tuple(layers)


def _values(work: Work, sheet: Sheet, coder: str, scheme: Scheme) -> np.ndarray:
    values = np.full((len(work), len(scheme.names)), np.nan)
    for line, found in sheet.of_text(text_hash(work), coder).items():
        if line < len(work):
            values[line] = [name in found.labels for name in scheme.names]
    return values


def leave(works: Sequence[Work]) -> None:
    """Put the judgements where the next session file takes them from.

    Those of another version, which came with a file, go on as they are until there are some of this one.
    """
    if len(store.sheet()):
        kept.extras()[_EXTRA] = Extra(VERSION, json.loads(write_document(store.sheet(), works)))
    elif _EXTRA in kept.extras() and kept.extras()[_EXTRA].version == VERSION:
        kept.extras().pop(_EXTRA)


def come_back() -> None:
    """Add the judgements of a session file to those that are here. Raises EmolitError when they are damaged."""
    brought = kept.extras().get(_EXTRA)
    if brought is not None and brought.version == VERSION:
        document = read_document(json.dumps(brought.data))
        store.set_sheet(store.sheet().joined(document.sheet))

"""Human readers' votes as arrays, and the lines where readers and model, or readers among themselves, differ most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emolit.analysis.signals import vote_shares
from emolit.corpus import Work
from emolit.emotions import Scheme

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Panel:
    """The lines that readers have judged.

    votes: (n_lines, n_labels), how many readers chose the label; readers: (n_lines,), how many were asked.
    groups: (n_lines,), the work of each line; places: (work id, index of the line in it) of each.
    """

    votes: Array
    readers: Array
    groups: NDArray[np.intp]
    places: tuple[tuple[str, int], ...]

    def __len__(self) -> int:
        return len(self.places)

    @property
    def shares(self) -> Array:
        return np.asarray(self.votes / self.readers[:, None])


def panel_of(works: Iterable[Work], scheme: Scheme) -> Panel:
    """All lines with votes, in the order of the corpus."""
    judged = [
        (group, work.id, index, line)
        for group, work in enumerate(works)
        for index, line in enumerate(work.lines)
        if line.votes is not None
    ]
    readers = np.array([line.readers for *_, line in judged], dtype=np.float64)
    shares = vote_shares([line for *_, line in judged], scheme)
    return Panel(
        shares * readers[:, None],
        readers,
        np.array([group for group, *_ in judged], dtype=np.intp),
        tuple((work_id, index) for _, work_id, index, _ in judged),
    )


def apart_from_model(panel: Panel, scores: Array) -> Array:
    """Readers' share minus the model's score, (n_lines, n_labels), from -1 to 1; scores: those of the panel's lines."""
    return np.asarray(panel.shares - scores)


def apart_among_readers(panel: Panel) -> Array:
    """The share of pairs of readers who disagree on a label, (n_lines, n_labels); NaN with fewer than two readers."""
    readers = panel.readers[:, None]
    pairs = np.where(readers > 1, readers * (readers - 1), np.nan)
    return np.asarray(2 * panel.votes * (readers - panel.votes) / pairs)


def most(apart: Array, k: int) -> list[int]:
    """The k lines with the largest value, largest first, unknown ones left out; apart: (n_lines,), by its size."""
    size = np.abs(apart)
    order = np.argsort(np.where(np.isnan(size), np.inf, -size), kind="stable")
    return [int(line) for line in order[:k] if not np.isnan(size[line])]

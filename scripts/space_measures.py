"""What docs/SPACE.md asks of the atlas: distances between poets, what sets each apart, who is near whom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from emolit.analysis.compare import PERMUTATIONS, REST, Apart, By, Comparison, Gathered, apart, compare
from emolit.analysis.projection import NEIGHBOURS, hellinger, mix, place, smallest
from emolit.analysis.resampling import REPLICATES, SEED, p_value
from emolit.analysis.signals import emotion_columns
from emolit.corpus import Work
from emolit.emotions import Scheme
from emolit.reading.atlas import Atlas, Part

Array = NDArray[np.float64]

READERS = 5


@dataclass(frozen=True, eq=False)
class Study:
    """The atlas, ready to be asked."""

    atlas: Atlas
    scheme: Scheme
    permutations: int = PERMUTATIONS

    @cached_property
    def poets(self) -> list[str]:
        return list(dict.fromkeys(self.atlas.lines.poets.tolist()))

    @cached_property
    def segments(self) -> Gathered:
        return gathered(self.atlas.lines, self.atlas.lines.segment, self.atlas.lines.scores, self.scheme)

    @cached_property
    def blocks(self) -> Gathered:
        return gathered(self.atlas.lines, self.atlas.lines.block, self.atlas.lines.scores, self.scheme)

    @cached_property
    def votes(self) -> Gathered:
        """Readers' own choices, as shares, of the lines whose votes are published."""
        lines = self.atlas.lines
        return gathered(lines, lines.segment, lines.votes / READERS, self.scheme)

    @cached_property
    def whole(self) -> Array:
        """Profiles of the segments as the map shows them, (n_segments, n_emotions)."""
        return self.atlas.segments.scores[:, emotion_columns(self.scheme)]

    @cached_property
    def pairs(self) -> dict[tuple[str, str], tuple[Apart, Apart]]:
        """Each pair's distances, over segments and over blocks."""
        return {(a, b): self._pair(a, b) for a, b in combinations(self.poets, 2)}

    def _pair(self, a: str, b: str) -> tuple[Apart, Apart]:
        first, second = (apart(g, *g.sides(a, b), permutations=self.permutations) for g in (self.segments, self.blocks))
        return first, second

    @cached_property
    def against_rest(self) -> dict[str, tuple[Comparison, Comparison, Array]]:
        """Each poet against the others, over segments and blocks, and the difference in votes, (n_labels,)."""
        return {poet: self._against_rest(poet) for poet in self.poets}

    def _against_rest(self, poet: str) -> tuple[Comparison, Comparison, Array]:
        over = [compare(g, *g.sides(poet, REST), permutations=self.permutations) for g in (self.segments, self.blocks)]
        first, second = (self.votes.means[rows].mean(axis=0) for rows in self.votes.sides(poet, REST))
        return over[0], over[1], first - second


def gathered(part: Part, unit: NDArray[np.intp], values: Array, scheme: Scheme) -> Gathered:
    """Rows of the atlas in units, whose poets are the groups; rows without values are left out."""
    known = ~np.isnan(values).any(axis=1)
    numbers = np.unique(unit[known])
    rows = [np.flatnonzero(known & (unit == number)) for number in numbers]
    works = tuple(Work(str(number), str(number), ()) for number in numbers)
    poets = tuple(str(part.poets[own[0]]) for own in rows)
    lines = tuple(values[own] for own in rows)
    return Gathered(By.AUTHOR, works, poets, lines, scheme, np.full(len(scheme.names), 0.5))


# Numbers that are only asked for here


def explained_by_poet(part: Part, profiles: Array, permutations: int, seed: int = SEED) -> tuple[float, float, float]:
    """Share of the mixes' variance that the poet tells, the same by chance, and p (Anderson 2001, Hellinger distance).

    Whole blocks are dealt to poets by chance, so that neighbouring segments stay together.
    """
    places = mix(profiles)
    places = places - places.mean(axis=0)
    blocks, member = np.unique(part.block, return_inverse=True)
    sums, sizes = np.zeros((len(blocks), places.shape[1])), np.bincount(member).astype(np.float64)
    np.add.at(sums, member, places)
    poets = np.array([part.poets[part.block == block][0] for block in blocks])
    sides = (poets[:, None] == np.unique(poets)).astype(np.float64)  # (n_blocks, n_poets)
    total = float((places**2).sum())

    def share(of: Array) -> float:
        return float((((of.T @ sums) ** 2).sum(axis=1) / (of.T @ sizes)).sum() / total)

    random = np.random.default_rng(seed)
    observed, drawn = share(sides), np.array([share(random.permutation(sides)) for _ in range(permutations)])
    return observed, float(drawn.mean()), p_value(int((drawn >= observed - 1e-12).sum()), permutations)


@dataclass(frozen=True)
class Company:
    """How many of the nearest segments are the poet's own, with its interval, and how many would be by chance."""

    share: float
    low: float
    high: float
    chance: float


def company(part: Part, profiles: Array, poet: str, k: int = NEIGHBOURS, seed: int = SEED) -> Company:
    """Neighbours of a poet's segments in other blocks than the segment's own."""
    own = np.flatnonzero(part.poets == poet)
    elsewhere = part.block[own][:, None] != part.block[None, :]
    near, _ = smallest(np.where(elsewhere, hellinger(profiles[own], profiles), np.inf), k)
    shares = (part.poets[near] == poet).mean(axis=1)
    chance = ((part.poets == poet) & elsewhere).sum(axis=1) / elsewhere.sum(axis=1)
    blocks, member = np.unique(part.block[own], return_inverse=True)
    sums, sizes = np.bincount(member, weights=shares), np.bincount(member)
    drawn = np.random.default_rng(seed).multinomial(len(blocks), np.full(len(blocks), 1 / len(blocks)), REPLICATES)
    low, high = np.quantile((drawn @ sums) / (drawn @ sizes), [0.025, 0.975])
    return Company(float(shares.mean()), float(low), float(high), float(chance.mean()))


def displacement(profiles: Array, points: Array, blocks: NDArray[np.intp], seed: int = SEED) -> float:
    """How far rows come to lie from their place when they are placed as new texts among the rows of other blocks.

    Median, by the median distance of two rows drawn at random. profiles: (n, n_emotions), points: (n, 2), blocks: (n,).
    """
    away = np.empty(len(points))
    for block in np.unique(blocks):
        own, others = blocks == block, blocks != block
        found = place(profiles[own], profiles[others], points[others], far=1.0)
        away[own] = np.hypot(*(found.points - points[own]).T)
    random = np.random.default_rng(seed)
    first = random.integers(len(points), size=100_000)
    second = (first + random.integers(1, len(points), size=len(first))) % len(points)
    return float(np.median(away) / np.median(np.hypot(*(points[first] - points[second]).T)))

"""How far groups lie from each other, whether farther than chance, and their tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import cdist, squareform

from emolit.analysis.compare.gathering import Gathered, Rows
from emolit.analysis.compare.permuting import FEWEST_WORKS, PERMUTATIONS, Assignments, assignments, permutation_p
from emolit.analysis.compare.profiles import shares
from emolit.analysis.resampling import REPLICATES, SEED
from emolit.errors import NotEnoughData

Array = NDArray[np.float64]

FEWEST_FOR_TREE = 3
MANY_WORKS = 2000
_TINY = 1e-300


@dataclass(frozen=True)
class Apart:
    """Two groups' distance in two senses, with permutation p-values over works; None below `FEWEST_WORKS` a side.

    jensen_shannon: of the mixes of emotions of the two mean profiles, from 0 to 1 (base 2).
    energy: of the works as two clouds, in units of score.
    """

    jensen_shannon: float
    energy: float
    jensen_shannon_p: float | None
    energy_p: float | None
    drawn: Assignments | None


def jensen_shannon(a: Array, b: Array) -> Array:
    """The square root of the divergence, base 2 (Lin 1991; a metric: Endres and Schindelin 2003).

    a, b: (..., n_emotions), scores, which are made shares of a whole: the mix counts, not the amount. Returns (...).
    """
    first, second = shares(a), shares(b)
    middle = (first + second) / 2
    divergence = (_relative(first, middle) + _relative(second, middle)) / 2
    return np.asarray(np.sqrt(np.maximum(divergence, 0)))


def _relative(parts: Array, middle: Array) -> Array:
    return np.asarray((parts * np.log2(np.maximum(parts, _TINY) / np.maximum(middle, _TINY))).sum(axis=-1))


def energy(sides: Array, apart: Array) -> Array:
    """Energy distance of each assignment, sqrt(2 E|X - Y| - E|X - X'| - E|Y - Y'|) (Székely and Rizzo 2013).

    sides: (n_assignments, n_works), ones on the first side. apart: (n_works, n_works), distances of works.
    """
    first = sides.sum(axis=1)
    second = len(apart) - first
    own = ((sides @ apart) * sides).sum(axis=1)
    reach = sides @ apart.sum(axis=1)  # from the first side to all works
    between = 2 * (reach - own) / (first * second)
    within = own / first**2 + (apart.sum() - 2 * reach + own) / second**2
    return np.asarray(np.sqrt(np.maximum(between - within, 0)))


def apart(
    gathered: Gathered, first: Rows, second: Rows, *, permutations: int = PERMUTATIONS, seed: int = SEED
) -> Apart:
    """Both distances between two disjoint sets of works, "no emotion" left out.

    Time grows with the square of the number of works: beyond `MANY_WORKS` there are 999 permutations.
    """
    values = gathered.means[np.concatenate([first, second])][:, gathered.columns]
    between = cdist(values, values)
    here = np.zeros((1, len(values)))
    here[0, : len(first)] = 1
    observed = np.array([_mixes(here, values)[0], energy(here, between)[0]])
    if min(len(first), len(second)) < FEWEST_WORKS:
        return Apart(float(observed[0]), float(observed[1]), None, None, None)
    affordable = permutations if len(values) <= MANY_WORKS else min(permutations, 999)
    drawn = assignments(len(first), len(second), affordable, seed)
    permuted = [np.stack([_mixes(batch, values), energy(batch, between)], axis=1) for batch in drawn.batches()]
    p = permutation_p(observed, np.concatenate(permuted), drawn)
    return Apart(float(observed[0]), float(observed[1]), float(p[0]), float(p[1]), drawn)


def _mixes(sides: Array, values: Array) -> Array:
    """Jensen-Shannon distance of the two sides' mean profiles, (n_assignments,)."""
    first = sides.sum(axis=1, keepdims=True)
    total = sides @ values
    return jensen_shannon(total / first, (values.sum(axis=0) - total) / (len(values) - first))


@dataclass(frozen=True, eq=False)
class Tree:
    """Groups joined from the nearest on (average linkage of Jensen-Shannon distances of mean profiles).

    joins: (n_groups - 1, 4), as scipy's `linkage` gives them. support: (n_groups - 1,), share of bootstrap trees that
    have the same branch; NaN for the root, which every tree has.
    distances: (n_groups, n_groups). fixed: groups of one work, which no drawing of works can move.
    """

    names: tuple[str, ...]
    joins: Array
    support: Array
    distances: Array
    fixed: tuple[str, ...]
    replicates: int


def tree(gathered: Gathered, names: Sequence[str], seed: int = SEED) -> Tree:
    """Bootstrap support after Felsenstein (1985): works are drawn anew within each group.

    Raises NotEnoughData below three groups.
    """
    if len(names) < FEWEST_FOR_TREE:
        raise NotEnoughData("analysis.too_few_groups", needed=FEWEST_FOR_TREE, found=len(names))
    members = [gathered.means[gathered.rows(name)][:, gathered.columns] for name in names]
    distances = _distances(np.stack([means.mean(axis=0) for means in members])[None])[0]
    joins = linkage(squareform(distances, checks=False), "average")
    branches = _branches(joins)
    random, found = np.random.default_rng(seed), np.zeros(len(branches))
    drawn = np.stack(
        [random.multinomial(len(m), np.full(len(m), 1 / len(m)), REPLICATES) @ m / len(m) for m in members]
    )
    for again in _distances(drawn.transpose(1, 0, 2)):
        known = set(_branches(linkage(squareform(again, checks=False), "average")))
        found += [branch in known for branch in branches]
    support = found / REPLICATES
    support[-1] = np.nan
    fixed = tuple(name for name, means in zip(names, members, strict=True) if len(means) < 2)
    return Tree(tuple(names), joins, support, distances, fixed, REPLICATES)


def _distances(profiles: Array) -> Array:
    """profiles: (..., n_groups, n_emotions). Returns (..., n_groups, n_groups)."""
    n = profiles.shape[-2]
    found = np.zeros((*profiles.shape[:-1], n))
    for i in range(n):
        for j in range(i):
            found[..., i, j] = found[..., j, i] = jensen_shannon(profiles[..., i, :], profiles[..., j, :])
    return found


def _branches(joins: Array) -> list[frozenset[int]]:
    """The leaves under each join."""
    under = [frozenset([leaf]) for leaf in range(len(joins) + 1)]
    for left, right, *_ in joins:
        under.append(under[int(left)] | under[int(right)])
    return under[len(joins) + 1 :]

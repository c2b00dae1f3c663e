"""How often the Compare page's intervals hold the truth and its tests are wrong, on made-up works.

A work is 44 scores, beta-distributed about a label's mean, correlated among labels as one common mood would make them.
Writes `scripts/compare_study.md`, which docs/COMPARE.md quotes.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from emolit.analysis.compare import By, Gathered, apart, assignments, cliffs_delta, false_discovery
from emolit.analysis.compare.differing import difference_interval, tested
from emolit.corpus import Work
from emolit.emotions import load_scheme

Array = NDArray[np.float64]

MEANS = np.linspace(0.04, 0.45, 44)
COMMON = 0.3  # share of variance that labels have in common
PERMUTATIONS = 999
SHIFTED = 4  # labels that differ, where some do
OUT = Path(__file__).with_suffix(".md")


@dataclass(frozen=True)
class Setting:
    """Works a side, how tightly each side's works lie about their mean, and by how much four labels differ."""

    name: str
    first: int
    second: int
    tight: tuple[float, float] = (12.0, 12.0)
    shift: float = 0.0


SETTINGS = (
    Setting("4 and 4 works", 4, 4),
    Setting("6 and 6 works", 6, 6),
    Setting("5 and 20 works", 5, 20),
    Setting("5 and 20 works, the few spread wider", 5, 20, (5.0, 20.0)),
    Setting("5 and 20 works, the many spread wider", 5, 20, (20.0, 5.0)),
    Setting("30 and 30 works", 30, 30),
    Setting("5 and 5 works, 4 labels differ by 0.15", 5, 5, shift=0.15),
    Setting("10 and 10 works, 4 labels differ by 0.15", 10, 10, shift=0.15),
    Setting("30 and 30 works, 4 labels differ by 0.15", 30, 30, shift=0.15),
    Setting("30 and 30 works, 4 labels differ by 0.10", 30, 30, shift=0.10),
)


def works(random: np.random.Generator, n: int, means: Array, tight: float) -> Array:
    """Scores of `n` works, (n, 44)."""
    normal = np.sqrt(COMMON) * random.normal(size=(n, 1)) + np.sqrt(1 - COMMON) * random.normal(size=(n, 44))
    return np.asarray(stats.beta.ppf(stats.norm.cdf(normal), means * tight, (1 - means) * tight))


def one(random: np.random.Generator, setting: Setting, seed: int) -> dict[str, float]:
    """What one comparison said, held against the truth."""
    shift = np.zeros(44)
    shift[20 : 20 + SHIFTED] = setting.shift
    a, b = (
        works(random, n, means, tight)
        for n, means, tight in zip((setting.first, setting.second), (MEANS + shift, MEANS), setting.tight, strict=True)
    )
    scheme, n = load_scheme(), setting.first + setting.second
    lines = tuple(row[None] for row in np.concatenate([a, b]))
    made = tuple(Work(str(i), str(i), ()) for i in range(n))
    gathered = Gathered(By.AUTHOR, made, ("a",) * len(a) + ("b",) * len(b), lines, scheme, np.full(44, 0.5))
    first, second = gathered.sides("a", "b")
    low, high = difference_interval(gathered, first, second, seed)
    p, family = tested(gathered.means, assignments(len(a), len(b), PERMUTATIONS, seed))
    distance = apart(gathered, first, second, permutations=199, seed=seed)
    null, q = shift == 0, false_discovery(p)
    found = q <= 0.05
    return {
        "held": float(((low <= shift) & (shift <= high)).mean()),
        "alarm": float((p[null] <= 0.05).mean()),
        "any": float((p[null] <= 0.05).any()),
        "fdr": float(found[null].sum() / max(found.sum(), 1)),
        "fwer": float((family[null] <= 0.05).any()),
        "js": float((distance.jensen_shannon_p or 1) <= 0.05),
        "energy": float((distance.energy_p or 1) <= 0.05),
        "power_q": float(found[~null].mean()) if setting.shift else np.nan,
        "power_max": float((family[~null] <= 0.05).mean()) if setting.shift else np.nan,
        "delta": float(cliffs_delta(a, b)[~null].mean()) if setting.shift else np.nan,
    }


def report(runs: int) -> str:
    """Both tables as Markdown."""
    null = ["| works | intervals that hold | p ≤ 0.05 | any of 44 | FDR | FWER | Jensen-Shannon | energy |"]
    null.append("| --- |" + " ---: |" * 7)
    power = ["| works | Cliff's delta | found by q | found by max-T | FDR | FWER |", "| --- |" + " ---: |" * 5]
    for number, setting in enumerate(SETTINGS):
        random = np.random.default_rng(number)
        said = [one(random, setting, seed) for seed in range(runs)]
        mean = {key: float(np.mean([each[key] for each in said])) for key in said[0]}
        if setting.shift:
            cells = [f"{mean['delta']:.2f}", *(f"{mean[key]:.1%}" for key in ("power_q", "power_max", "fdr", "fwer"))]
            power.append(f"| {setting.name} | " + " | ".join(cells) + " |")
        else:
            keys = ("held", "alarm", "any", "fdr", "fwer", "js", "energy")
            null.append(f"| {setting.name} | " + " | ".join(f"{mean[key]:.1%}" for key in keys) + " |")
        sys.stderr.write(f"{setting.name}\n")
    return f"{runs} comparisons a row.\n\n" + "\n".join(null) + "\n\n" + "\n".join(power) + "\n"


if __name__ == "__main__":
    OUT.write_text(report(int(sys.argv[1]) if len(sys.argv) > 1 else 300), encoding="utf-8")

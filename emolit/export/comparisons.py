"""A comparison of two groups as a table and as a record."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from emolit.analysis.compare import MOST_EXACT, Apart, Comparison, Gathered
from emolit.analysis.resampling import REPLICATES
from emolit.errors import Language

DIGITS = 6


def comparison_table(gathered: Gathered, found: Comparison, labels: Language = "ko") -> pd.DataFrame:
    """One row a label in the scheme's order; cells that few works leave without a value are missing.

    Log-odds are missing for "no emotion"; p-values and what is made of them below four works a side.
    """
    missing = np.full(len(found.difference), np.nan)
    balanced = found.balanced
    return pd.DataFrame(
        {
            "label": gathered.scheme.glosses(labels),
            "mean_a": found.first.mean,
            "mean_b": found.second.mean,
            "difference": found.difference,
            "ci_low": found.low,
            "ci_high": found.high,
            "effect": found.effect,
            "p_value": found.p,
            "q_value": found.q,
            "p_max_t": found.p_max_t,
            "balanced_difference": missing if balanced is None else balanced.difference,
            "balanced_same_sign": missing if balanced is None else balanced.same_sign,
            "log_odds": found.odds.ratio,
            "log_odds_z": found.odds.z,
            "lines_above_a": found.odds.first,
            "lines_above_b": found.odds.second,
        }
    ).round(DIGITS)


def comparison_record(gathered: Gathered, names: tuple[str, str], found: Comparison, apart: Apart) -> dict[str, Any]:
    """Who was compared, how, with how many tests, and what the p-values could at best be."""
    drawn, balanced = found.drawn, found.balanced
    return {
        "by": str(gathered.by),
        "groups": {
            side: {
                "name": name,
                "works": own.n_works,
                "lines": own.n_lines,
                "drawn": "works" if own.n_works > 1 else "blocks of lines",
            }
            for side, name, own in zip("ab", names, (found.first, found.second), strict=True)
        },
        "left_out": gathered.left_out,
        "unit": "work: mean over its lines",
        "interval": {"level": found.level, "kind": "bootstrap", "replicates": REPLICATES},
        "effect": "Cliff's delta over works",
        "tests": found.n_tests,
        "permutations": None
        if drawn is None
        else {
            "statistic": "Welch's t",
            "exact": drawn.exact,
            "number": drawn.n_drawn,
            "exact_up_to": MOST_EXACT,
            "smallest_p": drawn.smallest_p,
        },
        "adjusted": {"q_value": "Benjamini-Hochberg", "p_max_t": "Westfall-Young step-down max-T"},
        "spread_of_smaller_side": None if np.isnan(found.spread) else round(found.spread, 3),
        "p_too_small": found.is_uneven,
        "balanced": None
        if balanced is None
        else {"works": balanced.n_works, "lines": balanced.n_lines, "draws": balanced.draws},
        "distance": {
            "jensen_shannon": round(apart.jensen_shannon, DIGITS),
            "jensen_shannon_p": apart.jensen_shannon_p,
            "energy": round(apart.energy, DIGITS),
            "energy_p": apart.energy_p,
            "permutations": apart.drawn and apart.drawn.n_drawn,
        },
        "seed": found.seed,
    }

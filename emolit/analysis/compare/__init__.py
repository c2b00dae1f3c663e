"""What sets one poet, work or collection apart: profiles, differences and their certainty, distances, typical lines."""

from emolit.analysis.compare.differing import Balanced, Comparison, Side, balanced, cliffs_delta, compare
from emolit.analysis.compare.distances import FEWEST_FOR_TREE, Apart, Tree, apart, energy, jensen_shannon, tree
from emolit.analysis.compare.gathering import REST, By, Gathered, gather, year_of
from emolit.analysis.compare.odds import LogOdds, informed, log_odds
from emolit.analysis.compare.permuting import (
    FEWEST_WORKS,
    MOST_EXACT,
    PERMUTATIONS,
    Assignments,
    assignments,
    false_discovery,
    max_t,
    permutation_p,
    welch,
)
from emolit.analysis.compare.profiles import Period, Profile, by_period, entropy, profile, shares
from emolit.analysis.compare.together import Together, together
from emolit.analysis.compare.typical import Typical, typical
from emolit.analysis.compare.words import Carrier, carriers, first_places

__all__ = [
    "FEWEST_FOR_TREE",
    "FEWEST_WORKS",
    "MOST_EXACT",
    "PERMUTATIONS",
    "REST",
    "Apart",
    "Assignments",
    "Balanced",
    "By",
    "Carrier",
    "Comparison",
    "Gathered",
    "LogOdds",
    "Period",
    "Profile",
    "Side",
    "Together",
    "Tree",
    "Typical",
    "apart",
    "assignments",
    "balanced",
    "by_period",
    "carriers",
    "cliffs_delta",
    "compare",
    "energy",
    "entropy",
    "false_discovery",
    "first_places",
    "gather",
    "informed",
    "jensen_shannon",
    "log_odds",
    "max_t",
    "permutation_p",
    "profile",
    "shares",
    "together",
    "tree",
    "typical",
    "welch",
    "year_of",
]

"""Lay lines or works out in two dimensions, place new ones among them, and say how far such a map can be trusted.

Points are emotion profiles: scores of the emotions of the scheme, "no emotion" left out. Distances of profiles are
Hellinger's, of the mix of emotions, not of their amount.
"""

from emolit.analysis.projection.among import among, as_one_text
from emolit.analysis.projection.diagnosing import NEIGHBOURHOODS, SEEDS, Diagnosis, common, diagnose, stability
from emolit.analysis.projection.gathering import Points, Unit, gather_points
from emolit.analysis.projection.mixes import (
    NEIGHBOURS,
    SEED,
    Array,
    apparent,
    clusters,
    hellinger,
    k_nearest,
    medoid,
    mix,
    nearest,
    shares,
    smallest,
)
from emolit.analysis.projection.placing import FAR_LEVEL, Placement, nearness, place
from emolit.analysis.projection.planes import (
    FEWEST,
    FEWEST_FOR_UMAP,
    MIN_DIST,
    Method,
    Plane,
    classical_mds,
    hand_axes,
    n_different,
    pca,
    umap_plane,
)
from emolit.analysis.projection.spreading import SPREAD_LEVEL, Density, Spread, centroid_spread, density

__all__ = [
    "FAR_LEVEL",
    "FEWEST",
    "FEWEST_FOR_UMAP",
    "MIN_DIST",
    "NEIGHBOURHOODS",
    "NEIGHBOURS",
    "SEED",
    "SEEDS",
    "SPREAD_LEVEL",
    "Array",
    "Density",
    "Diagnosis",
    "Method",
    "Placement",
    "Plane",
    "Points",
    "Spread",
    "Unit",
    "among",
    "apparent",
    "as_one_text",
    "centroid_spread",
    "classical_mds",
    "clusters",
    "common",
    "density",
    "diagnose",
    "gather_points",
    "hand_axes",
    "hellinger",
    "k_nearest",
    "medoid",
    "mix",
    "n_different",
    "nearest",
    "nearness",
    "pca",
    "place",
    "shares",
    "smallest",
    "stability",
    "umap_plane",
]

"""How emotions move along a work: smoothers, bands, chance, turning points, comparison, dynamics.

One method a function, each with its source; no figure, no page, no text of a poem.
"""

from emolit.analysis.trajectory.chance import NullBand, adjusted, null_band
from emolit.analysis.trajectory.comparing import (
    Course,
    Distance,
    Shapes,
    common_axis,
    distances,
    mean_course,
    typical_shapes,
)
from emolit.analysis.trajectory.dynamics import CoMovement, Dynamics, co_movement, dynamics
from emolit.analysis.trajectory.smoothing import (
    Smoother,
    Smoothing,
    check_window,
    components,
    default_window,
    make_smoother,
)
from emolit.analysis.trajectory.tracing import SHORT, Finding, Method, Reading, Trajectory, scan, sketch, trace
from emolit.analysis.trajectory.turning import (
    Sections,
    Turn,
    TurningPoint,
    section_means,
    sections,
    turning_points,
)
from emolit.analysis.trajectory.uncertainty import Band, BandKind, band_between_lines, band_between_readers

__all__ = [
    "SHORT",
    "Band",
    "BandKind",
    "CoMovement",
    "Course",
    "Distance",
    "Dynamics",
    "Finding",
    "Method",
    "NullBand",
    "Reading",
    "Sections",
    "Shapes",
    "Smoother",
    "Smoothing",
    "Trajectory",
    "Turn",
    "TurningPoint",
    "adjusted",
    "band_between_lines",
    "band_between_readers",
    "check_window",
    "co_movement",
    "common_axis",
    "components",
    "default_window",
    "distances",
    "dynamics",
    "make_smoother",
    "mean_course",
    "null_band",
    "scan",
    "section_means",
    "sections",
    "sketch",
    "trace",
    "turning_points",
    "typical_shapes",
]

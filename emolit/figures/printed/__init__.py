"""Twins of figures for print: vector graphics by Matplotlib, with the font that they need inside.

Each function takes what the figure on the page takes and returns a `Printed`; nothing is fitted here.
"""

from emolit.figures.printed.courses import printed_courses
from emolit.figures.printed.grid import printed_grid
from emolit.figures.printed.mosaic import mosaic_svg
from emolit.figures.printed.paper import Printed, unprintable
from emolit.figures.printed.ranking import printed_profile
from emolit.figures.printed.space import printed_space
from emolit.figures.printed.trajectory import printed_trajectory

__all__ = [
    "Printed",
    "mosaic_svg",
    "printed_courses",
    "printed_grid",
    "printed_profile",
    "printed_space",
    "printed_trajectory",
    "unprintable",
]

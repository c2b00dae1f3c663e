"""One function a figure: data in, `go.Figure` out. No figure fits, samples or reads a file."""

from plotly.graph_objects import Figure

from emolit.figures.comparisons import (
    Dots,
    differences_figure,
    periods_figure,
    profiles_figure,
    together_figure,
    tree_figure,
    words_figure,
)
from emolit.figures.courses import co_movement_figure, courses_figure
from emolit.figures.grid import MOST_COLUMNS, grid_figure, stack_figure
from emolit.figures.page import figure_page
from emolit.figures.ranking import ranking_figure
from emolit.figures.reliability import reliability_figure
from emolit.figures.screen import for_screen
from emolit.figures.space import Look, Scene, Shade, Territory, space_figure
from emolit.figures.trajectory import MOST_POINTS, Frame, Ribbon, Track, panels_figure, trajectory_figure

__all__ = [
    "MOST_COLUMNS",
    "MOST_POINTS",
    "Dots",
    "Figure",
    "Frame",
    "Look",
    "Ribbon",
    "Scene",
    "Shade",
    "Territory",
    "Track",
    "co_movement_figure",
    "courses_figure",
    "differences_figure",
    "figure_page",
    "for_screen",
    "grid_figure",
    "panels_figure",
    "periods_figure",
    "profiles_figure",
    "ranking_figure",
    "reliability_figure",
    "space_figure",
    "stack_figure",
    "together_figure",
    "trajectory_figure",
    "tree_figure",
    "words_figure",
]

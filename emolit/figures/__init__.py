"""One function a figure: data in, `go.Figure` out. No figure fits, samples or reads a file."""

from emolit.figures.ranking import ranking_figure
from emolit.figures.space import SpacePoint, space_figure
from emolit.figures.trajectory import Track, trajectory_figure

__all__ = ["SpacePoint", "Track", "ranking_figure", "space_figure", "trajectory_figure"]

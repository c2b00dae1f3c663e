"""The parts of the Trajectory page."""

from emolit.ui.trajectory.stretch import choose_stretch
from emolit.ui.trajectory.views import show

__all__ = ["choose_stretch", "show"]

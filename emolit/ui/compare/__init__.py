"""The parts of the Compare page."""

from emolit.ui.compare.groups import choose_groups
from emolit.ui.compare.views import show

__all__ = ["choose_groups", "show"]

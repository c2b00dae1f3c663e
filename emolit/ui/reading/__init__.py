"""The parts of the Read page."""

from emolit.ui.reading.controls import choose, show_effect
from emolit.ui.reading.room import show_poem_and_line
from emolit.ui.reading.tools import show_tools

__all__ = ["choose", "show_effect", "show_poem_and_line", "show_tools"]

"""The parts of the Emotion space page."""

from emolit.ui.space.room import gather_texts, show

__all__ = ["gather_texts", "show"]

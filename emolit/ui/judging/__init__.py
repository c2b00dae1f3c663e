"""A scholar's own judgement beside the model's."""

from emolit.ui.judging.box import keys, show_box, show_switch
from emolit.ui.judging.keeping import keep
from emolit.ui.judging.overview import show_overview
from emolit.ui.judging.store import is_on, of_work, tell_in_full

__all__ = ["is_on", "keep", "keys", "of_work", "show_box", "show_overview", "show_switch", "tell_in_full"]

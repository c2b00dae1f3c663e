"""Settings of the unit tests."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("emolit", deadline=None)  # a busy machine is slow, not wrong
settings.load_profile("emolit")

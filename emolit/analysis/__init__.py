"""What can be said about scores: signals along a work, smoothers, projections. Pure numpy; no figure, no page."""

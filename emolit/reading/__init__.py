"""The reading model: passages in, emotion scores out."""

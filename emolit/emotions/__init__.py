"""The label scheme: which emotions there are, what they mean, how they are drawn."""

from emolit.emotions.scheme import NONE_FAMILY, Emotion, Family, Scheme, load_scheme

__all__ = ["NONE_FAMILY", "Emotion", "Family", "Scheme", "load_scheme"]

"""The label scheme: which emotions there are, what they mean, how they are drawn."""

from emolit.emotions.scheme import NONE_FAMILY, Emotion, Family, Scheme, known_scheme, load_scheme, plain_scheme

__all__ = ["NONE_FAMILY", "Emotion", "Family", "Scheme", "known_scheme", "load_scheme", "plain_scheme"]

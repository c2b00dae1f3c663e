"""The evaluation is tested on the small data of training."""

from tests.unit.training.conftest import scheme, small_data, tokens

__all__ = ["scheme", "small_data", "tokens"]

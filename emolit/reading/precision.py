"""In which numbers the network computes. Float32 is the reference; bfloat16 is asked for, never chosen for anybody."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from emolit.errors import ModelError

if TYPE_CHECKING:
    import torch

_INSTRUCTIONS = ("avx512_bf16", "amx_bf16")  # without one of these bfloat16 is emulated, and slower than float32


class Precision(StrEnum):
    """How the linear layers compute; attention, norms and every sum are float32."""

    FLOAT32 = "float32"
    BF16 = "bf16"  # within 0.005 of a float32 score

    @property
    def dtype(self) -> torch.dtype:
        import torch

        return torch.bfloat16 if self is Precision.BF16 else torch.float32

    def require(self) -> None:
        """Raises ModelError where the processor has no instructions for it."""
        if self is Precision.BF16 and not has_bf16():
            raise ModelError("model.no_bf16", flags=" / ".join(_INSTRUCTIONS))

    @classmethod
    def named(cls, name: str) -> Precision:
        """Raises ModelError for a name that is no precision."""
        try:
            return cls(name)
        except ValueError as error:
            raise ModelError("model.no_precision", name=name, known=", ".join(cls)) from error


def has_bf16() -> bool:
    """Whether the processor says that it multiplies bfloat16; asked of the processor, never timed."""
    import torch

    capabilities = torch.cpu.get_capabilities()
    return any(capabilities.get(flag, False) for flag in _INSTRUCTIONS)

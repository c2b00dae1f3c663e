"""What an operator may set, read from the environment in one place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    model: str = ""  # EMOLIT_MODEL: a folder or Hub id; empty means the shipped checkpoint

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Settings:
        return cls(model=env.get("EMOLIT_MODEL", cls.model))

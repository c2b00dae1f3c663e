"""What an operator may set, read from the environment in one place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    model: str = ""  # EMOLIT_MODEL: a folder or Hub id; empty means the shipped checkpoint
    models: str = ""  # EMOLIT_MODELS: models that may be chosen, "name=folder or Hub id; name=..."
    precision: str = "float32"  # EMOLIT_PRECISION: float32, or bf16 where the processor has it
    cache_mb: int = 64  # EMOLIT_CACHE_MB: megabytes for passages that were read before; 0 keeps none
    kpoem_revision: str = "main"  # EMOLIT_KPOEM_REVISION: a commit of the published data; its wording is checked
    atlas: str = ""  # EMOLIT_ATLAS: a folder with a reference atlas of one's own (`python -m emolit atlas`)
    public: bool = False  # EMOLIT_PUBLIC=1: strangers visit; the shipped model alone, and less for each visitor
    allowed_hosts: tuple[str, ...] = ()  # EMOLIT_ALLOWED_HOSTS: names by which the app may be asked for, with commas

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Settings:
        public = env.get("EMOLIT_PUBLIC", "") not in ("", "0")
        hosts = (host.strip() for host in env.get("EMOLIT_ALLOWED_HOSTS", "").split(","))
        return cls(
            model=cls.model if public else env.get("EMOLIT_MODEL", cls.model),
            models=cls.models if public else env.get("EMOLIT_MODELS", cls.models),
            precision=env.get("EMOLIT_PRECISION", cls.precision),
            cache_mb=_whole(env.get("EMOLIT_CACHE_MB", ""), cls.cache_mb),
            kpoem_revision=env.get("EMOLIT_KPOEM_REVISION", cls.kpoem_revision),
            atlas=env.get("EMOLIT_ATLAS", cls.atlas),
            public=public,
            allowed_hosts=tuple(filter(None, hosts)),
        )


def _whole(text: str, otherwise: int) -> int:
    """A whole number that is not negative; the usual one where nothing, or nothing of the kind, was set."""
    return int(text) if text.strip().isdecimal() else otherwise

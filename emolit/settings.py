"""What an operator may set, read from the environment in one place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    model: str = ""  # EMOLIT_MODEL: a folder or Hub id; empty means the shipped checkpoint
    kpoem_revision: str = "main"  # EMOLIT_KPOEM_REVISION: a commit of the published data; its wording is checked
    public: bool = False  # EMOLIT_PUBLIC=1: strangers visit; the shipped model alone, and less for each visitor
    allowed_hosts: tuple[str, ...] = ()  # EMOLIT_ALLOWED_HOSTS: names by which the app may be asked for, with commas

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Settings:
        public = env.get("EMOLIT_PUBLIC", "") not in ("", "0")
        hosts = (host.strip() for host in env.get("EMOLIT_ALLOWED_HOSTS", "").split(","))
        return cls(
            model=cls.model if public else env.get("EMOLIT_MODEL", cls.model),
            kpoem_revision=env.get("EMOLIT_KPOEM_REVISION", cls.kpoem_revision),
            public=public,
            allowed_hosts=tuple(filter(None, hosts)),
        )

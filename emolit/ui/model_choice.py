"""Which models a visitor may choose: the operator's list, and any other where nobody else can reach the server."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

import streamlit as st

from emolit.reading.checkpoint import SHIPPED
from emolit.reading.models import choose_model, parse_models
from emolit.settings import Settings
from emolit.ui.wording import t

_PROXIES = ("X-Forwarded-For", "X-Real-Ip", "Forwarded")


def listed() -> dict[str, str]:
    """Name -> place, the model that pages read with first. Raises ModelError for a list that cannot be used."""
    settings = Settings.from_env()
    models = parse_models(settings.models)
    own = settings.model or SHIPPED
    name = next((name for name, place in models.items() if place == own), own)
    return {name: own, **({SHIPPED: SHIPPED} if own != SHIPPED else {}), **models}


def choose(label: str, key: str, start: int) -> str:
    """A choice among the listed models. Returns where the chosen one is. Raises ModelError."""
    models = listed()
    names = list(models)
    free = is_for_one() and not Settings.from_env().public
    chosen = st.selectbox(
        label,
        names,
        index=min(start, len(names) - 1),
        key=key,
        accept_new_options=free,
        help=t("models.free_help") if free else t("models.listed_help"),
    )
    return choose_model((chosen or names[0]).strip(), models, free=free)


def is_for_one() -> bool:
    """Whether only this machine can reach the server: it listens on loopback, was asked by that name from a page of
    that name, and no proxy brought the request.

    A proxy may ask by the server's own name and say nothing of itself; the browser still says whose page it shows.
    """
    headers = st.context.headers
    origin = headers.get("Origin")
    return (
        _is_loopback(str(st.get_option("server.address") or ""))
        and _is_loopback((headers.get("Host") or "").rsplit(":", 1)[0])
        and (not origin or _is_loopback(_host_of(origin)))
        and not any(headers.get(name) for name in _PROXIES)
    )


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).hostname or ""
    except ValueError:
        return ""


def _is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False

"""A view as a link: what is chosen on the pages, in the address; and a view set from a link or a session file.

A link names a work only where anybody can have it: a sample, or a poem of KPoEM, which each visitor loads. Of a private
text it carries the view and nothing of the text. What a link says is checked against what can be chosen; the rest of it
is ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from emolit.analysis.projection import Method
from emolit.analysis.signals import signal_keys
from emolit.analysis.trajectory import BandKind, Smoothing
from emolit.corpus import ReadingUnit, Work
from emolit.emotions import load_scheme
from emolit.ui import kept, state
from emolit.ui.space.cloud import Scope, Unit
from emolit.ui.space.controls import Colour, Shape
from emolit.ui.trajectory.controls import Axis, View, windows
from emolit.ui.wording import t

_TAKEN = "emolit.link_taken"
_RESUMED = "emolit.resumed"  # settings and view of a session that was opened
_MOST_SIGNALS = 6
_KPOEM = "KPoEM"

Parse = Callable[[str], Any]  # Raises ValueError for what cannot be chosen.


@dataclass(frozen=True)
class Choice:
    """One choice on a page: its name in a link, the key of its widget, and how its value is read."""

    name: str
    key: str
    parse: Parse


def _one_of(options: Sequence[str]) -> Parse:
    def parse(text: str) -> str:
        return list(options)[list(options).index(text)]

    return parse


def _number(low: float, high: float, kind: type = float) -> Parse:
    def parse(text: str) -> Any:
        value = kind(text)
        if not low <= value <= high:
            raise ValueError(text)
        return value

    return parse


def _signals(text: str) -> list[str]:
    chosen = list(dict.fromkeys(text.split(",")))[:_MOST_SIGNALS]
    return [_one_of(signal_keys(load_scheme()))(key) for key in chosen]


CHOICES = (
    Choice("emotion", "read.emotion", _one_of(load_scheme().names)),
    Choice("top", "read.top_k", _number(1, 6, int)),
    Choice("threshold", "read.threshold", _number(0, 1)),
    Choice("view", "trajectory.view", _one_of([str(view) for view in View])),
    Choice("signals", "trajectory.signals", _signals),
    Choice("smoother", "trajectory.smoother", _one_of(list(Smoothing))),
    Choice("band", "trajectory.band", _one_of([str(kind) for kind in BandKind])),
    Choice("axis", "trajectory.axis", _one_of([str(axis) for axis in Axis])),
    Choice("scope", "trajectory.scope", _one_of(["work", "author"])),
    Choice("map", "space.scope", _one_of(list(Scope))),
    Choice("points", "space.points", _one_of(list(Unit))),
    Choice("method", "space.method", _one_of(list(Method))),
    Choice("colour", "space.colour", _one_of(list(Colour))),
    Choice("shape", "space.shape", _one_of(list(Shape))),
)


def can_be_named(work: Work) -> bool:
    """Whether a link may name a work: everybody has it, or can load it."""
    return state.is_sample(work.id) or work.source == _KPOEM


def view(page: str = "") -> dict[str, str]:
    """What is chosen now, as the fields of a link. page: only what concerns this one; empty: everything."""
    work = state.current_work()
    fields = {"work": work.id} if can_be_named(work) else {}
    fields |= {"line": str(state.selected_line(work) + 1), "lang": state.language()}
    fields |= {"context": "1" if state.in_context() else "0", "unit": str(state.unit_of(work.id))}
    for choice in CHOICES:
        value = st.session_state.get(choice.key)
        if value is not None and (not page or choice.key.startswith(f"{page}.")):
            fields[choice.name] = ",".join(value) if isinstance(value, list) else f"{value}"
    if page in ("", "trajectory"):
        fields |= _window(work) | _focus()
    return fields


def _window(work: Work) -> dict[str, str]:
    found = (st.session_state.get(f"trajectory.window.{n}") for n in _lengths(work))
    return next(({"window": str(width)} for width in found if width), {})


def _lengths(work: Work) -> list[int]:
    """How long the stretch of a trajectory can be: the work, or all works of its author."""
    together = [state.in_unit(own) for own in state.all_works().values() if work.author and own.author == work.author]
    is_author = st.session_state.get("trajectory.scope") == "author"
    lengths = [len(work), sum(map(len, together)) or len(work)]
    return lengths[::-1] if is_author else lengths


def _focus() -> dict[str, str]:
    focus = st.session_state.get("trajectory.focus." + ",".join(st.session_state.get("trajectory.signals") or []))
    return {"focus": focus} if focus else {}


def take() -> None:
    """Set the view that the visitor's link names, once, or that of an opened session, before anything is drawn."""
    if not st.session_state.get(_TAKEN):
        st.session_state[_TAKEN] = True
        apply(st.query_params.to_dict())
    if _RESUMED in st.session_state:
        settings, fields = st.session_state.pop(_RESUMED)
        kept.restore_sidebar(settings)
        apply(fields)


def resume(settings: Mapping[str, Any], fields: Mapping[str, str]) -> None:
    """Take a session's settings and view on the next run."""
    st.session_state[_RESUMED] = (dict(settings), dict(fields))


def apply(fields: Mapping[str, str]) -> None:
    """Set the view that the fields describe; a field that nobody could have chosen is ignored."""
    if fields.get("lang") in ("ko", "en"):
        st.session_state[state.LANGUAGE] = fields["lang"]
    if fields.get("context") in ("0", "1"):
        st.session_state[state.CONTEXT] = fields["context"] == "1"
    for choice, value in _understood(fields):
        st.session_state[choice.key] = value
    _apply_work(fields)


def _understood(fields: Mapping[str, str]) -> Iterator[tuple[Choice, Any]]:
    for choice in CHOICES:
        if choice.name in fields:
            try:
                yield choice, choice.parse(fields[choice.name])
            except ValueError:
                continue


def _apply_work(fields: Mapping[str, str]) -> None:
    works = state.all_works()
    named = fields.get("work", "")
    if named and named not in works:
        state.await_work(named[:40])
        state.say(t("share.awaited"))
        return
    work = works.get(named) or works.get(st.session_state.get(state.WORK, "")) or next(iter(works.values()))
    if named:
        state.set_current_work(work.id)
    if fields.get("unit") in list(ReadingUnit):
        state.set_unit(work.id, ReadingUnit(fields["unit"]))
    work = state.in_unit(work)
    if fields.get("line", "").isdecimal() and 0 < int(fields["line"][:9]) <= len(work):
        state.select_line(work.id, int(fields["line"]) - 1)
    for n in _lengths(work):
        if fields.get("window", "").isdecimal() and int(fields["window"][:9]) in windows(n):
            st.session_state[f"trajectory.window.{n}"] = int(fields["window"])
    signals = st.session_state.get("trajectory.signals") or []
    if fields.get("focus") in signals:
        st.session_state["trajectory.focus." + ",".join(signals)] = fields["focus"]


def link(page: str, *, embed: bool = False) -> str:
    """The address of the page with its view; page: its path, empty for the first."""
    scheme, host, *_ = urlsplit(st.context.url or "http://localhost")
    fields = view(page or "read") | ({"embed": "true"} if embed else {})
    return urlunsplit((scheme, host, f"/{page}", urlencode(fields), ""))


def offer(page: str) -> None:
    """A button in the sidebar that shows the link of what is seen, to copy."""
    if st.context.is_embedded:
        return
    clicked = st.sidebar.button(t("share.copy"), icon=":material/link:", key="app.link", width="stretch")
    if clicked:
        _dialog(page)


def _dialog(page: str) -> None:
    @st.dialog(t("share.copy"))
    def show() -> None:
        st.code(link(page), language=None, wrap_lines=True)
        work = state.current_work()
        st.caption(t("share.link_public") if can_be_named(work) else t("share.link_private"))
        with st.expander(t("share.embed")):
            address = escape(link(page, embed=True))
            st.code(f'<iframe src="{address}" width="100%" height="700" title="emolit"></iframe>', language="html")

    show()

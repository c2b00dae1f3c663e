"""The selected line, marked in the figure that is drawn."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st


@cache
def _script() -> str:
    return (Path(__file__).parent / "mark.js").read_text(encoding="utf-8")


def mark_line(name: str, index: int) -> None:
    """Mark the line `index` in every panel of the figure drawn by `takeaway.draw(name, ...)`."""
    component = st.components.v2.component("emolit_mark", html="<span></span>", js=_script())
    component(data={"place": f"st-key-{name}", "x": index + 1}, key=f"{name}.mark")

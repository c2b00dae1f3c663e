"""How every figure looks, decided once.

Figures carry their own template: importing streamlit replaces Plotly's default one by placeholder colours.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from functools import lru_cache

import plotly.graph_objects as go

FONT = "Noto Sans KR, Apple SD Gothic Neo, Malgun Gothic, Noto Sans CJK KR, sans-serif"
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")  # members of one family share a colour
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "star")


@dataclass(frozen=True)
class Palette:
    """Colours of everything that is not data; text reaches 4.5:1 on the page's background."""

    text: str
    grid: str
    faint: str
    background: str


LIGHT = Palette(text="#31333f", grid="#e3e5ea", faint="#8a8f98", background="#ffffff")
DARK = Palette(text="#e8eaed", grid="#2c313a", faint="#8d939c", background="#0e1117")


def palette(dark: bool) -> Palette:
    return DARK if dark else LIGHT


def template(dark: bool) -> go.layout.Template:
    """The page's own ground, so that a picture taken away can be read as well; quiet grid, Korean-capable fonts."""
    colours = palette(dark)
    axis = {"gridcolor": colours.grid, "linecolor": colours.grid, "zeroline": False, "automargin": True}
    return go.layout.Template(
        layout={
            "paper_bgcolor": colours.background,
            "plot_bgcolor": colours.background,
            "font": {"family": FONT, "color": colours.text, "size": 13},
            "xaxis": axis,
            "yaxis": axis,
            "margin": {"l": 8, "r": 8, "t": 24, "b": 8},
            "modebar": {"orientation": "v"},  # beside the figure, not over its legend
            "hoverlabel": {"align": "left", "font": {"family": FONT}},
            "legend": {"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0},
        }
    )


def faded(colour: str, opacity: float) -> str:
    """A six-digit hex colour as see-through rgba."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


@lru_cache(maxsize=8192)
def hover(text: str, width: int = 40) -> str:
    """User text for a hover label: escaped, since Plotly reads a few tags, and broken every `width` characters."""
    rows = [text[start : start + width] for start in range(0, max(len(text), 1), width)]
    return "<br>".join(html.escape(row) for row in rows[:6]) + ("…" if len(rows) > 6 else "")

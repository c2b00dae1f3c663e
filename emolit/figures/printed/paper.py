"""What a printed figure is drawn on: size, font, and how it becomes a PDF or an SVG.

No `pyplot`: its figures belong to the whole process, and so do Matplotlib's settings, which one lock guards.
"""

from __future__ import annotations

import io
import re
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from emolit.figures.theme import LIGHT

FONT = Path(__file__).parents[2] / "assets" / "fonts" / "NotoSansKR-subset.ttf"
WIDTH = 6.3  # inches: a page of A4 without its margins
DASHES = ("-", "--", ":", "-.", (0, (8, 3)), (0, (8, 3, 2, 3)))
MARKERS = ("o", "s", "D", "^", "P", "*")

_SETTINGS: dict[str, Any] = {
    "font.size": 8.5,
    "pdf.fonttype": 42,  # TrueType inside: text can be searched, copied and edited
    "svg.fonttype": "none",  # text stays text, in the reader's fonts
    "svg.hashsalt": "emolit",  # the same figure is the same file
    "text.parse_math": False,  # a poem may have two dollars
    "axes.edgecolor": LIGHT.faint,
    "axes.labelcolor": LIGHT.text,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "xtick.color": LIGHT.text,
    "ytick.color": LIGHT.text,
    "text.color": LIGHT.text,
    "legend.frameon": False,
    "legend.fontsize": 7.5,
}
_LOCK = threading.Lock()
_IDS = re.compile(r' id="(?:figure|axes|patch|line2d|text|matplotlib\.axis|xtick|ytick|legend|[A-Z]\w*Collection)_\d+"')


@dataclass(frozen=True, eq=False)
class Printed:
    """A figure that is drawn when it is asked for. size: inches."""

    size: tuple[float, float]
    draw: Callable[[Axes], None]

    def pdf(self) -> bytes:
        """One page, vectors alone, its font inside."""
        return self._saved("pdf", metadata={"Creator": "emolit", "CreationDate": None})

    def svg(self) -> str:
        """For a page of HTML: no declaration, no ids that a second figure on the page would have too."""
        text = self._saved("svg", metadata={"Creator": "emolit", "Date": None}).decode("utf-8")
        return _IDS.sub("", text[text.index("<svg") :])

    def _saved(self, format: str, metadata: dict[str, str | None]) -> bytes:
        buffer = io.BytesIO()
        with _settings():
            figure = Figure(figsize=self.size, layout="constrained")
            self.draw(figure.add_subplot())
            figure.savefig(buffer, format=format, metadata=metadata)
        return buffer.getvalue()


@contextmanager
def _settings() -> Iterator[None]:
    settings: Any = {**_SETTINGS, "font.family": [_family()]}
    with _LOCK, matplotlib.rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")  # `unprintable` tells which
        yield


@cache
def _family() -> str:
    font_manager.fontManager.addfont(FONT)
    return str(font_manager.FontProperties(fname=FONT).get_name())


@cache
def _glyphs() -> frozenset[int]:
    return frozenset(font_manager.get_font(str(FONT)).get_charmap())


def unprintable(text: str) -> str:
    """The characters of a text that the font lacks, each once; they are drawn as boxes."""
    return "".join(dict.fromkeys(c for c in text if ord(c) not in _glyphs() and not c.isspace()))


def shortened(text: str, most: int = 40) -> str:
    """A name that fits a legend."""
    return text if len(text) <= most else text[: most - 1] + "…"

"""HTML of the line panel: the words of a line with what each adds, and all labels ranked. All text is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from emolit.corpus.counting import show_invisible
from emolit.reading.words import LineWords

_FULL = 65  # per cent of a colour behind the word that stands out most


@dataclass(frozen=True)
class Row:
    """One label of the ranking, in words."""

    name: str
    family: str
    definition: str
    colour: str
    score: float
    alone: float
    lift: str
    votes: str
    reliability: str
    weak: str  # a word where the score deserves little trust, else nothing
    is_chosen: bool
    is_above: bool  # above the threshold
    is_emotion: bool


def words_markup(words: LineWords, label: int, colour: str, language: str, name: str) -> str:
    """Each word over what it adds; tint and arrow say whether that is more or less than its even share."""
    added, apart = words.contributions[:, label], words.deviation[:, label]
    most = max(float(np.abs(apart).max()), 1e-9)
    cells = []
    for text, one, more in zip(words.texts, added, apart, strict=True):
        share = round(_FULL * abs(more) / most) if abs(more) > 1e-9 else 0
        ink = f"{colour} {share}%" if more > 0 else f"currentColor {share // 4}%"
        arrow = "▲" if more > 1e-9 else "▼" if more < -1e-9 else "="
        cells.append(
            f'<span class="w"><span lang="{escape(language)}" style="background:color-mix(in srgb,{ink},transparent)">'
            f"{escape(show_invisible(text))}</span><small>{signed(float(one))}&nbsp;{arrow}</small></span>"
        )
    return f'<div class="em-words" role="group" aria-label="{escape(name)}">{"".join(cells)}</div>'


def signed(number: float) -> str:
    """With a true minus, so that a screen reader says it."""
    return f"{number:+.2f}".replace("-", "−")


def ranking_markup(rows: Sequence[Row], heads: Sequence[str], caption: str) -> str:
    """A table of all labels, strongest first. heads: label, in context, alone, lift, and votes where there are any."""
    votes = len(heads) > 4
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    body = "".join(_row(row, votes) for row in rows)
    return (
        f'<table class="em-ranking"><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _row(row: Row, votes: bool) -> str:
    kinds = " ".join(
        kind
        for kind, is_so in (("chosen", row.is_chosen), ("above", row.is_above), ("none", not row.is_emotion))
        if is_so
    )
    about = " · ".join(filter(None, (row.family, row.reliability)))
    weak = f' <span class="weak">{escape(row.weak)}</span>' if row.weak else ""
    bar = f'<i class="bar" style="width:{100 * row.score:.0f}%;background:{row.colour}"></i>'
    return (
        f'<tr class="{kinds}"><th scope="row"><details><summary><i class="dot" style="background:{row.colour}"></i>'
        f"{escape(row.name)}{weak}</summary><small>{escape(about)}<br>{escape(row.definition)}</small></details></th>"
        f'<td class="score">{bar}<b>{row.score:.2f}</b></td><td>{row.alone:.2f}</td><td>{escape(row.lift)}</td>'
        + (f"<td>{escape(row.votes)}</td>" if votes else "")
        + "</tr>"
    )

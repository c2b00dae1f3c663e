"""Groups of works held against each other: differences, profiles, trees, years, and which emotions come together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from emolit.figures.courses import OPPOSED
from emolit.figures.space import AUTHOR_COLOURS
from emolit.figures.theme import DASHES, SYMBOLS, hover, palette, template

Array = NDArray[np.float64]

_ROW = 19  # pixels
_SURE = ("circle-open", "diamond", "circle")  # by how surely a label differs


@dataclass(frozen=True, eq=False)
class Dots:
    """A value with its interval for each of some rows or years; a missing interval is not drawn.

    values, low, high: (n,).
    """

    name: str
    values: Array
    low: Array
    high: Array


def differences_figure(
    dots: Dots,
    labels: Sequence[str],
    colours: Sequence[str],
    sure: Sequence[int],
    told: Sequence[str],
    *,
    legend: tuple[str, str, str],
    axis: str,
    dark: bool = False,
) -> go.Figure:
    """One row a label, largest on top, each with its interval; what is surely different has another symbol.

    sure: (n_labels,), an index into `legend`, from "chance would do" to the surest. told: what hovering shows.
    """
    order = np.argsort(-dots.values, kind="stable")
    figure = go.Figure(
        layout={
            "template": template(dark),
            "height": _ROW * len(order) + 110,
            "hovermode": "closest",
            "showlegend": True,
        }
    )
    ink = palette(dark)
    for level in range(len(legend)):
        rows = [row for row in order if sure[row] == level]
        if not rows:
            continue
        figure.add_scatter(
            x=dots.values[rows].tolist(), y=[labels[row] for row in rows], mode="markers",
            name=legend[level], legendgroup=legend[level], showlegend=False,
            marker={"symbol": _SURE[level], "size": 10, "color": [colours[row] for row in rows],
                    "line": {"width": 1.5, "color": [colours[row] for row in rows]}},
            error_x=_bars(dots, rows, ink.faint),
            customdata=[told[row] for row in rows],
            hovertemplate="<b>%{y}</b> %{x:+.3f}<br>%{customdata}<extra></extra>",
        )  # fmt: skip
        figure.add_scatter(  # the legend's own symbol, without the colour of any family
            x=[None], y=[None], mode="markers", name=legend[level], legendgroup=legend[level],
            marker={"symbol": _SURE[level], "size": 10, "color": ink.text, "line": {"width": 1.5, "color": ink.text}},
        )  # fmt: skip
    figure.add_vline(x=0, line={"color": ink.faint, "width": 1})
    figure.update_xaxes(title={"text": axis, "font": {"size": 12}}, side="bottom", zeroline=False)
    names = [labels[row] for row in order]
    return figure.update_yaxes(
        categoryorder="array", categoryarray=names[::-1], range=[-0.7, len(names) - 0.3], tickfont={"size": 12}
    )


def words_figure(
    words: Sequence[str],
    carries: Array,
    told: Sequence[str],
    *,
    sides: tuple[str, str],
    axis: str,
    dark: bool = False,
) -> go.Figure:
    """One bar a word, in the order given, to the right what adds to A's lead, to the left what takes from it.

    carries: (n,). told: what hovering shows. sides: legends of what is positive and of what is negative.
    """
    rows = [str(row) for row in range(len(words))]  # words may look alike once they are made safe to draw
    figure = go.Figure(
        layout={"template": template(dark), "height": _ROW * len(words) + 110, "barmode": "overlay", "bargap": 0.3}
    )
    for number, (side, kept) in enumerate(zip(sides, (carries >= 0, carries < 0), strict=True)):
        chosen = np.flatnonzero(kept).tolist()
        figure.add_bar(
            x=carries[chosen].tolist(), y=[rows[row] for row in chosen], orientation="h", name=hover(side),
            marker={"color": AUTHOR_COLOURS[number], "pattern": {"shape": ("", "/")[number]}},
            customdata=[told[row] for row in chosen],
            hovertemplate="%{customdata}<br>%{x:+.4f}<extra></extra>",
        )  # fmt: skip
    figure.update_xaxes(title={"text": axis, "font": {"size": 12}}, zeroline=True, zerolinecolor=palette(dark).faint)
    ticks = {"tickvals": rows, "ticktext": [hover(word, 24) for word in words], "tickfont": {"size": 12}}
    return figure.update_yaxes(
        type="category", categoryorder="array", categoryarray=rows[::-1], showgrid=False, **ticks
    )


def _bars(dots: Dots, rows: Sequence[int] | NDArray[np.intp], colour: str) -> dict[str, object]:
    known = np.nan_to_num(np.stack([dots.high - dots.values, dots.values - dots.low])[:, rows])
    above, below = np.maximum(known, 0)
    return {
        "type": "data", "symmetric": False, "array": above.tolist(), "arrayminus": below.tolist(),
        "color": colour, "thickness": 1.5, "width": 0,
    }  # fmt: skip


def profiles_figure(groups: Sequence[Dots], labels: Sequence[str], *, axis: str, dark: bool = False) -> go.Figure:
    """Profiles side by side, one row a label in the order given, one colour and symbol a group.

    groups: values of (n_labels,); at most six can be told apart.
    """
    n, gap = len(labels), 0.6 / max(len(groups), 1)
    height = max(_ROW, 7 * len(groups) + 6) * n + 110
    figure = go.Figure(layout={"template": template(dark), "height": height, "hovermode": "closest"})
    rows = np.arange(n)
    for number, group in enumerate(groups):
        colour = AUTHOR_COLOURS[number % len(AUTHOR_COLOURS)]
        figure.add_scatter(
            x=group.values.tolist(), y=(rows + gap * (number - (len(groups) - 1) / 2)).tolist(), mode="markers",
            name=hover(group.name), marker={"color": colour, "symbol": SYMBOLS[number % len(SYMBOLS)], "size": 8},
            error_x=_bars(group, rows, colour), customdata=list(labels),
            hovertemplate=f"<b>{hover(group.name)}</b> %{{customdata}} %{{x:.3f}}<extra></extra>",
        )  # fmt: skip
    figure.update_xaxes(title={"text": axis, "font": {"size": 12}}, rangemode="tozero")
    ticks = {"tickvals": rows.tolist(), "ticktext": list(labels), "tickfont": {"size": 12}}
    return figure.update_yaxes(range=[n - 0.4, -0.6], showgrid=False, **ticks)


def together_figure(
    values: Array, labels: Sequence[str], told: Sequence[Sequence[str]], *, title: str, dark: bool = False
) -> go.Figure:
    """A square of squares, label by label, in the order given; from -1 to 1, blue to red over white.

    values: (n, n); NaN is left empty. told: what hovering shows, by row and column.
    """
    shown = np.where(np.eye(len(values), dtype=bool), np.nan, values)
    figure = go.Figure(
        go.Heatmap(
            z=shown.tolist(), x=list(labels), y=list(labels), zmin=-1, zmax=1, colorscale=OPPOSED, xgap=1, ygap=1,
            customdata=[list(row) for row in told], hovertemplate="%{customdata}<extra></extra>",
            colorbar={"title": {"text": title, "side": "right"}, "thickness": 12},
        ),
        layout={"template": template(dark), "height": 17 * len(labels) + 120},
    )  # fmt: skip
    figure.update_xaxes(tickangle=-60, tickfont={"size": 11}, showgrid=False, side="bottom")
    return figure.update_yaxes(autorange="reversed", tickfont={"size": 11}, showgrid=False)


def tree_figure(
    joins: Array, names: Sequence[str], support: Array, *, axis: str, supported: str, dark: bool = False
) -> go.Figure:
    """A tree from left (alike) to right; at each branch the share of bootstrap trees that have it.

    joins: (n - 1, 4), as scipy's `linkage` gives them. support: (n - 1,), NaN where there is nothing to say.
    supported: what that share is called.
    """
    n, ink = len(names), palette(dark)
    places, depths = [0.0] * n, [0.0] * n
    order = _leaves(joins, n)
    for place, leaf in enumerate(order):
        places[leaf] = float(place)
    figure = go.Figure(layout={"template": template(dark), "height": 34 * n + 110, "hovermode": "closest"})
    for left, right, depth, _ in joins:
        a, b = int(left), int(right)
        figure.add_scatter(
            x=[depths[a], depth, depth, depths[b]], y=[places[a], places[a], places[b], places[b]], mode="lines",
            line={"color": ink.text, "width": 1.5}, hoverinfo="skip", showlegend=False,
        )  # fmt: skip
        places.append((places[a] + places[b]) / 2)
        depths.append(float(depth))
    known = np.flatnonzero(~np.isnan(support))
    figure.add_scatter(
        x=[depths[n + branch] for branch in known], y=[places[n + branch] for branch in known], mode="markers+text",
        text=[f"{support[branch]:.0%}" for branch in known], textposition="top right", showlegend=False,
        marker={"color": ink.text, "size": 6}, hovertemplate=f"{supported}: %{{text}}<extra></extra>",
    )  # fmt: skip
    figure.update_xaxes(title={"text": axis}, rangemode="tozero", range=[0, 1.15 * max(depths)])
    ticks = {"tickvals": list(range(n)), "ticktext": [hover(names[leaf]) for leaf in order]}
    return figure.update_yaxes(range=[n - 0.5, -0.5], showgrid=False, **ticks)


def _leaves(joins: Array, n: int) -> list[int]:
    """Leaves from top to bottom, so that no branches cross."""
    under: list[list[int]] = [[leaf] for leaf in range(n)]
    for left, right, *_ in joins:
        under.append(under[int(left)] + under[int(right)])
    return under[-1]


def periods_figure(
    labels: Sequence[Dots],
    years: Sequence[tuple[int, int]],
    colours: Sequence[str],
    works: Sequence[int],
    *,
    axes: tuple[str, str],
    dark: bool = False,
) -> go.Figure:
    """Means of periods with their intervals, one line a label; a period of one work has no interval.

    labels: values of (n_periods,). years: first and last of each period. works: of each period.
    """
    figure = go.Figure(layout={"template": template(dark), "height": 460, "hovermode": "closest"})
    span = max(years[-1][1] - years[0][0], 1)
    middle = np.array([(first + last) / 2 for first, last in years])
    names = [f"{first}" if first == last else f"{first}–{last}" for first, last in years]
    for number, (label, colour) in enumerate(zip(labels, colours, strict=True)):
        aside = 0.008 * span * (number - (len(labels) - 1) / 2)
        bars = _bars(label, np.arange(len(years)), colour)
        figure.add_scatter(
            x=(middle + aside).tolist(), y=label.values.tolist(), mode="lines+markers", name=label.name,
            line={"color": colour, "width": 2, "dash": DASHES[number % len(DASHES)]}, error_y=bars,
            marker={"size": 8, "symbol": SYMBOLS[number % len(SYMBOLS)]},
            customdata=[f"{name} (n = {count})" for name, count in zip(names, works, strict=True)],
            hovertemplate=f"<b>{label.name}</b> %{{customdata}}: %{{y:.3f}}<extra></extra>",
        )  # fmt: skip
    figure.update_xaxes(title={"text": axes[0]}, tickvals=middle.tolist(), ticktext=names, showgrid=False)
    return figure.update_yaxes(title={"text": axes[1]}, rangemode="tozero")

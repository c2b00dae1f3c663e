"""Writes docs/TRAJECTORIES.md and its figure: what each method does, and how often it is wrong, measured anew.

    .venv/bin/python scripts/trajectory_study.py --data ../shared/data

Every number of the document is computed here from one seed. No line of a poem is written anywhere.
"""

from __future__ import annotations

import argparse
import logging
import shutil
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import partial
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots
from scipy.signal import lfilter
from scipy.stats import binomtest

from emolit import EmotionReader, Line, Scheme, Work, __version__, load_scheme
from emolit.analysis.resampling import PERMUTATIONS
from emolit.analysis.signals import BALANCE, bounds, emotion_columns, signal
from emolit.analysis.trajectory import (
    Smoothing,
    band_between_lines,
    common_axis,
    default_window,
    make_smoother,
    null_band,
    sections,
    turning_points,
    typical_shapes,
)
from emolit.figures.theme import DASHES, LIGHT, template
from emolit.training.data import KpoemRow, load_kpoem

Array = NDArray[np.float64]
Rows = NDArray[np.intp]

DOCUMENT = Path(__file__).with_suffix(".md")  # with blanks where the numbers go
SEED = 20250903
ALPHA = 0.05

WORKS = 200
LONG = 100  # lines of a long work, about: blocks of one poet are cut into equal parts of that order
SHORTEST = 8  # lines of the shortest of the short works, which are segments as KPoEM cuts them
ROUNDS = 10  # times that each work is shuffled
CONTEXT_ROUNDS = 5  # of them read in context, too
FREQUENT, FAMILY = "슬픔", "family:joy"

LENGTHS = (15, 30, 60, 120, 300)
HEIGHTS = (0.0, 0.5, 1.0, 2.0)  # of the arc, in standard deviations of the noise
NOISES = {"rare": (0.4, 5.0), "frequent": (1.2, 2.8)}  # beta distributions
SYNTHETIC = 400  # works of each length, height and noise
RANGE = 0.1  # of a moving mean, above which the first naive rule sees an arc

UNBROKEN = ("#", "|", "!", "    ")  # how blocks begin whose lines stay as they are

DOCS = Path(__file__).parents[1] / "docs"
FIGURE = "trajectories-power.png"

log = logging.getLogger("trajectory_study")


@dataclass(frozen=True)
class Rate:
    """How many of how many, with its 95 % Wilson interval."""

    hits: int
    n: int

    @classmethod
    def of(cls, answers: Iterable[bool]) -> Rate:
        found = [bool(answer) for answer in answers]
        return cls(sum(found), len(found))

    @property
    def share(self) -> float:
        return self.hits / self.n

    @property
    def interval(self) -> tuple[float, float]:
        found = binomtest(self.hits, self.n).proportion_ci(method="wilson")
        return float(found.low), float(found.high)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{100 * self.share:.1f} ({100 * low:.1f}–{100 * high:.1f})"


@dataclass(frozen=True)
class Verdict:
    """What the methods say of one series of lines."""

    leaves_band: bool
    order_matters: bool
    turns: bool
    is_cut: bool


@dataclass(frozen=True)
class Sight:
    """What the tests and the naive rules say of one synthetic work."""

    leaves_band: bool
    order_matters: bool
    wide: bool
    in_the_middle: bool


def judge(values: Array, limits: tuple[float, float], seed: int) -> Verdict:
    """All tests of one series under the default smoother, each at 5 %."""
    smoother = make_smoother(Smoothing.MEAN, len(values), default_window(len(values)))
    band = null_band(values, smoother, limits=limits, seed=seed)
    turns = turning_points(values, smoother, seed=seed)
    return Verdict(
        bool(band.outside.any()),
        band.p_order <= ALPHA,
        any(turn.beyond_chance for turn in turns),
        len(sections(values).starts) > 1,
    )


def look(values: Array, seed: int) -> Sight:
    smoother = make_smoother(Smoothing.MEAN, len(values), default_window(len(values)))
    band = null_band(values, smoother, seed=seed)
    return Sight(bool(band.outside.any()), band.p_order <= ALPHA, is_wide(band.smooth), is_in_the_middle(band.smooth))


def is_wide(smooth: Array) -> bool:
    """First naive rule: highest and lowest point of the moving mean are more than `RANGE` apart."""
    return bool(np.ptp(smooth) > RANGE)


def is_in_the_middle(smooth: Array) -> bool:
    """Second naive rule: the highest point of the moving mean lies in the middle third."""
    n, top = len(smooth), int(smooth.argmax())
    return n / 3 <= top + 0.5 < 2 * n / 3


# Poems


def blocks_of(rows: Sequence[KpoemRow]) -> list[list[KpoemRow]]:
    """Verse lines in their order, by block: about ten consecutive segments of one poet."""
    lines = sorted((row for row in rows if row.unit == "line"), key=lambda row: (row.block, row.segment, row.row))
    return [list(group) for _, group in groupby(lines, key=lambda row: row.block)]


def cut(start: int, n: int, length: int) -> list[range]:
    """`n` consecutive lines in equal parts of about `length`; none when there are too few for three fifths of one."""
    parts = max(1, round(n / length))
    if n < 0.6 * length:
        return []
    ends = [start + round(part * n / parts) for part in range(parts + 1)]
    return [range(first, last) for first, last in pairwise(ends)]


def choose_works(blocks: Sequence[Sequence[KpoemRow]], random: np.random.Generator) -> tuple[list[range], list[range]]:
    """Lines of the short and of the long works, `WORKS` together, as places in the chain of all blocks."""
    long, segments, start = [], [], 0
    for block in blocks:
        long += cut(start, len(block), LONG)
        for _, group in groupby(block, key=lambda row: row.segment):
            n = len(list(group))
            segments.append(range(start, start + n))
            start += n
    usable = [segment for segment in segments if len(segment) >= SHORTEST]
    drawn = random.choice(len(usable), size=WORKS - len(long), replace=False)
    return [usable[index] for index in sorted(drawn)], long


def as_work(name: str, texts: Iterable[str]) -> Work:
    return Work(name, name, (tuple(Line(text) for text in texts),), language="ko")


def read_works(reader: EmotionReader, texts: Sequence[Sequence[str]], context: bool) -> list[Array]:
    works = [as_work(str(number), lines) for number, lines in enumerate(texts)]
    return [scores.lines.values for scores in reader.annotate(works, context=context).works]


@dataclass(frozen=True, eq=False)
class Shuffled:
    """Works without order. Scores of each are (n_lines, n_labels), in the shuffled order."""

    works: list[Rows]  # places of their lines, unshuffled
    alone: list[list[Array]]  # of each round
    context: list[list[Array]]  # of the first rounds
    n_short: int
    n_lines: int  # different ones
    trained: float  # share of them in the split that the model was trained on
    fingerprint: str


def shuffle_poems(data: Path, scheme: Scheme) -> Shuffled:
    """Shuffle each work's lines. Read alone, a line's score is the same in any order, so each is read once."""
    random = np.random.default_rng(SEED)
    blocks = blocks_of(load_kpoem(data, scheme))
    rows = [row for block in blocks for row in block]
    texts = [row.text for row in rows]
    short, long = choose_works(blocks, random)
    works = [np.array(work) for work in [*short, *long]]
    orders = [[random.permutation(work) for work in works] for _ in range(ROUNDS)]
    reader = EmotionReader.load()
    log.info("reading %d lines alone", len(texts))
    (scores,) = read_works(reader, [texts], context=False)
    context = []
    for once in orders[:CONTEXT_ROUNDS]:
        log.info("reading %d shuffled works in context", len(works))
        context.append(read_works(reader, [[texts[place] for place in order] for order in once], context=True))
    fingerprint = reader.checkpoint.fingerprint[:12]
    alone = [[scores[order] for order in once] for once in orders]
    used = {int(place) for work in works for place in work}
    trained = sum(rows[place].split == "train" for place in used) / len(used)
    return Shuffled(works, alone, context, len(short), len(used), trained, fingerprint)


def rarest(scores: Sequence[Array], scheme: Scheme) -> str:
    """The emotion with the lowest mean score."""
    mean = np.concatenate(list(scores)).mean(axis=0)
    return scheme.names[min(emotion_columns(scheme), key=lambda column: mean[column])]


def judge_all(rounds: Sequence[Sequence[Array]], key: str, scheme: Scheme) -> list[Verdict]:
    """One round after the other, each work under random orders of its own."""
    works = [scores for once in rounds for scores in once]
    return [judge(signal(scores, key, scheme), bounds(key), seed) for seed, scores in enumerate(works)]


Verdicts = dict[str, list[Verdict]]  # of each signal


def judge_poems(poems: Shuffled, scheme: Scheme) -> tuple[Verdicts, Verdicts]:
    """Verdicts on the works read alone and on the same works, in their first rounds, read in context."""
    keys = (FREQUENT, FAMILY, BALANCE, rarest(poems.alone[0], scheme))
    alone, context = {}, {}
    for key in keys:
        log.info("judging %s", key)
        alone[key] = judge_all(poems.alone, key, scheme)
        context[key] = judge_all(poems.context, key, scheme)
    return alone, context


# Synthetic works


def arc(n: int, height: float, noise: tuple[float, float], random: np.random.Generator) -> Array:
    """Half a sine wave, `height` standard deviations of the noise high, on beta noise; scores end at 0 and 1."""
    a, b = noise
    spread = np.sqrt(a * b / ((a + b) ** 2 * (a + b + 1)))
    wave = np.sin(np.pi * (np.arange(n) + 0.5) / n)
    return np.asarray(np.clip(random.beta(a, b, n) + height * spread * wave, 0, 1))


Cell = tuple[str, float, int]  # noise, height, number of lines


def look_at(cell: Cell, n_works: int) -> list[Sight]:
    noise, height, n = cell
    random = np.random.default_rng([SEED, list(NOISES).index(noise), round(10 * height), n])
    return [look(arc(n, height, NOISES[noise], random), seed) for seed in range(n_works)]


def look_at_all() -> dict[Cell, list[Sight]]:
    found: dict[Cell, list[Sight]] = {}
    for noise in NOISES:
        for height in HEIGHTS:
            log.info("synthetic works, noise %s, height %s", noise, height)
            found |= {(noise, height, n): look_at((noise, height, n), SYNTHETIC) for n in LENGTHS}
    return found


def noise_verdicts() -> dict[int, list[Verdict]]:
    """Turns and sections of noise without an arc, by length."""
    found = {}
    for n in LENGTHS:
        log.info("noise of %d lines", n)
        random = np.random.default_rng([SEED, n])
        found[n] = [judge(arc(n, 0, NOISES["rare"], random), (0, 1), seed) for seed in range(SYNTHETIC)]
    return found


# Bands and shapes


COVERED = ((40, 5), (80, 9), (200, 21), (600, 61))  # lines and window
COURSES = 100
SHAPE_SETS, SHAPE_WORKS, SHAPE_LINES = 100, 20, 60
LEANING = 0.4  # of each line's noise, the share of the line before that it keeps


def coverage(n: int, window: int, leaning: float) -> float:
    """Share of inner lines whose 95 % band between lines holds the known course: half a sine wave, normal noise."""
    random = np.random.default_rng([SEED, n, round(10 * leaning)])
    course = 0.4 + 0.2 * np.sin(np.pi * np.arange(n) / (n - 1))
    smoother, inner = make_smoother(Smoothing.MEAN, n, window), slice(window, -window)
    held = []
    for seed in range(COURSES):
        noise = lfilter([1], [1, -leaning], random.normal(0, 0.05, n))
        band = band_between_lines(course + noise, smoother, seed=seed)
        held.append(((band.low <= course) & (course <= band.high))[inner].mean())
    return float(np.mean(held))


def coverage_table() -> str:
    rows = [
        [n, window, *(f"{100 * coverage(n, window, leaning):.1f}" for leaning in (0, LEANING))] for n, window in COVERED
    ]
    return table(["lines", "window", "independent noise", f"noise that keeps {LEANING} of the line before"], rows)


def n_shapes(height: float, noise: str, random: np.random.Generator) -> int:
    """How many shapes are seen in works of noise, half of which rise to the middle and half fall to it."""
    smoother = make_smoother(Smoothing.MEAN, SHAPE_LINES, default_window(SHAPE_LINES))
    curves = [
        common_axis(smoother.apply(arc(SHAPE_LINES, height if work % 2 else -height, NOISES[noise], random)))
        for work in range(SHAPE_WORKS)
    ]
    return len(typical_shapes(np.stack(curves)).curves)


def shape_words() -> dict[str, object]:
    words: dict[str, object] = {"shape_sets": SHAPE_SETS, "shape_works": SHAPE_WORKS, "shape_lines": SHAPE_LINES}
    for noise, height in (("rare", 0.0), ("frequent", 0.0), ("frequent", 1.0), ("frequent", 2.0)):
        log.info("shapes, noise %s, height %s", noise, height)
        random = np.random.default_rng([SEED, list(NOISES).index(noise), round(10 * height)])
        found = [n_shapes(height, noise, random) for _ in range(SHAPE_SETS)]
        words[f"shapes_{noise}_{height:.0f}"] = Rate.of(n == 2 if height else n > 1 for n in found)
    return words


# The document


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table whose first column is text and whose others are numbers."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def rates(answers: Sequence[Verdict] | Sequence[Sight]) -> list[Rate]:
    """One rate for each question, in the order of the questions."""
    return [Rate.of(getattr(answer, field.name) for answer in answers) for field in fields(answers[0])]


def signal_name(key: str, scheme: Scheme) -> str:
    if key == BALANCE:
        return "valence balance"
    for family in scheme.families:
        if key == f"family:{family.key}":
            return f"{family.en} (family)"
    return f"{scheme.find(key).gloss_en} ({key})"


ASKED = ("leaves the null band", "order p ≤ 0.05", "turn beyond chance", "cut into sections")


def poem_table(verdicts: Verdicts, scheme: Scheme, choose: Callable[[int], bool]) -> str:
    """choose: whether the verdict at a place counts."""
    rows = []
    for key, given in verdicts.items():
        chosen = [verdict for place, verdict in enumerate(given) if choose(place)]
        rows.append([signal_name(key, scheme), *rates(chosen)])
    return table(["signal", *ASKED], rows)


def noise_table(verdicts: dict[int, list[Verdict]]) -> str:
    return table(["lines", *ASKED], ([n, *rates(given)] for n, given in verdicts.items()))


def power_table(sights: dict[Cell, list[Sight]], noise: str) -> str:
    head = ["height, lines", "null band", "order test", f"naive: range > {RANGE}", "naive: peak in the middle third"]
    return table(
        head, ([f"{height:g} sd, {n}", *rates(given)] for (kind, height, n), given in sights.items() if kind == noise)
    )


def share(answers: Sequence[Verdict] | Sequence[Sight], name: str) -> float:
    return Rate.of(getattr(answer, name) for answer in answers).share


def spread(shares: Iterable[float]) -> str:
    """The lowest and the highest."""
    found = list(shares)
    return f"{100 * min(found):.1f} to {100 * max(found):.1f} %"


@dataclass(frozen=True, eq=False)
class Results:
    poems: Shuffled
    alone: Verdicts
    context: Verdicts
    sights: dict[Cell, list[Sight]]
    noise: dict[int, list[Verdict]]


def document(results: Results, scheme: Scheme) -> str:
    """The text with its numbers."""
    text = DOCUMENT.read_text(encoding="utf-8").format(
        seed=SEED,
        version=__version__,
        permutations=PERMUTATIONS,
        figure=FIGURE,
        **_poem_words(results.poems, results.alone, scheme),
        **_poem_tables(results.poems, results.alone, results.context, scheme),
        **_synthetic_words(results.sights),
        noise=noise_table(results.noise),
        coverage=coverage_table(),
        courses=COURSES,
        **shape_words(),
    )
    return filled(text)


def filled(text: str) -> str:
    """Paragraphs and list items broken anew, for numbers have made their lines longer; all else as it stands."""
    parts = text.split("\n\n")
    return "\n\n".join(part if part.startswith(UNBROKEN) else _filled(part) for part in parts).rstrip() + "\n"


def _filled(part: str) -> str:
    items = part.removeprefix("- ").replace("\n  ", " ").split("\n- ") if part.startswith("- ") else None
    wrap = partial(textwrap.fill, width=120, break_long_words=False, break_on_hyphens=False)
    if items is None:
        return _spaced(wrap(_unspaced(part)))
    return "\n".join(_spaced(wrap(_unspaced(item), initial_indent="- ", subsequent_indent="  ")) for item in items)


def _unspaced(text: str) -> str:
    """No line begins with a percent sign."""
    return text.replace("\n", " ").replace(" %", "\u00a0%")


def _spaced(text: str) -> str:
    return text.replace("\u00a0%", " %")


def _poem_words(poems: Shuffled, alone: Verdicts, scheme: Scheme) -> dict[str, object]:
    lengths = [len(work) for work in poems.works]
    short, long = lengths[: poems.n_short], lengths[poems.n_short :]
    mean = np.concatenate(poems.alone[0]).mean(axis=0)
    return {
        "fingerprint": poems.fingerprint,
        "n_works": len(poems.works),
        "n_short": len(short),
        "n_long": len(long),
        "n_lines": poems.n_lines,
        "trained": f"{100 * poems.trained:.0f} %",
        "short": f"{min(short)} to {max(short)} lines, median {np.median(short):.0f}",
        "long": f"{min(long)} to {max(long)} lines, median {np.median(long):.0f}",
        "n_readings": len(next(iter(alone.values()))),
        "rounds": ROUNDS,
        "context_rounds": CONTEXT_ROUNDS,
        "margin": f"{196 * np.sqrt(ALPHA * (1 - ALPHA) / len(next(iter(alone.values())))):.1f}",
        "levels": "; ".join(f"{signal_name(key, scheme)} {signal(mean[None], key, scheme)[0]:.3f}" for key in alone),
    }


def _poem_tables(poems: Shuffled, alone: Verdicts, context: Verdicts, scheme: Scheme) -> dict[str, str]:
    n, n_short = len(poems.works), poems.n_short
    tests = ("leaves_band", "order_matters")
    return {
        "once": poem_table(alone, scheme, lambda place: place < n),
        "context": poem_table(context, scheme, lambda place: place < n),
        "shorts": poem_table(alone, scheme, lambda place: place % n < n_short),
        "longs": poem_table(alone, scheme, lambda place: place % n >= n_short),
        "context_shorts": poem_table(context, scheme, lambda place: place % n < n_short),
        "context_longs": poem_table(context, scheme, lambda place: place % n >= n_short),
        "alone_spread": spread(share(given, name) for given in alone.values() for name in tests),
        "context_spread": spread(share(given, name) for given in context.values() for name in tests),
        "context_long_spread": spread(
            share([verdict for place, verdict in enumerate(given) if place % n >= n_short], name)
            for given in context.values()
            for name in tests
        ),
        "cut_spread": spread(
            share([verdict for place, verdict in enumerate(given) if (place % n < n_short) is short], "is_cut")
            for given in alone.values()
            for short in (True, False)
        ),
    }


def _synthetic_words(sights: dict[Cell, list[Sight]]) -> dict[str, object]:
    words: dict[str, object] = {"n_synthetic": SYNTHETIC, "range": RANGE}
    for noise, parameters in NOISES.items():
        arcless = [given for (kind, height, _), given in sights.items() if kind == noise and height == 0]
        words[f"noise_{noise}"] = describe(parameters)
        words[f"power_{noise}"] = power_table(sights, noise)
        words[f"wide_{noise}"] = spread(share(given, "wide") for given in arcless)
        words[f"middle_{noise}"] = spread(share(given, "in_the_middle") for given in arcless)
    return words


def describe(noise: tuple[float, float]) -> str:
    a, b = noise
    spread = np.sqrt(a * b / ((a + b) ** 2 * (a + b + 1)))
    return f"beta({a:g}, {b:g}), mean {a / (a + b):.2f}, standard deviation {spread:.2f}"


# The figure

WAYS = {
    "leaves_band": ("null band", "#0072b2"),
    "order_matters": ("order test", "#009e73"),
    "wide": (f"naive: range > {RANGE}", "#d55e00"),
    "in_the_middle": ("naive: peak in the middle third", "#a0522d"),
}


def power_figure(sights: dict[Cell, list[Sight]]) -> go.Figure:
    """Share of works in which each way sees an arc, by length; a column a height, a row a noise."""
    titles = ["no arc: every answer is wrong", *(f"arc of {height:g} sd" for height in HEIGHTS[1:])]
    figure = make_subplots(
        len(NOISES),
        len(HEIGHTS),
        shared_xaxes=True,
        shared_yaxes=True,
        column_titles=titles,
        horizontal_spacing=0.025,
        vertical_spacing=0.07,
    )
    for row, noise in enumerate(NOISES, start=1):
        for column, height in enumerate(HEIGHTS, start=1):
            _draw_ways(figure, sights, noise, height, row, column)
        figure.update_yaxes(title_text=f"{noise} emotion: share of works", row=row, col=1)
    figure.add_hline(y=ALPHA, line={"color": LIGHT.faint, "dash": "dot", "width": 1})
    figure.update_xaxes(type="log", tickvals=LENGTHS, ticktext=[str(n) for n in LENGTHS], tickangle=0)
    figure.update_xaxes(title_text="lines", row=len(NOISES))
    figure.update_yaxes(range=[-0.02, 1.02], tickformat=".0%", tickvals=[0, 0.05, 0.25, 0.5, 0.75, 1])
    figure.update_layout(
        template=template(False),
        paper_bgcolor=LIGHT.background,
        width=1200,
        height=680,
        margin={"l": 16, "r": 16, "t": 90, "b": 16},
        legend={"y": 1.09, "x": 0, "font": {"size": 14}},
    )
    return figure


def _draw_ways(
    figure: go.Figure, sights: dict[Cell, list[Sight]], noise: str, height: float, row: int, column: int
) -> None:
    for place, (name, (title, colour)) in enumerate(WAYS.items()):
        shares = [share(sights[noise, height, n], name) for n in LENGTHS]
        figure.add_trace(
            go.Scatter(
                x=LENGTHS,
                y=shares,
                name=title,
                mode="lines+markers",
                line={"color": colour, "dash": DASHES[0 if place < 2 else 1], "width": 2},
                marker={"symbol": ("circle", "square", "diamond", "triangle-up")[place], "size": 8},
                showlegend=row == column == 1,
            ),
            row=row,
            col=column,
        )


def save_picture(figure: go.Figure, path: Path) -> None:
    """Plotly's own rasteriser needs a browser of its own; Debian's is there already."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 680})
        page.set_content(figure.to_html(include_plotlyjs=True, config={"displayModeBar": False}))
        page.wait_for_selector(".main-svg .legend")
        page.add_style_tag(content="body { margin: 0 }")
        page.screenshot(path=path)
        browser.close()


def main(data: Path, output: Path) -> None:
    scheme = load_scheme()
    sights = look_at_all()
    save_picture(power_figure(sights), output / FIGURE)
    poems = shuffle_poems(data, scheme)
    alone, context = judge_poems(poems, scheme)
    text = document(Results(poems, alone, context, sights, noise_verdicts()), scheme)
    (output / "TRAJECTORIES.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds kpoem/rows.tsv")
    parser.add_argument("--output", type=Path, default=DOCS, help="folder of the document and its figure")
    arguments = parser.parse_args()
    main(arguments.data, arguments.output)

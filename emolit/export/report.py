"""A report: one HTML file of a work, an author or a comparison, which opens from the disk without a network.

No script, no request: figures are SVG in the page, and a policy in its head forbids the rest. All text is escaped.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from html import escape
from itertools import count as count_up
from pathlib import Path
from typing import Any

from emolit.analysis.signals import strongest
from emolit.corpus import Corpus, Work
from emolit.corpus.counting import count, show_invisible, told_apart
from emolit.emotions import Scheme
from emolit.errors import Language
from emolit.export.citing import plain
from emolit.export.dataset import by_author
from emolit.export.methods import methods_paragraph
from emolit.export.notices import notices
from emolit.export.report_figures import COMPARED, Sketch, course, courses, grid, profile, profiles
from emolit.particles import fill_in
from emolit.reading.scores import EmotionScores

MOST_WORKS = 40  # with text and figures; the others stand in the table
_SHOWN = 3  # emotions beside a line
_WORDING = Path(__file__).parent.parent / "assets" / "wording" / "report.toml"
_STYLE = Path(__file__).parent / "report.css"
_DRAWING = re.compile(r"<svg.*?</svg>", re.DOTALL)
_MADE = re.compile(r"""(id="|url\(#|href="#)([a-zA-Z]{0,2}[0-9a-f]{10}(?:_\w+)?)(?=["')])""")  # Matplotlib's ids
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@cache
def sentences() -> dict[str, dict[Language, str]]:
    """The table of sentences: key -> language -> template."""
    with _WORDING.open("rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True)
class Report:
    """What is reported.

    record: provenance of the scores. alone: scores of the same works, each line read alone, to test courses against
    chance; without them they are not tested. when: of the report.
    """

    corpus: Corpus
    scores: EmotionScores
    record: Mapping[str, Any]
    language: Language = "ko"
    alone: EmotionScores | None = None
    when: date = field(default_factory=date.today)

    @property
    def scheme(self) -> Scheme:
        return self.scores.scheme

    def t(self, key: str, **blanks: object) -> str:
        return fill_in(sentences()[key][self.language], blanks)

    def name(self, work: Work) -> str:
        return show_invisible(work.title) or self.t("untitled")

    @cached_property
    def names(self) -> dict[str, str]:
        """Id of each work -> a name that no other work has."""
        told = told_apart(self.name(work) for work in self.corpus)
        return {work.id: name for work, name in zip(self.corpus, told, strict=True)}

    @property
    def title(self) -> str:
        first, others = self.corpus.works[0], len(self.corpus) - 1
        authors = by_author(self.corpus)
        if len(authors) > 1:
            what = ", ".join(show_invisible(author) or self.t("nobody") for author in list(authors)[:4])
            return self.t("title", what=what + (" …" if len(authors) > 4 else ""))
        if others and first.author:
            return self.t("title", what=show_invisible(first.author))
        named = self.name(first)
        return self.t("title", what=self.t("several", first=named, others=others) if others else named)


def report_page(report: Report) -> str:
    """The whole file. Raises NotEnoughData for a corpus without a work."""
    title = escape(report.title)
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>{_STYLE.read_text(encoding='utf-8')}</style>"
    )
    number = count_up(1)
    body = _DRAWING.sub(lambda found: _with_own_ids(found.group(), next(number)), "\n".join(_body(report)))
    return (
        f'<!DOCTYPE html>\n<html lang="{report.language}"><head>{head}</head><body><main><h1>{title}</h1>\n'
        f"{body}\n</main></body></html>\n"
    )


def _with_own_ids(svg: str, number: int) -> str:
    """A drawing whose marks and clips have names that no other drawing on the page has."""
    return _MADE.sub(rf"\g<1>f{number}-\g<2>", svg)


def _body(report: Report) -> Iterator[str]:
    counts, version = count(report.corpus), report.scores.provenance.version
    about = {"works": counts.works, "stanzas": counts.stanzas, "lines": counts.lines}
    yield _p(report.t("lead", **about, version=version, when=report.when.isoformat()))
    yield from _flags(report)
    yield _section(report.t("meaning"), *(_p(report.t(f"meaning_{number}")) for number in range(1, 5)))
    if len(report.corpus) > 1:
        yield _comparison(report)
    shown = report.corpus.works[:MOST_WORKS]
    if len(shown) < len(report.corpus):
        yield _p(report.t("left_out", shown=len(shown), others=len(report.corpus) - len(shown)))
    for work in shown:
        yield _work(report, work)
    if len(report.corpus) > 1:
        yield _section(report.t("table"), _p(report.t("table_note")), _table(report))
    methods = methods_paragraph(report.corpus, report.record, report.language)
    yield _section(report.t("methods"), _p(methods))
    yield _section(report.t("cite"), f"<pre>{escape(plain())}</pre>")
    told = escape(json.dumps(report.record, ensure_ascii=False, indent=1))
    yield f"<details><summary>{escape(report.t('provenance'))}</summary><pre>{told}</pre></details>"


def _flags(report: Report) -> Iterator[str]:
    found = notices(report.corpus, report.scores)
    if found:
        items = "".join(f"<li>{escape(show_invisible(n.sentence(report.language)))}</li>" for n in found)
        yield _section(report.t("notices"), f'<ul class="flags">{items}</ul>')


def _comparison(report: Report) -> str:
    authors = by_author(report.corpus)
    unit = "author" if len(authors) > 1 else "work"
    groups = authors if len(authors) > 1 else {report.names[work.id]: [work] for work in report.corpus}
    parts = [_p(report.t("comparison_note", unit=report.t(unit)) + _first_of(report, unit, len(groups)))]
    parts.append(_figures([profiles(report, groups)]))
    together = courses(report)
    if together:
        note = report.t("courses_note") + _first_of(report, "work", sum(len(work) > 1 for work in report.corpus))
        parts += [f"<h3>{escape(together.title)}</h3>", _figures([together]), _p(note)]
    return _section(report.t("comparison"), *parts)


def _first_of(report: Report, unit: str, n: int) -> str:
    """A sentence where a figure has not all of them."""
    return " " + report.t(f"compared_{unit}s", shown=COMPARED, all=n) if n > COMPARED else ""


def _work(report: Report, work: Work) -> str:
    by = " · ".join(filter(None, (show_invisible(work.author), show_invisible(work.year))))
    parts = [_p(by, "by")] if by else []
    parts += [_verse(report, work), _p(report.t("text_note"))]
    for heading, sketch in (("course", course(report, work)), ("profile", profile(report, work))):
        if sketch:
            parts += [f"<h3>{escape(report.t(heading))}</h3>", _figures([sketch]), _p(sketch.note)]
    wide = grid(report, work)
    if wide:
        parts += [f"<details><summary>{escape(report.t('grid'))}</summary>", _figures([wide]), "</details>"]
    return _section(report.names[work.id], *parts, kind="work")


def _verse(report: Report, work: Work) -> str:
    """The text as printed, with up to three emotions beside each line."""
    rows, index = [], 0
    for stanza in work.stanzas:
        for line in stanza:
            rows.append(_line(report, work, index, line.text))
            index += 1
        rows.append('<tr class="break"><td colspan="3"></td></tr>')
    language = f' lang="{escape(work.language)}"' if work.language else ""
    return f'<table class="verse"{language}>{"".join(rows[:-1])}</table>'


def _line(report: Report, work: Work, index: int, text: str) -> str:
    found, scheme = report.scores.of(work.id), report.scheme
    row = found.lines.values[index]
    best = [c for c in strongest(row, scheme, _SHOWN) if row[c] > report.scores.threshold[c]]
    marks = [
        f'<span class="mark" style="border-color:{scheme.emotions[c].colour}">'
        f"{escape(scheme.emotions[c].gloss(report.language))} {row[c]:.2f}</span>"
        for c in best
    ] or [f'<span class="none">{escape(report.t("nothing"))}</span>']
    if index in found.trained_on:
        marks.append(f'<span class="none">{escape(report.t("trained"))}</span>')
    if index in found.out_of_fold:
        marks.append(f'<span class="none">{escape(report.t("out_of_fold"))}</span>')
    if found.unread[index]:
        marks.append(f'<span class="none">{escape(report.t("unread"))}</span>')
    return f"<tr><th>{index + 1}</th><td>{escape(show_invisible(text))}</td><td>{''.join(marks)}</td></tr>"


def _table(report: Report) -> str:
    """Works by all labels: a wide table, in a box that scrolls."""
    glosses = report.scheme.glosses(report.language)
    head = "".join(f"<th>{escape(name)}</th>" for name in (report.t("work"), report.t("author"), *glosses))
    rows = []
    for work in report.corpus:
        cells = "".join(f"<td>{value:.2f}</td>" for value in report.scores.of(work.id).work.values[0])
        author = escape(show_invisible(work.author))
        rows.append(f"<tr><th>{escape(report.names[work.id])}</th><td>{author}</td>{cells}</tr>")
    body = f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"
    return f'<div class="wide" tabindex="0"><table>{body}</table></div>'


def _section(heading: str, *parts: str, kind: str = "") -> str:
    opened = f'<section class="{kind}">' if kind else "<section>"
    return f"{opened}<h2>{escape(heading)}</h2>{''.join(parts)}</section>"


def _figures(sketches: Sequence[Sketch]) -> str:
    return "".join(f'<figure role="img" aria-label="{escape(sketch.alt)}">{sketch.svg}</figure>' for sketch in sketches)


def _p(text: str, kind: str = "") -> str:
    return f'<p class="{kind}">{escape(text)}</p>' if kind else f"<p>{escape(text)}</p>"

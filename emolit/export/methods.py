"""The methods paragraph of a paper, in Korean and in English, from the record of what was done."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from emolit.corpus import Corpus, ReadingUnit
from emolit.corpus.counting import count
from emolit.emotions import load_scheme
from emolit.errors import Language
from emolit.export.citing import in_text
from emolit.reading.scores import VOTE_SHARE

LANGUAGES: tuple[Language, ...] = ("ko", "en")

_TABLE = Path(__file__).parent.parent / "assets" / "wording" / "methods.toml"
_Said = tuple[str, dict[str, Any]]  # key of a sentence, its blanks


@cache
def sentences() -> dict[str, dict[Language, str]]:
    """The table of sentences: key -> language -> template."""
    with _TABLE.open("rb") as file:
        return tomllib.load(file)


def methods_paragraph(
    corpus: Corpus, record: Mapping[str, Any], language: Language, courses: Sequence[Mapping[str, Any]] = ()
) -> str:
    """One paragraph that says everything a reader needs to do the same again, and nothing that was not done.

    record: `provenance_record` of the scores. courses: `trajectory_record`s, where courses are reported; `works`, where
    each runs along several.
    """
    said = [_corpus(corpus), *_unit(record), *_reading(record), *_notices(record), *_courses(courses, language)]
    return " ".join(_sentence(key, blanks, language) for key, blanks in said)


def methods(
    corpus: Corpus, record: Mapping[str, Any], courses: Sequence[Mapping[str, Any]] = ()
) -> dict[Language, str]:
    """`methods_paragraph` in both languages."""
    return {language: methods_paragraph(corpus, record, language, courses) for language in LANGUAGES}


def _sentence(key: str, blanks: Mapping[str, Any], language: Language) -> str:
    return sentences()[key][language].format(**blanks)


def _corpus(corpus: Corpus) -> _Said:
    found = count(corpus)
    names = list(dict.fromkeys(note.name for note in corpus.notes)) or ["-"]
    sources = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
    return "corpus", {"sources": sources, "works": found.works, "stanzas": found.stanzas, "lines": found.lines}


def _unit(record: Mapping[str, Any]) -> Iterator[_Said]:
    """What stands for a line where it is none of verse."""
    units = record.get("reading_units", [ReadingUnit.LINE])
    if units != [ReadingUnit.LINE]:
        yield f"unit_{units[0] if len(units) == 1 else 'mixed'}", {}


def _reading(record: Mapping[str, Any]) -> Iterator[_Said]:
    about = {name: record[name] for name in ("version", "model", "precision")}
    key = "reading_context" if record["context"] else "reading_alone"
    yield key, about | {"fingerprint": str(record["fingerprint"])[:16]}
    if record["score"] == VOTE_SHARE:
        scheme = load_scheme(record["scheme"])
        yield "labels", {"scheme": scheme.name.upper(), "count": len(scheme.names), "kote": in_text("kote")}
        yield "score", {"kpoem": in_text("kpoem")}
    else:
        yield "score_other", {"scheme": record["scheme"], "score": record["score"]}
    threshold = record["threshold"]
    if isinstance(threshold, Mapping):
        yield "thresholds", {"low": f"{min(threshold.values()):.2g}", "high": f"{max(threshold.values()):.2g}"}
    else:
        yield "threshold", {"threshold": f"{threshold:.3g}"}
    if record.get("glosses") == "dropped":
        yield "glosses", {}


def _notices(record: Mapping[str, Any]) -> Iterator[_Said]:
    told: dict[str, list[Mapping[str, Any]]] = {}
    for notice in record["notices"]:
        told.setdefault(notice["code"], []).append(notice["details"])
    outside = sum(len(found) for code, found in told.items() if code.startswith("outside."))
    if outside:
        yield "outside", {"works": outside}
    if "notice.trained" in told:
        yield "trained", {"lines": sum(details["count"] for details in told["notice.trained"])}
    if "notice.out_of_fold" in told:
        yield "out_of_fold", {"lines": sum(details["lines"] for details in told["notice.out_of_fold"])}


def _courses(courses: Sequence[Mapping[str, Any]], language: Language) -> Iterator[_Said]:
    if not courses:
        yield "no_seed", {}
        return
    method = courses[0]["method"]
    signals = ", ".join(dict.fromkeys(str(course["label"]) for course in courses))
    if method["window"] > 1 and method["smoother"] != "none":
        smoother = sentences()[f"smoother_{method['smoother']}"][language]
        about = {"window": method["window"], "percent": f"{method['window_percent']:g}", "smoother": smoother}
        yield "smoother", about | {"signals": signals}
    else:
        yield "unsmoothed", {"signals": signals}
    if courses[0].get("works", 1) > 1:
        yield "joined", {"works": courses[0]["works"]}
    if method["reading"] == "votes":
        yield "votes", {}
    bands = [course["method"]["band"] for course in courses if course["method"]["band"]["kind"] != "none"]
    for band in bands[:1]:
        yield f"band_{band['kind']}", {**band, "level": f"{100 * band['level']:g}"}
    nulls = [course["method"]["null"] for course in courses if "null" in course["method"]]
    for null in nulls[:1]:
        yield "null", {**null, "level": f"{100 * null['level']:g}"}
    yield "seed", {"seed": method["seed"]}

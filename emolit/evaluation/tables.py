"""What was measured, as Markdown tables for the shell and the model card."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

FIGURES = ("f1_micro", "f1_macro", "mcc", "macro_auc")
SYSTEMS = {
    "in_context": "emolit, in context",
    "alone": "emolit, each row alone",
    "mixed": "emolit with TF-IDF and ridge",
    "ridge": "TF-IDF and ridge",
    "constant": "constant set",
    "comments": "first stage alone (comments)",
}
PARTS = {"mean": "mean of the poets", "far": "far from what was learnt"}


def as_markdown(protocol: str, record: Mapping[str, Any]) -> str:
    """The record of one protocol as one or more tables."""
    makers = {"paper": _paper, "grouped": _held_out, "poet": _held_out, "ceiling": _ceiling, "english": _english}
    return "\n".join(makers[protocol](record))


def table(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows of one kind; columns are named by the first."""
    names = list(rows[0])
    lines = ["| " + " | ".join(names) + " |", "|" + " --- |" * len(names)]
    lines += ["| " + " | ".join(_cell(row.get(name)) for name in names) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    return "" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


def with_interval(estimate: Mapping[str, float]) -> str:
    return f"{estimate['value']:.3f} ({estimate['low']:.3f} to {estimate['high']:.3f})"


def _paper(record: Mapping[str, Any]) -> list[str]:
    leaks = [
        f"{leak['in_learnt_segment']} of {leak['lines']} `{leak['split']}` lines stand in a segment that was learnt."
        for leak in record["leaks"]
    ]
    return [table(record["results"]), *leaks, ""]


def _held_out(record: Mapping[str, Any]) -> list[str]:
    systems = record["systems"]
    leads = [
        {"rows": PARTS.get(each["part"], each["part"]), "lead over": SYSTEMS[rival]}
        | {figure: with_interval(lead[figure]) for figure in FIGURES}
        for each in systems
        if each["system"] == "in_context"
        for rival, lead in each["lead"].items()
    ]
    changes = record.get("changes")
    other = f"Trained by the recipe of the model that ships, but for `{json.dumps(changes, ensure_ascii=False)}`.\n"
    return [
        *([other] if changes else []),
        _systems(systems, "rows"),
        table(leads),
        *([_systems(record["poets"], "rows of the poet")] if record.get("poets") else []),  # older files have none
        f"Mean rank correlation of a line's scores with its votes: {record['rank_correlation']:.3f}\n",
    ]


def _systems(measured: Sequence[Mapping[str, Any]], part: str) -> str:
    return table(
        [
            {part: f"{PARTS.get(each['part'], each['part'])} ({each['rows']:,})", "system": SYSTEMS[each["system"]]}
            | {figure: with_interval(each["figures"][figure]) for figure in FIGURES}
            for each in measured
        ]
    )


def reliability(record: Mapping[str, Any]) -> str:
    """Per label, on rows held out."""
    return table(
        [
            {
                "label": each["label"], "support": each["support"], "readers (mean share)": each["base_rate"],
                "alpha": each["alpha"], "AUC": each["auc"], "F1": each["f1"],
                "calibration slope": each["slope"], "Brier skill": each["brier_skill"],
            }
            for each in record["reliability"]
        ]
    )  # fmt: skip


def _ceiling(record: Mapping[str, Any]) -> list[str]:
    rows = [
        {"rows": part, "bound": bound} | {figure: limits[figure] for figure in FIGURES}
        for part, both in record.items()
        for bound, limits in both.items()
    ]
    return [table(rows)]


def _english(record: Mapping[str, Any]) -> list[str]:
    labels = record["en"]["labels"]
    rows: list[dict[str, object]] = [{"label": "mean", **{k: record[k]["macro_auc"] for k in ("en", "ko")}}]
    rows += [{"label": label, "en": labels[label], "ko": record["ko"]["labels"].get(label)} for label in labels]
    return [table(rows)]

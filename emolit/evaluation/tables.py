"""What was measured, as Markdown tables for the shell and the model card."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

FIGURES = ("f1_micro", "f1_macro", "mcc", "macro_auc")
RIDGE = "TF-IDF and ridge"
SYSTEMS = {
    "in_context": "emolit, in context",
    "alone": "emolit, each row alone",
    "mixed": "emolit with TF-IDF and ridge",
    "ridge": RIDGE,
    "constant": "constant set",
    "comments": "first stage alone (comments), in context",
    "rates": "the labels' base rates, the same for every line",
}
PARTS = {
    "mean": "mean of the poets",
    "far": "far from what was learnt",
    "untried": "folds that no lever was tried on, without `val`",
}


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
    results = record["results"]
    whole = [each for each in results if each["part"] == "all"]
    return [
        table([_result(each, ("system", "split", "rows", "threshold")) for each in whole]),
        "Lines and segments apart, where no threshold was chosen beforehand:\n",
        table(
            [_result(each, ("part", "system", "split", "rows", "threshold")) for each in results if each not in whole]
        ),
        f"Leads over {RIDGE}, in the same draws of blocks:\n",
        table([_lead(each, f"{each['system']} ({each['split']})") for each in whole if each["lead"]]),
        *leaks,
        "",
    ]


def _result(result: Mapping[str, Any], names: Sequence[str]) -> dict[str, object]:
    """What a result is of, and its figures, with their intervals where they have one."""
    figures = ("f1_micro", "f1_macro", "mcc", "macro_auc", "precision_micro", "recall_micro", "accuracy")
    between = result["intervals"]
    return {name: result[name] for name in names} | {
        name: with_interval(between[name] | {"value": result[name]}) if name in between else result[name]
        for name in figures
    }


def _lead(result: Mapping[str, Any], system: str) -> dict[str, object]:
    lead = result["lead"]
    return {"system": system} | {name: with_interval(lead[name]) if name in lead else None for name in FIGURES}


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
    other = f"The trainings' recipe, against that of the checkpoint: `{json.dumps(changes, ensure_ascii=False)}`.\n"
    return [
        *([other] if changes else []),
        _systems(systems, "rows"),
        table(leads),
        *([_systems(record["poets"], "rows of the poet")] if record.get("poets") else []),  # older files have none
        *([_ranking(record["rank_correlation"])] if "rank_correlation" in record else []),
    ]


def _ranking(record: Mapping[str, Any]) -> str:
    rows = [
        {
            "labels of a line put in order by": SYSTEMS[name],
            "rank correlation with its votes": with_interval(each),
            "emolit, in context, is ahead by": with_interval(record["lead"][name]) if name in record["lead"] else None,
        }
        for name, each in record["value"].items()
    ]
    return table(rows)


def _systems(measured: Sequence[Mapping[str, Any]], part: str) -> str:
    return table(
        [
            {part: f"{PARTS.get(each['part'], each['part'])} ({each['rows']:,})", "blocks": each["blocks"]}
            | {"system": SYSTEMS[each["system"]]}
            | {figure: with_interval(each["figures"][figure]) for figure in FIGURES}
            for each in measured
        ]
    )


def reliability(record: Mapping[str, Any], unit: str, new_poet: Mapping[str, Any]) -> str:
    """Per label, on rows held out: lines or segments. new_poet: the record of poets held out, if there is one."""
    new = {each["label"]: each for each in new_poet.get("reliability", {}).get(unit, ())}
    return table(
        [
            {
                "label": each["label"], "support": each["support"], "readers (mean share)": each["base_rate"],
                "alpha": each["alpha"], "AUC": each["auc"], "F1": each["f1"],
                "calibration slope": each["slope"], "Brier skill": each["brier_skill"],
            }
            | {f"{name}, new poet": new.get(each["label"], {}).get(key)
               for name, key in (("AUC", "auc"), ("F1", "f1"), ("skill", "brier_skill"))}
            for each in record["reliability"][unit]
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
    labels, verse = record["en"]["labels"], record["verse"]
    rows: list[dict[str, object]] = [{"label": "mean", **{k: record[k]["macro_auc"] for k in ("en", "ko")}}]
    rows += [{"label": label, "en": labels[label], "ko": record["ko"]["labels"].get(label)} for label in labels]
    said = (
        f"English verse written for this purpose, {verse['lines']} lines that are each plainly about one emotion: "
        f"place of its label among the emotions, median {verse['median_rank']:g}, among the first five for "
        f"{verse['among_first_five']}; macro AUC {verse['macro_auc']:.3f}. Places of the two lines of each label:\n"
    )
    places = [{"label": label, "places": " and ".join(map(str, own))} for label, own in verse["ranks"].items()]
    return [table(rows), said, table(places)]

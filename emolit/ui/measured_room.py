"""What was measured of the model, on the About page: systems side by side, labels one by one, the reliability curve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from emolit.emotions import Scheme
from emolit.figures import for_screen, reliability_figure
from emolit.reading.measured import LINES, LabelFigures, Measured
from emolit.ui import cached, state
from emolit.ui.widgets import is_dark
from emolit.ui.wording import t

_FIGURES = {
    "f1_micro": "micro",
    "f1_macro": "macro",
    "mcc": "mcc",
    "macro_auc": "area",
}  # in the record, in the wording
_IN_BRIEF = {name: _FIGURES[name] for name in ("f1_micro", "macro_auc")}
_SYSTEMS = {"in_context": "context"}  # where the wording has another name than the record
_TOLD_APART = ("far", "untried")  # parts of the rows with a sentence of their own
_OF_LABELS = ("alpha", "auc", "fscore", "slope", "skill")


def show_measured(measured: Measured, scheme: Scheme) -> None:
    """Whatever the evaluation left; says so where it left nothing."""
    if measured.held_out:
        st.markdown(t("measured.held_out"))
        _show_systems(measured.held_out)
        _show_labels(measured.labels, scheme)
        _show_curve(measured.held_out, scheme)
        _show_poets(measured.held_out, measured.new_poet)
    else:
        st.info(t("measured.nothing"), icon=":material/hourglass_empty:")
    _show_ceiling(measured.record.get("ceiling", {}))
    _show_leaks(measured.record.get("paper", {}))
    _show_english(measured.record.get("english", {}))


def _show_systems(held_out: Mapping[str, Any]) -> None:
    rows = []
    for each in (system for system in held_out["systems"] if system["part"] == "all"):
        name = _SYSTEMS.get(each["system"], each["system"])
        figures = {t(f"measured.{column}"): _interval(each["figures"][key]) for key, column in _FIGURES.items()}
        rows.append({t("measured.system"): t(f"measured.{name}")} | figures)
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=t("measured.held_out"))
    own = _whole(held_out, "in_context")
    said = [t("measured.lead", **{name: _interval(own["lead"]["ridge"][name]) for name in _IN_BRIEF})]
    for part in (
        each for each in held_out["systems"] if each["system"] == "in_context" and each["part"] in _TOLD_APART
    ):
        figures = {name: f"{part['figures'][name]['value']:.3f}" for name in _IN_BRIEF}
        said.append(t(f"measured.{part['part']}", rows=f"{part['rows']:,}", **figures))
    st.caption(" ".join(said))


def _interval(estimate: Mapping[str, float]) -> str:
    between = "–" if estimate["low"] >= 0 else ", "  # a dash beside a minus cannot be told from it
    said = f"{estimate['value']:.3f} ({estimate['low']:.3f}{between}{estimate['high']:.3f})"
    return said.replace("-", "−")


def _show_labels(labels: Mapping[str, LabelFigures], scheme: Scheme) -> None:
    """One row a label, to be sorted by a click on a column."""
    language = state.language()
    rows = [
        {
            t("measured.label"): emotion.gloss(language),
            t("measured.weak"): labels[emotion.name].is_weak,
            t("measured.support"): labels[emotion.name].support,
            t("measured.alpha"): labels[emotion.name].alpha,
            t("measured.auc"): labels[emotion.name].auc,
            t("measured.fscore"): labels[emotion.name].f1,
            t("measured.slope"): labels[emotion.name].slope,
            t("measured.skill"): labels[emotion.name].brier_skill,
            t("measured.new_auc"): labels[emotion.name].new_auc,
            t("measured.new_fscore"): labels[emotion.name].new_f1,
            t("measured.new_skill"): labels[emotion.name].new_skill,
        }
        for emotion in scheme.emotions
        if emotion.name in labels
    ]
    st.markdown(t("measured.labels"))
    two = st.column_config.NumberColumn(format="%.2f")
    columns = {t(f"measured.{name}"): two for name in (*_OF_LABELS, "new_auc", "new_fscore", "new_skill")}
    st.dataframe(pd.DataFrame(rows), hide_index=True, height=420, column_config=columns, alt=t("measured.labels_alt"))


def _show_curve(held_out: Mapping[str, Any], scheme: Scheme) -> None:
    """All labels together, or one that the reader chooses."""
    language = state.language()
    own = {each["label"]: each["bins"] for each in held_out["reliability"].get(LINES, ())}
    names = {"": t("measured.together")} | {
        each.name: each.gloss(language) for each in scheme.emotions if each.name in own
    }
    chosen = st.selectbox(t("measured.curve_of"), list(names), format_func=names.__getitem__, key="about.curve")
    bins = own.get(chosen, held_out["curve"])
    if not bins:
        return
    colour = next((each.colour for each in scheme.emotions if each.name == chosen), None)
    figure = reliability_figure(
        bins,
        axes=(t("measured.axis_score"), t("measured.axis_share")),
        ideal=t("measured.ideal"),
        name=names[chosen],
        colour=colour,
        dark=is_dark(),
    )
    worst = max(bins, key=lambda each: abs(each["score"] - each["share"]))
    details = {"name": names[chosen], "score": f"{worst['score']:.2f}", "share": f"{worst['share']:.2f}"}
    st.plotly_chart(for_screen(figure), key="about.curve_figure", theme=None, alt=t("measured.curve_alt", **details))
    st.caption(t("measured.curve_note"))


def _show_poets(known: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Each poet read by a model that knows other poems of theirs, and by one that knows none."""
    if not new.get("poets"):
        return
    rows: dict[str, dict[str, object]] = {}
    for column, record in (("known", known), ("new", new)):
        for each in (system for system in record.get("poets", ()) if system["system"] == "in_context"):
            name = t("measured.mean") if each["part"] == "mean" else each["part"]
            row = rows.setdefault(each["part"], {t("measured.poet"): name, t("measured.rows"): each["rows"]})
            row |= {
                t(f"measured.{figure}_{column}"): _interval(each["figures"][key]) for key, figure in _IN_BRIEF.items()
            }
    st.markdown(t("measured.poets"))
    st.dataframe(pd.DataFrame(rows.values()), hide_index=True, alt=t("measured.poets"))
    lead = _mean_of_poets(new, "in_context")["lead"]["ridge"]
    said = [t("measured.poets_lead", **{name: _interval(lead[name]) for name in _IN_BRIEF})]
    if new.get("changes"):  # what a new poet costs is then seen on what was learnt in the same way both times
        ngrams = {f"{name}_{column}": _mean_of_poets(record, "ridge")["figures"][name]["value"] for name in _IN_BRIEF
                  for column, record in (("known", known), ("new", new))}  # fmt: skip
        said.append(t("measured.other_recipe", **{name: f"{value:.3f}" for name, value in ngrams.items()}))
    st.caption(" ".join(said))


def _whole(record: Mapping[str, Any], system: str) -> Mapping[str, Any]:
    """A system on all rows."""
    return _part(record["systems"], "all", system)


def _mean_of_poets(record: Mapping[str, Any], system: str) -> Mapping[str, Any]:
    return _part(record["poets"], "mean", system)


def _part(measured: Sequence[Mapping[str, Any]], part: str, system: str) -> Mapping[str, Any]:
    return next(each for each in measured if (each["part"], each["system"]) == (part, system))


def _show_ceiling(ceiling: Mapping[str, Any]) -> None:
    if "lines" in ceiling:
        low, high = ceiling["lines"]["lower"], ceiling["lines"]["upper"]
        details = {f"{name}_{end}": f"{limits[name]:.2f}" for name in ("f1_micro", "macro_auc")
                   for end, limits in (("low", low), ("high", high))}  # fmt: skip
        st.markdown(t("measured.ceiling", **details))


def _show_leaks(paper: Mapping[str, Any]) -> None:
    for leak in paper.get("leaks", []):
        if leak["split"] == "test":
            st.markdown(t("measured.leaks", inside=leak["in_learnt_segment"], lines=leak["lines"]))


def _show_english(english: Mapping[str, Any]) -> None:
    if english:
        details = {language: f"{english[language]['macro_auc']:.2f}" for language in ("en", "ko")}
        said = [t("measured.english", labels=len(english["en"]["labels"]), comments=english["comments"], **details)]
        if verse := english.get("verse"):
            found = {"auc": f"{verse['macro_auc']:.2f}", "first_five": verse["among_first_five"]}
            said.append(t("measured.verse", lines=verse["lines"], **found))
        st.markdown(" ".join(said))


def warn_of_weak(labels: Sequence[str], scheme: Scheme) -> None:
    """A sentence for each label whose scores deserve little trust; families and balances are no labels."""
    weak = [found for found in map(cached.reader().checkpoint.measured.weak, labels) if found is not None]
    if weak:
        names = [scheme.find(each.label).gloss(state.language()) for each in weak]
        said = [t("measured.weak_label", name=name, **_weakness(each)) for name, each in zip(names, weak, strict=True)]
        st.caption(f":material/warning: {' '.join(said)}")


def _weakness(label: LabelFigures) -> dict[str, object]:
    figures = {"alpha": label.alpha, "auc": label.auc, "f1": label.f1, "new_auc": label.new_auc, "new_f1": label.new_f1,
               "skill": label.brier_skill, "new_skill": label.new_skill}  # fmt: skip
    return {"support": label.support} | {
        name: "–" if value is None else f"{value:.2f}" for name, value in figures.items()
    }

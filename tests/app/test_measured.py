"""The About page shows what an evaluation left beside the model, in both languages, and says so when there is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from emolit.emotions import load_scheme
from emolit.reading.checkpoint import Checkpoint
from emolit.reading.measured import FORM
from tests.app.conftest import OpenApp

ESTIMATE = {"value": 0.6, "low": 0.55, "high": 0.65}
BEHIND = {"value": -0.011, "low": -0.016, "high": -0.005}
FAR = {"value": 0.432, "low": 0.4, "high": 0.45}
UNTRIED = {"value": 0.345, "low": 0.3, "high": 0.4}
NEW = {"value": 0.5, "low": 0.45, "high": 0.55}
FIGURES = dict.fromkeys(("f1_micro", "f1_macro", "mcc", "macro_auc"), ESTIMATE)
BINS = [{"score": 0.1, "share": 0.08, "rows": 9}, {"score": 0.5, "share": 0.7, "rows": 9}]


def record() -> dict[str, Any]:
    names = load_scheme().names
    figures = {"support": 80, "base_rate": 0.1, "alpha": 0.2, "auc": 0.7, "f1": 0.4, "slope": 1.1, "brier_skill": 0.05}
    labels = [{"label": name, "bins": BINS, **figures} for name in names]
    labels[3] |= {"auc": None, "alpha": None}
    new = [each | {"auc": 0.6} if each["label"] == "슬픔" else each for each in labels]
    systems = [
        {"system": name, "part": "all", "rows": 9, "figures": FIGURES, "lead": {"ridge": FIGURES, "constant": FIGURES}}
        for name in ("in_context", "ridge", "constant")
    ]
    systems.append(systems[0] | {"part": "far", "rows": 1234, "figures": dict.fromkeys(FIGURES, FAR)})
    systems.append(systems[0] | {"part": "untried", "rows": 4321, "figures": dict.fromkeys(FIGURES, UNTRIED)})
    poets = [{"system": "in_context", "part": name, "rows": 7, "figures": FIGURES, "lead": {}} for name in ("가", "나")]
    poets += [
        {"system": system, "part": "mean", "rows": 14, "figures": FIGURES, "lead": {"ridge": FIGURES}}
        for system in ("in_context", "ridge")
    ]
    behind = {"figures": dict.fromkeys(FIGURES, NEW), "lead": {"ridge": dict.fromkeys(FIGURES, BEHIND)}}
    limits = {"f1_micro": 0.62, "macro_auc": 0.74}
    return {
        "grouped": {"systems": systems, "poets": poets, "reliability": {"lines": labels}, "curve": BINS},
        "poet": {
            "systems": [each | behind for each in systems],
            "poets": [each | behind for each in poets],
            "reliability": {"lines": new},
            "changes": {"poems": {"epochs": 3}},
        },
        "ceiling": {"lines": {"lower": limits, "upper": {"f1_micro": 0.83, "macro_auc": 0.98}}},
        "paper": {"leaks": [{"split": "test", "lines": 701, "in_learnt_segment": 567}]},
        "english": {
            **{each: {"macro_auc": 0.71, "labels": {"기쁨": 0.7}} for each in ("en", "ko")},
            "comments": 99,
            "verse": {"lines": 48, "macro_auc": 0.89, "among_first_five": 23},
        },
    }


@pytest.fixture(autouse=True)
def _model_anew() -> Any:
    """A loaded model remembers what was measured of it."""
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def _evaluated(tiny_checkpoint: Path) -> Any:
    path = tiny_checkpoint / "evaluation.json"
    weights = Checkpoint.find(tiny_checkpoint).fingerprint
    path.write_text(json.dumps(record() | {"form": FORM, "weights": weights}), encoding="utf-8")
    yield
    path.unlink()


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.usefixtures("_evaluated")
def test_figures_stand_with_their_intervals_and_every_label_has_its_row(open_app: OpenApp, language: str) -> None:
    app = open_app(language, "about")
    assert not app.exception
    tables = [element.value for element in app.dataframe]
    systems = next(table for table in tables if len(table) == 3)
    assert "0.600 (0.550–0.650)" in systems.to_numpy().ravel().tolist()
    assert sum(len(table) == 44 for table in tables) == 2  # the scheme, and what was measured of it
    said = "\n".join(element.value for element in (*app.markdown, *app.caption))
    figures = ("567", "701", "0.62", "0.98", "0.71", "1,234", "0.432", "4,321", "0.345", "0.89")
    assert [figure for figure in figures if figure not in said] == []


@pytest.mark.parametrize(("language", "other"), [("ko", "다른 조건"), ("en", "another recipe")])
@pytest.mark.usefixtures("_evaluated")
def test_each_poet_is_shown_as_known_and_as_new(open_app: OpenApp, language: str, other: str) -> None:
    app = open_app(language, "about")
    (poets,) = [element.value for element in app.dataframe if element.value.shape == (3, 6)]
    figures = [*["0.600 (0.550–0.650)"] * 2, *["0.500 (0.450–0.550)"] * 2]
    assert poets.iloc[1].tolist() == ["나", 7, *figures]
    assert poets.iloc[2].tolist() == [{"ko": "시인들의 평균", "en": "mean of the poets"}[language], 14, *figures]
    (caption,) = [element.value for element in app.caption if other in element.value]
    assert "−0.011 (−0.016, −0.005)" in caption
    assert all(figure in caption for figure in ("0.600", "0.500"))  # of what was learnt alike both times


@pytest.mark.usefixtures("_evaluated")
def test_the_curve_is_of_all_labels_or_of_the_chosen_one(open_app: OpenApp) -> None:
    app = open_app("en", "about")
    app.get_by_key("about.curve").set_value("슬픔").run()
    (chart,) = app.get("plotly_chart")
    assert "sorrow" in chart.proto.alt.lower() or "sad" in chart.proto.alt.lower()
    assert "0.70" in chart.proto.alt


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_model_that_was_not_measured_says_so(open_app: OpenApp, language: str) -> None:
    app = open_app(language, "about")
    assert not app.exception
    assert len(app.info) == 1
    assert not app.get("plotly_chart")


@pytest.mark.usefixtures("_evaluated")
def test_a_label_that_is_weak_of_new_poets_is_marked_on_read_and_about(open_app: OpenApp) -> None:
    app = open_app("en")
    app.get_by_key("read.emotion").set_value("슬픔").run()
    assert '>sadness <span class="weak">weak</span></summary>' in "".join(one.proto.body for one in app.get("html"))
    assert any("Scores of ‘sadness’ deserve little trust" in caption.value for caption in app.caption)
    app = open_app("en", "about")
    table = next(element.value for element in app.dataframe if "weak" in element.value.columns)
    assert table.set_index("label")["weak"]["sadness"]
    assert table.set_index("label")["AUC, new poets"]["sadness"] == 0.6


@pytest.mark.parametrize("view", ["curves", "panels", "dynamics"])
@pytest.mark.usefixtures("_evaluated")
def test_every_drawn_signal_that_is_weak_is_told_on_trajectory(open_app: OpenApp, view: str) -> None:
    app = open_app("en", "trajectory")
    app.get_by_key("trajectory.signals").set_value(["기쁨", "슬픔"]).run()
    app.get_by_key("trajectory.view").set_value(view).run()
    assert not app.exception
    assert any("Scores of ‘sadness’ deserve little trust" in caption.value for caption in app.caption)

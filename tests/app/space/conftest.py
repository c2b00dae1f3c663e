"""The Emotion space page with an atlas of made-up poets, or with none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from emolit.corpus import Corpus, read_corpus
from emolit.ui import cached
from tests.app.conftest import OpenApp
from tests.atlases import LINES_OF_SEGMENT, POETS, SEGMENTS_OF_POET, write_atlas

N_SEGMENTS = len(POETS) * SEGMENTS_OF_POET
N_LINES = N_SEGMENTS * LINES_OF_SEGMENT


@pytest.fixture(autouse=True)
def _no_sample_is_read() -> None:
    cached._sample_scores.clear()


@pytest.fixture
def atlas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The app finds this one."""
    folder = write_atlas(tmp_path / "atlas")
    monkeypatch.setenv("EMOLIT_ATLAS", str(folder))
    return folder


@pytest.fixture
def no_atlas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMOLIT_ATLAS", str(tmp_path / "nowhere"))


def poem(lines: int = 4, author: str = "나", years: bool = False, works: int = 1) -> Corpus:
    rows = [
        f"시 {work},{author},{1920 + 7 * work if years else ''},{'낮밤봄눈'[line % 4]} {work} {line}"
        for work in range(works)
        for line in range(lines)
    ]
    return read_corpus("시집.csv", ("work,author,year,text\n" + "\n".join(rows)).encode())


def open_space(open_app: OpenApp, corpus: Corpus | None = None, language: str = "en", **choices: object) -> AppTest:
    app = open_app(language)
    if corpus:
        app.session_state["emolit.corpus"] = corpus
    for key, value in choices.items():
        app.session_state[f"space.{key}"] = value
    return app.switch_page("pages/space_page.py").run()


def figure(app: AppTest) -> dict[str, Any]:
    (chart,) = app.get("plotly_chart")
    return dict(json.loads(chart.proto.spec))


def points(app: AppTest) -> list[dict[str, Any]]:
    """Traces of points with their entries in the legend."""
    return [trace for trace in figure(app)["data"] if trace.get("mode") == "markers" and trace.get("showlegend")]


def n_points(app: AppTest) -> int:
    return sum(len(trace["x"]) for trace in points(app))


def said(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.caption, *app.markdown, *app.info, *app.warning))

"""Every page in both languages, and what the sidebar changes."""

from __future__ import annotations

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from emolit.corpus import sample_corpus
from tests.app.conftest import OpenApp

HEADINGS = {
    "read": {"ko": "읽기", "en": "Read"},
    "corpus": {"ko": "말뭉치", "en": "Corpus"},
    "trajectory": {"ko": "흐름", "en": "Trajectory"},
    "space": {"ko": "감정 공간", "en": "Emotion space"},
    "models": {"ko": "모델 견주기", "en": "Models"},
    "share": {"ko": "가져가기", "en": "Take away"},
    "about": {"ko": "소개", "en": "About"},
}


def figures(app: AppTest) -> list[dict[str, object]]:
    return [json.loads(element.proto.spec) for element in app.get("plotly_chart")]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("page", list(HEADINGS))
def test_every_page_opens_in_both_languages_without_an_error(open_app: OpenApp, page: str, language: str) -> None:
    app = open_app(language, page)
    assert not app.exception
    assert not app.error
    assert [title.value for title in app.title] == [HEADINGS[page][language]]


def test_the_sidebar_is_there_on_a_second_run_of_a_page(open_app: OpenApp) -> None:
    app = open_app("en", "trajectory").run()
    assert app.sidebar.selectbox(key="app.work").value


def ranking(app: AppTest) -> list[tuple[str, float, float]]:
    """Label, score and score alone of each row of the selected line's table."""
    (table,) = [
        one.proto.body for one in app.get("html") if "em-ranking" in one.proto.body and "<table" in one.proto.body
    ]
    rows = re.findall(r"</i>([^<]+)</summary>.*?<b>([\d.]+)</b></td><td>([\d.]+)</td>", table)
    return [(label, float(score), float(alone)) for label, score, alone in rows]


def test_the_first_sample_is_open_with_44_ranked_labels_and_no_emotion_last(open_app: OpenApp) -> None:
    rows = ranking(open_app("en"))
    assert len(rows) == 44
    assert rows[-1][0] == "no emotion"
    scores = [score for _, score, _ in rows[:-1]]
    assert scores == sorted(scores, reverse=True)


def test_changing_the_language_keeps_work_line_and_settings(open_app: OpenApp) -> None:
    app = open_app("en")
    work = sample_corpus().works[2]
    app.sidebar.selectbox(key="app.work").set_value(work.id).run()
    app.selectbox(key="read.emotion").set_value("절망").run()
    app.selectbox(key=f"read.line.{work.id}.{len(work)}").set_value(3).run()
    app.sidebar.get_by_key("app.language").set_value("ko").run()
    assert [title.value for title in app.title] == ["읽기"]
    assert app.sidebar.selectbox(key="app.work").value == work.id
    assert app.selectbox(key="read.emotion").value == "절망"
    assert app.selectbox(key=f"read.line.{work.id}.{len(work)}").value == 3


def test_the_selected_line_goes_along_to_the_trajectory(open_app: OpenApp) -> None:
    app = open_app("en")
    work = sample_corpus().works[0]
    app.selectbox(key=f"read.line.{work.id}.{len(work)}").set_value(5).run()
    app.switch_page("pages/trajectory_page.py").run()
    assert work.texts[5] in [text.value for text in app.text]


def test_reading_alone_changes_the_scores_of_a_line(open_app: OpenApp) -> None:
    app = open_app("en")
    before = ranking(app)
    assert any(score != alone for _, score, alone in before)
    app.sidebar.toggle(key="app.context").set_value(False).run()
    assert all(score == alone for _, score, alone in ranking(app))
    assert {label: alone for label, _, alone in before} == {label: score for label, score, _ in ranking(app)}


def test_prose_is_read_by_sentence_when_the_reader_says_so(open_app: OpenApp) -> None:
    app = open_app("en")
    prose = next(work for work in sample_corpus() if work.title == "전파사의 저녁")
    app.sidebar.selectbox(key="app.work").set_value(prose.id).run()
    app.sidebar.get_by_key(f"app.unit.{prose.id}").set_value("sentence").run()
    assert not app.exception
    assert len(app.selectbox(key=f"read.line.{prose.id}.27").options) == 27


def test_an_english_poem_is_flagged_as_a_language_the_model_has_not_learnt(open_app: OpenApp) -> None:
    app = open_app("en")
    english = next(work for work in sample_corpus() if work.language == "en")
    app.sidebar.selectbox(key="app.work").set_value(english.id).run()
    assert any("outside what the model knows" in warning.value for warning in app.warning)


def test_about_shows_all_44_labels_with_definitions(open_app: OpenApp) -> None:
    app = open_app("ko", "about")
    assert len(app.dataframe[0].value) == 44
    assert app.dataframe[0].value["정의"].str.len().min() > 10

"""What the Take away page hands out: data, editions, reports, methods, with judgements."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from emolit.corpus import Work, read_corpus, sample_corpus
from emolit.reading import EmotionReader, EmotionScores
from tests.app.conftest import TEXT, OpenApp, bring, judge
from tests.documents import tei

EDITION = tei(
    '<body><div type="poem"><head>가</head><lg><l xml:id="a7">봄이 온다</l><l>비가 온다</l></lg></div></body>'
)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_file_can_be_made_and_says_the_same_work(open_app: OpenApp, made: dict[str, Any], language: str) -> None:
    app = bring(open_app(language), "시.txt", TEXT.encode()).switch_page("pages/share_page.py").run()
    assert not app.exception
    assert not app.error
    table = made["emolit-line.csv"]().decode("utf-8-sig")
    assert [row.split(",")[4] for row in table.splitlines()[1:]] == ["마당을 쓸다 말고", "하늘을 본다", "기러기가 간다"]
    assert json.loads(made["emolit-line.csv.meta.json"]())["inputs"][0]["name"] == "시.txt"
    (work,) = read_corpus("시.xml", made["emolit-tei.xml"]())
    assert work.texts == ("마당을 쓸다 말고", "하늘을 본다", "기러기가 간다")
    assert "기러기가 간다" in made["emolit-report.html"]()
    assert "@software{emolit" in made["emolit.bib"]()


@pytest.mark.parametrize("format", ["jsonl", "xlsx", "parquet"])
def test_every_format_and_unit_is_offered(open_app: OpenApp, made: dict[str, Any], format: str) -> None:
    app = open_app("en", "share")
    app.get_by_key("share.format").set_value(format)
    app.get_by_key("share.unit").set_value("author").run()
    assert len(made[f"emolit-author.{format}"]()) > 500


def test_an_uploaded_edition_comes_back_with_its_ids_unless_it_was_changed_beyond_them(
    open_app: OpenApp, made: dict[str, Any]
) -> None:
    app = bring(open_app("en"), "판본.xml", EDITION).switch_page("pages/share_page.py").run()
    assert any("판본.xml" in caption.value for caption in app.caption)
    data = made["emolit-tei.xml"]()
    assert b'<l xml:id="a7">' in data
    assert b'from="#a7"' in data
    work = app.sidebar.selectbox(key="app.work").value
    app.sidebar.get_by_key(f"app.unit.{work}").set_value("paragraph").run()
    assert not any("판본.xml" in caption.value for caption in app.caption)


def test_samples_of_an_author_and_all_of_them_can_be_taken(open_app: OpenApp, made: dict[str, Any]) -> None:
    app = open_app("en", "share")
    app.get_by_key("share.scope.work.author.all").set_value("all").run()
    told = f"{len(sample_corpus())} work(s), {sample_corpus().n_lines} lines"
    assert told in [caption.value for caption in app.caption]
    assert made["emolit-line.csv"]().decode("utf-8-sig").count("\n") >= sample_corpus().n_lines


def test_the_methods_paragraph_tells_the_course_that_was_drawn_when_asked(open_app: OpenApp) -> None:
    app = open_app("en", "trajectory")
    app.get_by_key("trajectory.smoother").set_value("gaussian").run()
    app.get_by_key("trajectory.signals").set_value(["슬픔"]).run()
    app.switch_page("pages/share_page.py").run()
    assert "Gaussian" not in paragraph(app)
    app.toggle(key="share.with_course").set_value(True).run()
    assert not app.exception
    assert "The course of sadness was smoothed by a Gaussian kernel" in paragraph(app)
    assert "random orders of the lines read alone" in paragraph(app)


def paragraph(app: AppTest) -> str:
    (text,) = [code.value for code in app.code if code.value.startswith("We analysed")]
    return str(text)


def test_the_course_of_an_author_is_told_with_the_author_alone(open_app: OpenApp) -> None:
    app = open_app("en", "trajectory")
    app.get_by_key("trajectory.scope").set_value("author").run()
    app.switch_page("pages/share_page.py").run()
    assert any("Once the course of this work is drawn" in caption.value for caption in app.caption)
    app.get_by_key("share.scope.work.author.all").set_value("author").run()
    app.toggle(key="share.with_course").set_value(True).run()
    works = int(paragraph(app).split()[2])
    assert f"The course runs along {works} works, one after the other" in paragraph(app)


def test_the_course_of_readers_votes_is_told_as_theirs(open_app: OpenApp) -> None:
    rows = "".join(f'시,행 {i},"{{""슬픔"": {i % 4}}}",3\n' for i in range(12))
    app = bring(open_app("en"), "표.csv", f"work,text,votes,readers\n{rows}".encode())
    app.switch_page("pages/trajectory_page.py").run()
    app.get_by_key("trajectory.reading.context.votes").set_value("votes").run()
    app.switch_page("pages/share_page.py").run()
    app.toggle(key="share.with_course").set_value(True).run()
    assert "not the model's scores but the shares of human readers" in paragraph(app)


def test_a_report_reads_lines_alone_as_they_were_read_in_context(
    open_app: OpenApp, made: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "강변(江邊)에 산촌(山村)\n" * 6
    app = bring(open_app("en"), "시.txt", text.encode()).switch_page("pages/corpus_page.py").run()
    app.toggle(key="corpus.glosses_toggle").set_value(True).run()
    app.switch_page("pages/share_page.py").run()
    read: list[str] = []
    real = EmotionReader.annotate

    def remember(self: EmotionReader, works: Sequence[Work], **how: Any) -> EmotionScores:
        read.extend(line for work in works for line in work.texts)
        return real(self, works, **how)

    monkeypatch.setattr(EmotionReader, "annotate", remember)
    made["emolit-report.html"]()
    assert set(read) == {"강변에 산촌"}


def test_judgements_are_columns_of_what_is_taken_away(open_app: OpenApp, made: dict[str, Any]) -> None:
    app = bring(open_app("ko"), "시.txt", TEXT.encode())
    judge(app)
    app.switch_page("pages/share_page.py").run()
    assert not app.exception
    table = pd.read_csv(io.BytesIO(next(data for name, data in made.items() if name.endswith(".csv"))()))
    assert table["judged by 윤:기쁨"].tolist()[:2] == [1.0, 0.0]
    assert table["judged by 윤:기쁨"].isna().tolist() == [False, False, True]

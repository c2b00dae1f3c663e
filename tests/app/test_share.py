"""Take away, come back, and share a view: on the pages, with the tiny checkpoint."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from emolit.corpus import read_corpus, sample_corpus
from emolit.export.session import read_session
from emolit.judgements import Place, Sheet, text_hash
from tests.app.conftest import ROOT, OpenApp
from tests.checkpoints import write_tiny_checkpoint
from tests.documents import tei

TEXT = "마당을 쓸다 말고\n하늘을 본다\n\n기러기가 간다\n"
EDITION = tei(
    '<body><div type="poem"><head>가</head><lg><l xml:id="a7">봄이 온다</l><l>비가 온다</l></lg></div></body>'
)


def bring(app: AppTest, name: str, data: bytes) -> AppTest:
    app.file_uploader(key="read.upload.0").set_value((name, data, "application/octet-stream")).run()
    assert not app.error
    return app


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the download buttons would hand out, by file name."""
    import streamlit as st

    files: dict[str, Any] = {}
    real = st.download_button

    def remember(label: str, data: Any, *, file_name: str, **about: Any) -> bool:
        files[file_name] = data
        return real(label, data, file_name=file_name, **about)

    monkeypatch.setattr(st, "download_button", remember)
    return files


def open_at(open_app: OpenApp, query: str, page: str | None = None) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    for name, value in parse_qsl(query):
        app.query_params[name] = value
    app.run()
    return app.switch_page(f"pages/{page}_page.py").run() if page else app


# Take away


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
    (paragraph,) = [code.value for code in app.code if code.value.startswith("We analysed")]
    assert "Gaussian" not in paragraph
    app.toggle(key="share.with_course").set_value(True).run()
    assert not app.exception
    (paragraph,) = [code.value for code in app.code if code.value.startswith("We analysed")]
    assert "The course of sadness was smoothed by a Gaussian kernel" in paragraph
    assert "random orders of the lines read alone" in paragraph


# Come back


def saved(open_app: OpenApp, made: dict[str, Any]) -> bytes:
    app = bring(open_app("en"), "시.txt", TEXT.encode())
    work = app.sidebar.selectbox(key="app.work").value
    app.selectbox(key=f"read.line.{work}.3").set_value(2).run()
    app.sidebar.toggle(key="app.context").set_value(False).run()
    app.switch_page("pages/trajectory_page.py").run()
    app.get_by_key("trajectory.smoother").set_value("gaussian").run()
    app.switch_page("pages/share_page.py").run()
    return bytes(made["emolit-session.emolit"]())


def reopen(app: AppTest, name: str, data: bytes, number: int = 0) -> AppTest:
    key = f"share.session_open.{number}"
    app.file_uploader(key=key).set_value((name, data, "application/zip")).run()
    assert not app.exception
    return app


def test_a_session_comes_back_with_text_line_settings_and_view(open_app: OpenApp, made: dict[str, Any]) -> None:
    data = saved(open_app, made)
    app = reopen(open_app("en", "share"), "봄.emolit", data)
    assert not app.error
    assert app.sidebar.toggle(key="app.context").value is False
    work = app.sidebar.selectbox(key="app.work").value
    assert not any(work == sample.id for sample in sample_corpus())
    app.switch_page("pages/trajectory_page.py").run()
    assert app.get_by_key("trajectory.smoother").value == "gaussian"
    assert "기러기가 간다" in [text.value for text in app.text]


def test_its_scores_are_kept_when_the_model_has_changed_and_can_be_read_anew(
    open_app: OpenApp, made: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = saved(open_app, made)
    before = read_session("a.emolit", data).scores
    assert before
    app = open_app("en", "share")
    monkeypatch.setenv("EMOLIT_MODEL", str(write_tiny_checkpoint(tmp_path / "other", seed=9)))
    reopen(app, "a.emolit", data)
    assert any("another model" in warning.value for warning in app.warning)
    record = json.loads(made["emolit-line.csv.meta.json"]())
    assert record["fingerprint"] == before.provenance.fingerprint
    app.button(key="app.read_again").click().run()
    assert not any("another model" in warning.value for warning in app.warning)
    assert json.loads(made["emolit-line.csv.meta.json"]())["fingerprint"] != before.provenance.fingerprint


@pytest.mark.parametrize("kind", ["cut", "newer", "hostile"])
def test_a_bad_session_is_one_sentence_and_nothing_is_lost(
    open_app: OpenApp, made: dict[str, Any], tmp_path: Path, kind: str
) -> None:
    data = saved(open_app, made)
    bad = tmp_path / "bad.emolit"
    bad.write_bytes(data)
    manifest = json.dumps({"format": "emolit-session", "schema": 99, "version": "9"}) if kind == "newer" else "{"
    with zipfile.ZipFile(bad, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("manifest.json", manifest)
    app = bring(open_app("en"), "다른 시.txt", "비가 온다\n".encode()).switch_page("pages/share_page.py").run()
    work = app.sidebar.selectbox(key="app.work").value
    reopen(app, "bad.emolit", data[:-30] if kind == "cut" else bad.read_bytes())
    (error,) = app.error
    assert ("newer" if kind == "newer" else "damaged") in error.value
    assert app.sidebar.selectbox(key="app.work").value == work


def test_extras_of_other_parts_survive_opening_and_saving(open_app: OpenApp, made: dict[str, Any]) -> None:
    from emolit.export.session import Extra, Session, write_session

    corpus = read_corpus("시.txt", TEXT.encode())
    data = write_session(Session(corpus, extras={"judgements": Extra(3, {"나래": [1]})}))
    reopen(open_app("en", "share"), "a.emolit", data)
    assert read_session("b.emolit", made["emolit-session.emolit"]()).extras == {"judgements": Extra(3, {"나래": [1]})}


# Links


def test_a_link_sets_page_work_line_emotions_and_how_they_are_drawn(open_app: OpenApp) -> None:
    open_app("en")
    work = sample_corpus().works[2]
    query = (
        f"work={work.id}&line=4&lang=ko&context=0&view=panels&signals=슬픔,family:joy&smoother=lowess&window=7"
        "&focus=family:joy&emotion=절망&method=PCA"
    )
    app = open_at(open_app, query, "trajectory")
    assert [title.value for title in app.title] == ["흐름"]
    assert app.sidebar.selectbox(key="app.work").value == work.id
    assert app.sidebar.toggle(key="app.context").value is False
    assert app.get_by_key("trajectory.view").value == "panels"
    assert app.get_by_key("trajectory.signals").value == ["슬픔", "family:joy"]
    assert app.get_by_key("trajectory.smoother").value == "lowess"
    assert app.get_by_key(f"trajectory.window.{len(work)}").value == 7
    assert work.texts[3] in [text.value for text in app.text]


@pytest.mark.parametrize(
    "query",
    [
        "line=0&line=x&window=4",
        "signals=없음,<b>&smoother=magic&threshold=7&top=-1",
        "work=../../etc&unit=page",
        "lang=fr",
    ],
)
def test_what_nobody_could_have_chosen_is_ignored(open_app: OpenApp, query: str) -> None:
    open_app("en")
    app = open_at(open_app, query, "trajectory")
    assert not app.exception
    assert not app.error


def link_of(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    app.sidebar.button(key="app.link").click().run()
    (address,) = [code.value for code in app.code if code.value.startswith("http")]
    return dict(parse_qsl(urlsplit(address).query))


def test_copying_a_link_of_a_sample_and_opening_it_is_the_same_view(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app("en")
    work = sample_corpus().works[1]
    app.sidebar.selectbox(key="app.work").set_value(work.id).run()
    app.selectbox(key=f"read.line.{work.id}.{len(work)}").set_value(5).run()
    fields = link_of(app, monkeypatch)
    assert fields["work"] == work.id
    assert fields["line"] == "6"
    again = open_at(open_app, "&".join(f"{k}={v}" for k, v in fields.items()))
    assert again.sidebar.selectbox(key="app.work").value == work.id
    assert again.selectbox(key=f"read.line.{work.id}.{len(work)}").value == 5


def test_a_link_of_a_private_text_carries_nothing_of_it_and_says_so(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = bring(open_app("en"), "비밀.txt", TEXT.encode())
    fields = link_of(app, monkeypatch)
    assert "work" not in fields
    assert not any("비밀" in value or "기러기" in value for value in fields.values())
    assert any("nothing of your text" in caption.value for caption in app.caption)


def test_a_work_that_is_not_here_yet_is_turned_to_when_it_comes(open_app: OpenApp) -> None:
    open_app("en")
    (work,) = read_corpus("시.txt", TEXT.encode())
    app = open_at(open_app, f"work={work.id}&lang=en")
    assert any("not here yet" in message.value for message in app.success)
    bring(app, "시.txt", TEXT.encode())
    assert app.sidebar.selectbox(key="app.work").value == work.id


def test_an_embedded_view_has_no_sidebar(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit.runtime.context import ContextProxy

    monkeypatch.setattr(ContextProxy, "is_embedded", property(lambda self: True))
    app = open_app("en", "trajectory")
    assert not app.exception
    assert len(app.sidebar) == 0


# Judgements


def judge(app: AppTest) -> None:
    """Two lines of the first own work, as the Read page would leave them in the session."""
    (work,) = app.session_state["emolit.corpus"].works
    sheet = (
        Sheet().labelled(Place(text_hash(work), 0, "윤"), ["기쁨"]).noted(Place(text_hash(work), 1, "윤"), "<b>?</b>")
    )
    app.session_state["emolit.judgements"] = sheet


def test_judgements_are_columns_of_what_is_taken_away(open_app: OpenApp, made: dict[str, Any]) -> None:
    app = bring(open_app("ko"), "시.txt", TEXT.encode())
    judge(app)
    app.switch_page("pages/share_page.py").run()
    assert not app.exception
    table = pd.read_csv(io.BytesIO(next(data for name, data in made.items() if name.endswith(".csv"))()))
    assert table["judged by 윤:기쁨"].tolist()[:2] == [1.0, 0.0]
    assert table["judged by 윤:기쁨"].isna().tolist() == [False, False, True]


def test_judgements_come_back_with_a_session_file(open_app: OpenApp, made: dict[str, Any]) -> None:
    app = bring(open_app("en"), "시.txt", TEXT.encode())
    judge(app)
    before = app.session_state["emolit.judgements"]
    app.switch_page("pages/share_page.py").run()
    data = made["emolit-session.emolit"]()
    again = open_app("en", "share")
    again.file_uploader(key="share.session_open.0").set_value(("s.emolit", data, "application/zip")).run()
    assert not again.error
    assert again.session_state["emolit.judgements"].entries == before.entries

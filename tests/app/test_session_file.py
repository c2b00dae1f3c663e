"""A session taken away as a file comes back, also to another model, and a bad file is one sentence."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from emolit.corpus import read_corpus, sample_corpus
from emolit.export.session import Extra, Session, read_session, write_session
from tests.app.conftest import TEXT, OpenApp, bring, judge
from tests.checkpoints import write_tiny_checkpoint


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


def test_what_was_made_of_older_scores_goes_with_them(
    open_app: OpenApp, made: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = saved(open_app, made)
    app = open_app("en", "share")
    monkeypatch.setenv("EMOLIT_MODEL", str(write_tiny_checkpoint(tmp_path / "other", seed=9)))
    reopen(app, "a.emolit", data).switch_page("pages/read_page.py").run()
    (older,) = [table.value for table in app.dataframe if "text" in table.value]
    app.button(key="app.read_again").click().run()
    (anew,) = [table.value for table in app.dataframe if "text" in table.value]
    assert sorted(older["text"]) == sorted(anew["text"])
    assert not older.equals(anew)


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
    corpus = read_corpus("시.txt", TEXT.encode())
    data = write_session(Session(corpus, extras={"judgements": Extra(3, {"나래": [1]})}))
    reopen(open_app("en", "share"), "a.emolit", data)
    assert read_session("b.emolit", made["emolit-session.emolit"]()).extras == {"judgements": Extra(3, {"나래": [1]})}


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

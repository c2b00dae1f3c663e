"""The Models page: the operator's list, two models side by side, and what a stranger may not ask for."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from emolit.ui import model_choice
from tests.app.conftest import TEXT, OpenApp, bring
from tests.checkpoints import write_tiny_checkpoint, write_tiny_classifier


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An operator's list of a second checkpoint with the 44 labels and of a classifier with three of its own."""
    (tmp_path / "other").mkdir()
    (tmp_path / "zeal").mkdir()
    write_tiny_checkpoint(tmp_path / "other", seed=11)
    write_tiny_classifier(tmp_path / "zeal", ("zeal", "languor", "whimsy"), "single_label_classification")
    monkeypatch.setenv("EMOLIT_MODELS", f"Other={tmp_path / 'other'};Zeal={tmp_path / 'zeal'};Gone={tmp_path / 'gone'}")
    return tmp_path


def choose(app: AppTest, name: str) -> AppTest:
    return app.selectbox(key="models.second").set_value(name).run()


@pytest.mark.parametrize("page", ["read", "trajectory", "space", "compare", "models", "share", "about"])
def test_every_page_opens_with_a_model_of_other_labels(
    open_app: OpenApp, listed: Path, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMOLIT_MODEL", str(listed / "zeal"))
    app = open_app("en", page)
    assert not app.exception
    assert [error.value for error in app.error] == []


def test_two_models_with_the_same_labels_are_compared_line_by_line(open_app: OpenApp, listed: Path) -> None:
    app = choose(open_app("en", "models"), "Other")
    assert not app.exception
    assert [error.value for error in app.error] == []
    assert any("**44** shared labels" in text.value for text in app.markdown)
    lines = app.dataframe[1].value
    assert list(lines.columns)[-2:] == ["Other", "Mean difference"]
    assert (lines["Mean difference"] > 0).all()
    assert len(app.get("plotly_chart")) == 1


def test_a_model_that_reads_here_is_not_told_to_be_a_session_files(
    open_app: OpenApp, listed: Path, tiny_checkpoint: Path, made: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own scores may have come with the file as well."""
    monkeypatch.setenv("EMOLIT_MODEL", str(listed / "other"))
    bring(open_app("en"), "시.txt", TEXT.encode()).switch_page("pages/share_page.py").run()
    data = made["emolit-session.emolit"]()
    monkeypatch.setenv("EMOLIT_MODEL", str(tiny_checkpoint))
    app = open_app("en", "share")
    app.file_uploader(key="share.session_open.0").set_value(("s.emolit", data, "application/zip")).run()
    assert any("another model" in warning.value for warning in app.warning)
    for place in ("models.first", "models.second"):
        app = app.switch_page("pages/models_page.py").run() if place == "models.first" else app
        app.selectbox(key=place).set_value("Other").run()
    assert not app.exception
    assert not any("another model" in warning.value for warning in app.warning)


def test_a_model_with_labels_of_its_own_is_shown_beside_and_not_compared(open_app: OpenApp, listed: Path) -> None:
    app = choose(open_app("en", "models"), "Zeal")
    assert not app.exception
    assert [error.value for error in app.error] == []
    assert any("none in common" in info.value for info in app.info)
    assert any("each line alone" in warning.value for warning in app.warning)
    assert set(app.dataframe[1].value["Zeal"].str.split().str[0]) <= {"zeal", "languor", "whimsy"}


def test_a_listed_model_that_is_not_there_is_told_by_its_name_and_nothing_is_lost(
    open_app: OpenApp, listed: Path
) -> None:
    app = choose(open_app("ko", "models"), "Gone")
    assert not app.exception
    (error,) = app.error
    assert "'Gone'" in error.value
    assert "pytest" not in error.value  # nothing of where the operator keeps it
    assert not choose(app, "Other").error


def test_without_a_second_model_the_page_says_that_both_are_the_same(
    open_app: OpenApp, tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EMOLIT_MODELS", raising=False)
    app = open_app("en", "models")
    app.selectbox(key="models.second").set_value(str(tiny_checkpoint)).run()
    assert any("same weights" in info.value for info in app.info)


@pytest.mark.parametrize(
    ("address", "headers", "expected"),
    [
        ("localhost", {"Host": "localhost:8501"}, True),
        ("localhost", {"Host": "localhost:8501", "Origin": "http://localhost:8501"}, True),
        ("127.0.0.1", {"Host": "127.0.0.1:8501"}, True),
        ("::1", {"Host": "[::1]:8501", "Origin": "http://[::1]:8501"}, True),
        ("", {"Host": "localhost:8501"}, False),
        ("0.0.0.0", {"Host": "localhost:8501"}, False),
        ("localhost", {"Host": "emolit.example.org"}, False),
        ("localhost", {"Host": "localhost:8501", "X-Forwarded-For": "203.0.113.5"}, False),
        ("localhost", {"Host": "127.0.0.1:8501", "Origin": "https://emolit.example.org"}, False),
        ("localhost", {"Host": "127.0.0.1:8501", "Origin": "null"}, False),
        ("localhost", {"Host": "127.0.0.1:8501", "Origin": "http://["}, False),
    ],
    ids=[
        *("localhost", "its own page", "v4", "v6", "everywhere by default", "everywhere", "another name", "a proxy"),
        *("a proxy that says nothing", "nobody's page", "no page"),
    ],
)
def test_free_places_are_for_a_server_that_nobody_else_can_reach(
    monkeypatch: pytest.MonkeyPatch, address: str, headers: dict[str, str], expected: bool
) -> None:
    monkeypatch.setattr(model_choice.st, "context", SimpleNamespace(headers=headers))
    monkeypatch.setattr(model_choice.st, "get_option", lambda name: address)
    assert model_choice.is_for_one() is expected

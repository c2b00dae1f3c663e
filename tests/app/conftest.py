"""Pages run in AppTest with the tiny checkpoint; caches are process-wide, so each test starts without them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from emolit.judgements import Place, Sheet, text_hash

ROOT = Path(__file__).parents[2]

OpenApp = Callable[..., AppTest]

TEXT = "마당을 쓸다 말고\n하늘을 본다\n\n기러기가 간다\n"


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    st.cache_data.clear()
    yield
    st.cache_data.clear()


@pytest.fixture
def open_app(tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch) -> OpenApp:
    """Open the app in a language, on a page; the model is the tiny one."""
    monkeypatch.setenv("EMOLIT_MODEL", str(tiny_checkpoint))
    monkeypatch.chdir(ROOT)

    def run(language: str = "en", page: str | None = None) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        app.session_state["app.language"] = language
        app.run()
        return app.switch_page(f"pages/{page}_page.py").run() if page else app

    return run


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the download buttons would hand out, by file name."""
    files: dict[str, Any] = {}
    real = st.download_button

    def remember(label: str, data: Any, *, file_name: str, **about: Any) -> bool:
        files[file_name] = data
        return real(label, data, file_name=file_name, **about)

    monkeypatch.setattr(st, "download_button", remember)
    return files


def bring(app: AppTest, name: str, data: bytes) -> AppTest:
    """Upload a file on the Read page."""
    app.file_uploader(key="read.upload.0").set_value((name, data, "application/octet-stream")).run()
    assert not app.error
    return app


def judge(app: AppTest) -> None:
    """Two lines of the first own work, as the Read page would leave them in the session."""
    (work,) = app.session_state["emolit.corpus"].works
    sheet = (
        Sheet().labelled(Place(text_hash(work), 0, "윤"), ["기쁨"]).noted(Place(text_hash(work), 1, "윤"), "<b>?</b>")
    )
    app.session_state["emolit.judgements"] = sheet

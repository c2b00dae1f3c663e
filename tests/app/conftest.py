"""Pages run in AppTest with the tiny checkpoint; caches are process-wide, so each test starts without them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]

OpenApp = Callable[..., AppTest]


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

"""A server for strangers says that it is one, and gives each its share."""

from __future__ import annotations

import pytest

from emolit.corpus import Limits
from emolit.ui import allowance
from tests.app.conftest import OpenApp


@pytest.mark.parametrize(("language", "told"), [("ko", "함께 쓰는 서버"), ("en", "shared server")])
def test_the_page_says_what_becomes_of_a_text(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, language: str, told: str
) -> None:
    assert not any(told in caption.value for caption in open_app(language).sidebar.caption)
    monkeypatch.setenv("EMOLIT_PUBLIC", "1")
    assert any(told in caption.value for caption in open_app(language).sidebar.caption)


def test_when_a_visitor_s_lines_are_used_up_it_says_so_and_what_was_read_stays(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowance, "limits", lambda: Limits(visitor_lines=3))
    app = open_app("en")
    app.file_uploader(key="read.upload.0").set_value(("시.txt", "봄\n비\n".encode(), "text/plain")).run()
    assert not app.error
    work = app.sidebar.selectbox(key="app.work").value
    app.sidebar.toggle(key="app.context").set_value(False).run()
    assert any("up to 3 lines a visit" in error.value for error in app.error)
    app.sidebar.toggle(key="app.context").set_value(True).run()
    assert not app.error
    assert app.sidebar.selectbox(key="app.work").value == work

"""What comes in through the Read page: good texts are added, bad ones get a sentence, nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from emolit.corpus import Corpus, ReadingOptions, read_corpus
from emolit.ui.widgets import read_upload
from tests.app.conftest import OpenApp

POEM = "창을 닦다가 손을 멈춘다\n유리에 어린 입김\n\n저녁이 밝다"


def paste(app: AppTest, text: str, title: str = "창") -> AppTest:
    app.text_area(key="read.paste_text").set_value(text)
    app.text_input(key="read.paste_title").set_value(title)
    return app.button[0].click().run()


def upload(app: AppTest, name: str, data: bytes) -> AppTest:
    (uploader,) = app.file_uploader
    return uploader.set_value((name, data, "text/plain")).run()


def lines(app: AppTest) -> list[str]:
    (box,) = [box for box in app.selectbox if str(box.key).startswith("read.line.")]
    return [option.split("  ", 1)[1] for option in box.options]


def test_a_pasted_poem_is_read_and_opened(open_app: OpenApp) -> None:
    app = paste(open_app("en"), POEM)
    assert not app.exception
    assert "3 lines" in app.success[0].value
    assert lines(app) == ["창을 닦다가 손을 멈춘다", "유리에 어린 입김", "저녁이 밝다"]


@pytest.mark.parametrize(("language", "how"), [("ko", "(붙여 넣은 글)"), ("en", "(pasted text)")])
def test_how_a_pasted_poem_came_is_said_in_the_reader_s_language(open_app: OpenApp, language: str, how: str) -> None:
    assert how in paste(open_app(language), POEM).success[0].value


def test_a_cp949_file_is_read_and_its_encoding_shown(open_app: OpenApp) -> None:
    app = upload(open_app("en"), "poem.txt", POEM.encode("cp949"))
    assert "cp949" in app.success[0].value
    assert lines(app)[2] == "저녁이 밝다"


@pytest.mark.parametrize(
    ("name", "data", "ko", "en"),
    [
        ("empty.txt", b"", "빈 파일", "is empty"),
        ("blank.txt", b" \n\n \n", "빈 줄만", "only blank lines"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(200), "텍스트 파일이 아닙니다", "not a text file"),
        ("poem.docx", b"PK\x03\x04", "손상되어", "is damaged"),
        ("poem.hwp", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "예전 형식", "older format"),
        ("table.csv", b"title,words\na,b\n", "필요한 열", "lacks the column"),
        ("long.txt", b"a" * 100_000, "100,000자", "100,000 characters"),
        ("big.txt", b"a line of verse\n" * 900_000, "MB", "divide it"),
    ],
)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_bad_input_gets_one_sentence_and_the_other_works_stay(
    open_app: OpenApp, language: str, name: str, data: bytes, ko: str, en: str
) -> None:
    app = paste(open_app(language), POEM)
    before = app.sidebar.selectbox(key="app.work").options
    app = upload(app, name, data)
    assert not app.exception
    assert len(app.error) == 1
    assert (ko if language == "ko" else en) in app.error[0].value
    assert app.sidebar.selectbox(key="app.work").options == before
    assert lines(app)[0] == "창을 닦다가 손을 멈춘다"


@pytest.mark.parametrize("text", ["", "\n\n  \n"])
def test_pasting_nothing_says_so_and_keeps_what_is_there(open_app: OpenApp, text: str) -> None:
    app = paste(paste(open_app("en"), POEM), text, title="nothing")
    assert "only blank lines" in app.error[0].value
    assert lines(app)[0] == "창을 닦다가 손을 멈춘다"


def test_the_same_poem_twice_is_one_work(open_app: OpenApp) -> None:
    app = paste(open_app("en"), POEM)
    n_works = len(app.sidebar.selectbox(key="app.work").options)
    app = paste(app, POEM)
    assert len(app.sidebar.selectbox(key="app.work").options) == n_works
    assert "already here" in app.success[0].value


def test_a_language_the_model_does_not_know_is_read_with_a_flag(open_app: OpenApp) -> None:
    app = paste(open_app("en"), "Über den Feldern schweigt der späte Wind\nund keiner hört ihm zu", title="Lied")
    assert len(lines(app)) == 2
    assert any("'Lied'" in warning.value and "outside what the model knows" in warning.value for warning in app.warning)


def test_markup_in_a_poem_is_shown_as_text(open_app: OpenApp) -> None:
    app = paste(open_app("en"), "<b>행</b> **별표**\n둘째 행")
    assert "<b>행</b> **별표**" in lines(app)


def test_removing_my_texts_leaves_the_samples(open_app: OpenApp) -> None:
    app = open_app("en")
    before = app.sidebar.selectbox(key="app.work").options
    app = paste(app, POEM)
    app.button(key="read.remove").click().run()
    assert not app.exception
    assert app.sidebar.selectbox(key="app.work").options == before


def test_removing_my_texts_forgets_the_steps_back_and_the_scores(open_app: OpenApp) -> None:
    app = paste(open_app("en"), POEM)
    app.button(key="read.remove").click().run()
    kept = [key for key in ("corpus", "history", "fits", "staged") if f"emolit.{key}" in app.session_state]
    assert kept == []
    assert "emolit.scores" not in app.session_state or not app.session_state["emolit.scores"]


@pytest.mark.parametrize(("public", "size", "lines"), [("", 10, "20,000"), ("1", 5, "5,000")])
def test_what_may_be_brought_is_what_this_server_takes(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, public: str, size: int, lines: str
) -> None:
    monkeypatch.setenv("EMOLIT_PUBLIC", public)
    app = open_app("en")
    assert any(f"Up to {size} MB a file and {lines} lines" in caption.value for caption in app.caption)
    app.switch_page("pages/corpus_page.py").run()
    assert any(f"Up to {size} MB a file, {lines} lines" in caption.value for caption in app.caption)


def test_a_bar_tells_how_far_an_archive_has_been_read_and_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[float | str] = []

    class Bar:
        def progress(self, share: float, text: str) -> None:
            told.append(share)

        def empty(self) -> None:
            told.append("gone")

    def read(name: str, data: bytes, options: ReadingOptions, **how: Any) -> Corpus:
        for done in (1, 2):
            how["on_progress"](done, 2)
        return read_corpus("시.txt", "봄".encode())

    monkeypatch.setattr("emolit.ui.widgets.st.empty", Bar)
    monkeypatch.setattr("emolit.ui.widgets.read_guarded", read)
    read_upload("시.zip", b"", ReadingOptions())
    assert told == [0.5, 1.0, "gone"]

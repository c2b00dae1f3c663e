"""The flag of a text that lies outside what the model knows is seen on the pages, in the reader's language."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from emolit.corpus import read_paste
from emolit.reading.meter import measure
from emolit.ui import meter
from tests.app.conftest import OpenApp
from tests.verse import VERSE

GERMAN = next(verse.text for verse in VERSE if verse.language == "de")
KOREAN = VERSE[0].text


def with_text(app: AppTest, text: str) -> AppTest:
    corpus = read_paste(text, title="Abend")
    app.session_state["emolit.corpus"] = corpus
    app.session_state["emolit.turn"] = corpus.works[0].id
    return app.run()


@pytest.mark.parametrize(("language", "said"), [("en", "outside what the model knows"), ("ko", "아는 범위 밖")])
@pytest.mark.parametrize("page", [None, "trajectory"])
def test_german_verse_has_its_flag(open_app: OpenApp, page: str | None, language: str, said: str) -> None:
    app = with_text(open_app(language, page), GERMAN)
    assert [warning.value for warning in app.warning if said in warning.value]


def test_korean_verse_has_none(open_app: OpenApp) -> None:
    app = with_text(open_app("en"), KOREAN)
    assert not [warning.value for warning in app.warning if "outside" in warning.value]


def test_a_flag_is_one_sentence_and_a_text_without_one_has_none() -> None:
    (german,), (korean,) = (read_paste(text, title="시").works for text in (GERMAN, KOREAN))
    assert "100 %" in meter.flag(german, measure(german, ["ko"]))
    assert meter.flag(korean, measure(korean, ["ko"])) == ""
    assert meter.flag(german, None) == ""

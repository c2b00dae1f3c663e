"""KPoEM beside the visitor's text: its own lines out of fold, its readers' votes, its base rates, its nearest lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from emolit.reading.checkpoint import line_hash
from tests.app.conftest import ROOT, OpenApp
from tests.app.test_intake import paste
from tests.app.test_reading import html
from tests.checkpoints import write_tiny_checkpoint
from tests.small_atlas import write_atlas

POEM = ("물이 흐른다", "달이 뜬다", "바람이 잔다", "문을 닫는다")
OTHERS = tuple(f"다른 시의 {number}행" for number in range(8))


@pytest.fixture
def open_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenApp]:
    """The app with an atlas, and with a tiny model in the place of the shipped one, which has learnt `POEM`."""
    model = write_tiny_checkpoint(tmp_path / "model")
    (model / "trained_lines.txt").write_text("\n".join(map(line_hash, POEM)), encoding="ascii")
    monkeypatch.setattr("emolit.reading.checkpoint.SHIPPED_FOLDER", model)
    monkeypatch.setenv("EMOLIT_MODEL", "")
    monkeypatch.setenv("EMOLIT_ATLAS", str(write_atlas(tmp_path / "atlas", [*POEM, *OTHERS], withheld=[1])))
    monkeypatch.chdir(ROOT)

    def run(language: str = "en") -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        app.session_state["app.language"] = language
        return app.run()

    st.cache_resource.clear()
    yield run
    st.cache_resource.clear()


def said(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.caption, *app.markdown, *app.info, *app.warning))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_poem_of_kpoem_is_shown_out_of_fold_with_votes_and_what_the_model_has_learnt_beside(
    open_shipped: OpenApp, language: str
) -> None:
    app = open_shipped(language)
    paste(app, "\n".join(POEM))
    assert not app.exception
    heads = {"ko": ("배우지 않고", "배운 뒤", "독자"), "en": ("out of fold", "learnt", "readers")}[language]
    assert all(f'<th scope="col">{head}</th>' in html(app) for head in heads)
    assert "<b>0.01</b>" in html(app)
    assert "<td>0/5</td>" in html(app)
    assert {"ko": "작품 1편의 4행은 KPoEM", "en": "4 lines of 1 work(s) stand in KPoEM"}[language] in said(app)
    assert {"ko": "학습한 행", "en": "trained on"}[language] not in said(app)


def test_a_line_alike_in_another_poem_says_that_the_model_has_learnt_it(open_shipped: OpenApp) -> None:
    app = open_shipped()
    paste(app, "\n".join(["달이 뜬다", "나의 둘째 행", "나의 셋째 행"]))
    assert "The model was trained on this line" in said(app)
    assert "out of fold</th>" not in html(app)


def test_lines_read_alone_have_no_scores_out_of_fold_and_say_that_the_model_has_learnt_them(
    open_shipped: OpenApp,
) -> None:
    app = open_shipped()
    paste(app, "\n".join(POEM))
    app.toggle(key="app.context").set_value(False).run()
    assert "The model was trained on this line" in said(app)


def test_few_lines_are_held_against_kpoem_and_its_nearest_lines_are_named_without_their_text(
    open_shipped: OpenApp,
) -> None:
    app = open_shipped()
    paste(app, "나의 행\n나의 다른 행")
    assert "mean score of the 12 KPoEM lines" in said(app)
    assert "Of the 12 KPoEM lines" in said(app)
    assert "가람, kpoem-11" in said(app)
    assert not any(text in said(app) for text in OTHERS)


def test_the_text_of_a_near_line_is_shown_where_it_was_brought_and_leads_to_it(open_shipped: OpenApp) -> None:
    app = open_shipped()
    paste(app, "\n".join(OTHERS))
    paste(app, "나의 행\n나의 다른 행")
    button = app.button(key="read.known.0")
    assert "다른 시의" in button.label
    button.click().run()
    assert not app.exception
    assert "다른 시의 0행" in " ".join(app.session_state["emolit.corpus"].works[0].texts)
    assert app.session_state["app.work"] == app.session_state["emolit.corpus"].works[0].id


def test_readers_and_model_are_compared_out_of_fold(open_shipped: OpenApp) -> None:
    app = open_shipped()
    paste(app, "\n".join(POEM))
    app.session_state["read.tools"] = "Human readers"
    app.run()
    assert not app.exception
    apart = app.dataframe[0].value
    assert apart["score"].tolist() == [0.04, 0.03, 0.01]
    assert apart["votes"].tolist() == ["3/5", "2/5", "0/5"]
    assert "are left out" not in said(app)


def test_without_an_atlas_everything_is_as_it_was(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMOLIT_ATLAS", str(ROOT / "tests"))
    app = open_app("en")
    paste(app, "나의 행\n나의 다른 행")
    assert not app.exception
    assert "KPoEM lines" not in said(app)
    assert "corpus's" in said(app)


def test_the_corpus_page_says_what_stands_in_the_atlas(open_shipped: OpenApp) -> None:
    app = open_shipped()
    paste(app, "나의 행\n나의 다른 행")
    app.switch_page("pages/corpus_page.py").run()
    assert "stand in KPoEM" not in said(app)
    app.switch_page("pages/read_page.py").run()
    paste(app, "\n".join([*POEM, "덧붙인 행"]))
    app.switch_page("pages/corpus_page.py").run()
    assert "4 lines of 1 work(s) stand in KPoEM" in said(app)

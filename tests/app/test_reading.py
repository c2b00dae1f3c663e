"""The Read page closely: hostile text stays text, votes stand beside scores, judgements survive reruns and pages."""

from __future__ import annotations

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from emolit.corpus import Line, Work, sample_corpus
from emolit.reading import EmotionReader
from emolit.reading.words import LineWords
from emolit.ui import cached
from emolit.ui.poem import WINDOW, drawn
from emolit.ui.reading.markup import Row, ranking_markup, signed, words_markup
from tests.app.conftest import OpenApp
from tests.app.test_intake import paste

HOSTILE = '<img src=x onerror="alert(1)">'


def bring(app: AppTest, name: str, data: bytes) -> AppTest:
    (uploader,) = app.file_uploader
    return uploader.set_value((name, data, "text/csv")).run()


def html(app: AppTest) -> str:
    return "".join(one.proto.body for one in app.get("html"))


# Markup


def test_words_and_labels_are_escaped() -> None:
    words = LineWords((HOSTILE, "밤\u202e"), np.array([[0.2], [-0.4]]), np.array([1.0, 2.0]))
    drawn = words_markup(words, 0, "#c40200", 'ko"><b>', HOSTILE)
    row = Row(HOSTILE, HOSTILE, HOSTILE, "#c40200", 0.5, 0.4, "1.0×", HOSTILE, HOSTILE, HOSTILE, True, True, True)
    drawn += ranking_markup([row], [HOSTILE] * 5, HOSTILE)
    assert "<img" not in drawn
    assert "<b>밤" not in drawn
    assert "⟨U+202E⟩" in drawn


def test_more_and_less_than_an_even_share_are_told_apart_without_colour() -> None:
    words = LineWords(("강", "밤"), np.array([[-0.1], [-0.9]]), np.array([1.0, 1.0]))
    drawn = words_markup(words, 0, "#c40200", "ko", "")
    assert drawn.index("−0.10&nbsp;▲") < drawn.index("−0.90&nbsp;▼")
    assert signed(0.5) == "+0.50"


# The window of a long text


@pytest.mark.parametrize("n_lines", [1, WINDOW, WINDOW + 1, 20_000])
def test_the_selected_line_is_always_among_those_drawn(n_lines: int, monkeypatch: pytest.MonkeyPatch) -> None:
    work = Work("w", "", (tuple(Line(str(i)) for i in range(n_lines)),))
    monkeypatch.setattr("emolit.ui.state.window", lambda _: None)
    for line in {0, n_lines // 3, n_lines // 2, n_lines - 1}:
        monkeypatch.setattr("emolit.ui.state.selected_line", lambda _, line=line: line)
        start, stop = drawn(work)
        assert 0 <= start <= line < stop <= n_lines
        assert stop - start == min(n_lines, WINDOW)


# The page


def test_votes_stand_beside_scores_and_agreement_is_measured(open_app: OpenApp) -> None:
    table = "work,text,votes,readers\n" + "".join(
        f'시 {i // 4},행 {i},"{{""슬픔"": {i % 4}, ""기쁨"": {(i * 7) % 4}}}",3\n' for i in range(24)
    )
    app = bring(open_app("en"), "votes.csv", table.encode())
    assert "<td>0/3</td>" in html(app)
    app.session_state["read.tools"] = "Human readers"
    app.run()
    assert not app.exception
    assert len(app.dataframe) == 3
    alpha = app.dataframe[-1].value
    assert {"sadness", "joy"} == set(alpha["emotion"])
    assert alpha["95 % low"].notna().all()


def test_a_corpus_without_votes_says_how_to_bring_some(open_app: OpenApp) -> None:
    app = open_app("en")
    paste(app, "봄이 온다\n비가 온다")
    app.session_state["read.tools"] = "Human readers"
    app.run()
    assert any("no votes of human readers" in info.value for info in app.info)


def test_judgements_survive_reruns_other_pages_and_another_coder(open_app: OpenApp) -> None:
    app = open_app("en")
    work = sample_corpus().works[0]
    app.toggle(key="judge.on").set_value(True).run()
    app.button(key="judge.confirm").click().run()
    app.text_input(key="judge.coder").set_value("나래").run()
    app.button(key="judge.none").click().run()
    app.switch_page("pages/about_page.py").run()
    app.switch_page("pages/read_page.py").run()
    sheet = app.session_state["emolit.judgements"]
    assert [(place.coder, place.line) for place, _ in sheet] == [("me", 0), ("나래", 0)]
    assert app.text_input(key="judge.coder").value == "나래"
    app.session_state["read.tools"] = "My judgement"
    app.run()
    assert not app.exception
    assert app.dataframe[0].value.iloc[0].tolist()[:4] == [work.title, "me", 1, len(work)]
    pairs = app.dataframe[1].value["who"].tolist()
    assert pairs == ["me – 나래", "me – the model", "나래 – the model"]
    app.button(key="judge.undo").click().run()
    assert app.session_state["emolit.judgements"].coders == ("me",)


def test_the_words_of_an_author_are_gathered_over_all_works(open_app: OpenApp) -> None:
    app = open_app("en")
    app.session_state["read.tools"] = "Words that carry it"
    app.run()
    one = len(app.dataframe[0].value)
    app.get_by_key("read.words_scope").set_value("author").run()
    assert not app.exception
    assert one == len(app.dataframe[0].value) == 15
    assert app.dataframe[0].value["count"].min() >= 1


def judgements_with(lines: list[str]) -> None:
    """A document of judgements comes with a text of these lines."""
    from dataclasses import replace

    import streamlit as st

    from emolit.corpus import Line, read_paste
    from emolit.errors import CorpusError
    from emolit.judgements import Sheet, write_document
    from emolit.ui import state
    from emolit.ui.judging import keeping

    work = replace(read_paste("봄", title="시").works[0], stanzas=(tuple(map(Line, lines)),))
    try:
        keeping.take_document(write_document(Sheet(), [work], with_text=True).encode())
    except CorpusError as error:
        st.text(error.code)
    st.text(str(len(state.own_corpus())))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["봄이 온다"] * 5000, ["1"]),
        (["봄이 온다"] * 5001, ["corpus.too_many_lines", "0"]),
        (["봄" * 5001], ["corpus.line_too_long", "0"]),
    ],
    ids=["enough", "too many lines", "too long a line"],
)
def test_texts_beside_judgements_are_taken_no_more_freely_than_others(
    lines: list[str], said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMOLIT_PUBLIC", "1")
    app = AppTest.from_function(judgements_with, args=(lines,)).run()
    assert not app.exception
    assert [text.value for text in app.text] == said


def late_answer() -> None:
    """The browser's answer comes when the Read page, and with it the component, is no longer there."""
    import streamlit as st

    from emolit.ui.judging import keeping

    keeping._take_kept()
    st.text(str(st.session_state.get(keeping._TAKEN, "not asked")))


def test_a_browser_that_answers_after_the_visitor_has_left_is_asked_again() -> None:
    app = AppTest.from_function(late_answer).run()
    assert not app.exception
    assert app.text[0].value == "not asked"


def test_the_poem_that_every_visitor_sees_first_is_not_read_again_for_anybody_after_the_warm_up(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    st.cache_resource.clear()  # what an earlier test has read
    cached.warm_up()
    asked: list[object] = []
    for name in ("annotate", "explain"):
        monkeypatch.setattr(EmotionReader, name, lambda *given, **_: asked.append(given))
    app = open_app("en")
    assert sample_corpus().works[0].title in app.sidebar.selectbox(key="app.work").options[0]
    assert not app.error
    assert not asked

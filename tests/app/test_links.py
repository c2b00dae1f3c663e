"""The link of a view opens the same view, and of a private text it carries nothing."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from emolit.corpus import read_corpus, sample_corpus
from tests.app.conftest import ROOT, TEXT, OpenApp, bring


def open_at(open_app: OpenApp, query: str, page: str | None = None) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    for name, value in parse_qsl(query):
        app.query_params[name] = value
    app.run()
    return app.switch_page(f"pages/{page}_page.py").run() if page else app


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

"""The Compare page: every view in both languages, groups that can be chosen, and one sentence where there are none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from emolit.corpus import Corpus, read_corpus
from emolit.ui.compare.views import View
from tests.app.conftest import OpenApp


def table(works: dict[str, int], years: bool = False) -> Corpus:
    """Authors with so many works of four lines."""
    rows = [
        f"시 {author}{i},{author},{1920 + 7 * i if years else ''},{'물불흙강산'[(i + j) % 5]} {author} {j}"
        for author, n in works.items()
        for i in range(n)
        for j in range(4)
    ]
    return read_corpus("시집.csv", ("work,author,year,text\n" + "\n".join(rows)).encode())


def open_compare(open_app: OpenApp, corpus: Corpus | None = None, language: str = "en") -> AppTest:
    app = open_app(language)
    if corpus:
        app.session_state["emolit.corpus"] = corpus
    return app.switch_page("pages/compare_page.py").run()


def figures(app: AppTest) -> list[dict[str, Any]]:
    return [json.loads(element.proto.spec) for element in app.get("plotly_chart")]


def said(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.caption, *app.markdown, *app.info))


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("view", list(View))
def test_every_view_opens_in_both_languages(open_app: OpenApp, view: View, language: str) -> None:
    app = open_compare(open_app, table({"가람": 5, "노을": 4, "다솜": 2}, years=True), language)
    app.get_by_key("compare.view").set_value(str(view)).run()
    assert not app.exception
    assert not app.error
    charts = app.get("plotly_chart")
    assert len(charts) == (view is not View.TYPICAL)
    assert all(len(chart.proto.alt) > 20 for chart in charts)


def test_a_newcomer_sees_two_sample_poets_in_all_44_labels_and_what_was_done(open_app: OpenApp) -> None:
    app = open_compare(open_app)
    (figure,) = figures(app)
    assert sum(len(trace["y"]) for trace in figure["data"] if trace["y"] != [None]) == 44
    for words in ("sample poems", "5 works", "44 labels were tested", "all 252 ways", "smallest p", "Seed 42"):
        assert words in said(app)


def test_groups_can_be_chosen_and_a_group_held_against_everything_else(open_app: OpenApp) -> None:
    app = open_compare(open_app, table({"가람": 5, "노을": 4, "다솜": 6}))
    a, b = (next(box for box in app.selectbox if box.label == name) for name in ("Group A", "Group B"))
    assert (a.value, b.value) == ("다솜", "가람")
    a.set_value("노을").run()
    next(box for box in app.selectbox if box.label == "Group B").set_value("*").run()
    assert not app.exception
    assert "**노을**: 4 works, 16 lines. **everything else**: 11 works, 44 lines." in said(app)


def test_the_same_group_twice_gets_one_sentence(open_app: OpenApp) -> None:
    app = open_compare(open_app, table({"가람": 5, "노을": 4}))
    next(box for box in app.selectbox if box.label == "Group B").set_value("가람").run()
    assert "choose two different groups" in said(app)
    assert not app.get("plotly_chart")
    assert not app.exception


def test_one_author_alone_gets_one_sentence_and_can_be_compared_by_work(open_app: OpenApp) -> None:
    app = open_compare(open_app, table({"가람": 3}))
    assert "Comparing takes two groups and there are 1 (by author)" in said(app)
    assert not app.get("plotly_chart")
    app.get_by_key("compare.by").set_value("work").run()
    assert not app.exception
    assert "speaks of that work alone" in said(app)
    assert "no tests" in said(app)
    assert len(app.get("plotly_chart")) == 1


def test_works_without_a_group_are_counted(open_app: OpenApp) -> None:
    app = open_compare(open_app, table({"가람": 4, "노을": 4, "": 2}))
    assert "nothing says their author: 2 work(s)" in said(app)


def test_without_years_there_is_one_sentence_in_place_of_a_course(open_app: OpenApp) -> None:
    app = open_compare(open_app, table({"가람": 4, "노을": 4}))
    app.get_by_key("compare.view").set_value("years").run()
    assert "a course takes two" in said(app)
    assert not app.get("plotly_chart")


def test_two_groups_make_no_tree_but_have_their_distance(open_app: OpenApp) -> None:
    app = open_compare(open_app, table({"가람": 4, "노을": 4}))
    app.get_by_key("compare.view").set_value("distances").run()
    assert "energy distance" in said(app)
    assert "A tree takes 3 groups and there are 2" in said(app)


@pytest.mark.parametrize("view", [view for view in View if view is not View.TYPICAL])
def test_every_figure_can_be_taken_away_with_its_values(open_app: OpenApp, view: View) -> None:
    app = open_compare(open_app, table({"가람": 4, "노을": 4, "다솜": 4}, years=True))
    app.get_by_key("compare.view").set_value(str(view)).run()
    labels = [button.proto.label for button in app.get("download_button")]
    assert labels == ["HTML", "CSV", "JSON"]


def test_names_from_outside_are_shown_as_they_are(open_app: OpenApp) -> None:
    app = open_compare(open_app, table({"**굵게**": 4, "<b>나</b>": 4}))
    assert not app.exception
    assert r"\*\*굵게\*\*" in said(app)
    (figure,) = figures(app)
    assert "<b>나" not in json.dumps(figure["layout"])


# Words


def open_words(open_app: OpenApp, corpus: Corpus) -> AppTest:
    app = open_compare(open_app, corpus)
    app.get_by_key("compare.view").set_value("words").run()
    assert not app.exception
    return app


def test_words_stand_with_their_part_of_the_difference_and_where_they_come_first(open_app: OpenApp) -> None:
    app = open_words(open_app, table({"가람": 3, "노을": 3}))
    found = said(app)
    assert "add up to exactly this" in found
    (figure,) = figures(app)
    shown = [word for trace in figure["data"] for word in trace["customdata"]]
    assert any(word.startswith("<b>가람</b><br>12 times in A, 0 in B; in 3 work(s)") for word in shown)
    app.session_state["compare_words.table"] = True
    app.run()
    rows = app.dataframe[-1].value
    assert {"가람", "노을", "물"} <= set(rows["word"])
    assert (rows.loc[rows["word"] == "노을", "Work"] == "시 노을0 · 노을").all()
    assert rows["part (logit)"].is_monotonic_decreasing


def test_a_word_of_too_few_works_is_left_out_of_the_figure_but_not_of_the_sum(open_app: OpenApp) -> None:
    app = open_words(open_app, table({"가람": 3, "노을": 3}))
    before = said(app)
    next(box for box in app.number_input if "works" in box.label).set_value(6).run()
    after = said(app)
    assert before.split(";")[0] == after.split(";")[0]
    assert "stand in 6 work(s) or more" in after


def test_texts_too_long_for_their_words_get_one_sentence(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("emolit.ui.cached._WORDS_KEPT", 3)
    app = open_words(open_app, table({"가람": 2, "노을": 2}))
    assert "too long for the values of their words" in said(app)
    assert not app.get("plotly_chart")


# One poem beside the samples


def one_poem(author: str = "") -> Corpus:
    return read_corpus(
        "한 편.csv", f"work,author,text\n한 편,{author},물가에 서다\n한 편,{author},돌을 던지다\n".encode()
    )


def test_one_poem_is_compared_with_the_sample_works(open_app: OpenApp) -> None:
    app = open_compare(open_app, one_poem())
    assert not app.exception
    assert app.get_by_key("compare.with_samples.True").value
    assert "**my own texts**: 1 works, 2 lines. **everything else**: 15 works" in said(app)
    assert len(app.get("plotly_chart")) == 1


def test_without_the_samples_one_poem_has_nobody_to_be_compared_with(open_app: OpenApp) -> None:
    app = open_compare(open_app, one_poem("나래"))
    app.get_by_key("compare.with_samples.True").set_value(False).run()
    assert "there are 1 (by author)" in said(app)

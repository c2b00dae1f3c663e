"""The Corpus page: files wait until they have been looked at, works can be put in order, and a step taken back."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from emolit.corpus import APP_LIMITS, Corpus, read_corpus, read_paste, sample_corpus
from emolit.ui.corpus_room import apply_edits, verse
from tests.app.conftest import OpenApp
from tests.app.test_intake import lines, paste
from tests.documents import docx, zipped

PARTED = "봄이 온다\n\n비가 온다\n***\n눈이 온다\n"


def bring(app: AppTest, name: str, data: bytes) -> AppTest:
    (uploader,) = app.file_uploader
    return uploader.set_value((name, data, "application/octet-stream")).run()


def take(app: AppTest) -> AppTest:
    return app.button(key="corpus.take").click().run()


def own(app: AppTest) -> Corpus:
    corpus: Corpus = app.session_state["emolit.corpus"]
    return corpus


def test_a_file_waits_with_its_reading_until_it_is_taken(open_app: OpenApp) -> None:
    app = bring(open_app("en", "corpus"), "시.docx", docx(["# 봄", "비가 온다", "", "눈이 온다", "# 밤", "별"]))
    assert not app.exception
    assert any("docx: 2 work(s), 3 stanza(s), 3 line(s)" in caption.value for caption in app.caption)
    assert "emolit.corpus" not in app.session_state
    app = take(app)
    assert [work.title for work in own(app)] == ["봄", "밤"]
    assert app.session_state["emolit.staged"] == [], "its bytes are dropped"
    assert [metric.value for metric in app.metric][:3] == ["2", "3", "3"]


def test_the_rule_that_parts_works_is_seen_and_can_be_changed(open_app: OpenApp) -> None:
    app = bring(open_app("en", "corpus"), "시.txt", PARTED.encode("cp949"))
    assert any("cp949: 2 work(s)" in caption.value for caption in app.caption)
    app.selectbox(key="corpus.rule.0").set_value("none").run()
    assert any("cp949: 1 work(s)" in caption.value for caption in app.caption)
    assert [work.n_lines for work in [own(take(app))]] == [4]


def test_an_encoding_that_is_not_known_is_suggested_and_confirmed(open_app: OpenApp) -> None:
    app = bring(open_app("ko", "corpus"), "letter.txt", "I don’t know why\nthe rain won’t stop\n".encode("cp1252"))
    assert "cp1252" in app.error[0].value
    app.selectbox(key="corpus.encoding.0").set_value("cp1252").run()
    assert not app.error
    assert own(take(app)).works[0].texts[0] == "I don’t know why"


def test_columns_that_nobody_guessed_can_be_chosen(open_app: OpenApp) -> None:
    app = bring(open_app("en", "corpus"), "표.csv", "poem no,poem words\n하나,봄이 온다\n".encode())
    assert "lacks the column" in app.error[0].value
    app.selectbox(key="corpus.column.0.lacking.work").set_value("poem no")
    app.selectbox(key="corpus.column.0.lacking.text").set_value("poem words").run()
    assert not app.error
    assert own(take(app)).works[0].title == "하나"


def test_what_is_found_beside_the_chosen_columns_is_read_until_the_reader_refuses_it(open_app: OpenApp) -> None:
    app = bring(open_app("en", "corpus"), "표.csv", "Poem No,Poem Words,Poet\n하나,봄이 온다,가람\n".encode())
    app.selectbox(key="corpus.column.0.lacking.work").set_value("poem no")
    app.selectbox(key="corpus.column.0.lacking.text").set_value("poem words").run()
    assert not app.error
    assert app.selectbox(key="corpus.column.0.read.work").value == "Poem No"
    assert app.selectbox(key="corpus.column.0.read.author").value == "Poet"
    app.run()
    assert not app.error
    app.selectbox(key="corpus.column.0.read.author").set_value("").run()
    assert not app.error
    (work,) = own(take(app))
    assert (work.title, work.author, work.texts) == ("하나", "", ("봄이 온다",))


def test_a_column_chosen_for_two_things_is_told_and_can_be_given_up(open_app: OpenApp) -> None:
    app = bring(open_app("en", "corpus"), "표.csv", "work,text,place\n하나,봄이 온다,강\n".encode())
    app.selectbox(key="corpus.column.0.read.source").set_value("place").run()
    app.selectbox(key="corpus.column.0.read.edition").set_value("place").run()
    assert "no column left for" in app.error[0].value
    app.selectbox(key="corpus.column.0.lacking.edition").set_value("").run()
    assert not app.error
    assert (own(take(app)).works[0].source, own(app).works[0].edition) == ("강", "")


def test_a_bad_file_stays_with_its_sentence_and_the_good_ones_are_taken(open_app: OpenApp) -> None:
    app = bring(open_app("en", "corpus"), "나쁜.pdf", b"%PDF-1.7 ?")
    app = take(bring(app, "시.txt", "봄".encode()))
    assert [work.title for work in own(app)] == ["시"]
    assert "is damaged" in app.error[0].value
    app.button(key="corpus.discard").click().run()
    assert not app.error


def test_a_file_that_stays_keeps_its_own_choices_when_others_are_taken(open_app: OpenApp) -> None:
    app = bring(open_app("en", "corpus"), "시.txt", PARTED.encode())
    app.selectbox(key="corpus.rule.0").set_value("none").run()
    app = bring(app, "letter.txt", "I don’t know\n".encode("cp1252"))
    app = bring(take(app), "시집.txt", PARTED.encode())
    assert any("2 work(s)" in caption.value for caption in app.caption), "as detected, not as chosen for another file"
    app.selectbox(key="corpus.encoding.1").set_value("cp1252").run()
    assert [work.title for work in own(take(app))][-1:] == ["시집 2"]


def test_folders_of_an_archive_can_be_its_authors_and_what_was_left_out_is_told(open_app: OpenApp) -> None:
    data = zipped({"가람/봄.txt": "비", "나쁜.pdf": b"%PDF-1.7 ?", "그림.png": b""})
    app = bring(open_app("en", "corpus"), "시.zip", data)
    assert "나쁜.pdf" in app.warning[0].value
    assert any("그림.png" in caption.value for caption in app.caption)
    app.checkbox(key="corpus.folders.0").check().run()
    assert own(take(app)).works[0].author == "가람"


@pytest.fixture
def three(open_app: OpenApp) -> AppTest:
    app = bring(open_app("en", "corpus"), "시.md", "# 하나\n봄\n비\n# 둘\n눈\n# 셋\n봄\n비\n".encode())
    return take(app)


def test_a_work_is_split_where_the_reader_says_and_the_step_is_taken_back(three: AppTest) -> None:
    before = own(three)
    three.number_input(key=f"corpus.split_at.{before.works[0].id}").set_value(2).run()
    three.button(key="corpus.split").click().run()
    assert [work.title for work in own(three)] == ["하나 (1)", "하나 (2)", "둘", "셋"]
    three.button(key="corpus.undo").click().run()
    assert own(three) == before


def test_repeated_texts_are_flagged_and_removed_at_once(three: AppTest) -> None:
    three.button(key="corpus.repeated").click().run()
    assert [work.title for work in own(three)] == ["하나", "둘"]
    assert three.button(key="corpus.repeated").disabled


def test_nothing_can_be_merged_or_removed_before_works_are_chosen(three: AppTest) -> None:
    assert three.button(key="corpus.merge").disabled
    assert three.button(key="corpus.remove").disabled


def test_a_change_in_the_table_is_a_change_of_the_corpus() -> None:
    corpus = read_corpus("시.md", "# 하나\n봄\n# 둘\n눈\n".encode())
    names = ("title", "author", "year", "language", "edition", "source", "translator", "collection", "paratext")
    before = pd.DataFrame([{name: getattr(work, name) for name in names} for work in corpus])
    after = before.copy()
    after.loc[1, "title"], after.loc[1, "paratext"], after.loc[0, "language"] = " 밤 ", True, None
    changed = apply_edits(corpus, before, after)
    assert [(work.title, work.paratext, work.language) for work in changed] == [
        ("하나", False, ""),
        ("밤", True, "ko"),
    ]
    assert apply_edits(corpus, before, before.copy()) == corpus


def test_paratext_is_kept_and_left_out_of_the_analysis(three: AppTest) -> None:
    from dataclasses import replace

    first, *others = own(three).works
    three.session_state["emolit.corpus"] = Corpus((replace(first, paratext=True), *others), own(three).notes)
    three.run()
    assert "하나" not in three.sidebar.selectbox(key="app.work").options
    assert {"둘", "셋"} <= set(three.sidebar.selectbox(key="app.work").options)


def ranking(app: AppTest) -> str:
    """The selected line's emotions with their scores, as the Read page writes them."""
    return max((element.proto.body for element in app.get("html")), key=len)


def test_glosses_are_shown_both_ways_and_dropped_for_the_model(open_app: OpenApp) -> None:
    app = paste(open_app("en"), "영변(寧邊)에 봄이 온다\n둘째 행")
    before = ranking(app)
    app.switch_page("pages/corpus_page.py").run()
    app.toggle(key="corpus.glosses_toggle").set_value(True).run()
    assert app.dataframe[-1].value.to_numpy().tolist() == [["영변(寧邊)에 봄이 온다", "영변에 봄이 온다"]]
    app.switch_page("pages/read_page.py").run()
    assert ranking(app) != before
    assert "영변(寧邊)에 봄이 온다" in lines(app)


def test_a_sample_is_one_click_away(open_app: OpenApp) -> None:
    app = open_app("en", "corpus")
    sample = sample_corpus().works[1]
    app.get_by_key("corpus.sample.0").set_value(sample.id).run()
    assert [title.value for title in app.title] == ["Read"]
    assert app.sidebar.selectbox(key="app.work").value == sample.id


def test_kpoem_without_a_network_is_one_sentence(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub

    def refuse(*arguments: object, **options: object) -> str:
        raise OSError

    monkeypatch.setattr(huggingface_hub, "hf_hub_download", refuse)
    app = open_app("en", "corpus")
    app.button(key="corpus.kpoem").click().run()
    assert "cannot be fetched from the hub" in app.error[0].value


@pytest.mark.parametrize("page", ["read", "corpus"])
def test_a_visitor_s_files_are_counted(open_app: OpenApp, page: str) -> None:
    app = open_app("en", page)
    app.session_state["emolit.brought"] = (APP_LIMITS.visitor_files, 0)
    app = bring(app, "시.txt", "봄".encode())
    assert "In one visit up to 200 files" in app.error[0].value
    assert "emolit.corpus" not in app.session_state


def test_the_preview_shows_lines_breaks_and_what_is_hidden_as_typed() -> None:
    (work,) = read_paste("봄 <b>**비**\n\n\u202e눈", title="시")
    assert verse(work) == "1 │ 봄 <b>**비**\n  ┈ 2\n2 │ ⟨U+202E⟩눈"


def test_hidden_characters_of_a_title_are_shown_where_works_are_listed(open_app: OpenApp) -> None:
    app = paste(open_app("en"), "봄", title="밤\u202e시")
    assert "밤⟨U+202E⟩시" in app.sidebar.selectbox(key="app.work").options


def test_a_file_s_name_is_shown_as_typed_also_where_markdown_is_read(open_app: OpenApp) -> None:
    app = bring(open_app("en"), "**별** [x](y) $a$.txt", "봄이 온다".encode())
    assert r"\*\*별\*\* \[x\](y) \$a\$.txt" in app.success[0].value

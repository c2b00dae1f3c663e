"""Word, OpenDocument and EPUB: what of a document is verse, and what a book says of it."""

from __future__ import annotations

from tests.documents import docx, epub, odt, page
from tests.unit.corpus.readings import only, read, titles, verse


def test_word_headings_are_titles_and_its_title_the_collection() -> None:
    corpus = read("시.docx", docx(["! 강", "# 봄", "비가 온다", "# 밤", "별"]))
    assert [(work.title, work.collection) for work in corpus] == [("봄", "강"), ("밤", "강")]


def test_deleted_text_and_fields_of_a_word_file_are_not_read_and_inserted_text_is() -> None:
    runs = (
        "<w:del><w:r><w:delText>겨울</w:delText></w:r></w:del><w:ins><w:r><w:t>봄</w:t></w:r></w:ins>"
        "<w:r><w:instrText>PAGE</w:instrText><w:tab/><w:t>온다</w:t></w:r>"
    )
    assert only("시.docx", docx([runs])).texts == ("봄\t온다",)


def test_opendocument_keeps_spaces_and_tabs_and_leaves_notes_out() -> None:
    body = (
        '<text:h text:outline-level="1">봄</text:h><text:p><text:s text:c="3"/>비가<text:tab/>온다<text:note>'
        "<text:note-body><text:p>각주</text:p></text:note-body></text:note></text:p>"
    )
    work = only("시.odt", odt(body))
    assert (work.title, work.texts) == ("봄", ("   비가\t온다",))


def test_an_epub_is_read_in_the_order_of_its_spine_with_its_people() -> None:
    people = (
        "<dc:title>강</dc:title><dc:creator>가람</dc:creator><dc:language>ko</dc:language>"
        '<dc:contributor id="t">나루</dc:contributor><meta refines="#t" property="role">trl</meta>'
    )
    pages = {"b.xhtml": "<h1>둘</h1><p>비</p>", "a.xhtml": "<h1>하나</h1><p>봄</p>"}
    corpus = read("책.epub", epub(pages, metadata=people, spine=["a.xhtml", "b.xhtml"]))
    assert titles(corpus) == ["하나", "둘"]
    assert {(work.author, work.translator, work.collection) for work in corpus} == {("가람", "나루", "강")}


def test_the_title_page_of_an_epub_is_paratext_and_a_nameless_page_a_work_of_its_own() -> None:
    pages = {
        "t.xhtml": '<section epub:type="titlepage"><p>강</p></section>',
        "a.xhtml": "<h1>하나</h1><p>봄</p>",
        "b.xhtml": "<p>비</p>",
    }
    corpus = read("책.epub", epub(pages))
    assert [work.paratext for work in corpus] == [True, False, False]
    assert titles(corpus) == ["시집 1", "하나", "시집 2"]


def test_a_text_box_of_word_is_read_once_and_tab_stops_are_no_tabs() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>별이 뜬다</w:t></w:r></w:p></w:txbxContent>"
    twice = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    stops = '<w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr><w:r><w:t>비가 온다</w:t></w:r>'
    assert only("시.docx", docx([stops, twice])).texts == ("비가 온다", "별이 뜬다")


def test_an_empty_heading_of_a_writer_takes_no_title_away() -> None:
    heading = '<text:h text:outline-level="1">봄</text:h>'
    assert titles(read("시.odt", odt(f"{heading}<text:h/><text:p>비가 온다</text:p>"))) == ["봄"]


def test_an_epub_page_may_name_a_dtd_and_html_entities() -> None:
    assert "<!DOCTYPE" in page("")
    assert only("책.epub", epub({"a.xhtml": "<h1>봄</h1><p>비&nbsp;&mdash;&hellip;</p>"})).texts == ("비\xa0—…",)


def test_a_page_that_ends_inside_a_paragraph_parts_lines_and_no_stanza() -> None:
    page_end = '<w:r><w:br w:type="page"/></w:r>'
    runs = f"<w:r><w:t>비가 온다</w:t></w:r>{page_end}<w:r><w:t>눈이 온다</w:t></w:r>"
    last = f"<w:r><w:t>별이 뜬다</w:t></w:r>{page_end}"
    assert verse(only("시.docx", docx([runs, last, "달이 진다"]))) == [
        ["비가 온다", "눈이 온다", "별이 뜬다", "달이 진다"]
    ]


def test_the_poem_that_a_book_is_called_after_is_one_of_its_poems() -> None:
    book = "<dc:title>강</dc:title>"
    pages = {"a.xhtml": "<p>머리</p>", "b.xhtml": "<h1>강</h1><p>비</p>", "c.xhtml": "<p>눈</p>"}
    corpus = read("책.epub", epub(pages, metadata=book))
    assert [(work.title, work.collection) for work in corpus] == [("강 1", "강"), ("강", "강"), ("강 2", "강")]
    (alone,) = read("책.epub", epub({"b.xhtml": "<h1>강</h1><p>비</p>"}, metadata=book))
    assert (alone.title, alone.collection) == ("강", "")

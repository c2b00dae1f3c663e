"""Web pages and wikitext: line and stanza breaks, and what a page says of its text."""

from __future__ import annotations

import pytest

from emolit.corpus import Separator
from tests.unit.corpus.readings import only, read, verse


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>봄<br>비</p><p>눈</p>", [["봄", "비"], ["눈"]]),
        ("<p>봄</p><p>비</p><p>&nbsp;</p><p>눈</p>", [["봄", "비"], ["눈"]]),
        ('<div class="stanza"><p>봄</p><p>비</p></div><div class="stanza"><p>눈</p></div>', [["봄", "비"], ["눈"]]),
        ("봄<br/>비<br/><br/>눈", [["봄", "비"], ["눈"]]),
        ("<pre>봄\n비\n\n눈</pre>", [["봄", "비"], ["눈"]]),
        ('<p><span class="line">봄</span><span class="line">비</span></p><hr/><p>눈</p>', [["봄", "비"], ["눈"]]),
        ("<p>봄\n  <b>은</b> <ruby>山<rt>산</rt></ruby><br>비</p><p>눈<script>x()</script></p>",
         [["봄 은 山", "비"], ["눈"]]),
    ],
)  # fmt: skip
def test_line_and_stanza_breaks_of_web_pages(body: str, expected: list[list[str]]) -> None:
    assert verse(only("시.html", f"<html><body>{body}</body></html>")) == expected


def test_a_web_page_says_title_author_and_language() -> None:
    head = '<title>봄</title><meta name="author" content="가람">'
    work = only("시.html", f'<!DOCTYPE html><html lang="ko-KR"><head>{head}</head><body><p>비</p></body></html>')
    assert (work.title, work.author, work.language) == ("봄", "가람", "ko-KR")


def test_what_is_marked_inside_preformatted_verse_keeps_its_lines_and_indents() -> None:
    work = only("시.html", "<html><body><pre><i>비가\n  온다</i></pre></body></html>")
    assert work.texts == ("비가", "  온다")


def test_wikitext_gives_header_headings_and_lines_without_marks() -> None:
    text = (
        "{{머리말\n|제목=강\n|저자=[[저자:가람|가람]]\n|연도=1930년\n}}\n== 봄 ==\n"
        "<poem>\n'''비'''가 온다<ref>주</ref>\n"
        ":{{lang|ko|눈}}이 온다\n</poem>\n== 밤 ==\n<poem>별</poem>"
    )
    first, second = read("강.txt", text)
    assert (first.title, first.author, first.year) == ("봄", "가람", "1930년")
    assert verse(first) == [["비가 온다", "  눈이 온다"]]
    assert second.title == "밤"


@pytest.mark.parametrize("name", ["노트.txt", "노트.md"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
@pytest.mark.parametrize("separator", [Separator.DEFAULT, Separator.NONE])
def test_a_text_that_says_something_outside_its_poems_is_no_wikitext(
    name: str, encoding: str, separator: Separator
) -> None:
    lines = ["머리말", "<poem>", "꽃", "</poem>", "뒷말"]
    corpus = read(name, "\n".join(lines).encode(encoding), separator=separator)
    assert corpus.works[0].texts == tuple(lines)
    assert corpus.notes[0].format == name.rpartition(".")[2]


@pytest.mark.parametrize(
    "around",
    [
        *("", "== 꽃 ==\n", "{{머리말|제목={{lang|ko|꽃}}\n|저자=가람}}\n"),
        *("<!-- 한 마디 -->\n<ref>주</ref>\n", "\u3164\n<br/>\n", "[[분류:시]]\n[[en:Flower|Flower]]\n"),
    ],
    ids=["nothing", "heading", "template", "remarks", "blank", "categories"],
)
def test_a_text_with_nothing_but_a_page_s_frame_around_its_poems_is_wikitext(around: str) -> None:
    (note,) = read("꽃.txt", f"{around}<poem>\n꽃이 핀다\n</poem>\n{around}").notes
    assert (note.format, note.prose) == ("wiki", 0)


def test_what_stands_around_the_poems_of_wikitext_is_counted() -> None:
    page = (
        "{{머리말|제목=꽃}}\n한 마디\n\n두 ''마디''\n== 꽃 ==\n<poem>\n꽃\n</poem> 뒷말\n<poem>별</poem>\n[[분류:시]]\n"
    )
    corpus = read("꽃.wiki", page)
    assert [verse(work) for work in corpus] == [[["꽃"], ["별"]]]
    assert corpus.notes[0].prose == 3


def test_an_encoding_that_the_reader_names_is_used_for_a_page() -> None:
    data = "<html><body><p>春が来る</p></body></html>".encode("shift_jis") + b"<p>\x80</p>"
    corpus = read("시.html", data, encoding="shift_jis")
    note = corpus.notes[0]
    assert (corpus.works[0].texts[0], note.encoding, note.replaced) == ("春が来る", "shift_jis", 1)

"""TEI editions: what is a work, a stanza and a line, and what of the source itself is read."""

from __future__ import annotations

import pytest

from emolit.errors import CorpusError
from tests.documents import tei
from tests.unit.corpus.readings import only, read, verse


def test_tei_keeps_ids_language_author_and_the_year_of_writing() -> None:
    body = (
        '<body><div type="poem" xml:lang="ko-Hang"><head>봄</head><lg><l xml:id="l1">비가 <note>주석</note>온다</l>'
        '</lg><closer><date when="1934-11-20"/></closer></div><lg type="poem"><head>밤</head><l>별</l></lg></body>'
    )
    first, second = read("시.xml", tei(body))
    assert (first.title, first.author, first.year, first.language) == ("봄", "가람", "1934", "ko-Hang")
    assert (first.lines[0].id, first.lines[0].text) == ("l1", "비가 온다")
    assert (second.title, second.year, second.collection) == ("밤", "1936", "시선")


def test_nested_groups_of_one_poem_are_its_stanzas_and_front_matter_is_paratext() -> None:
    body = (
        "<front><div><head>서문</head><p>말</p></div></front><body><lg type='poem'><head>봄</head>"
        "<lg><head>I</head><lg><l>비</l></lg></lg><lg><l>눈</l><l>별</l></lg></lg></body>"
    )
    front, poem = read("시.xml", tei(body))
    assert (front.paratext, front.title) == (True, "서문")
    assert verse(poem) == [["비"], ["눈", "별"]]


def test_what_the_source_has_is_read_and_not_what_its_editor_made_of_it() -> None:
    body = "<body><lg><l><choice><sic>몃</sic><corr>몇</corr></choice> 번<del>째</del></l></lg></body>"
    assert only("시.xml", tei(body)).texts == ("몃 번",)


def test_verse_is_found_in_whatever_stands_around_it_and_other_readings_are_not() -> None:
    body = (
        "<body><lg><app><lem><l>비가 온다</l></lem><rdg><l>비가 왔다</l></rdg></app><seg><l>눈이 온다</l></seg></lg>"
        "<cit><quote><lg><l>별이 뜬다</l></lg></quote></cit>"
        "<lg><head><l>봄</l></head><choice><orig><l>몃 번</l></orig><reg><l>몇 번</l></reg></choice></lg></body>"
    )
    first, second = read("시.xml", tei(body))
    assert first.texts == ("비가 온다", "눈이 온다", "별이 뜬다")
    assert (second.title, second.texts) == ("봄", ("몃 번",))


def test_a_line_break_inside_a_word_parts_no_word_and_all_authors_are_named() -> None:
    header = "<title>합동 시집</title><author>가람</author><author>나래</author>"
    work = only("시.xml", tei('<body><lg><l>노<lb break="no"/>래가 <lb/>들린다</l></lg></body>', header))
    assert (work.texts, work.author) == (("노래가 들린다",), "가람, 나래")


def test_prose_around_quoted_verse_is_read_and_what_is_no_part_of_the_source_is_not() -> None:
    body = (
        "<body><p>그는 <hi>늘</hi> 이렇게 읊었다. <q><l xml:id='l1'>비가 온다</l><l>눈이 온다</l></q>"
        "그<note><p>주</p><l>별</l></note>리고 웃었다.</p><quote>밤이었다.</quote>"
        "<p xml:id='p2'>조용<note><l>별</l></note>했다.</p><p><s>또 읊었다. <q><l>바람이 분다</l></q></s></p>"
        "<sp><speaker>가람</speaker><l>달이 진다</l></sp></body>"
    )
    work = only("시.xml", tei(body))
    assert verse(work) == [
        ["그는 늘 이렇게 읊었다."], ["비가 온다", "눈이 온다"], ["그리고 웃었다."], ["밤이었다."], ["조용했다."],
        ["또 읊었다."], ["바람이 분다", "달이 진다"],
    ]  # fmt: skip
    assert [line.id for line in work.lines if line.id] == ["l1", "p2"]


def test_an_encoding_that_the_reader_names_counts_more_than_the_documents_own_word() -> None:
    data = tei("<body><lg><l>봄이 온다</l></lg></body>").decode().encode("cp949")
    with pytest.raises(CorpusError, match="says that it is"):
        read("시.xml", data)
    corpus = read("시.xml", data, encoding="cp949")
    assert (corpus.works[0].texts, corpus.notes[0].encoding) == (("봄이 온다",), "cp949")


def test_poems_of_a_book_that_nobody_named_are_numbered() -> None:
    body = '<body><lg type="sonnet"><l>봄</l></lg><lg type="sonnet"><l>비</l></lg></body>'
    assert [(work.title, work.collection) for work in read("시.xml", tei(body))] == [
        ("시선 1", "시선"),
        ("시선 2", "시선"),
    ]

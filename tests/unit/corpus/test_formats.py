"""Each format comes to the same corpus: what docs/FORMATS.md says is kept is kept, and what it says is not is not."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest

from emolit.corpus import Corpus, ReadingOptions, Separator, Work, read_corpus
from emolit.errors import CorpusError
from tests.documents import docx, epub, odt, page, pdf, tei, zipped

VERSE = [["마당을 쓸다 말고", "하늘을 본다"], ["기러기가 간다"]]
TEXT = "마당을 쓸다 말고\n하늘을 본다\n\n기러기가 간다\n"
WIKI = "<poem>\n" + TEXT + "</poem>"
LG = "<lg><l>마당을 쓸다 말고</l><l>하늘을 본다</l></lg><lg><l>기러기가 간다</l></lg>"
HTML = "<p>마당을 쓸다 말고<br/>하늘을 본다</p><p>기러기가 간다</p>"


def verse(work: Work) -> list[list[str]]:
    return [[line.text for line in stanza] for stanza in work.stanzas]


def read(name: str, data: bytes | str, **options: Any) -> Corpus:
    return read_corpus(name, data.encode() if isinstance(data, str) else data, ReadingOptions(**options))


def only(name: str, data: bytes | str, **options: Any) -> Work:
    (work,) = read(name, data, **options)
    return work


def titles(corpus: Corpus) -> list[str]:
    return [work.title for work in corpus]


def sheet(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


SAME: Mapping[str, bytes] = {
    "시.txt": TEXT.encode(),
    "시.md": f"# 시\n{TEXT}".encode(),
    "시.wiki": WIKI.encode(),
    "시.csv": 'work,text\n시,"마당을 쓸다 말고\n하늘을 본다\n\n기러기가 간다"\n'.encode(),
    "시.tsv": "work\ttext\n시\t마당을 쓸다 말고\n시\t하늘을 본다\n시\t\n시\t기러기가 간다\n".encode(),
    "시.xlsx": sheet(
        [["work", "text"], ["시", "마당을 쓸다 말고"], ["시", "하늘을 본다"], [], ["시", "기러기가 간다"]]
    ),
    "시.docx": docx(["마당을 쓸다 말고\n하늘을 본다", "", "기러기가 간다"]),
    "시.odt": odt(
        "<text:p>마당을 쓸다 말고<text:line-break/>하늘을 본다</text:p><text:p/><text:p>기러기가 간다</text:p>"
    ),
    "시.epub": epub({"a.xhtml": f"<h1>시</h1>{HTML}"}, metadata=""),
    "시.xml": tei(f'<body><div type="poem"><head>시</head>{LG}</div></body>', header="<title/>"),
    "시.html": f"<html><body>{HTML}</body></html>".encode(),
    "시.pdf": pdf([[("마당을 쓸다 말고", 700), ("하늘을 본다", 682), ("기러기가 간다", 640)]]),
    "시.zip": zipped({"시.txt": TEXT}),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_one_poem_in_every_format_is_one_work_of_two_stanzas(name: str) -> None:
    work = only(name, SAME[name])
    assert (work.title, verse(work), work.language) == ("시", VERSE, "ko")


@pytest.mark.parametrize("name", SAME)
def test_the_note_says_how_much_was_read(name: str) -> None:
    counts = read(name, SAME[name]).notes[0].counts
    assert (counts.works, counts.stanzas, counts.lines) == (1, 2, 3)
    assert counts.share("hangul") == 1.0


@pytest.mark.parametrize("name", [name for name in SAME if not name.endswith((".txt", ".md", ".wiki", ".csv", ".tsv"))])
def test_a_document_is_known_by_what_it_holds_whatever_its_name(name: str) -> None:
    kind = read(name, SAME[name]).notes[0].format
    assert read("시.txt", SAME[name]).notes[0].format == kind
    assert [verse(work) for work in read("이름 없음", SAME[name])] == [VERSE]


# Plain text and Markdown

PARTED = {
    Separator.HEADINGS: "# 하나\n봄\n\n비\n== 둘 ==\n눈\n",
    Separator.RULES: "봄\n\n비\n* * *\n눈\n",
    Separator.BLANK_LINES: "봄\n\n비\n\n\n눈\n",
    Separator.FRONT_MATTER: "---\ntitle: 하나\n시인: 가람\n---\n봄\n\n비\n---\ntitle: 둘\n---\n눈\n",
}


@pytest.mark.parametrize("rule", PARTED)
def test_a_rule_parts_the_works_of_one_text(rule: Separator) -> None:
    first, second = read("시.txt", PARTED[rule], separator=rule)
    assert (verse(first), verse(second)) == ([["봄"], ["비"]], [["눈"]])
    named = rule in (Separator.HEADINGS, Separator.FRONT_MATTER)
    assert [first.title, second.title] == (["하나", "둘"] if named else ["시 1", "시 2"])


@pytest.mark.parametrize("rule", [rule for rule in PARTED if rule is not Separator.BLANK_LINES])
def test_the_rule_is_found_out_when_asked_and_told(rule: Separator) -> None:
    corpus = read("시.txt", PARTED[rule], separator=Separator.AUTOMATIC)
    assert len(corpus) == 2
    assert corpus.notes[0].separator == rule


def test_without_being_asked_a_txt_file_is_one_work_whatever_stands_in_it() -> None:
    text = "# 하나\n봄\n***\n눈\n"
    assert verse(only("시.txt", text)) == [["# 하나", "봄", "***", "눈"]]
    assert len(read("시.txt", "봄\n\n비\n", separator=Separator.AUTOMATIC)) == 1


def test_where_no_rule_finds_several_works_the_format_s_own_holds() -> None:
    work = only("시.md", "# 하나\n봄\n", separator=Separator.AUTOMATIC)
    assert (work.title, work.texts) == ("하나", ("봄",))


def test_the_number_of_blank_lines_between_works_is_the_reader_s() -> None:
    text = "봄\n\n\n비\n\n\n\n눈\n"
    assert len(read("시.txt", text, separator=Separator.BLANK_LINES, blank_lines=2)) == 3
    assert len(read("시.txt", text, separator=Separator.BLANK_LINES, blank_lines=3)) == 2


def test_the_first_line_of_a_part_is_its_title_when_the_reader_says_so() -> None:
    corpus = read("시.txt", "하나\n\n봄\n***\n둘\n눈\n", separator=Separator.RULES, first_line_is_title=True)
    assert [(work.title, verse(work)) for work in corpus] == [("하나", [["봄"]]), ("둘", [["눈"]])]


def test_front_matter_says_author_year_and_collection_in_either_language() -> None:
    work = only("시.md", '---\ntitle: "봄"\nauthor: 가람\n연도: 1930\n시집: 강\n---\n비가 온다\n')
    assert (work.title, work.author, work.year, work.collection) == ("봄", "가람", "1930", "강")


def test_markdown_headings_are_titles_and_outer_ones_collections_all_else_is_typed_verse() -> None:
    corpus = read("시.md", "# 강\n## 봄\n**비**가 온다\n- 눈\n## 밤\n별\n")
    assert [(work.title, work.collection) for work in corpus] == [("봄", "강"), ("밤", "강")]
    assert verse(corpus.works[0]) == [["**비**가 온다", "- 눈"]]


@pytest.mark.parametrize("encoding", ["johab", "shift_jis", "utf-16-le", "iso2022_kr"])
def test_an_encoding_that_the_reader_names_is_used(encoding: str) -> None:
    text = "봄이 온다" if encoding != "shift_jis" else "春が来る"
    corpus = read("시.txt", text.encode(encoding), encoding=encoding)
    assert (corpus.works[0].texts, corpus.notes[0].encoding) == ((text,), encoding)


def test_bytes_that_an_encoding_does_not_know_are_replaced_and_counted() -> None:
    corpus = read("시.txt", "봄이 온다".encode("cp949") + b"\xff", encoding="cp949")
    assert corpus.notes[0].replaced == 1


def test_jamo_of_macos_stay_as_they_are_in_the_text() -> None:
    decomposed = "\u1107\u1169\u11b7"  # 봄 in three letters
    work = only("시.txt", decomposed)
    assert work.texts == (decomposed,)


# Tables


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_columns_are_guessed_by_what_people_call_them_when_asked_and_told(kind: str) -> None:
    rows: list[list[object]] = [["제목", "시인", "본문", "발표연도"], ["봄", "가람", "비가 온다", 1930]]
    data = sheet(rows) if kind == "xlsx" else "\n".join(",".join(map(str, row)) for row in rows).encode()
    corpus = read(f"시.{kind}", data, guess_columns=True)
    (work,) = corpus
    assert (work.title, work.author, work.year, work.texts) == ("봄", "가람", "1930", ("비가 온다",))
    assert dict(corpus.notes[0].columns) == {"work": "제목", "author": "시인", "text": "본문", "year": "발표연도"}
    with pytest.raises(CorpusError, match="lacks the column"):
        read(f"시.{kind}", data)


def test_a_column_is_the_one_that_the_reader_names() -> None:
    work = only("시.csv", "a,b\n봄,비\n", columns=(("work", "b"), ("text", "a")))
    assert (work.title, work.texts) == ("비", ("봄",))


def test_a_column_that_the_reader_refuses_is_not_read() -> None:
    table = "work,text,source\n비,봄,영희\n"
    assert only("시.csv", table).source == "영희"
    assert only("시.csv", table, columns=(("source", ""),)).source == ""
    with pytest.raises(CorpusError, match="lacks the column text"):
        read("시.csv", table, columns=(("text", ""),))


def test_forty_four_columns_of_whole_numbers_are_readers_votes_and_scores_are_not() -> None:
    from emolit.emotions import load_scheme

    names = load_scheme().names
    head = ",".join(["work", "text", *names])
    votes = only("시.csv", f"{head}\n시,봄,{','.join(['3', '0', *[''] * 41, '1'])}\n").lines[0].votes
    assert votes == {names[0]: 3, names[43]: 1}
    assert only("시.csv", f"{head}\n시,봄,{','.join(['0.500000'] * 44)}\n").lines[0].votes is None


KPOEM = (
    "line_id\tpoem_id\ttext\tsub_title\ttitle\tpoet\tannotator_01\tannotator_02\tannotator_03\n"
    '1\t1\t"봄이 온다\t\t강\t가람\t슬픔, 기쁨\t슬픔\t\n2\t1\t비가 온다\t\t강\t가람\t없음\t없음\t없음\n'
    "3\t2\t눈이 온다\t하나\t산\t가람\t부담/안_내킴\t\t\n"
)


def test_kpoem_as_published_is_read_with_its_votes_and_rows() -> None:
    first, second = read("KPoEM_line_dataset_v4.tsv", KPOEM)
    assert [first.title, second.title, first.author] == ["강", "산 하나", "가람"]
    assert [line.id for line in (*first.lines, *second.lines)] == ["kpoem-0", "kpoem-1", "kpoem-2"]
    assert first.lines[0].text == '"봄이 온다', "the published files quote nothing"
    assert (first.lines[0].votes, first.lines[0].readers) == ({"슬픔": 2, "기쁨": 1}, 3)


def test_kpoem_segments_are_numbered_after_the_lines() -> None:
    data = "seg_id\tpoem_id\ttext\tsub_title\ttitle\tpoetry_book\tpoet\tannotator_01\n1\t1\t봄\t\t강\t물\t가람\t슬픔\n"
    work = only("KPoEM_poem_dataset_v4.tsv", data)
    assert (work.lines[0].id, work.collection) == ("kpoem-7007", "물")


def test_a_label_that_is_none_in_kpoem_is_refused() -> None:
    with pytest.raises(CorpusError, match="The votes of the line"):
        read("a.tsv", KPOEM.replace("기쁨", "그리움"))


def test_a_sheet_is_read_by_its_cells_whatever_lies_between_them() -> None:
    book = openpyxl.Workbook()
    book.create_sheet("시", 1)
    rows = book["시"]
    for place, value in {"B2": "work", "D2": "text", "B3": "시", "D3": "봄", "D5": "비", "B5": "시"}.items():
        rows[place] = value
    buffer = io.BytesIO()
    book.save(buffer)
    assert verse(only("시.xlsx", buffer.getvalue())) == [["봄"], ["비"]]


# Documents


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


def test_a_pdf_loses_its_page_numbers_and_running_heads_and_joins_hyphenated_words() -> None:
    pages = [
        [("The river book", 760), ("a line of verse in moon-", 700), ("light tonight", 682), (str(number), 40)]
        for number in range(1, 5)
    ]
    corpus = read("강.pdf", pdf(pages))
    assert verse(corpus.works[0]) == [["a line of verse in moonlight", "tonight"] * 4]
    assert corpus.notes[0].joined_words == 4


def test_a_page_of_a_pdf_that_ends_inside_a_stanza_breaks_nothing() -> None:
    corpus = read("강.pdf", pdf([[("봄", 700), ("비", 682)], [("눈", 700), ("별", 660), ("달", 642)]]))
    assert verse(corpus.works[0]) == [["봄", "비", "눈"], ["별", "달"]]


def test_a_scan_without_a_text_layer_gets_a_sentence() -> None:
    with pytest.raises(CorpusError, match="no text layer"):
        read("스캔.pdf", pdf([[]]))


# Archives

ARCHIVE = {
    "가람/봄.txt": "비가 온다\n",
    "나루/밤.docx": docx(["별이 뜬다"]),
    "나루/그림.png": b"\x89PNG",
    "__MACOSX/가람/._봄.txt": b"\x00\x05",
    "metadata.csv": "파일,제목,연도,옮긴이\n봄.txt,봄비,1930,나래\n",
}


def test_an_archive_is_read_file_by_file_with_its_metadata_sheet() -> None:
    corpus = read("시.zip", zipped(ARCHIVE))
    first, second = corpus
    assert (first.title, first.year, first.translator, first.author) == ("봄비", "1930", "나래", "")
    assert (second.title, second.texts) == ("밤", ("별이 뜬다",))
    assert corpus.notes[0].skipped == ("나루/그림.png",)
    assert [note.name for note in corpus.notes] == ["시.zip", "시.zip/가람/봄.txt", "시.zip/나루/밤.docx"]


def test_a_metadata_sheet_is_read_whatever_its_delimiter_and_the_case_of_its_header() -> None:
    for sheet in ("File;Title;Author\n봄.txt;봄비;가람\n", "FILENAME\ttitle\tPoet\n봄.txt\t봄비\t가람\n"):
        (work,) = read("시.zip", zipped({"봄.txt": "비가 온다", "metadata.csv": sheet}))
        assert (work.title, work.author) == ("봄비", "가람")


def test_a_number_beside_the_verse_is_not_taken_for_it() -> None:
    for head in ("작품,연,행,내용", "poem,stanza,line,verse"):
        work = only("시.csv", f"{head}\n봄,1,1,비가 온다\n봄,1,2,눈이 온다\n", guess_columns=True)
        assert (work.title, work.texts) == ("봄", ("비가 온다", "눈이 온다"))


def test_a_language_written_as_a_word_is_its_code() -> None:
    for said, code in (("한국어", "ko"), ("Korean", "ko"), ("kor", "ko"), ("English", "en"), ("ko-KR", "ko-KR")):
        assert only("시.csv", f"work,text,language\n봄,비가 온다,{said}\n").language == code


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


def test_a_book_of_too_many_pages_is_refused_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf([[(f"비가 {number}번 온다", 700.0)] for number in range(3)])
    monkeypatch.setattr("emolit.corpus.pdf.MAX_PAGES", 3)
    assert len(read("시.pdf", data)) == 1
    monkeypatch.setattr("emolit.corpus.pdf.MAX_PAGES", 2)
    with pytest.raises(CorpusError, match="more than 2 pages"):
        read("시.pdf", data)


def test_folders_are_authors_when_the_reader_says_so() -> None:
    assert [work.author for work in read("시.zip", zipped(ARCHIVE), folders_as_authors=True)] == ["가람", "나루"]


def test_a_bad_file_in_an_archive_is_refused_by_its_name_or_told_and_skipped() -> None:
    data = zipped({"봄.txt": "비", "나쁜.pdf": b"%PDF-1.7 ?"})
    with pytest.raises(CorpusError, match=r"시\.zip/나쁜\.pdf"):
        read("시.zip", data)
    corpus = read("시.zip", data, skip_bad_entries=True)
    assert titles(corpus) == ["봄"]
    assert [problem.code for problem in corpus.notes[0].problems] == ["corpus.broken"]


def test_names_that_korean_windows_wrote_are_read() -> None:
    data = zipped({"xx.txt": "비"}).replace(b"xx.txt", "봄.txt".encode("cp949"))
    assert titles(read("시.zip", data)) == ["봄"]


def test_files_of_an_archive_are_read_in_the_order_of_their_numbers() -> None:
    data = zipped(dict.fromkeys(["시 10.txt", "시 2.txt", "가.txt"], "비"))
    assert titles(read("시.zip", data)) == ["가", "시 2", "시 10"]


def test_progress_is_told_file_by_file() -> None:
    told: list[tuple[int, int]] = []
    data = zipped({f"{number}.txt": "비" for number in range(3)})
    read_corpus("시.zip", data, on_progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("name", ["봄.xml", "봄.docx"])
def test_xml_that_is_no_edition_says_what_it_is(name: str) -> None:
    with pytest.raises(CorpusError) as caught:
        read(name, "<?xml version='1.0'?><rss/>")
    assert caught.value.code == ("corpus.unknown_xml" if name == "봄.xml" else "corpus.unknown_format")


def test_an_epub_page_may_name_a_dtd_and_html_entities() -> None:
    assert "<!DOCTYPE" in page("")
    assert only("책.epub", epub({"a.xhtml": "<h1>봄</h1><p>비&nbsp;&mdash;&hellip;</p>"})).texts == ("비\xa0—…",)

"""Each format comes to the same corpus: what docs/FORMATS.md says is kept is kept, and what it says is not is not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from emolit.errors import CorpusError
from tests.documents import docx, epub, odt, pdf, tei, zipped
from tests.unit.corpus.readings import only, read, sheet, verse

VERSE = [["마당을 쓸다 말고", "하늘을 본다"], ["기러기가 간다"]]


TEXT = "마당을 쓸다 말고\n하늘을 본다\n\n기러기가 간다\n"


WIKI = "<poem>\n" + TEXT + "</poem>"


LG = "<lg><l>마당을 쓸다 말고</l><l>하늘을 본다</l></lg><lg><l>기러기가 간다</l></lg>"


HTML = "<p>마당을 쓸다 말고<br/>하늘을 본다</p><p>기러기가 간다</p>"


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


@pytest.mark.parametrize("name", ["봄.xml", "봄.docx"])
def test_xml_that_is_no_edition_says_what_it_is(name: str) -> None:
    with pytest.raises(CorpusError) as caught:
        read(name, "<?xml version='1.0'?><rss/>")
    assert caught.value.code == ("corpus.unknown_xml" if name == "봄.xml" else "corpus.unknown_format")

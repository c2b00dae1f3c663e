"""PDF: lines and stanzas by their places; what belongs to the page and not to the poem."""

from __future__ import annotations

import pytest

from emolit.errors import CorpusError
from tests.documents import pdf
from tests.unit.corpus.readings import read, verse


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


def test_a_book_of_too_many_pages_is_refused_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf([[(f"비가 {number}번 온다", 700.0)] for number in range(3)])
    monkeypatch.setattr("emolit.corpus.pdf.MAX_PAGES", 3)
    assert len(read("시.pdf", data)) == 1
    monkeypatch.setattr("emolit.corpus.pdf.MAX_PAGES", 2)
    with pytest.raises(CorpusError, match="more than 2 pages"):
        read("시.pdf", data)

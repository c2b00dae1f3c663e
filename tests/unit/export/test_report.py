"""A report stands alone, says what it must, and takes no text for markup."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from lxml import html as lxml_html

from emolit.corpus import Corpus, read_corpus, sample_corpus
from emolit.export import provenance_record
from emolit.export.report import MOST_WORKS, Report, report_page, sentences
from emolit.export.report_figures import COMPARED
from emolit.reading.scores import EmotionScores

Score = Callable[..., EmotionScores]

NASTY = "<script>alert(1)</script><img src=x onerror=alert(2)> & $x_1$ \"'"
ONE = read_corpus("시.csv", "work,author,text\n봄밤,가람,봄이 온다\n봄밤,가람,비가 온다\n".encode())


def report(score: Score, corpus: Corpus, language: str = "ko", **about: object) -> str:
    scores = score(corpus, **about)
    record = provenance_record(corpus, scores)
    return report_page(Report(corpus, scores, record, language, scores, date(2026, 11, 24)))  # type: ignore[arg-type]


def of_samples(works: int) -> Corpus:
    corpus = sample_corpus()
    return Corpus(corpus.works[:works], corpus.notes)


@pytest.mark.parametrize("key", sentences())
def test_every_sentence_is_there_in_both_languages_with_the_same_blanks(key: str) -> None:
    entry = sentences()[key]
    blanks = [{n for _, n, _, _ in string.Formatter().parse(entry[language]) if n} for language in ("ko", "en")]
    assert blanks[0] == blanks[1]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_it_asks_for_nothing_from_anywhere(score: Score, language: str) -> None:
    page = report(score, of_samples(2), language)
    tree = lxml_html.fromstring(page)
    assert tree.get("lang") == language
    links = [value for found in tree.iter() for key, value in found.items() if key in ("src", "href", "srcset")]
    assert [link for link in links if not link.startswith("#")] == []
    assert not re.search(r"@import|url\(\s*['\"]?(?!#)", page)
    assert tree.xpath("//script") == []
    assert "default-src 'none'" in page


def test_hostile_text_is_shown_and_does_nothing(score: Score) -> None:
    cell = NASTY.replace('"', '""')
    rows = "".join(f'"{cell}","{cell}","{cell}"\n' for _ in range(6))
    page = report(score, read_corpus("시.csv", f"work,author,text\n{rows}".encode()))
    tree = lxml_html.fromstring(page)
    assert tree.xpath("//script | //img") == []
    assert not [key for found in tree.iter() for key, _ in found.items() if key.startswith("on")]
    assert NASTY in [cell.text for cell in tree.xpath("//table[@class='verse']//td")]


def test_a_hidden_character_is_shown_by_its_number(score: Score) -> None:
    page = report(score, read_corpus("시.csv", "work,text\n가,봄\u202e밤\n".encode()))
    assert "\u202e" not in page
    assert "⟨U+202E⟩" in page


def test_each_line_stands_with_its_number_and_its_emotions_above_the_threshold(score: Score) -> None:
    tree = lxml_html.fromstring(report(score, ONE, threshold=(0.0,) * 44))
    rows = tree.xpath("//table[@class='verse']//tr[th]")
    assert [(row.xpath("th")[0].text, row.xpath("td")[0].text) for row in rows] == [
        ("1", "봄이 온다"),
        ("2", "비가 온다"),
    ]
    assert [len(row.xpath(".//span[@class='mark']")) for row in rows] == [3, 3]
    none = report(score, ONE, threshold=(1.0,) * 44)
    assert none.count(sentences()["nothing"]["ko"]) == 2


def test_it_says_what_the_numbers_mean_how_they_came_about_and_what_to_cite(score: Score) -> None:
    page = unescape(report(score, ONE, "en"))
    assert sentences()["meaning_1"]["en"] in page
    assert "Emotions were read line by line with emolit 0.0.1" in page
    assert "arXiv:2509.03932" in page
    assert '"fingerprint": "' + "0" * 64 in page


def test_lines_that_the_model_was_trained_on_say_so(score: Score) -> None:
    assert report(score, ONE, "en", trained_on=(1,)).count(sentences()["trained"]["en"]) == 1


def test_lines_out_of_fold_say_so(score: Score) -> None:
    assert report(score, ONE, "en", out_of_fold=(1,)).count(sentences()["out_of_fold"]["en"]) == 1


@pytest.mark.parametrize(("works", "figures"), [(1, 2), (2, 6)])
def test_every_figure_is_svg_with_a_sentence_beside_it(score: Score, works: int, figures: int) -> None:
    tree = lxml_html.fromstring(report(score, of_samples(works)))
    found = tree.xpath("//figure")
    assert len(found) == figures + works  # and a grid a work
    assert all(figure.get("aria-label") and figure.xpath("./*[local-name()='svg']") for figure in found)


def test_authors_are_compared_where_there_are_several_and_works_where_there_is_one(score: Score) -> None:
    authors = read_corpus("시.csv", "work,author,text\n가,갑,봄\n나,을,비\n다,갑,눈\n".encode())
    assert "one author" in report(score, authors, "en")
    works = read_corpus("시.csv", "work,author,text\n가,갑,봄\n나,갑,비\n".encode())
    page = report(score, works, "en")
    assert "one work" in page
    assert "<title>A reading of emotions: 갑</title>" in page


def test_works_of_one_title_are_all_compared_each_by_a_name_of_its_own(score: Score) -> None:
    works = read_corpus("시.csv", "work,author,text\n봄,갑,눈\n밤,갑,달\n봄,갑,비\n".encode())
    tree = lxml_html.fromstring(report(score, works, "en"))
    compared = tree.xpath("//figure")[0].get("aria-label")
    assert [told.split(":")[0] for told in compared.split("; ")] == ["봄 (1)", "밤", "봄 (2)"]
    assert tree.xpath("//section[@class='work']/h2/text()") == ["봄 (1)", "밤", "봄 (2)"]


@pytest.mark.parametrize(("column", "told"), [("work", "of 8 works"), ("author", "of 8 authors")])
def test_a_figure_that_has_not_all_of_them_says_how_many_it_has(score: Score, column: str, told: str) -> None:
    cells = {"work": "{0},갑", "author": "봄,{0}"}[column]
    rows = "".join(f"{cells},봄\n{cells},눈\n".format(number) for number in range(COMPARED + 2))
    page = report(score, read_corpus("시.csv", f"work,author,text\n{rows}".encode()), "en")
    assert f"The figure shows the first {COMPARED} {told}." in page
    few = report(score, read_corpus("시.csv", f"work,author,text\n{rows[:20]}".encode()), "en")
    assert "The figure shows" not in few


def test_of_very_many_works_all_stand_in_the_table_and_it_says_which_stand_there_alone(score: Score) -> None:
    rows = "".join(f"시{number},봄\n" for number in range(MOST_WORKS + 3))
    tree = lxml_html.fromstring(report(score, read_corpus("시.csv", f"work,text\n{rows}".encode()), "en"))
    assert len(tree.xpath("//section[@class='work']")) == MOST_WORKS
    assert len(tree.xpath("//div[@class='wide']//tbody/tr")) == MOST_WORKS + 3
    assert "the other 3 in the table" in lxml_html.tostring(tree, encoding="unicode")


def test_no_two_figures_share_a_name_and_every_reference_is_met(score: Score) -> None:
    page = report(score, of_samples(2))
    ids = re.findall(r' id="([^"]+)"', page)
    assert ids
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'(?:url\(#|href="#)([^")]+)', page)) <= set(ids)
